"""Whether a photo is fit for a judgement: an estimate from its brightness, never a verdict.

A doctor looks at dozens of photos a day and notices that one is blurred when the patient has put
the phone away. So each is judged when it comes, and the word that stands on it says "may be".

*Blurred.* A blur of the standard deviation s takes from a wave of frequency f the share
exp(-2 pi^2 s^2 f^2): fine structure disappears long before coarse structure does. How much fine
structure a sharp photo has depends on what it shows, so two neighbouring scales are compared where
there is most of both: on the stretch of each cell that bends most, with second differences over two
and over four points. A soft shadow has little of both and says nothing; an edge, a pore or a letter
of a sharp photo keeps nearly half of its strength from one scale to the next, of one that is
blurred by 2.5 points in 1,600 a third. Each line is the mean of two beside each other, which takes
noise away and no sharpness; rounding and what noise is left move every point by about one, so one
is taken from both. Where a photo is so blurred that nothing is left to compare, it is compared at
half the size, then at a quarter: of soft skin that is blurred by 10 points even the half has
nothing.

All stretches are taken at once: the first points of each are the lanes of one long integer, the
second ones those of the next, and so on, so that Python's own arithmetic compares a thousand.

*Dark.* None of its colours is brighter than 100 of 255, but for a twentieth of it that may be a
lamp: three stops below a usual exposure. Dark skin, rightly exposed, is brighter in its red.

*Overexposed.* Much of it has a colour at its end, and around it the other colours are not: light
skin that burnt out. A white page is at its end in all three, and so is no fault.

Tests: ``test_blurred_and_dark_photos_are_marked_and_others_are_not``.
"""

import enum
import struct
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

MIN_SIDE = 600
"""Points of the longer side below which a photo is small: a preview, or a piece of one."""
COMPARED_SIDE = 800
"""Points of the longer side at which sharpness is judged, whatever the size of the photo."""

APART = 16
"""Points from one line of a photo at the compared size to the next; as many cells at each size."""
STRETCH = 50
CELL_LINES = 4
FINE, COARSE = 2, 4
MIN_STRUCTURE = 3.0
ROUNDING = 1.0
MIN_PLACES = 6
SHARP_FROM = 0.41
"""The middle share that a sharp photo keeps, at each of the sizes."""

DARK_BELOW = 100
LIT_SHARE = 0.05
BURNT_FROM = 254
INTACT_BELOW = 245
BURNT_SHARE, TINTED_SHARE = 0.35, 0.05

LANE_BYTES = 2
ZERO_BIT = 11
"""Two lines' second difference lies between -1,020 and 1,020, and is held with 2,048 added."""
MAGNITUDE = (1 << ZERO_BIT) - 1


class PhotoFlaw(enum.Enum):
    """What may keep a photo from being judged."""

    DARK = "dark"
    OVEREXPOSED = "overexposed"
    BLURRED = "blurred"
    SMALL = "small"


class Plane(NamedTuple):
    """One byte of each point: they are ``step`` bytes apart, and rows ``stride`` bytes."""

    width: int
    height: int
    step: int
    stride: int
    content: memoryview

    def row(self, y: int, every: int = 1) -> bytes:
        """One row from the left; with ``every`` only each so many points."""
        start = y * self.stride
        return bytes(self.content[start : start + self.width * self.step : self.step * every])

    def column(self, x: int) -> bytes:
        """One column from the top."""
        return bytes(self.content[x * self.step : self.height * self.stride : self.stride])


def is_dark(colours: Sequence[bytes]) -> bool:
    """Whether hardly anything is lit; ``colours`` are the three of each point, each by itself."""
    return _any(colours, _FROM[DARK_BELOW]).bit_count() <= LIT_SHARE * len(colours[0])


def is_overexposed(colours: Sequence[bytes]) -> bool:
    """Whether much of it is burnt out; ``colours`` are the three of each point."""
    burnt = _any(colours, _FROM[BURNT_FROM])
    tinted = burnt & _any(colours, _BELOW_INTACT)
    count = len(colours[0])
    return burnt.bit_count() >= BURNT_SHARE * count and tinted.bit_count() >= TINTED_SHARE * count


def is_blurred(planes: Iterable[Plane]) -> bool:
    """Whether it lacks the finest structure where it has most.

    ``planes`` are the same photo at ``COMPARED_SIDE``, at half and at a quarter of it; each is
    taken only where the one before has nothing to compare.
    """
    for number, plane in enumerate(planes):
        shares = sorted(_kept_shares(plane, APART >> number))
        if len(shares) >= MIN_PLACES:
            return shares[len(shares) // 2] < SHARP_FROM
    return False


_FROM = {bound: bytes(level >= bound for level in range(256)) for bound in (DARK_BELOW, BURNT_FROM)}
_BELOW_INTACT = bytes(level < INTACT_BELOW for level in range(256))


def _any(colours: Sequence[bytes], table: bytes) -> int:
    """A bit for each point of which a colour is what the table says."""
    bits = 0
    for colour in colours:
        bits |= int.from_bytes(colour.translate(table), "little")
    return bits


def _kept_shares(plane: Plane, apart: int) -> Iterator[float]:
    """How much of its structure each cell keeps from four points to two."""
    cells = _cells(plane.width, plane.height, apart)
    if not cells:
        return
    columns = _columns(plane, apart, len(cells))
    fine, coarse = (_bends(columns, points, len(cells)) for points in (FINE, COARSE))
    strongest: dict[int, tuple[int, int]] = {}
    for cell, sums in zip(cells, zip(coarse, fine, strict=True), strict=True):
        if cell not in strongest or sums[0] > strongest[cell][0]:
            strongest[cell] = sums
    # Both are sums of two lines.
    of_fine, of_coarse = (2 * (STRETCH - 2 * points) for points in (FINE, COARSE))
    for coarse_sum, fine_sum in strongest.values():
        structure = coarse_sum / of_coarse
        if structure >= MIN_STRUCTURE:
            yield max(fine_sum / of_fine - ROUNDING, 0.0) / (structure - ROUNDING)


@lru_cache(maxsize=12)
def _cells(width: int, height: int, apart: int) -> tuple[int, ...]:
    """The cell in which the middle of each stretch lies: those of rows first, then of columns."""
    size = CELL_LINES * apart
    across = [
        (x, y)
        for y in _lines(height, apart)
        for x in range(STRETCH // 2, width // STRETCH * STRETCH, STRETCH)
    ]
    down = [
        (x, y)
        for x in _lines(width, apart)
        for y in range(STRETCH // 2, height // STRETCH * STRETCH, STRETCH)
    ]
    return tuple(y // size * width + x // size for x, y in (*across, *down))


def _lines(length: int, apart: int) -> range:
    return range(apart // 2, length - 1, apart)


def _columns(plane: Plane, apart: int, count: int) -> list[int]:
    """The first points of all stretches, two lines added, as lanes of a number; then the next."""
    pair = []
    for beside in (0, 1):
        width, height = (side // STRETCH * STRETCH for side in (plane.width, plane.height))
        rows = [plane.row(y + beside)[:width] for y in _lines(plane.height, apart)]
        downward = [plane.column(x + beside)[:height] for x in _lines(plane.width, apart)]
        pair.append(b"".join((*rows, *downward)))
    columns = []
    lanes = bytearray(LANE_BYTES * count)
    for place in range(STRETCH):
        total = 0
        for line in pair:
            lanes[::LANE_BYTES] = line[place::STRETCH]
            total += int.from_bytes(lanes, "little")
        columns.append(total)
    return columns


def _bends(columns: Sequence[int], points: int, count: int) -> tuple[int, ...]:
    """How much each stretch bends, from each place to those so many points beside it; summed."""
    ones = int.from_bytes(b"\1\0" * count, "little")
    zero, magnitude = ones << ZERO_BIT, ones * MAGNITUDE
    total = 0
    for place in range(points, len(columns) - points):
        beside = columns[place - points] + columns[place + points]
        bend = beside + zero - 2 * columns[place]
        negative = (bend >> ZERO_BIT) & ones ^ ones
        # Of a negative number, its bits turned over are one less than its magnitude.
        total += ((bend ^ negative * MAGNITUDE) & magnitude) + negative
    return struct.unpack(f"<{count}H", total.to_bytes(LANE_BYTES * count, "little"))
