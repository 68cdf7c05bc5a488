"""Reads a package that may have been made to do harm: an archive, or the folder it was unpacked to.

Nothing is unpacked and no name leads anywhere: files are read where they lie, in pieces, and what a
package cannot hold ends the look with one fault. An archive is exactly as ``package_writer`` writes
it, so every byte belongs to a file or to the directory, and it is no larger unpacked than packed:
no bomb, no overlap, nothing hidden between or before the files.
"""

import os
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from workstation.domain.evidence import PackageFault
from workstation.evidence.contents import MAX_FILES, ORIGINALS

END = struct.Struct("<4s4H2LH")
"""The end of central directory record (APPNOTE 4.3.16), without a comment."""
END_MARK = b"PK\x05\x06"
LOCAL_HEADER_BYTES = 30
MAX_DIRECTORY_BYTES = 4 * 1024 * 1024
ENCRYPTED = 0x1

BROKEN = (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, ValueError, struct.error)
"""What the library raises for archives that are none, or not whole."""

Opener = Callable[[], BinaryIO]


class UnusablePackageError(Exception):
    """Raised where a package is not looked at further; says why."""

    def __init__(self, fault: PackageFault, name: str = "") -> None:
        super().__init__(fault.value)
        self.fault, self.name = fault, name


@contextmanager
def open_package(path: Path) -> Iterator[Mapping[str, Opener]]:
    """The files of a package by name, each to be opened. Raises ``UnusablePackageError``."""
    try:
        if path.is_dir():
            yield _files_of_folder(path)
            return
        if not path.is_file():
            raise UnusablePackageError(PackageFault.UNREADABLE)
        with path.open("rb") as file:
            _require_archive(file)
            with zipfile.ZipFile(file) as archive:
                yield _files_of_archive(archive)
    except BROKEN:
        raise UnusablePackageError(PackageFault.NOT_A_PACKAGE) from None
    except OSError:
        raise UnusablePackageError(PackageFault.UNREADABLE) from None


def _require_archive(file: BinaryIO) -> None:
    """Judge the directory's size before anything of it is read."""
    size = file.seek(0, os.SEEK_END)
    if size < END.size:
        raise UnusablePackageError(PackageFault.NOT_A_PACKAGE)
    file.seek(size - END.size)
    mark, *_, count, directory_bytes, start, comment = END.unpack(file.read(END.size))
    if mark != END_MARK or comment:
        file.seek(0)
        starts_as_archive = file.read(2) == END_MARK[:2]
        fault = PackageFault.REPACKED if starts_as_archive else PackageFault.NOT_A_PACKAGE
        raise UnusablePackageError(fault)
    if count > MAX_FILES or directory_bytes > MAX_DIRECTORY_BYTES:
        raise UnusablePackageError(PackageFault.TOO_LARGE)
    if start + directory_bytes + END.size != size:
        raise UnusablePackageError(PackageFault.REPACKED)


def _files_of_archive(archive: zipfile.ZipFile) -> dict[str, Opener]:
    files: dict[str, Opener] = {}
    for entry in archive.infolist():
        name = entry.orig_filename
        if name in files:
            raise UnusablePackageError(PackageFault.NAMED_TWICE, name)
        _require_plain(entry)
        files[name] = _opener(archive, entry)
    _require_no_gap(archive)
    return files


def _require_plain(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename
    if entry.is_dir() and ".." not in name:
        raise UnusablePackageError(PackageFault.REPACKED, name)
    parts = name.replace("\\", "/").split("/")
    if not name.isprintable() or "" in parts or ".." in parts or ":" in name or "\\" in name:
        raise UnusablePackageError(PackageFault.UNSAFE_NAME, name)
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise UnusablePackageError(PackageFault.NOT_A_FILE, name)
    if entry.flag_bits & ENCRYPTED or entry.compress_type != zipfile.ZIP_STORED:
        raise UnusablePackageError(PackageFault.REPACKED, name)
    if entry.file_size != entry.compress_size or entry.extra or entry.comment:
        raise UnusablePackageError(PackageFault.REPACKED, name)


def _require_no_gap(archive: zipfile.ZipFile) -> None:
    """Judge that one file follows on the other from the first byte to the directory."""
    place = 0
    for entry in sorted(archive.infolist(), key=lambda each: each.header_offset):
        if entry.header_offset != place:
            raise UnusablePackageError(PackageFault.REPACKED, entry.orig_filename)
        place += LOCAL_HEADER_BYTES + len(entry.orig_filename.encode()) + entry.file_size
    if place != archive.start_dir:
        raise UnusablePackageError(PackageFault.REPACKED)


def _opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Opener:
    return lambda: archive.open(entry)  # type: ignore[return-value]  # what reads binary


def _files_of_folder(folder: Path) -> dict[str, Opener]:
    files: dict[str, Opener] = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name == ORIGINALS and entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as originals:
                    for original in originals:
                        _add_file(files, f"{ORIGINALS}/{original.name}", original)
            else:
                _add_file(files, entry.name, entry)
    return files


def _add_file(files: dict[str, Opener], name: str, entry: "os.DirEntry[str]") -> None:
    if len(files) >= MAX_FILES:
        raise UnusablePackageError(PackageFault.TOO_LARGE)
    if not entry.is_file(follow_symlinks=False):
        raise UnusablePackageError(PackageFault.NOT_A_FILE, name)
    files[name] = _path_opener(Path(entry.path))


def _path_opener(path: Path) -> Opener:
    return lambda: path.open("rb")
