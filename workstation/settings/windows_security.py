"""What Windows says of a file's owner and access list, and whether both are an administrator's.

The call hands over two pieces of memory, a SID and an ACL; reading and judging them is done on
plain bytes, so it can be tried anywhere. Layouts: [MS-DTYP] 2.4.2 (SID), 2.4.4 (ACE), 2.4.5 (ACL).
"""

import ctypes
import os
import stat
import struct
from collections.abc import Iterable
from ctypes import POINTER, byref, c_int, c_uint32, c_void_p, c_wchar_p
from pathlib import Path
from typing import Any

from workstation.domain.value import Value

TRUSTED = frozenset(
    {
        "S-1-5-18",  # the system
        "S-1-5-32-544",  # Administrators
        # TrustedInstaller
        "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
    }
)
_OWNER_RIGHTS = "S-1-3-4"
"""Whoever owns it. From 3.12.4 on Python puts such an entry into the list of each folder that it
makes with mode 0o700 (gh-118486).
"""
_DELETE, _WRITE_DAC, _WRITE_OWNER = 0x10000, 0x40000, 0x80000
_GENERIC_ALL, _GENERIC_WRITE = 0x10000000, 0x40000000
_TAKE_OVER = _DELETE | _WRITE_DAC | _WRITE_OWNER | _GENERIC_ALL
_WRITE_DATA, _APPEND_DATA, _DELETE_CHILD = 0x2, 0x4, 0x40
CHANGES_FILE = _TAKE_OVER | _GENERIC_WRITE | _WRITE_DATA | _APPEND_DATA
CHANGES_FOLDER = _TAKE_OVER | _DELETE_CHILD
"""Making files in it is not among them: below ``%ProgramData%`` everybody may, and a file made so
is owned by who made it. What counts is taking away the administrator's."""

_ALLOWED, _DENIED, _ALLOWED_IF, _DENIED_IF = 0, 1, 9, 10
_INHERIT_ONLY = 0x08
_FILE_OBJECT, _OWNER_AND_LIST = 1, 0x1 | 0x4
_NOT_FOUND = frozenset({2, 3})
_STANDS_FOR_ANOTHER = 0x20000000  # a reparse tag's bit for links and junctions


class AccessEntry(Value):
    """One entry of an access list: its type, flags, rights, and whose they are."""

    kind: int
    flags: int
    mask: int
    sid: str


class Security(Value):
    """Owner and access list; without a list (``None``) everybody may do everything."""

    owner: str
    entries: tuple[AccessEntry, ...] | None


def distrusted(path: Path, libraries: Any = ctypes) -> str:
    """Why a file is distrusted, as in ``ownership.distrusted``; ``libraries`` has ``WinDLL``."""
    folder = security_of(path.parent, libraries)
    if folder is None:
        return ""
    foreign_folder = not trusted(folder, CHANGES_FOLDER) or is_link(path.parent)
    file = security_of(path, libraries)
    if file is None:
        return "folder_of_others" if foreign_folder else ""
    if file.owner not in TRUSTED or is_link(path):
        return "foreign"
    loose = foreign_folder or not trusted(file, CHANGES_FILE)
    return "writable_by_others" if loose else ""


def trusted(security: Security, harmful: int) -> bool:
    """Whether nobody but administrators and the system has one of these rights.

    One of them has to own it, so what its owner may do is theirs. What is denied to somebody is not
    counted for anybody, and an unknown type of entry is taken for a right: the list is to be
    plain.
    """
    if security.owner not in TRUSTED or security.entries is None:
        return False
    return all(_harmless(entry, harmful) for entry in security.entries)


def _harmless(entry: AccessEntry, harmful: int) -> bool:
    if entry.flags & _INHERIT_ONLY or entry.kind in {_DENIED, _DENIED_IF}:
        return True
    if entry.kind not in {_ALLOWED, _ALLOWED_IF}:
        return False
    return entry.sid in TRUSTED or entry.sid == _OWNER_RIGHTS or not entry.mask & harmful


def read_sid(data: bytes) -> str:
    """A SID's spelling, such as ``S-1-5-32-544``. Raises ``ValueError``."""
    try:
        revision, count = struct.unpack_from("BB", data)
        parts = struct.unpack_from(f"<{count}I", data, 8)
    except struct.error:
        raise ValueError("a SID that ends too early") from None
    return "-".join(map(str, ("S", revision, int.from_bytes(data[2:8], "big"), *parts)))


def read_acl(data: bytes) -> tuple[AccessEntry, ...]:
    """The entries of an access list. Raises ``ValueError``."""
    return tuple(_entries(data))


def _entries(data: bytes) -> Iterable[AccessEntry]:
    try:
        (count,) = struct.unpack_from("<H", data, 4)
        at = 8
        for _ in range(count):
            kind, flags, size = struct.unpack_from("<BBH", data, at)
            (mask,) = struct.unpack_from("<I", data, at + 4)
            plain = kind in {_ALLOWED, _DENIED, _ALLOWED_IF, _DENIED_IF}
            yield AccessEntry(
                kind, flags, mask, read_sid(data[at + 8 : at + size]) if plain else ""
            )
            at += size
    except struct.error:
        raise ValueError("an access list that ends too early") from None


def security_of(path: Path, libraries: Any = ctypes) -> Security | None:
    """Owner and access list as Windows says; ``None`` without a file. Raises ``OSError``."""
    advapi, kernel = libraries.WinDLL("advapi32"), libraries.WinDLL("kernel32")
    ask, free = advapi.GetNamedSecurityInfoW, kernel.LocalFree
    place = POINTER(c_void_p)
    ask.argtypes = [c_wchar_p, c_int, c_uint32, place, c_void_p, place, c_void_p, place]
    free.argtypes = [c_void_p]
    owner, entries, descriptor = c_void_p(), c_void_p(), c_void_p()
    status = ask(
        str(path),
        _FILE_OBJECT,
        _OWNER_AND_LIST,
        byref(owner),
        None,
        byref(entries),
        None,
        byref(descriptor),
    )
    if status in _NOT_FOUND:
        return None
    if status != 0:
        raise OSError(status, "Windows does not tell whose the file is")
    try:
        return Security(read_sid(_sid_at(owner)), _acl_at(entries))
    except ValueError as error:
        raise OSError(str(error)) from None
    finally:
        free(descriptor)


def _sid_at(pointer: c_void_p) -> bytes:
    if not pointer.value:
        return b""
    count = ctypes.string_at(pointer.value, 2)[1]
    return ctypes.string_at(pointer.value, 8 + 4 * count)


def _acl_at(pointer: c_void_p) -> tuple[AccessEntry, ...] | None:
    if not pointer.value:
        return None
    (size,) = struct.unpack_from("<H", ctypes.string_at(pointer.value, 4), 2)
    return read_acl(ctypes.string_at(pointer.value, size))


def is_link(path: Path) -> bool:
    """Whether it is a junction or symbolic link: its target can be another tomorrow."""
    status = os.lstat(path)
    tag = getattr(status, "st_reparse_tag", 0)
    return stat.S_ISLNK(status.st_mode) or bool(tag & _STANDS_FOR_ANOTHER)
