"""Small files of the window, written in a thread: the window never waits for the disk.

A write waits for the disk, and on Windows for the virus scanner that looks at what was written
last, up to three seconds (``held_files``); the window's thread waits for neither. What is read
while the window is there is read ahead: a home folder on a network may be silent for minutes. Of
one file only what was asked for last is written, and what stands there already is not written
again. The thread ends when nothing is left to do. A disk that takes nothing costs no more than what
these files are for.
"""

import contextlib
import threading
from pathlib import Path

from workstation.base import held_files
from workstation.base.daemon_thread import start_daemon
from workstation.domain.errors import StorageError

MAX_SECONDS = 5.0
"""So long the program's end waits for them; one that is held is tried for three seconds."""


class WriteBehind:
    """Files that are to be written, each with its content, or None where it is to be gone."""

    def __init__(self) -> None:
        self._due: dict[Path, bytes | None] = {}
        self._ahead: dict[Path, bytes | None] = {}
        self._reading: dict[Path, int] = {}
        self._changed = threading.Condition()
        self._running = False

    def put(self, file: Path, content: bytes | None) -> None:
        """Have ``content`` in ``file`` soon, or no such file; returns at once."""
        with self._changed:
            self._due[file] = content
            if file in self._ahead:
                self._ahead[file] = content
                self._reading.pop(file, None)
            self._start()

    def read_ahead(self, file: Path, max_bytes: int) -> None:
        """Read a file ahead, soon; until it is read, there is none. Returns at once."""
        with self._changed:
            if file not in self._ahead:
                self._ahead[file], self._reading[file] = None, max_bytes
                self._start()

    def read(self, file: Path, max_bytes: int) -> bytes | None:
        """What the file holds once all is written; None if there is none or it cannot be read."""
        with self._changed:
            for known in (self._due, self._ahead):
                if file in known:
                    return known[file]
        return read_bounded(file, max_bytes)

    def finish(self, seconds: float = MAX_SECONDS) -> bool:
        """Wait until all is written, at most so long; whether it is."""
        with self._changed:
            if self._due:
                self._start()
            return self._changed.wait_for(lambda: not self._running, seconds) and not self._due

    def _start(self) -> None:
        """Begin; where the system has no thread left, what is asked for next begins it."""
        if not self._running:
            self._running = start_daemon(self._run, "write-behind")

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._due and not self._reading:
                    self._running = False
                    self._changed.notify_all()
                    return
                reading = next(iter(self._reading.items()), None)
                due = next(iter(self._due.items()), None)
            if reading is not None:
                self._read_one(*reading)
            elif due is not None:
                self._write_one(*due)

    def _read_one(self, file: Path, max_bytes: int) -> None:
        content = read_bounded(file, max_bytes)
        with self._changed:
            if self._reading.pop(file, None) is not None:  # or else it was written meanwhile
                self._ahead[file] = content

    def _write_one(self, file: Path, content: bytes | None) -> None:
        _write(file, content)
        with self._changed:
            if self._due[file] is content:  # or else it was asked for anew meanwhile
                del self._due[file]


def read_bounded(file: Path, max_bytes: int) -> bytes | None:
    """The first bytes of a file; ``None`` if there is none or it cannot be read. Blocking."""
    try:
        with held_files.open_ordinary(file, "rb") as stream:
            return stream.read(max_bytes)
    except OSError:
        return None


def _write(file: Path, content: bytes | None) -> None:
    """Write a file, or remove it. Blocking; raises nothing."""
    from workstation.base.atomic_write import write_atomically  # noqa: PLC0415  no start needs it

    with contextlib.suppress(OSError, StorageError):
        if content is None:
            held_files.remove(file)
        elif content != read_bounded(file, len(content) + 1):
            write_atomically(file, content)


window_files = WriteBehind()
"""Those of this process."""
