"""A property of a Windows Installer package (``.msi``), read without Windows.

The file is a compound file ([MS-CFB]): sectors, chained by a table, with a folder of streams. The
installer's database lies in three of them: every text of it (``_StringData``), how long each is
(``_StringPool``), and the table of properties, a column of names, then one of values, both as
numbers of texts.
"""

import struct
from collections.abc import Iterator, Sequence
from typing import BinaryIO

_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_HEADER, _ENTRY = 512, 128
_IN_HEADER = 109
_SECTOR_SIZES = {(9, 6), (12, 6)}
"""Of sectors and of small ones, as powers of two."""

_FIRST_OF_NO_SECTOR = 0xFFFFFFFA
_STREAM_BYTES = 32 * 1024 * 1024
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
_TABLE, _PAIR, _SINGLE = 0x4840, 0x3800, 0x4800
_LONG_NUMBERS = 0x80


class Malformed(Exception):
    """No compound file, or one that was cut short."""


def read_property(file: BinaryIO, name: str) -> str:
    """The value of a property; empty where there is none. Raises ``Malformed``, ``OSError``."""
    try:
        streams = _CompoundFile(file)
        pool = streams.read("_StringPool")
        texts = _texts(pool, streams.read("_StringData"))
        wide = 3 if pool[3] & _LONG_NUMBERS else 2
        rows = streams.read("Property")
        places = range(0, len(rows), wide)
        numbers = [int.from_bytes(rows[at : at + wide], "little") for at in places]
        half = len(numbers) // 2
        names = [texts[number] for number in numbers[:half]]
        return texts[numbers[half + names.index(name.encode())]].decode("ascii", "replace")
    except (struct.error, IndexError, KeyError, ValueError):
        raise Malformed from None


def _texts(pool: bytes, content: bytes) -> list[bytes]:
    """All texts; the first has the number 1. One over 64 KiB takes two entries."""
    texts, at, place = [b""], 4, 0
    while at + 4 <= len(pool):
        size, used = struct.unpack_from("<HH", pool, at)
        at += 4
        if not size and used:
            (low,) = struct.unpack_from("<H", pool, at)
            size, at = used << 16 | low, at + 4
        texts.append(content[place : place + size])
        place += size
    return texts


class _CompoundFile:
    """Its streams by name, read where they lie; sectors that lead in a circle end as malformed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        header = file.read(_HEADER)
        if not header.startswith(_SIGNATURE):
            raise Malformed
        shift, small_shift = struct.unpack_from("<HH", header, 30)
        if (shift, small_shift) not in _SECTOR_SIZES:
            raise Malformed
        self._size, self._small_size = 1 << shift, 1 << small_shift
        folder, self._cutoff, small_table = struct.unpack_from("<I4xII", header, 48)
        self._table = self._numbers(self._table_sectors(header))
        self._small_table = self._numbers(self._chain(small_table, self._table))
        self._entries = self._content(self._chain(folder, self._table))
        _, first, size = self._entry(0)
        self._small = self._content(self._chain(first, self._table))[:size]

    def read(self, name: str) -> bytes:
        """The content of a table's stream. Raises ``Malformed`` where there is none."""
        mangled = _mangled(name)
        for at in range(0, len(self._entries), _ENTRY):
            entry, first, size = self._entry(at)
            if entry == mangled:
                return self._stream(first, size)
        raise Malformed

    def _stream(self, first: int, size: int) -> bytes:
        if size > _STREAM_BYTES:
            raise Malformed
        if size >= self._cutoff:
            return self._content(self._chain(first, self._table))[:size]
        pieces = self._chain(first, self._small_table)
        step = self._small_size
        return b"".join(self._small[at * step : (at + 1) * step] for at in pieces)[:size]

    def _entry(self, at: int) -> tuple[str, int, int]:
        """Name, first sector and size."""
        (length,) = struct.unpack_from("<H", self._entries, at + 64)
        first, size = struct.unpack_from("<II", self._entries, at + 116)
        name = self._entries[at : at + max(0, min(length, 64) - 2)]
        return name.decode("utf-16-le", "replace"), first, size

    def _table_sectors(self, header: bytes) -> list[int]:
        """Where the table of sectors lies: the first of it in the header, more in a chain."""
        further, count = struct.unpack_from("<II", header, 68)
        listed = list(struct.unpack_from(f"<{_IN_HEADER}I", header, 76))
        for _ in range(count):
            *more, further = self._numbers([further])
            listed += more
        return [sector for sector in listed if sector < _FIRST_OF_NO_SECTOR]

    def _chain(self, first: int, table: Sequence[int]) -> list[int]:
        return list(_follow(first, table))

    def _numbers(self, sectors: Sequence[int]) -> tuple[int, ...]:
        content = self._content(sectors)
        return struct.unpack(f"<{len(content) // 4}I", content)

    def _content(self, sectors: Sequence[int]) -> bytes:
        if len(sectors) * self._size > _STREAM_BYTES:
            raise Malformed
        return b"".join(map(self._sector, sectors))

    def _sector(self, number: int) -> bytes:
        self._file.seek((number + 1) * self._size)
        content = self._file.read(self._size)
        if len(content) < self._size:
            raise Malformed
        return content


def _follow(first: int, table: Sequence[int]) -> Iterator[int]:
    sector = first
    for _ in range(len(table) + 1):
        if sector >= _FIRST_OF_NO_SECTOR:
            return
        yield sector
        sector = table[sector]
    raise Malformed


def _mangled(name: str) -> str:
    """How the installer writes a table's name: two letters in one character."""
    numbers = [_LETTERS.index(letter) for letter in name]
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    text = "".join(chr(_PAIR + (high << 6) + low) for low, high in pairs)
    last = chr(_SINGLE + numbers[-1]) if len(numbers) % 2 else ""
    return chr(_TABLE) + text + last
