"""Jobs that wait together are committed together: one transaction, one sync of the disk.

Each runs in a savepoint of its own, so that one failing takes nothing from its neighbours. One
alone needs none: within a savepoint the database copies each page before it changes, and walks
along all the copies at the end of each statement that has triggers, a tenth of what an archive page
costs.

A transaction over two files is not one step: a disk that is full between them has the database
committed and its second copy (``outbox_backup``) not, and the commit fails. What the doctor is told
then must be what the database says, or the same words would be typed and sent again: so the length
of its log is asked, and the worker synchronises the copy later. Tests:
``tests/power/test_failing_calls.py``.
"""

from typing import TYPE_CHECKING, Any

from workstation.vault.engine.job import Job

if TYPE_CHECKING:
    import apsw


def run_batch(connection: "apsw.Connection", batch: list[Job[Any]]) -> bool:
    """Run jobs in one transaction; where that is lost as a whole, each in one of its own.

    False where the database has it and its second copy has not.
    """
    if not any(job.writes for job in batch):
        for job in batch:
            _read(connection, job)
        return True
    try:
        outcomes, is_level = _transact(connection, batch)
    except Exception as fault:  # noqa: BLE001 - whatever it is, somebody waits for the answer
        if len(batch) == 1:
            batch[0].fail(fault, connection)
            return True
        levels = [run_batch(connection, [job]) for job in batch]
        return all(levels)
    for job, (result, failure) in zip(batch, outcomes, strict=True):
        job.finish(result) if failure is None else job.fail(failure, connection)
    return is_level


Outcome = tuple[Any, Exception | None]


def _transact(connection: "apsw.Connection", batch: list[Job[Any]]) -> tuple[list[Outcome], bool]:
    """Run jobs in one transaction; what became of each, and whether both files have it.

    Raises what made the whole transaction fail; then nothing of it is in the database.
    """
    durable = any(job.durable for job in batch)
    connection.pragma("synchronous", "full" if durable else "normal")
    before = _log_length(connection)
    connection.execute("BEGIN IMMEDIATE")
    try:
        if len(batch) == 1:
            outcomes: list[Outcome] = [(batch[0].run(connection), None)]
        else:
            outcomes = [_attempt(connection, job) for job in batch]
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return outcomes, _commit(connection, before)


def _commit(connection: "apsw.Connection", before: int) -> bool:
    """Commit; false where only the second copy did not take it. Raises where neither took it.

    ``before`` is the length of the log without the transaction. A commit that begins the log anew
    leaves a shorter one, and one that failed in that an empty one.
    """
    import apsw

    try:
        connection.execute("COMMIT")
    except apsw.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if _log_length(connection) in {0, before}:
            raise
        return False
    return True


def _log_length(connection: "apsw.Connection") -> int:
    """Pages in the database's write-ahead log; 0 where there is none, as in memory."""
    import apsw

    return max(0, connection.wal_checkpoint("main", apsw.SQLITE_CHECKPOINT_NOOP)[0])


def _attempt(connection: "apsw.Connection", job: Job[Any]) -> Outcome:
    connection.execute("SAVEPOINT job")
    try:
        result = job.run(connection)
    except Exception as fault:  # noqa: BLE001 - whatever it is, somebody waits for the answer
        # A disk that fails has ended the transaction: this fails, too, and each runs by itself.
        connection.execute("ROLLBACK TO job; RELEASE job")
        return None, fault
    connection.execute("RELEASE job")
    return result, None


def _read(connection: "apsw.Connection", job: Job[Any]) -> None:
    """Run a job in a read transaction: a message between outbox and archive is in one of them."""
    try:
        connection.execute("BEGIN")
        try:
            result = job.run(connection)
        finally:
            if connection.in_transaction:  # a disk that fails has ended it
                connection.execute("COMMIT")
    except Exception as fault:  # noqa: BLE001 - it belongs to whoever waits for this job
        job.fail(fault, connection)
    else:
        job.finish(result)
