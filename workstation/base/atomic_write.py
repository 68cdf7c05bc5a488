"""Writing a whole file or leaving the old one: nothing half-written stands there."""

import contextlib
import os
import secrets
import sys
import time
from pathlib import Path
from typing import BinaryIO

from workstation.base import held_files
from workstation.base.paths import is_full, make_folder
from workstation.domain.errors import DiskFull, PlaceNotWritable, StorageError

_PARTIAL = ".saving-"
ABANDONED_SECONDS = 24 * 3600.0


def write_atomically(path: Path, content: bytes) -> None:
    """Put the whole content in place or leave the old file. Raises ``StorageError``."""
    try:
        make_folder(path.parent)
        # Shorter than the name it will have: that one may be as long as the disk allows.
        file, partial = create_partial(path.parent, _PARTIAL)
    except OSError as error:
        raise _storage_error(error, path) from None
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        held_files.replace(partial, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            held_files.remove(partial)
        raise _storage_error(error, path) from None


def remove_abandoned(*folders: Path) -> None:
    """Remove what a program that was killed while it saved left in these folders, after a day.

    What is being saved now is never as old. Blocking; raises nothing.
    """
    for folder in folders:
        with contextlib.suppress(OSError):
            _remove_abandoned(folder, time.time())


def save_where_chosen(path: Path, content: bytes) -> None:
    """Write a file in a folder that a person chose, and remove there what was abandoned a day ago.

    What lies there may be a patient's, and nobody sees it. The folder's own clock tells a day, as
    it may be another computer's, and somebody else may be saving there. Raises ``DiskFull`` or
    ``PlaceNotWritable``.
    """
    try:
        write_atomically(path, content)
    except DiskFull:
        raise
    except StorageError as error:
        raise PlaceNotWritable(error.detail) from None
    with contextlib.suppress(OSError):
        _remove_abandoned(path.parent, path.stat().st_mtime)


def _remove_abandoned(folder: Path, now: float) -> None:
    """Remove what was abandoned, also what is a day ahead: nobody saves it, a clock went wrong."""
    for path in folder.glob(f"{_PARTIAL}*"):
        with contextlib.suppress(OSError):  # one that somebody holds keeps no other there
            if abs(now - path.stat().st_mtime) > ABANDONED_SECONDS:
                held_files.remove(path)


def try_file(folder: Path) -> None:
    """Make an empty file in a folder that is there, and remove it. Raises ``OSError``. Blocks."""
    file, place = create_partial(folder, _PARTIAL)
    file.close()
    held_files.remove(place)


def create_partial(folder: Path, prefix: str) -> tuple[BinaryIO, Path]:
    """A new file for its owner alone, open for both, and its place. Raises ``OSError``.

    ``tempfile.mkstemp`` does not end in a folder where Windows lets nobody make files: it takes
    each refused name for one that is in use, and tries two thousand million (gh-66305).
    """
    partial = folder / f"{prefix}{secrets.token_hex(4)}"
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(partial, flags, 0o600)
    try:
        return held_files.file_of(handle, "w+b"), partial
    except BaseException:
        with contextlib.suppress(OSError):
            held_files.remove(partial)
        raise


def sync_folder(folder: Path) -> None:
    """Have the names in a folder on the disk: what was replaced or removed stays so.

    For steps of which a power loss must not take back the first and leave the second. Windows
    journals names in order and offers no such call. Raises ``OSError``.
    """
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _storage_error(error: OSError, path: Path) -> StorageError:
    kind = DiskFull if is_full(error) else StorageError
    return kind(f"cannot write {path.name}: {error.strerror}")
