"""One thread that owns one connection, and a queue of functions to run on it.

Writes that wait together are committed together: one transaction, one sync of the disk. Each runs
in a savepoint of its own, so that one failing takes nothing from its neighbours. One alone needs
none: within a savepoint the database copies each page before it changes, and walks along all the
copies at the end of each statement that has triggers, a tenth of what an archive page costs. A
``Gate`` stands before a worker that may be taken away for a while.

A transaction over two files is not one step: a disk that is full between them has the database
committed and its second copy (``outbox_backup``) not, and the commit fails. What the doctor is told
then must be what the database says, or the same words would be typed and sent again: so the length
of its log is asked, and the copy is made level later. Red without:
``tests/power/test_failing_calls.py``.
"""

import logging
import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from workstation.domain.errors import DiskSilent, StorageError
from workstation.vault.damage import IN_NO_FILE, Damage
from workstation.vault.disk_room import DiskRoom
from workstation.vault.job import Job, JobWorker

if TYPE_CHECKING:
    import apsw

log = logging.getLogger(__name__)

IN_MEMORY = DiskRoom()
MAX_BATCH_JOBS = 256
CLOSE_SECONDS = 10.0


class Worker:
    """Runs jobs on its connection, in the order given, in its own thread.

    ``level`` brings the second copy in line with the database where a transaction did not,
    ``room`` is asked before the disk is written to, ``damage`` told of pages that cannot be read.
    """

    is_inline = False

    def __init__(
        self,
        connection: "apsw.Connection",
        name: str,
        level: Callable[["apsw.Connection"], None] | None = None,
        room: DiskRoom = IN_MEMORY,
        damage: Damage = IN_NO_FILE,
    ) -> None:
        self._connection, self._level, self._room, self._damage = connection, level, room, damage
        self._is_level, self._keeps_log = True, False
        self._jobs: queue.SimpleQueue[Job[Any] | None] = queue.SimpleQueue()
        self._closing, self._closed = threading.Lock(), False
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Job[Any]) -> None:
        """Queue a job. Raises ``StorageError`` once closed."""
        with self._closing:
            if self._closed:
                raise StorageError("closed")
            self._jobs.put(job)

    def close(self, *, keeps_log: bool = False) -> bool:
        """Finish what is queued, then close the connection; whether that is done.

        Blocks for 10 s at most. With ``keeps_log`` the log stays as it is, with its files.
        """
        with self._closing:
            if not self._closed:
                self._closed, self._keeps_log = True, keeps_log
                self._jobs.put(None)
        self._thread.join(CLOSE_SECONDS)
        return not self._thread.is_alive()

    def _work(self) -> None:
        going = True
        while going:
            batch, going = self._next_batch()
            # What nobody waits for any more, as the search before the last letter, is left out.
            pending = [job for job in batch if job.future.set_running_or_notify_cancel()]
            if pending and not self._run(pending):
                self._is_level = False
            self._damage.note_in(pending)
            self._make_level()
            batch.clear()
            pending.clear()
        self._close_connection()

    def _run(self, batch: list[Job[Any]]) -> bool:
        if not any(job.writes for job in batch):
            return run_batch(self._connection, batch)
        try:
            self._room.require()
        except StorageError as full:
            for job in batch:
                if job.writes:
                    job.fail(full)
            return run_batch(self._connection, [job for job in batch if not job.writes])
        is_level = run_batch(self._connection, batch)
        self._room.settle(self._connection)
        return is_level

    def _make_level(self) -> None:
        """As soon as the disk takes it: what only the copy has, the next start would put back."""
        import apsw

        if self._is_level or self._level is None:
            return
        try:
            self._room.require()
            self._level(self._connection)
        except (apsw.Error, StorageError) as fault:
            log.warning("the copy of unsent words lags behind: %s", type(fault))
        else:
            self._is_level = True

    def _close_connection(self) -> None:
        """What a failing disk does not take of the log into the database stays in the log."""
        import apsw

        try:
            self._room.require()
        except StorageError:
            self._keeps_log = True
        if self._keeps_log:
            self._connection.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        try:
            self._connection.close()
        except apsw.Error as fault:
            log.warning("the database was closed with its log: %s", type(fault))

    def _next_batch(self) -> tuple[list[Job[Any]], bool]:
        batch: list[Job[Any]] = []
        job = self._jobs.get()
        while job is not None:
            batch.append(job)
            if len(batch) == MAX_BATCH_JOBS or self._jobs.empty():
                return batch, True
            job = self._jobs.get()
        return batch, False


class Gate:
    """Hands jobs to a worker, or holds them, in order, while there is none.

    A locked window closes the database and forgets its key, while the connection to the server
    stays open and every service goes on. None of them has to know: whoever asks the vault waits, as
    for a slow disk, and what came from the server stays unacknowledged until then. Red without it:
    ``tests/vault/test_suspended.py``.
    """

    def __init__(self, worker: JobWorker) -> None:
        self._worker: JobWorker | None = worker
        self._earlier: JobWorker | None = None
        self._waiting: list[Job[Any]] = []
        self._turn = threading.Lock()
        self._closed = False

    @property
    def is_inline(self) -> bool:
        """Whether a job is done once it is submitted, and all before it."""
        return self._worker is not None and self._worker.is_inline

    def submit(self, job: Job[Any]) -> None:
        """Take a job. Raises ``StorageError`` once closed."""
        with self._turn:  # a lock shuts it in another thread
            if self._worker is not None:
                self._worker.submit(job)
            elif self._closed:
                raise StorageError("closed")
            else:
                self._waiting.append(job)

    def shut(self) -> None:
        """Finish what is queued, close the connection, and hold what comes. Blocks as ``close``.

        The log's files stay: a disk that is full by then has no room for others, and opens nothing.
        """
        with self._turn:
            worker, self._worker = self._worker, None
        if worker is not None:
            self._earlier = worker
            worker.close(keeps_log=True)

    def await_shut(self) -> None:
        """Give a disk that was not done when it was shut as long again. Raises ``DiskSilent``."""
        if self._earlier is not None and not self._earlier.close(keeps_log=True):
            raise DiskSilent("not done with what came before the lock", call="open")

    def open(self, worker: JobWorker) -> None:
        """Go on with another worker, first with what waited."""
        with self._turn:
            self._worker, self._earlier = worker, None
            waiting, self._waiting = self._waiting, []
            for job in waiting:
                worker.submit(job)

    def close(self) -> None:
        """Finish and close; what waits for a worker fails. Blocks."""
        with self._turn:
            worker, self._worker, self._closed = self._worker, None, True
            waiting, self._waiting = self._waiting, []
        for job in waiting:
            if job.future.set_running_or_notify_cancel():
                job.fail(StorageError("closed"))
        if worker is not None:
            worker.close()


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
            batch[0].fail(fault)
            return True
        levels = [run_batch(connection, [job]) for job in batch]
        return all(levels)
    for job, (result, failure) in zip(batch, outcomes, strict=True):
        job.finish(result) if failure is None else job.fail(failure)
    return is_level


Outcome = tuple[Any, Exception | None]


def _transact(connection: "apsw.Connection", batch: list[Job[Any]]) -> tuple[list[Outcome], bool]:
    """What became of the jobs, and whether both files have it.

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
    """False where the database took it and its second copy did not; raises where neither did.

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
    except Exception as fault:
        if not connection.in_transaction:
            raise
        connection.execute("ROLLBACK TO job; RELEASE job")
        return None, fault
    connection.execute("RELEASE job")
    return result, None


def _read(connection: "apsw.Connection", job: Job[Any]) -> None:
    """Read in a transaction: a message on its way from outbox to archive is in one of them."""
    try:
        connection.execute("BEGIN")
        try:
            result = job.run(connection)
        finally:
            if connection.in_transaction:  # a disk that fails has ended it
                connection.execute("COMMIT")
    except Exception as fault:  # noqa: BLE001 - it belongs to whoever waits for this job
        job.fail(fault)
    else:
        job.finish(result)
