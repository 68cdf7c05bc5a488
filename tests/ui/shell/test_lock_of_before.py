"""The lock's file as earlier programs read and wrote it, one of which IT may have put back."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from workstation.ui.shell.running_lock import FILE, LockOutcome, RunningLock

ENDED = """
import sys
from pathlib import Path
from workstation.ui.shell.running_lock import LockOutcome, RunningLock

lock = RunningLock(Path(sys.argv[1]))
assert lock.take() is LockOutcome.TAKEN
lock.sign("word")
"""


@pytest.fixture
def before(tmp_path: Path) -> QLockFile:
    """What a program of the first two days asks whether another one runs."""
    lock = QLockFile(str(tmp_path / FILE))
    lock.setStaleLockTime(0)
    return lock


def test_a_program_of_before_sees_one_that_runs(before: QLockFile, tmp_path: Path) -> None:
    lock = RunningLock(tmp_path)
    assert lock.take() is LockOutcome.TAKEN
    lock.sign("word")
    assert not before.tryLock(0)
    lock.release()


def test_a_program_of_before_starts_after_one_however_it_ended(
    before: QLockFile, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-c", ENDED, str(tmp_path)], check=True)  # noqa: S603
    assert before.tryLock(0)
    before.unlock()


def test_the_word_of_a_program_of_before_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("12\nDoctorWorkstation\nward-3\nearlier\n")
    lock = RunningLock(tmp_path)
    assert lock.holder().secret == "earlier"
    assert lock.take() is LockOutcome.TAKEN
    lock.sign("word")
    assert lock.holder().secret == "word"
    lock.release()
