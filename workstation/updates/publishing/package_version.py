"""Which version a package says that it is: what an installer goes by, whatever the file's name.

A ``.deb`` says it in its control file, a ``.exe`` of NSIS in its version resource, a ``.msi`` in
its table of properties (``installer_database``).
"""

import lzma
import re
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from workstation.base import held_files
from workstation.domain.updates import VERSION_PATTERN, PackageKind, ProgramVersion
from workstation.updates.publishing.installer_database import Malformed, read_property

_ARCHIVE, _MEMBER = b"!<arch>\n", 60
_CONTROL_BYTES = 1024 * 1024
_RESOURCE_BYTES = 4 * 1024 * 1024
"""An installer of NSIS has its resources before what it installs."""

_IN_RESOURCE = re.compile(
    re.escape("ProductVersion\0".encode("utf-16-le")) + rb"(?:\0\0)?((?:[0-9.]\0){5,17})"
)
_FIELD = re.compile(rb"^Version: *([0-9][^\s]*) *$", re.MULTILINE | re.IGNORECASE)


def version_in(package: Path, kind: PackageKind) -> ProgramVersion | None:
    """The version that a package says; ``None`` where nothing tells it. Raises ``OSError``."""
    read = {
        PackageKind.DEBIAN: _of_debian,
        PackageKind.NSIS: _of_resource,
        PackageKind.MSI: _of_database,
    }[kind]
    with held_files.open_ordinary(package, "rb") as file:
        try:
            version = re.match(rf"{VERSION_PATTERN}(?![0-9.]*[0-9])", read(file))
        except (Malformed, tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, ValueError):
            return None
    return ProgramVersion.parse(version[0]) if version else None


def _of_debian(file: BinaryIO) -> str:
    for name, size in _members(file):
        if name.startswith("control.tar") and size <= _CONTROL_BYTES:
            return _in_control(file)
    return ""


def _members(file: BinaryIO) -> Iterator[tuple[str, int]]:
    """The members of the archive: name and size of each, where its content begins."""
    if file.read(len(_ARCHIVE)) != _ARCHIVE:
        return
    while len(header := file.read(_MEMBER)) == _MEMBER:
        size, place = abs(int(header[48:58])), file.tell()  # never back, and never for ever
        yield header[:16].decode("ascii", "replace").rstrip(" /"), size
        file.seek(place + size + size % 2)


def _in_control(file: BinaryIO) -> str:
    with tarfile.open(fileobj=file, mode="r|*") as control:
        for member in control:
            if member.size > _CONTROL_BYTES:
                return ""
            if member.name.removeprefix("./") == "control":
                content = control.extractfile(member)
                text = content.read(_CONTROL_BYTES) if content else b""
                field = _FIELD.search(text)
                return field[1].decode("ascii", "replace") if field else ""
    return ""


def _of_resource(file: BinaryIO) -> str:
    named = _IN_RESOURCE.search(file.read(_RESOURCE_BYTES))
    return named[1].decode("utf-16-le") if named else ""


def _of_database(file: BinaryIO) -> str:
    return read_property(file, "ProductVersion")
