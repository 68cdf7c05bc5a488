"""Whether the files of a database are a copy of those that were open last.

A backup that runs while the program writes copies one part of the file before a checkpoint and the
other after it, with a log that fits neither. Such a copy may open like any other, and then lack
messages that its cursor vouches for: nobody would ask the server for them. So the first opening of
a copy looks at every entry of it, and rebuilds it where two of them disagree.

What tells a copy is when the file of the key's fingerprint was last changed (``ctime``): it is
written once, and no tool that copies can set that time. Windows has the time of its creation there,
which some tools do set, so the file's number in its volume counts as well.

Tests: ``tests/session/test_copied_while_open.py``.
"""

import contextlib
import sys
from pathlib import Path

from workstation.base import held_files
from workstation.vault.engine.opening import fingerprint_path

MAX_MARK_BYTES = 64
"""More than a mark has."""


def mark_path(database: Path) -> Path:
    """Where the mark of a database stands: beside it."""
    return database.with_name(database.name + ".place")


def is_copy(database: Path) -> bool:
    """Whether the mark beside a database is of other files than these. Blocks.

    A database without a mark was never open in a program that writes one, and is not called a copy.
    """
    try:
        return held_files.read(mark_path(database), MAX_MARK_BYTES) != _mark(database)
    except OSError:
        return False


def mark(database: Path) -> None:
    """Take these files for the ones that are open now, whole as they are. Blocks.

    A disk that is full takes no mark: then the next opening looks again.
    """
    with contextlib.suppress(OSError):
        now = _mark(database)
        place = mark_path(database)
        if not place.exists() or held_files.read(place, MAX_MARK_BYTES) != now:
            place.write_bytes(now)


def _mark(database: Path) -> bytes:
    status = fingerprint_path(database).stat()
    return b"%d %d\n" % (status.st_ctime_ns, _number(status.st_ino))


def _number(inode: int) -> int:
    """The file's number, where it is needed: some shares give others at each mount."""
    return inode if sys.platform == "win32" else 0
