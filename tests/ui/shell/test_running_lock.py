"""The lock file of a profile where somebody else has it open."""

import errno
import os

from workstation.base import held_files
from workstation.ui.shell.running_lock import FILE, LockOutcome, RunningLock


def test_a_lock_file_that_a_scanner_holds_is_waited_for(tmp_path, monkeypatch):
    """This copy would work without a lock all day, and the next one beside it on the same data."""
    (tmp_path / FILE).touch()
    really, waited = os.open, []

    def held(path, *how):
        if len(waited) < 2:
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(path, *how)

    lock = RunningLock(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(held_files, "_WINDOWS", True)
        patch.setattr(held_files, "sleep", waited.append)
        patch.setattr(os, "open", held)
        assert lock.take() is LockOutcome.TAKEN
    lock.release()
