"""PNG at the level of its chunks (W3C PNG 5.3): size, chunks, cost of decoding."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import field

from workstation.domain.errors import BrokenMedia, MediaTooLarge
from workstation.domain.value import Value
from workstation.media import exif

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 100_000
MAX_TEXT_BYTES = 4 * 1024 * 1024
"""Inflated: a hundred times what programs write."""
_INFLATION = 1032
"""Bytes that one of deflate's can stand for."""
_EXIF = b"eXIf"
_TEXTS = {b"tEXt", b"zTXt", b"iTXt"}


class Chunk(Value):
    """A part by its four letters; ``check`` is the sum that the file gives for it."""

    kind: bytes
    data: bytes = field(repr=False)
    check: int

    @property
    def intact(self) -> bool:
        """Whether kind and data are what was written."""
        return zlib.crc32(self.data, zlib.crc32(self.kind)) == self.check


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels (W3C PNG, 11.2.1). Raises ``BrokenMedia``."""
    if content[12:16] != b"IHDR" or len(content) < 24:
        raise BrokenMedia("PNG without a size")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def chunks(content: bytes) -> Iterator[Chunk]:
    """All chunks up to the end of the picture. Raises ``BrokenMedia``."""
    at = len(SIGNATURE)
    for _ in range(MAX_CHUNKS):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or len(kind) < 4:
            raise BrokenMedia("PNG breaks off")
        yield Chunk(kind, content[at + 8 : end - 4], int.from_bytes(content[end - 4 : end], "big"))
        if kind == b"IEND":
            return
        at = end
    raise BrokenMedia("PNG of too many chunks")


def orientation(content: bytes) -> int:
    """How Exif wants it turned (11.3.3.3): 1 to 8, 1 when nothing or nonsense is said."""
    try:
        for chunk in chunks(content):
            if chunk.kind == _EXIF and chunk.intact:
                return exif.orientation(chunk.data)
    except BrokenMedia:
        pass
    return 1


def bound_work(content: bytes) -> None:
    """Raise ``MediaTooLarge`` for what would take gigabytes to decode.

    Texts are inflated up to 8 MB each, a thousandfold, and Qt then keeps several copies: 800 kB
    took 15 s and 4 GB of memory.
    """
    at, left = 8, MAX_TEXT_BYTES
    for _ in range(MAX_CHUNKS):
        head = content[at : at + 8]
        if len(head) < 8 or head[4:] == b"IEND":
            return
        length = int.from_bytes(head[:4], "big")
        if head[4:] in _TEXTS:
            left -= _text_bytes(head[4:], content[at + 8 : at + 8 + length], left)
        if left < 0:
            raise MediaTooLarge("PNG of too much text")
        at += 12 + length
    raise MediaTooLarge("PNG of too many chunks")


def _text_bytes(kind: bytes, data: bytes, max_bytes: int) -> int:
    """How long a text chunk inflates to, or over ``max_bytes``; at least what it is itself."""
    keyword, _, tail = data.partition(b"\0")
    if kind == b"iTXt" and tail[:1] == b"\x01":
        tail = tail[2:].partition(b"\0")[2].partition(b"\0")[2]
    elif kind == b"zTXt":
        tail = tail[1:]
    else:
        return len(data)
    try:
        inflated = len(zlib.decompressobj().decompress(tail, max(max_bytes, 0) + 1))
    except zlib.error:  # a decoder goes as far as it can, and then forgets what it has
        inflated = len(tail) * _INFLATION
    return max(len(keyword) + inflated, len(data))
