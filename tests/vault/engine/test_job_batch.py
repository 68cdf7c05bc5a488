"""Jobs that wait together are one transaction, in which each has a savepoint of its own."""

import apsw
import pytest

from workstation.domain.errors import DiskFull, StorageError
from workstation.vault import preferences
from workstation.vault.engine.job import Job
from workstation.vault.engine.job_batch import run_batch


def writing(name, value=1):
    """A job that puts something into the database, which it gives back."""

    def write(connection):
        preferences.put(connection, name, value)
        return value

    return Job(write, writes=True, durable=False)


def failing():
    """A job that fails amid what it writes."""

    def fail(connection):
        preferences.put(connection, "half", 1)
        raise LookupError

    return Job(fail, writes=True, durable=False)


def test_one_transaction_serves_all_that_waited(database):
    commits = []
    database.set_commit_hook(lambda: bool(commits.append(1)))
    jobs = [writing(f"n{number}", number) for number in range(200)]
    run_batch(database, jobs)
    assert [job.future.result() for job in jobs] == list(range(200))
    assert len(commits) == 1


@pytest.mark.parametrize("together", [1, 3])
def test_what_was_not_committed_is_not_called_done(database, together):
    """A commit that fails with nothing in the log wrote nothing: no second copy was merely late."""
    database.set_commit_hook(lambda: True)
    jobs = [writing(f"n{number}") for number in range(together)]
    run_batch(database, jobs)
    database.set_commit_hook(None)
    for job in jobs:
        with pytest.raises(StorageError):
            job.future.result()
    assert preferences.get(database, "n0") is None


@pytest.mark.parametrize(("together", "savepoints"), [(1, 0), (3, 3)])
def test_only_who_has_neighbours_pays_for_a_savepoint(database, together, savepoints):
    statements = []
    database.exec_trace = lambda _cursor, statement, _bindings: statements.append(statement) or True
    run_batch(database, [writing(str(number)) for number in range(together)])
    assert sum(statement.startswith("SAVEPOINT") for statement in statements) == savepoints


def test_one_that_fails_alone_leaves_nothing_and_ends_no_other(database):
    alone, after = failing(), writing("after")
    run_batch(database, [alone])
    run_batch(database, [after])
    with pytest.raises(LookupError):
        alone.future.result()
    after.future.result()
    assert preferences.get(database, "half") is None
    assert preferences.get(database, "after") == 1


def test_one_that_ends_the_transaction_takes_nothing_from_its_neighbours(database):
    """As a disk that is full does in the middle of a batch."""

    def end(connection):
        connection.execute("ROLLBACK")
        raise apsw.FullError

    before, ending, after = (
        writing("before"),
        Job(end, writes=True, durable=False),
        writing("after"),
    )
    run_batch(database, [before, ending, after])
    assert (before.future.result(), after.future.result()) == (1, 1)
    with pytest.raises(DiskFull):
        ending.future.result()
    assert preferences.get(database, "before") == preferences.get(database, "after") == 1
