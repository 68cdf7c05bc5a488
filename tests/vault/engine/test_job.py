"""A job leaves no query half read, and nothing of its caller's is touched for that."""

import traceback

import pytest

from workstation.vault.engine.job import Job


def fail(_connection, *, words="of the patient"):
    raise LookupError(words)


def locals_of(fault: BaseException) -> list[dict]:
    """What the frames below the first one still hold."""
    return [frame.f_locals for frame, _line in traceback.walk_tb(fault.__traceback__)][1:]


def test_a_fault_that_the_caller_is_handling_keeps_its_frames(database):
    job = Job(fail, writes=False, durable=False)
    try:
        fail(database, words="of the caller")
    except LookupError as handled:
        with pytest.raises(LookupError) as fault:
            job.run(database)
        left = locals_of(handled)
    assert left == [{"_connection": database, "words": "of the caller"}]
    assert {} in locals_of(fault.value), "while the job's own are cleared"
