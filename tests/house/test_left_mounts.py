"""What tests have mounted and could not take away is no fault of the next run."""

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.full_disk import small_disk, unmount_left

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")


def ended_process() -> int:
    """The number of a process that is over."""
    over = subprocess.Popen([sys.executable, "-c", ""])
    over.wait()
    return over.pid


def test_mounts_of_a_run_that_was_killed_go_and_those_of_one_that_runs_stay(tmp_path: Path) -> None:
    left, used = (tmp_path / "pytest-of-me" / run / "a disk" for run in ("pytest-1", "pytest-2"))
    for disk, pid in ((left, ended_process()), (used, os.getpid())):
        disk.parent.mkdir(parents=True)
        (disk.parent / ".lock").write_text(str(pid))
    with small_disk(used), contextlib.suppress(subprocess.CalledProcessError), small_disk(left):
        unmount_left(tmp_path)
        assert [disk.is_mount() for disk in (left, used)] == [False, True]
