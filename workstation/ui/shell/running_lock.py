"""The lock of one process on a profile, held by the operating system while the process lives.

A file that *says* who is running cannot be believed later: after a crash its process number is
somebody else's, on a replaced computer or a shared home its machine is unknown, and an empty file
says nothing at all. Whoever asks the content must either doubt a copy that lives or wait for ever
for one that is gone. So it is a lock on the file (``flock``, ``LockFileEx``), which the
system takes back however the process ends; a server that shares homes takes it back when it has
not heard from the other computer for a while. What stands in the file is for people, and on
Windows for the second copy. The file is never removed: another copy might be about to lock it.
"""

import contextlib
import enum
import os
import sys
from dataclasses import field
from pathlib import Path

from PySide6.QtCore import QSysInfo

from workstation.base import held_files
from workstation.domain.value import Value

FILE = "running.lock"
MAX_BYTES = 1_000
MAX_DIGITS = 9
"""How many digits the number of a process may have."""
FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
"""Without the last Windows writes each line's end as two characters: the word read is another."""
_LOCK_VIOLATION = 33
_LOCKED_BYTE = 1 << 30
"""Far behind the content, which on Windows nobody else could read while it is locked."""


class LockOutcome(enum.Enum):
    """What an attempt to lock the file showed."""

    TAKEN = "taken"
    HELD = "held"
    UNKNOWN = "unknown"
    """The folder takes no file or its file system no lock; says nothing about other copies."""


class LockHolder(Value):
    """Who wrote the file last: process, name of the computer, and the secret word of that run.

    ``desktop`` is on which of the computer's desktops it is (``desktop_session``).
    """

    process: int = 0
    host: str = ""
    secret: str = field(default="", repr=False)
    desktop: str = ""


class RunningLock:
    """The lock of the profile whose data lie in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._descriptor = -1

    def take(self) -> LockOutcome:
        """Lock the file unless another process has it.

        Blocking: what a virus scanner lets nobody open just then would run without a lock all day.
        """
        try:
            self._descriptor = held_files.open_handle(self._path, FLAGS, 0o600)
            outcome = LockOutcome.TAKEN if _try_lock(self._descriptor) else LockOutcome.HELD
        except OSError:
            outcome = LockOutcome.UNKNOWN
        if outcome is not LockOutcome.TAKEN:
            self.release()
        return outcome

    def sign(self, secret: str, desktop: str = "") -> None:
        """Write who holds it, ``secret`` and ``desktop`` of it for a second copy.

        The first five lines are those of ``QLockFile``, which earlier versions read: with anything
        in the fourth, the id of a machine, they would take this for a copy on another computer, and
        wait for it for ever. The earlier ones without ``QLockFile`` had the word there.
        """
        host = QSysInfo.machineHostName()
        lines = (str(os.getpid()), "DoctorWorkstation", host, "", "", secret, desktop, "")
        with contextlib.suppress(OSError):  # a full disk; the lock holds all the same
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, "\n".join(lines).encode())

    def holder(self) -> LockHolder:
        """Who wrote the file last, empty where it does not say."""
        try:
            with held_files.open_ordinary(self._path, "rb") as file:
                lines = file.read(MAX_BYTES).decode(errors="replace").splitlines()
        except OSError:
            return LockHolder()
        process, _, host, earlier, _, secret, desktop, *_ = [*lines, *[""] * 7]
        return LockHolder(_number(process), host, secret or earlier, desktop)

    def release(self) -> None:
        """Give the file back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _number(text: str) -> int:
    """The number of a process, 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS else 0


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        # Not msvcrt.locking: it tells a lock from a fault by errno, which Wine's C library leaves.
        library = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(descriptor))
        if library.LockFile(handle, _LOCKED_BYTE, 0, 1, 0):
            return True
        if (code := ctypes.get_last_error()) == _LOCK_VIOLATION:
            return False
        raise ctypes.WinError(code)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
