"""Erases an account's folders, once for each of its steps, and is killed before that step.

Each time on a copy of the same computer, in a fork of this process; prints how many there were.
"""

import itertools
import os
import shutil
import sys
from pathlib import Path

from tests.fakes.sudden_end import steps_until_death
from workstation.base.paths import Folders
from workstation.vault.removal import erasure

TEMPLATE, ACCOUNT = sys.argv[1:]


def count_steps(last: int) -> None:
    """Have every change of a file be a step; before ``last`` all ends."""
    counted = steps_until_death(last)
    for name in ("replace", "unlink", "rmdir"):
        setattr(Path, name, counted(getattr(Path, name)))
    os.fsync = counted(os.fsync)


def erase(computer: Path, step: int) -> None:
    """From the doctor's word to the end."""
    root = Folders.of_profile(computer)
    count_steps(step)
    erasure.begin(root.account("https://clinic.example", 1001), ACCOUNT)
    erasure.finish(root)


for number in itertools.count():
    computer = Path(f"{TEMPLATE}-{number}")
    shutil.copytree(TEMPLATE, computer, symlinks=True)
    child = os.fork()
    if not child:
        try:
            erase(computer, number)
        finally:
            os._exit(0)
    if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        print(number)  # noqa: T201 - for who asked
        break
