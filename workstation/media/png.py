"""PNG at the level of its chunks (W3C PNG 5.3): size and cleaning."""

import struct
from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PERSONAL = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
MOST_CHUNKS = 100_000


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises ``BrokenMedia``."""
    if content[12:16] != b"IHDR" or len(content) < 24:
        raise BrokenMedia("PNG without a size")
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def cleaned(content: bytes) -> bytes:
    """The picture without texts, time and Exif, and without what follows its end.

    Raises ``BrokenMedia``.
    """
    return SIGNATURE + b"".join(
        content[start:end] for kind, start, end in _chunks(content) if kind not in PERSONAL
    )


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        length = int.from_bytes(content[at : at + 4], "big")
        kind, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content) or len(kind) < 4:
            raise BrokenMedia("PNG breaks off")
        yield kind, at, end
        if kind == b"IEND":
            return
        at = end
    raise BrokenMedia("PNG of too many chunks")
