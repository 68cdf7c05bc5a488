"""A package on its way into the repository: one that no computer would take stays out."""

import re
import shutil
from pathlib import Path

from workstation.base import held_files
from workstation.domain.errors import InputError
from workstation.domain.updates import PackageKind
from workstation.updates.layout import FILE_NAME, PACKAGE_BYTES

_MEGABYTE = 1024 * 1024


def kind_of_package(package: Path) -> PackageKind:
    """The kind of a package, by its name. Raises ``InputError`` where computers ignore it."""
    if not re.fullmatch(FILE_NAME, package.name):
        raise InputError("package", "malformed")
    if package.stat().st_size > PACKAGE_BYTES:
        raise InputError("package", "too_large", limit=PACKAGE_BYTES // _MEGABYTE)
    try:
        return PackageKind(package.suffix.removeprefix("."))
    except ValueError:
        raise InputError("package", "malformed") from None


def copy_whole(package: Path, place: Path) -> None:
    """Copy a file whole or not at all, also where the share is full. Raises ``OSError``."""
    partial = place.with_name(f".{place.name}.part")
    try:
        shutil.copyfile(package, partial)
        held_files.replace(partial, place)
    except OSError:
        held_files.remove(partial)
        raise
