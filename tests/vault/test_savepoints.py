"""A job among others runs in a savepoint, and one alone in the transaction itself."""

import pytest

from workstation.vault import preferences
from workstation.vault.job import Job
from workstation.vault.job_batch import run_batch


def writing(name):
    """A job that puts something into the database."""
    return Job(lambda inside: preferences.put(inside, name, 1), writes=True, durable=False)


def failing():
    """A job that fails amid what it writes."""

    def fail(connection):
        preferences.put(connection, "half", 1)
        raise LookupError

    return Job(fail, writes=True, durable=False)


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
