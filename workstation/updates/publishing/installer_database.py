"""A property of a Windows Installer package (``.msi``), read without Windows.

The file is a compound file (``base.compound_files``). The installer's database lies in three of its
streams: every text of it (``_StringData``), how long each is (``_StringPool``), and the table of
properties, a column of names, then one of values, both as numbers of texts.
"""

import struct
from typing import BinaryIO

from workstation.base.compound_files import COMPOUND_MARK, CompoundFile, FileContent

_STREAM_BYTES = 32 * 1024 * 1024
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
_TABLE, _PAIR, _SINGLE = 0x4840, 0x3800, 0x4800
_LONG_NUMBERS = 0x80


class Malformed(Exception):
    """No compound file, or one that was cut short."""


def read_property(file: BinaryIO, name: str) -> str:
    """The value of a property. Raises ``Malformed``, also where there is none, and ``OSError``."""
    content = FileContent(file)
    if content[: len(COMPOUND_MARK)] != COMPOUND_MARK:
        raise Malformed
    streams = CompoundFile(content)
    try:
        pool = _stream(streams, "_StringPool")
        texts = _texts(pool, _stream(streams, "_StringData"))
        wide = 3 if pool[3] & _LONG_NUMBERS else 2
        rows = _stream(streams, "Property")
        places = range(0, len(rows), wide)
        numbers = [int.from_bytes(rows[at : at + wide], "little") for at in places]
        half = len(numbers) // 2
        names = [texts[number] for number in numbers[:half]]
        return texts[numbers[half + names.index(name.encode())]].decode("ascii", "replace")
    except (struct.error, IndexError, KeyError, ValueError):
        raise Malformed from None


def _texts(pool: bytes, content: bytes) -> list[bytes]:
    """The texts, the first with the number 1. One over 64 KiB takes two entries."""
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


def _stream(file: CompoundFile, name: str) -> bytes:
    """The content of a table's stream. Raises ``Malformed`` where there is none."""
    mangled = _mangled(name)
    entry = next((entry for entry in file.entries if entry.name == mangled), None)
    content = file.read(entry) if entry and entry.size <= _STREAM_BYTES else None
    if content is None:
        raise Malformed
    return content


def _mangled(name: str) -> str:
    """The name of a table as the installer writes it: two letters in one character."""
    numbers = [_LETTERS.index(letter) for letter in name]
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    text = "".join(chr(_PAIR + (high << 6) + low) for low, high in pairs)
    last = chr(_SINGLE + numbers[-1]) if len(numbers) % 2 else ""
    return chr(_TABLE) + text + last
