"""WebP at the level of its chunks (RFC 9649): size and cleaning."""

import struct
from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia

MOST_CHUNKS = 100_000
_HEADER = 12
_EXIF_FLAG, _XMP_FLAG = 0x08, 0x04


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ``BrokenMedia``."""
    kind, data = next(_chunks(content), (b"", b""))
    if kind == b"VP8X" and len(data) >= 10:
        return _number(data[4:7]) + 1, _number(data[7:10]) + 1
    if kind == b"VP8L" and len(data) >= 5 and data[0] == 0x2F:
        bits = _number(data[1:5])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[3:6] == b"\x9d\x01\x2a" and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width & 0x3FFF, height & 0x3FFF
    raise BrokenMedia("WebP without a size")


def cleaned(content: bytes) -> bytes:
    """The picture without Exif and XMP. Raises ``BrokenMedia``."""
    kept = [
        _chunk(kind, _without_flags(data) if kind == b"VP8X" else data)
        for kind, data in _chunks(content)
        if kind not in {b"EXIF", b"XMP "}
    ]
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _without_flags(data: bytes) -> bytes:
    return bytes([data[0] & ~(_EXIF_FLAG | _XMP_FLAG)]) + data[1:] if data else data


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, whole = _HEADER, min(len(content), 8 + _number(content[4:8]))
    for _ in range(MOST_CHUNKS):
        if at >= whole:
            return
        length = _number(content[at + 4 : at + 8])
        if at + 8 + length > len(content):
            raise BrokenMedia("WebP breaks off")
        yield content[at : at + 4], content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    raise BrokenMedia("WebP of too many chunks")


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
