"""PNG at the level of its chunks (W3C PNG 5.3)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from workstation.domain.errors import BrokenMedia

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MAX_CHUNKS = 100_000


@dataclass(frozen=True, slots=True)
class Chunk:
    """A part by its four letters; ``check`` is the sum that the file gives for it."""

    kind: bytes
    data: bytes = field(repr=False)
    check: int

    @property
    def intact(self) -> bool:
        """Whether kind and data are what was written."""
        return zlib.crc32(self.data, zlib.crc32(self.kind)) == self.check


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ``BrokenMedia``."""
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
