"""HEIF at the level of its boxes (ISO/IEC 14496-12 and 23008-12): the size."""

from collections.abc import Iterator

from workstation.domain.errors import BrokenMedia

MAX_BOXES = 10_000
_HEADER, _LARGE_HEADER = 8, 16
_INSIDE = {b"meta": 4, b"iprp": 0, b"ipco": 0}
"""Where sizes lie, and how much stands in front of the boxes in there."""


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels of the largest picture inside (``ispe``, ISO/IEC 23008-12, 6.5.3).

    Raises ``BrokenMedia``. A phone's picture is a grid of tiles, each of which has a size too.
    """
    sizes = [
        (_number(content[at + 4 : at + 8]), _number(content[at + 8 : at + 12]))
        for kind, at, end in _boxes(content)
        if kind == b"ispe" and end - at >= 12
    ]
    if not sizes:
        raise BrokenMedia("HEIF without a size")
    return max(sizes, key=lambda sides: sides[0] * sides[1])


def _boxes(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start of the payload and end of every box on the way to the sizes."""
    waiting = [(0, len(content))]
    for _ in range(MAX_BOXES):
        if not waiting:
            return
        at, end = waiting.pop()
        if at >= end:
            continue
        kind, inside, after = _box(content, at, end)
        yield kind, inside, after
        waiting.append((after, end))
        if kind in _INSIDE:
            waiting.append((inside + _INSIDE[kind], after))
    raise BrokenMedia("HEIF of too many boxes")


def _box(content: bytes, at: int, end: int) -> tuple[bytes, int, int]:
    length, kind, inside = _number(content[at : at + 4]), content[at + 4 : at + 8], at + _HEADER
    if length == 1:
        length, inside = _number(content[at + 8 : at + 16]), at + _LARGE_HEADER
    after = at + length if length else end
    if not inside <= after <= end:
        raise BrokenMedia("HEIF breaks off")
    return kind, inside, after


def _number(data: bytes) -> int:
    return int.from_bytes(data, "big")
