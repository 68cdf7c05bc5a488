"""What a machine read in a photo of a page: lines of text and where they stand.

The page lies as the hand held the phone: a few degrees turned. So what belongs side by side is
found along the page's own direction, the mean of its longer lines', and not along the photo's.
Turned by 4 degrees, the last column of a page 1,600 points wide stands 110 points higher than the
first, which is two rows of a usual report.

Tests: ``test_rows_are_found_along_the_page_and_not_along_the_photo``.
"""

import math
from collections.abc import Iterable, Sequence

from workstation.domain.geometry import Point, distance, middle
from workstation.domain.value import Value

LONG = 2.0
"""A line this many times as wide as it is high has a direction to be relied on."""
SAME_ROW = 0.5
"""Of a line's height: as far as a neighbour's middle may stand above or below."""
BETWEEN = "  "
"""Stands between two pieces of a row that are apart on the page."""


class RecognisedLine(Value):
    """A piece of text that stands in one row; ``corners`` are clockwise from its own top left.

    In the photo's own pixels. What is read is a guess: nobody vouches for any character of it.
    """

    text: str
    corners: tuple[Point, Point, Point, Point]

    @property
    def centre(self) -> Point:
        """The middle of the piece."""
        return middle(self.corners)

    @property
    def width(self) -> float:
        """The length along the text, in pixels."""
        return distance(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        """The length across the text, in pixels."""
        return distance(self.corners[0], self.corners[3])


def rows_of(lines: Iterable[RecognisedLine]) -> list[list[RecognisedLine]]:
    """The lines as rows of the page, from its top, each from its left."""
    pieces = list(lines)
    if not pieces:
        return []
    from statistics import median  # noqa: PLC0415  drags decimal and fractions along

    angle = _direction(pieces)
    height = median(piece.height for piece in pieces)
    places = {id(piece): _turned(piece.centre, -angle) for piece in pieces}
    pieces.sort(key=lambda piece: places[id(piece)].y)
    rows: list[list[RecognisedLine]] = []
    for piece in pieces:
        last = rows[-1][-1] if rows else None
        if last is not None and _beside(places[id(last)], places[id(piece)], height):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda piece: places[id(piece)].x) for row in rows]


def text_of(rows: Iterable[Sequence[RecognisedLine]]) -> str:
    """The rows of a page as text, each on a line."""
    return "\n".join(BETWEEN.join(piece.text for piece in row) for row in rows)


def quarters_to_upright(lines: Sequence[RecognisedLine]) -> int:
    """The quarter turns clockwise after which a page stands upright, 0 to 3."""
    return round(-_direction(lines) / (math.pi / 2)) % 4 if lines else 0


def _direction(pieces: Sequence[RecognisedLine]) -> float:
    """The direction of the page's rows, in radians: a page on its head has one, too."""
    long = [piece for piece in pieces if piece.width >= LONG * piece.height] or pieces
    return math.atan2(
        sum(piece.corners[1].y - piece.corners[0].y for piece in long),
        sum(piece.corners[1].x - piece.corners[0].x for piece in long),
    )


def _turned(point: Point, angle: float) -> Point:
    sine, cosine = math.sin(angle), math.cos(angle)
    return Point(point.x * cosine - point.y * sine, point.x * sine + point.y * cosine)


def _beside(above: Point, below: Point, height: float) -> bool:
    return below.y - above.y < SAME_ROW * height
