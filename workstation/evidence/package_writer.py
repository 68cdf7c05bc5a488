"""Writes a package under a hidden name beside its place, and gives it its name when it is whole.

Invariant: under the name that the doctor chose stands a whole package, or what was there before.
Tests: ``test_a_package_that_is_given_up_leaves_nothing``,
``test_a_full_disk_leaves_the_old_file``.

Nothing in it is compressed and nothing lies between the files, so that ``verification`` can account
for every byte, and no archive can be larger unpacked than packed.
"""

import contextlib
import os
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workstation.base import held_files
from workstation.base.atomic_write import create_partial
from workstation.base.paths import is_full
from workstation.domain.errors import DiskFull, PlaceNotWritable, StorageError
from workstation.domain.evidence import PackedFile
from workstation.evidence.contents import (
    DATA,
    FILES_LIST,
    PACKAGE_LIST,
    RECORD,
    hash_of,
    list_hashes,
    original_name,
)

DATA_TYPE = "application/fhir+json"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""Of every entry (APPNOTE 4.4.6): when it was made stands in the record and the data."""
REGULAR_FILE = 0o100600 << 16
UNIX = 3


PARTIAL = ".saving-package-"
ABANDONED_SECONDS = 24 * 3600


class PackageWriter:
    """One package; every method blocks. May be used in any thread.

    Raises ``DiskFull`` or ``PlaceNotWritable``; ``StorageError`` once it was given up.
    """

    def __init__(self, target: Path) -> None:
        self._target, self._lock = target, threading.Lock()
        self._files: list[PackedFile] = []
        self._partial: Path | None = None
        self._file: BinaryIO | None = None
        self._is_given_up = False

    def open(self) -> None:
        """Take a place beside the target, which stays as it is until ``finish``."""
        with self._writing():
            self._file, self._partial = create_partial(self._target.parent, PARTIAL)
            _remove_abandoned(self._partial)
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED, allowZip64=False)

    def add_original(self, content: bytes, extension: str, media_type: str) -> PackedFile:
        """Pack a file as it came, under the next number."""
        name = original_name(len(self._files) + 1, extension)
        return self._add_listed(name, content, media_type)

    def add_data(self, content: bytes) -> str:
        """Pack the structured data and the list of all so far; returns the list's hash."""
        self._add_listed(DATA, content, DATA_TYPE)
        content = list_hashes(self._files)
        self._add(FILES_LIST, content)
        return hash_of(content)

    def add_record(self, content: bytes) -> str:
        """Pack the record and the last list, and sync it all; returns the fingerprint."""
        record = self._add(RECORD, content)
        files = list_hashes(self._files)
        listed = PackedFile(FILES_LIST, len(files), hash_of(files))
        content = list_hashes((record, listed))
        self._add(PACKAGE_LIST, content)
        with self._writing():
            self._zip.close()
            if self._file is not None:
                self._file.flush()
                os.fsync(self._file.fileno())
                self._file.close()
        return hash_of(content)

    def finish(self) -> None:
        """Give the package its name."""
        with self._writing():
            if self._partial is not None:
                held_files.replace(self._partial, self._target)

    def abandon(self) -> None:
        """Delete all that was written; waits for what is just being written."""
        with self._lock:
            self._is_given_up = True
            if self._file is not None:
                # What the library still wants to write at the end has nowhere to go.
                self._zip.fp = None
                with contextlib.suppress(OSError):
                    self._file.close()
            if self._partial is not None:
                with contextlib.suppress(OSError):
                    held_files.remove(self._partial)

    def _add_listed(self, name: str, content: bytes, media_type: str) -> PackedFile:
        file = self._add(name, content, media_type)
        self._files.append(file)
        return file

    def _add(self, name: str, content: bytes, media_type: str = "") -> PackedFile:
        entry = zipfile.ZipInfo(name, EPOCH)
        entry.create_system, entry.external_attr = UNIX, REGULAR_FILE
        with self._writing():
            self._zip.writestr(entry, content)
        return PackedFile(name, len(content), hash_of(content), media_type)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        with self._lock:
            if self._is_given_up:
                raise StorageError("the package was given up")
            try:
                yield
            except OSError as error:
                kind = DiskFull if is_full(error) else PlaceNotWritable
                raise kind(f"{self._target.parent}: {error.strerror}") from None
            except zipfile.LargeZipFile:
                raise PlaceNotWritable("the package is too large") from None


def _remove_abandoned(partial: Path) -> None:
    """Remove what killed programs left beside it: a patient's data, which nobody sees.

    The folder's own clock tells a day, since it may be another computer's, as may what is new.
    What is a day ahead is not being written either: a clock went wrong.
    """
    with contextlib.suppress(OSError):
        now = partial.stat().st_mtime
        for path in partial.parent.glob(f"{PARTIAL}*"):
            with contextlib.suppress(OSError):  # one that somebody holds keeps no other there
                if abs(now - path.stat().st_mtime) > ABANDONED_SECONDS:
                    held_files.remove(path)
