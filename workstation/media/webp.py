"""WebP at the level of its chunks (RFC 9649)."""

import struct
from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia
from workstation.media import exif

MAX_CHUNKS = 100_000
_HEADER = 12


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels (RFC 9649, 2.5 to 2.7). Raises ``BrokenMedia``."""
    kind, data = next(chunks(content), (b"", b""))
    if kind == b"VP8X" and len(data) >= 10:
        return _number(data[4:7]) + 1, _number(data[7:10]) + 1
    if kind == b"VP8L" and len(data) >= 5 and data[0] == 0x2F:
        bits = _number(data[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise BrokenMedia("WebP without a size")


def orientation(content: bytes) -> int:
    """How Exif wants it turned (RFC 9649, 2.7.1.5): 1 to 8, 1 when nothing or nonsense is said.

    Some programs write the six bytes in front of it that only JPEG has.
    """
    if content[_HEADER : _HEADER + 4] != b"VP8X":
        return 1
    try:
        for kind, data in chunks(content):
            if kind == b"EXIF":
                return exif.orientation(data.removeprefix(b"Exif\0\0"))
    except BrokenMedia:
        pass
    return 1


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Every chunk (RFC 9649, 2.3), its four letters and its data, up to the announced end.

    Raises ``BrokenMedia``.
    """
    return sub_chunks(content[: 8 + _number(content[4:8])], _HEADER)


def sub_chunks(content: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    """The chunks from a place on, as in a frame of an animation. Raises ``BrokenMedia``."""
    for _ in range(MAX_CHUNKS):
        if at >= len(content):
            return
        length = _number(content[at + 4 : at + 8])
        if at + 8 + length > len(content):
            raise BrokenMedia("WebP breaks off")
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    raise BrokenMedia("WebP of too many chunks")


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
