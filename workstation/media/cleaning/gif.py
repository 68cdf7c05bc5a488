"""A GIF with nothing but its frames (CompuServe GIF89a).

Of the extensions two are needed: the one before each frame (how long, which colour is clear) and
the one that lets an animation run on. Comments, XMP, and what lies behind the trailer go.
"""

from workstation.domain.errors import BrokenMedia
from workstation.media.gif import IMAGE, TRAILER, blocks, start_of

_CONTROL, _APPLICATION = 0xF9, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def clean(content: bytes) -> bytes:
    """The frames, their times and their loop. Raises ``BrokenMedia``."""
    pieces = [content[: start_of(content)]]
    frames = 0
    for kind, block in blocks(content):
        if kind == IMAGE:
            frames += 1
            pieces.append(block)
        else:
            pieces.append(_extension(block))
    if not frames:
        raise BrokenMedia("GIF without a frame")
    return b"".join(pieces) + bytes([TRAILER])


def _extension(block: bytes) -> bytes:
    """The extension in its exact length, if needed; nothing of another."""
    label, length = block[1], block[2]
    if label == _CONTROL and length == 4:
        return block[:7] + b"\0"
    if label == _APPLICATION and block[3:14] in _LOOPS and length == 11 and block[14:16] == b"\3\1":
        return block[:18] + b"\0"
    return b""
