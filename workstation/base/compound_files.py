"""The compound file (MS-CFB), a file that holds streams: what older Office programs save.

A package of Windows Installer is one, too. A directory names its streams, and a table chains the
sectors of each. Small streams lie in sectors of their own within one large stream.

Tests: ``tests/base/test_compound_files.py``.
"""

import io
import struct
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO, Final

from workstation.base.little_endian import Content, read_number
from workstation.domain.value import Value

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


class FileContent:
    """The content of an open file that is too large for the memory: read where it is asked for."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = file.seek(0, io.SEEK_END)

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, part: slice) -> bytes:
        first, end, _ = part.indices(self._size)
        self._file.seek(first)
        return self._file.read(max(end - first, 0))


class CompoundEntry(Value):
    """A name in the directory, in small letters; the sector where it starts, and its bytes."""

    name: str
    start: int
    size: int


class CompoundFile:
    """A compound file; ``entries`` is empty where its directory does not fit together."""

    def __init__(self, content: Content) -> None:
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
