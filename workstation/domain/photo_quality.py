"""Whether a photo is fit for a judgement: an estimate from its brightness, never a verdict.

A doctor looks at dozens of photos a day and notices that one is blurred when the patient has put
the phone away. So each is judged when it comes, and the word that stands on it says "may be".

*Blurred.* A blur of the standard deviation s takes from a wave of frequency f the share
exp(-2 pi^2 s^2 f^2): fine structure disappears long before coarse structure does. How much fine
structure a sharp photo has depends on what it shows, so two neighbouring scales are compared where
there is most of both: around the strongest edges, along lines across them, with second differences
over one and over two points. A soft shadow has little of both and says nothing; an edge, a pore or
a letter of a sharp photo keeps at least a third of its strength from one scale to the next, of one
that is blurred by 2.5 points in 1,600 less. Rounding and the noise of a dark corner move every
point by about one, so one is taken from both. Where a photo is so blurred that nothing is left to
compare, it is compared at half the size, then at a quarter: of soft skin that is blurred by 10
points even the half has nothing.

*Dark.* Nothing in it is brighter than 100 of 255, but for a twentieth that may be a lamp: three
stops below a usual exposure. Dark skin, rightly exposed, is brighter than that in its lights.

*Overexposed.* Much of it has a colour at its end, and around it the other colours are not: light
skin that burnt out. A white page is at its end in all three, and so is no fault.

Red without it: ``test_blurred_and_dark_photos_are_marked_and_others_are_not``.
"""

import enum
from collections.abc import Iterable, Iterator
from itertools import pairwise
from operator import add, sub
from typing import NamedTuple

MIN_SIDE = 600
"""Points of the longer side below which a photo is small: a preview, or a piece of one."""
COMPARED_SIDE = 400
"""Points of the longer side at which sharpness is judged, whatever the size of the photo."""
OVERVIEW_SIDE = 50
"""Points of the longer side of the overview: where edges lie, and how bright all of it is."""

CELL = 4
REACH = 12
LINES = (-2, 2)
MIN_STRUCTURE = 3.0
ROUNDING = 1.0
MIN_PLACES = 6
SHARP_FROM = (0.35, 0.34, 0.34)
"""The middle share that a sharp photo keeps, at the compared size, at half and a quarter of it."""

DARK_BELOW = 100
LIT_SHARE = 0.05
BURNT_FROM = 252
INTACT_BELOW = 245
BURNT_SHARE, TINTED_SHARE = 0.35, 0.05


class PhotoFlaw(enum.Enum):
    """What may keep a photo from being judged."""

    DARK = "dark"
    OVEREXPOSED = "overexposed"
    BLURRED = "blurred"
    SMALL = "small"


class Plane(NamedTuple):
    """Brightness, one byte a point; a row begins every ``stride`` bytes."""

    width: int
    height: int
    stride: int
    luma: bytes


class Edge(NamedTuple):
    """A strong edge of the overview: how strong, where, and whether it is crossed sideways."""

    strength: int
    x: int
    y: int
    sideways: bool


def is_dark(overview: Plane) -> bool:
    """Whether hardly anything in it is lit."""
    points = sorted(b"".join(_rows(overview)))
    return points[int(len(points) * (1 - LIT_SHARE))] < DARK_BELOW


def is_overexposed(colours: Iterable[tuple[int, int, int]]) -> bool:
    """Whether much of it is burnt out; the colours of the overview's points, 0 to 255 each."""
    count = burnt = tinted = 0
    for colour in colours:
        count += 1
        if max(colour) >= BURNT_FROM:
            burnt += 1
            tinted += min(colour) < INTACT_BELOW
    return burnt >= BURNT_SHARE * count and tinted >= TINTED_SHARE * count


def is_blurred(overview: Plane, planes: Iterable[Plane]) -> bool:
    """Whether its edges lack the finest structure.

    ``planes`` are the same photo at ``COMPARED_SIDE``, at half and at a quarter of it; each is
    taken only where the one before has nothing to compare.
    """
    edges = list(_strongest_edges(overview))
    for plane, sharp_from in zip(planes, SHARP_FROM, strict=True):
        shares = sorted(_kept_shares(edges, plane, plane.width / overview.width))
        if len(shares) >= MIN_PLACES:
            return shares[len(shares) // 2] < sharp_from
    return False


def _rows(plane: Plane) -> Iterator[bytes]:
    for start in range(0, plane.height * plane.stride, plane.stride):
        yield plane.luma[start : start + plane.width]


def _strongest_edges(overview: Plane) -> Iterable[Edge]:
    """The strongest in each cell, so that one border does not speak for all."""
    strongest: dict[tuple[int, int], Edge] = {}
    rows = list(_rows(overview))
    for y, (row, below) in enumerate(pairwise(rows)):
        steps = ((True, map(sub, row[1:], row)), (False, map(sub, below, row)))
        for sideways, differences in steps:
            strengths = list(map(abs, differences))
            for start in range(0, len(strengths), CELL):
                within = strengths[start : start + CELL]
                strength, cell = max(within), (start // CELL, y // CELL)
                if cell not in strongest or strength > strongest[cell].strength:
                    edge = Edge(strength, start + within.index(strength), y, sideways)
                    strongest[cell] = edge
    return strongest.values()


def _kept_shares(edges: Iterable[Edge], plane: Plane, scale: float) -> Iterator[float]:
    """How much of its structure each edge keeps from two points to one."""
    for edge in edges:
        fine = coarse = 0.0
        for line in _lines_across(edge, plane, scale):
            fine += _second_difference(line, 1) / len(LINES)
            coarse += _second_difference(line, 2) / len(LINES)
        if coarse >= MIN_STRUCTURE:
            yield max(fine - ROUNDING, 0.0) / (coarse - ROUNDING)


def _lines_across(edge: Edge, plane: Plane, scale: float) -> Iterator[bytes]:
    x = int((edge.x + (1.0 if edge.sideways else 0.5)) * scale)
    y = int((edge.y + (0.5 if edge.sideways else 1.0)) * scale)
    if not (REACH < x < plane.width - REACH and REACH < y < plane.height - REACH):
        return
    for aside in LINES:
        if edge.sideways:
            middle = (y + aside) * plane.stride + x
            yield plane.luma[middle - REACH : middle + REACH + 1]
        else:
            middle = y * plane.stride + x + aside
            reach = REACH * plane.stride
            yield plane.luma[middle - reach : middle + reach + 1 : plane.stride]


def _second_difference(line: bytes, points: int) -> float:
    """How much a line bends on average, from each place to those so many points beside it."""
    before, here, after = line[: -2 * points], line[points:-points], line[2 * points :]
    total: int = sum(map(abs, map(sub, map(add, before, after), map(add, here, here))))
    return total / len(before)
