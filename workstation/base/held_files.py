"""Replacing, removing and reading files that another program holds open for a moment.

Windows refuses both while anybody has the file open without sharing its deletion: a virus scanner
that looks at what was just written, a backup, an indexer. They let go within moments, so the step
is tried again for a bounded time. Whoever lets nobody else read meanwhile is waited for as well: to
take settings for unreadable is to work without them. Linux knows no such refusal; nothing is ever
waited for there: a named pipe in the place of a file, which would hold its reader for ever, is
refused.
"""

import errno
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import BinaryIO, Literal, TypeVar, cast

MAX_SECONDS = 3.0
PAUSE_SECONDS = 0.05
# ERROR_ACCESS_DENIED (what replacing an open file is answered with), ERROR_SHARING_VIOLATION and
# ERROR_LOCK_VIOLATION of winerror.h.
_HELD = {5, 32, 33}
_NOT_EMPTY = 145
"""ERROR_DIR_NOT_EMPTY"""
_WINDOWS = sys.platform == "win32"
T = TypeVar("T")


def replace(source: Path, target: Path) -> None:
    """Put `source` in the place of `target`; blocking. Raises OSError as ``Path.replace`` does."""
    _try_again(lambda: source.replace(target))


def rename(source: Path, target: Path) -> None:
    """Put `source` where nothing is yet; blocking. Raises OSError as ``Path.rename`` does.

    On Windows ``FileExistsError`` where something is; elsewhere what is there is replaced.
    """
    _try_again(lambda: source.rename(target))


def remove(path: Path) -> None:
    """Remove the file if it is there; blocking. Raises OSError as ``Path.unlink`` does."""
    _try_again(lambda: path.unlink(missing_ok=True))


def read(path: Path, limit: int) -> bytes:
    """The first bytes of a file; blocking. Raises OSError as ``open_ordinary`` does."""

    def step() -> bytes:
        with open_ordinary(path, "rb") as file:
            return file.read(limit)

    return _try_again(step, _may_be_held)


def open_ordinary(path: Path, mode: Literal["rb", "r+b"]) -> BinaryIO:
    """Open a file that is there. Raises OSError as ``Path.open``, and for a pipe or a device."""
    kind = path.stat().st_mode
    if not (stat.S_ISREG(kind) or stat.S_ISDIR(kind)):  # of a folder the system has its own words
        raise OSError(errno.EINVAL, "no ordinary file", str(path))
    return path.open(mode)


def read_whole(path: Path) -> bytes:
    """All of a file that is there; blocking. Raises OSError as ``open_ordinary``."""
    with open_ordinary(path, "rb") as file:
        return file.read()


def open_handle(path: Path, flags: int, mode: int) -> int:
    """A handle of the system's to a file; blocking. Raises ``OSError`` as ``os.open``.

    What is not there nobody holds: a folder that takes no file is not waited for.
    """
    return _try_again(
        lambda: os.open(path, flags, mode), lambda error: _may_be_held(error) and path.exists()
    )


def may_write(path: Path) -> bool:
    """Whether what stands there is a file that can be written to, or nothing does; blocking."""
    try:
        # A pipe that nobody reads would be waited for.
        handle = open_handle(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0), 0)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    os.close(handle)
    return True


def is_of_another(path: Path) -> bool:
    """Whether a file is there that this user may not write to, as after a run by ``sudo``."""
    return path.is_file() and not os.access(path, os.W_OK)


def remove_folder(path: Path) -> None:
    """Remove an empty folder; blocking. Raises ``OSError`` as ``Path.rmdir`` does.

    On Windows a file that somebody still reads stays in it for a moment after it was removed.
    """
    _try_again(path.rmdir, lambda error: _winerror(error) in {*_HELD, _NOT_EMPTY})


def file_of(handle: int, mode: str) -> BinaryIO:
    """The file of a handle of the system's. Raises as ``os.fdopen``.

    The handle is closed then: what stays open can be neither replaced nor removed.
    """
    try:
        return cast("BinaryIO", os.fdopen(handle, mode))
    except BaseException:
        os.close(handle)
        raise


def _is_held(error: OSError) -> bool:
    return _winerror(error) in _HELD


def _winerror(error: OSError) -> int:
    """Windows' own number of an error; 0 or nothing for what its C library tells."""
    return getattr(error, "winerror", 0) or 0


def _may_be_held(error: OSError) -> bool:
    """Whether a file may be held: Windows' C library says no more than "access denied"."""
    return _WINDOWS and error.errno == errno.EACCES


def _try_again(step: Callable[[], T], passes: Callable[[OSError], bool] = _is_held) -> T:
    until = monotonic() + MAX_SECONDS
    while True:
        try:
            return step()
        except OSError as error:
            if not passes(error) or monotonic() >= until:
                raise
        sleep(PAUSE_SECONDS)
