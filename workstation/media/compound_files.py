"""The compound file of older Office programs (MS-CFB), and the programs in what it carries.

A directory names its streams, and a table chains the sectors of each. Small streams lie in sectors
of their own within one large stream. In most files a program shows by a name in the directory; two
hide it inside a stream: Excel has sheets of macros (MS-XLS, 2.4.28) beside its modules, PowerPoint
keeps the whole project among its slides (MS-PPT, 2.4.10). A stream that breaks off, or that is
encrypted, is one of which nobody can say what lies in it: Excel opens some without asking for a
password.

Tests: ``tests/media/test_compound_files.py``.
"""

import re
import struct
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from workstation.domain.value import Value
from workstation.media.little_endian import read_number

MAX_DIRECTORY_SECTORS: Final = 256
"""4 kB each at most, so 8,192 names."""
COMPOUND_MARK: Final = bytes.fromhex("d0cf11e0a1b11ae1")

_MORE_TABLES_AT: Final = 68
_TABLES_AT: Final = 76
_TABLES_IN_HEADER: Final = 109
_END_OF_CHAIN: Final = 0xFFFFFFFE
_NAME_BYTES: Final = 64
_ENTRY_BYTES: Final = 128
_SMALL_STREAM_BYTES: Final = 4_096
_SMALL_SECTOR_BYTES: Final = 64

_BEGINNING, _END, _SHEET, _PASSWORD = 0x0809, 0x000A, 0x0085, 0x002F
_MACROS_OF_SHEET: Final = {0x01, 0x06}
_MACROS_OF_BEGINNING: Final = {0x0006, 0x0040}

_PROJECT: Final = re.compile(
    bytes.fromhex("0f00ff0314000000020000040c000000") + b"(.{8})", re.DOTALL
)
_ENCRYPTED_EDIT: Final = bytes.fromhex("0000f50f20000000")


class CompoundEntry(Value):
    """A name in the directory, in small letters; the sector where it starts, and its bytes."""

    name: str
    start: int
    size: int


class CompoundFile:
    """One file; ``entries`` is empty where its directory does not fit together."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift = read_number(content, 30, 2)
        self._sector_bytes = 1 << shift if shift in {9, 12} else 0
        self.entries = tuple(self._read_entries()) if self._sector_bytes else ()

    def read(self, entry: CompoundEntry) -> bytes | None:
        """The content of a stream, ``None`` for one that breaks off."""
        if entry.size >= _SMALL_STREAM_BYTES:
            return self._read_chain(entry.start, entry.size)
        pieces: list[bytes] = []
        sector = entry.start
        while len(pieces) * _SMALL_SECTOR_BYTES < entry.size:
            at = sector * _SMALL_SECTOR_BYTES
            piece = self._small_sectors[at : at + _SMALL_SECTOR_BYTES]
            if len(piece) < _SMALL_SECTOR_BYTES or 4 * sector + 4 > len(self._small_table):
                return None
            pieces.append(piece)
            sector = read_number(self._small_table, 4 * sector, 4)
        return b"".join(pieces)[: entry.size]

    @cached_property
    def _small_sectors(self) -> bytes:
        """The stream of the root, in which small ones lie (2.4)."""
        root = self.entries[0]
        return self._read_chain(root.start, root.size) or b""

    @cached_property
    def _small_table(self) -> bytes:
        return self._join(self._chain(read_number(self._content, 60, 4)))

    def _read_entries(self) -> Iterator[CompoundEntry]:
        first = read_number(self._content, 48, 4)
        directory = self._join(self._chain(first, MAX_DIRECTORY_SECTORS))
        for at in range(0, len(directory) - _ENTRY_BYTES + 1, _ENTRY_BYTES):
            length = min(read_number(directory, at + _NAME_BYTES, 2), _NAME_BYTES)
            name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", errors="ignore")
            # The upper half is undefined in files with sectors of 512 bytes (2.6.3).
            start, size = struct.unpack_from("<II", directory, at + 116)
            yield CompoundEntry(name.lower(), start, size)

    def _read_chain(self, first: int, size: int) -> bytes | None:
        content = self._join(self._chain(first)) if size else b""
        return content[:size] if len(content) >= size else None

    def _join(self, sectors: list[int]) -> bytes:
        size = self._sector_bytes
        pieces = (self._content[(one + 1) * size : (one + 2) * size] for one in sectors)
        return b"".join(pieces)

    def _chain(self, sector: int, max_sectors: int | None = None) -> list[int]:
        """All sectors from one on (2.3): of a chain that ends elsewhere, there are none."""
        size = self._sector_bytes
        most = len(self._content) // size if max_sectors is None else max_sectors
        sectors: list[int] = []
        while sector != _END_OF_CHAIN:
            if len(sectors) >= most or (sector + 1) * size >= len(self._content):
                return []
            sectors.append(sector)
            table, place = divmod(sector, size // 4)
            at = self._place_of_table(table) + 4 * place
            if at + 4 > len(self._content):
                return []
            sector = read_number(self._content, at, 4)
        return sectors

    def _place_of_table(self, table: int) -> int:
        """Where a sector of the table lies: the header lists 109 (2.2), the others follow (2.5)."""
        content, size = self._content, self._sector_bytes
        if table < _TABLES_IN_HEADER:
            return (read_number(content, _TABLES_AT + 4 * table, 4) + 1) * size
        sector, per_sector = read_number(content, _MORE_TABLES_AT, 4), size // 4 - 1
        table -= _TABLES_IN_HEADER
        for _ in range(table // per_sector):
            sector = read_number(content, (sector + 1) * size + 4 * per_sector, 4)
        return (read_number(content, (sector + 1) * size + 4 * (table % per_sector), 4) + 1) * size


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
    """By what the list of sheets says of it, or by how it begins itself."""
    beginning, listed = read_number(sheet, 0, 4), read_number(sheet, 5, 1)
    kinds = _MACROS_OF_BEGINNING
    return listed in _MACROS_OF_SHEET or read_number(book, beginning + 6, 2) in kinds


def show_has_program(show: bytes) -> bool | None:
    """Whether a PowerPoint show has a project of macros; ``None`` where nobody can say."""
    if _ENCRYPTED_EDIT in show:
        return None
    return any(any(project[1]) for project in _PROJECT.finditer(show))
