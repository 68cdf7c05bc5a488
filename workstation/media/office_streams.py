"""The programs inside the streams of an older Office file (``base.compound_files``).

In most files a program shows by a name in the directory; two hide it inside a stream: Excel has
sheets of macros (MS-XLS, 2.4.28) beside its modules, PowerPoint keeps the whole project among its
slides (MS-PPT, 2.4.10). A stream that breaks off, or that is encrypted, is one of which nobody can
say what lies in it: Excel opens some without asking for a password.

Tests: ``tests/media/test_office_streams.py``.
"""

import re
import struct
from typing import Final

from workstation.base.little_endian import read_number

_BEGINNING, _END, _SHEET, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_MACROS_OF_SHEET: Final = {0x01, 0x06}
_MACROS_OF_BEGINNING: Final = {0x0006, 0x0040}

_PROJECT: Final = re.compile(
    bytes.fromhex("0f00ff0314000000020000040c000000") + b"(.{8})", re.DOTALL
)
_ENCRYPTED_EDIT: Final = bytes.fromhex("0000f50f20000000")


def book_has_program(book: bytes) -> bool | None:
    """Whether an Excel book has a sheet or a module of macros; ``None`` where nobody can say."""
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        record = book[at + 4 : at + 4 + length]
        if (at == 0) is not (kind == _BEGINNING) or kind == _PASSWORD or len(record) < length:
            return None
        if kind == _END:
            return False
        if kind == _SHEET and _is_of_macros(book, record):
            return True
        at += 4 + length
    return None


def _is_of_macros(book: bytes, sheet: bytes) -> bool:
    """Whether a sheet is of macros, by the list of sheets or by how it begins itself."""
    beginning, listed = read_number(sheet, 0, 4), read_number(sheet, 5, 1)
    kinds = _MACROS_OF_BEGINNING
    return listed in _MACROS_OF_SHEET or read_number(book, beginning + 6, 2) in kinds


def show_has_program(show: bytes) -> bool | None:
    """Whether a PowerPoint show has a project of macros; ``None`` where nobody can say."""
    if _ENCRYPTED_EDIT in show:
        return None
    return any(any(project[1]) for project in _PROJECT.finditer(show))
