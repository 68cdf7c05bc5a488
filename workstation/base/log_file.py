"""The files of the log, written by a thread of their own.

A disk can hang, and on Windows a virus scanner holds a file for seconds while it is opened or put
aside; the window's thread waits for neither. But the line before a crash tells most, so whoever
logs waits until the system has it, for a moment at most (``PATIENCE_SECONDS``), and for nothing at
all while the thread is behind. The thread sleeps while nothing is logged.
"""

import contextlib
import logging
import os
import threading
from collections import deque
from io import FileIO
from pathlib import Path

from workstation.base import held_files

PATIENCE_SECONDS = 0.02
"""A picture of the screen or so: where a disk hangs, the window misses that one alone."""
CLOSE_SECONDS = 3.0
"""So long the end of the log, and of the program, waits for what is not yet written."""
MAX_WAITING = 1000
"""Lines; some MB at most. What is logged beyond them is lost and counted."""


class LogFile(logging.Handler):
    """Lines into ``file``; when it has ``max_bytes`` it becomes the first of ``older`` files."""

    _changed: threading.Condition

    def __init__(self, file: Path, max_bytes: int, older: int) -> None:
        super().__init__()
        self._files = _Files(file, max_bytes, older)
        self._waiting: deque[str | None] = deque()
        self._lost = 0
        self._taken = self._done = 0
        self._in_time = True
        self._closing = self._over = False
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)
        self._thread.start()

    def createLock(self) -> None:  # noqa: N802 - of the library
        """Make one lock for library and thread: who waits for a line holds up nobody else."""
        super().createLock()
        # Reentrant: an object that goes away at any of these lines may log.
        self._changed = threading.Condition(self.lock)

    def emit(self, record: logging.LogRecord) -> None:
        """Have a line written; it is formatted here, as what it tells of may change."""
        try:
            line = self.format(record)
        except Exception:  # noqa: BLE001 - a line that cannot be formatted is lost
            return
        with self._changed:
            if self._closing:
                return
            if len(self._waiting) >= MAX_WAITING:
                self._lost += 1
                return
            self._put_lost()
            number = self._put(line)
            if self._in_time and threading.current_thread() is not self._thread:
                self._in_time = self._wait_for(number, PATIENCE_SECONDS)

    def begin_anew(self) -> None:
        """Remove every file of the log; the next line begins the first one.

        Blocking, as a scanner may hold each of them for seconds; whoever logs something meanwhile
        does not wait.
        """
        with self._changed:
            if not self._closing:
                self._wait_for(self._put(None), None)

    def flush(self) -> None:
        """Wait until all is written, for a bounded time."""
        with self._changed:
            self._wait_for(self._taken, CLOSE_SECONDS)

    def close(self) -> None:
        """Write what is left, within a bounded time, and close the file."""
        with self._changed:
            self._put_lost()
            self._closing = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: self._over, CLOSE_SECONDS)
            self._over = True  # nobody waits a second time
        super().close()

    def _put_lost(self) -> None:
        lost, self._lost = self._lost, 0
        if lost:
            self._put(f"  {lost} lines are missing here: the disk was too slow")

    def _put(self, line: str | None) -> int:
        self._waiting.append(line)
        self._taken += 1
        self._changed.notify_all()
        return self._taken

    def _wait_for(self, number: int, seconds: float | None) -> bool:
        return self._changed.wait_for(lambda: self._over or self._done >= number, seconds)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closing)
                if not self._waiting:
                    break
                line = self._waiting.popleft()
            with contextlib.suppress(OSError):  # on a full disk a line is lost
                if line is None:
                    self._files.remove()
                else:
                    self._files.write(line)
            with self._changed:
                self._done += 1
                self._in_time = not self._waiting
                self._changed.notify_all()
        self._files.close()
        with self._changed:
            self._over = True
            self._changed.notify_all()


class _Files:
    """The file that is written, and those before it; for one thread. All of it blocks."""

    def __init__(self, file: Path, max_bytes: int, older: int) -> None:
        self._file, self._max_bytes, self._older = file, max_bytes, older
        self._limit = max_bytes
        self._stream: FileIO | None = None

    def write(self, line: str) -> None:
        """Append the line. Raises OSError where it cannot be written."""
        content = f"{line}\n".replace("\n", os.linesep).encode("utf-8", "backslashreplace")
        stream = self._stream or self._open()
        size = os.fstat(stream.fileno()).st_size
        if size and size + len(content) > self._limit:
            self._turn_over()
            stream = self._open()
        stream.write(content)

    def remove(self) -> None:
        """Remove all that can be removed."""
        self.close()
        for file in self._file.parent.glob(f"{self._file.name}*"):
            with contextlib.suppress(OSError):
                held_files.remove(file)

    def close(self) -> None:
        """Close the file; the next line opens it again. Raises nothing."""
        stream, self._stream = self._stream, None
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()

    def _open(self) -> FileIO:
        """The file, or a new one where it is somebody else's. Raises OSError."""
        if held_files.is_of_another(self._file):
            self._turn_over()
        self._stream = open(  # noqa: SIM115 - until it is closed
            self._file, "ab", buffering=0, opener=_private
        )
        return self._stream

    def _turn_over(self) -> None:
        """Begin the next file. Raises OSError where one of them is held, at twice the size.

        Below that the file goes on, as what is held will be let go.
        """
        self.close()
        files = [
            self._file,
            *(Path(f"{self._file}.{number}") for number in range(1, self._older + 1)),
        ]
        try:
            for older, newer in zip(files[:0:-1], files[-2::-1], strict=True):
                with contextlib.suppress(FileNotFoundError):
                    held_files.replace(newer, older)
        except OSError:
            if self._limit > self._max_bytes:
                raise
            self._limit = 2 * self._max_bytes
        else:
            self._limit = self._max_bytes


def _private(path: str, flags: int) -> int:
    """Open for this user alone, at once also for a pipe that nobody reads: then ``OSError``."""
    flags |= getattr(os, "O_NONBLOCK", 0)
    return os.open(path, flags, 0o600)
