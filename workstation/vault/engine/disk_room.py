"""A full disk is asked about before it is written to, where writing to it would end the program.

SQLite keeps the index of its write-ahead log in a file that it maps into memory. A file system that
writes nothing in place (btrfs) needs room for each page of it, also for one that was written
before; on a full disk it has none, and the process gets SIGBUS in the middle of a store to memory:
no error that anybody could catch (``decisions/full-disk-on-copy-on-write.md``).
"""

import contextlib
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from workstation.base.paths import PRIVATE, is_full
from workstation.domain.errors import DiskFull

if TYPE_CHECKING:
    import apsw

MOUNTS = Path("/proc/self/mountinfo")
NOT_IN_PLACE = frozenset({"btrfs", "bcachefs"})
MIN_FREE_BYTES = 4 * 1024 * 1024
"""What is written between two questions is far less."""


class DiskRoom:
    """Whether the file system of a database has room for what is written next.

    Without a ``path`` the database is in memory, and there always is.
    """

    def __init__(self, path: Path | None = None) -> None:
        folder = path.parent if path is not None and sys.platform == "linux" else None
        asks = folder is not None and _file_system(folder) in NOT_IN_PLACE
        self._folder = folder if asks else None

    def require(self) -> None:
        """Raise ``DiskFull`` where the database must not be written to now.

        What such a file system calls free may be had by nobody: a quota is used up, or what it
        needs to note where the file lies. So room is taken, and given back at once.
        """
        if self._folder is not None:
            try:
                if shutil.disk_usage(self._folder).free < MIN_FREE_BYTES:
                    raise DiskFull(call="room")
                _take_and_give_back(self._folder)
            except OSError as fault:
                if is_full(fault):
                    raise DiskFull(call="room") from None

    def settle(self, connection: "apsw.Connection") -> None:
        """Note in the index up to where the log may be read, after it was written.

        Else who reads next would, and by then there may be no room for that. A disk that fails in
        this says so at the next job, which somebody waits for.
        """
        if self._folder is not None:
            import apsw

            with contextlib.suppress(apsw.Error):
                connection.execute("SELECT 1 FROM sqlite_schema").fetchone()


def _take_and_give_back(folder: Path) -> None:
    file = os.open(folder, os.O_RDWR | os.O_TMPFILE, PRIVATE)
    try:
        os.posix_fallocate(file, 0, MIN_FREE_BYTES)
    finally:
        os.close(file)


def _file_system(folder: Path) -> str:
    """The kind of the file system that a folder lies in; empty where nobody says."""
    inside = {str(place) for place in (folder.resolve(), *folder.resolve().parents)}
    kind, longest = "", -1
    with contextlib.suppress(OSError, IndexError):
        for line in MOUNTS.read_text(encoding="utf-8", errors="replace").splitlines():
            mount, _, system = line.partition(" - ")
            place = mount.split(" ")[4].replace("\\040", " ")
            if place in inside and len(place) >= longest:
                kind, longest = system.split(" ", 1)[0], len(place)
    return kind
