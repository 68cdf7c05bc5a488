"""GIF at the level of its blocks (CompuServe GIF89a)."""

from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
_HEADER, _DESCRIPTOR = 13, 10
_MAX_BLOCKS = 100_000


def start_of(content: bytes) -> int:
    """The place of the first block. Raises ``BrokenMedia``."""
    return _HEADER + _table_length(content, 10)


def whole(content: bytes) -> bool:
    """Whether every frame that begins is there to its end."""
    try:
        return IMAGE in [kind for kind, _ in blocks(content)]
    except BrokenMedia:
        return False


def blocks(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Extensions and frames up to the trailer, or up to what is neither.

    Raises ``BrokenMedia``.
    """
    at = start_of(content)
    for _ in range(_MAX_BLOCKS):
        kind = content[at] if at < len(content) else TRAILER
        if kind == EXTENSION:
            data = at + 2
        elif kind == IMAGE:
            data = at + _DESCRIPTOR + _table_length(content, at + 9) + 1
        else:
            return
        end = _data_end(content, data)
        yield kind, content[at:end]
        at = end
    raise BrokenMedia("GIF of too many blocks")


def _table_length(content: bytes, at: int) -> int:
    """How many bytes of colours the flags at this place announce."""
    if at >= len(content):
        raise BrokenMedia("GIF breaks off")
    return 3 << (content[at] & 7) + 1 if content[at] & 0x80 else 0


def _data_end(content: bytes, at: int) -> int:
    """The place where the chain of sub-blocks that begins here ends."""
    while at < len(content):
        length = content[at]
        at += 1 + length
        if length == 0:
            return at
    raise BrokenMedia("GIF breaks off")
