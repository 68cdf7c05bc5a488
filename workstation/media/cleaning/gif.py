"""A GIF with nothing but its frames (CompuServe GIF89a).

Of the extensions two are needed: the one before each frame (how long, which colour is clear) and
the one that lets an animation run on. Comments, XMP, and what lies behind the trailer go.
"""

from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia

_EXTENSION, _IMAGE, _TRAILER = 0x21, 0x2C, 0x3B
_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_HEADER, _DESCRIPTOR = 13, 10
_MOST_BLOCKS = 100_000


def cleaned(content: bytes) -> bytes:
    """The frames, their times and their loop. Raises ``BrokenMedia``."""
    start = _HEADER + _table_length(content, 10)
    kept = [content[:start]]
    frames = 0
    for kind, block in _blocks(content, start):
        if kind == _IMAGE:
            frames += 1
            kept.append(block)
        else:
            kept.append(_extension(block))
    if not frames:
        raise BrokenMedia("GIF without a frame")
    return b"".join(kept) + bytes([_TRAILER])


def _blocks(content: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Extensions and frames up to the trailer, or up to what is neither."""
    for _ in range(_MOST_BLOCKS):
        kind = content[at] if at < len(content) else _TRAILER
        if kind == _EXTENSION:
            data = at + 2
        elif kind == _IMAGE:
            data = at + _DESCRIPTOR + _table_length(content, at + 9) + 1
        else:
            return
        end = _data_end(content, data)
        yield kind, content[at:end]
        at = end
    raise BrokenMedia("GIF of too many blocks")


def _extension(block: bytes) -> bytes:
    """A needed one in its exact length, nothing of another."""
    label, length = block[1], block[2]
    if label == _CONTROL and length == 4:
        return block[:7] + b"\0"
    if label == _APPLICATION and block[3:14] in _LOOPS and length == 11 and block[14:16] == b"\3\1":
        return block[:18] + b"\0"
    return b""


def _table_length(content: bytes, at: int) -> int:
    """How many bytes of colours the flags at this place announce."""
    if at >= len(content):
        raise BrokenMedia("GIF breaks off")
    return 3 << (content[at] & 7) + 1 if content[at] & 0x80 else 0


def _data_end(content: bytes, at: int) -> int:
    """Where the chain of sub-blocks that begins here ends."""
    while at < len(content):
        length = content[at]
        at += 1 + length
        if length == 0:
            return at
    raise BrokenMedia("GIF breaks off")
