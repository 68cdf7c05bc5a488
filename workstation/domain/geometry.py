"""Lengths and areas in a plane; no unit of its own."""

import math
from collections.abc import Sequence
from itertools import pairwise, takewhile

from workstation.domain.value import Value


class Point(Value):
    """A place: ``x`` to the right, ``y`` downwards."""

    x: float
    y: float

    def moved(self, right: float, down: float) -> "Point":
        """The place that far away."""
        return Point(self.x + right, self.y + down)


def distance(start: Point, end: Point) -> float:
    """How far two points are apart."""
    return math.hypot(end.x - start.x, end.y - start.y)


def polygon_area(corners: Sequence[Point]) -> float:
    """The area inside a closed outline that does not cross itself; 0 below three corners.

    Gauss's formula, taken from the first corner so that large coordinates lose no digits.
    """
    if not corners:
        return 0.0
    first = corners[0]
    near = [Point(corner.x - first.x, corner.y - first.y) for corner in corners]
    twice = math.fsum(
        corner.x * next_corner.y - next_corner.x * corner.y
        for corner, next_corner in pairwise(near)
    )
    return abs(twice) / 2


def middle(points: Sequence[Point]) -> Point:
    """The mean of some points, of which there is at least one."""
    count = len(points)
    return Point(sum(point.x for point in points) / count, sum(point.y for point in points) / count)


def crosses_itself(corners: Sequence[Point]) -> bool:
    """Whether two sides of a closed outline meet elsewhere than in the corner they share."""
    count = len(corners)
    sides = [(index, corners[index], corners[(index + 1) % count]) for index in range(count)]
    sides.sort(key=lambda side: _left(side[1:]))
    for place, (edge, *ends) in enumerate(sides):
        right = max(end.x for end in ends)
        # From left to right: sides that begin beyond this one's right end cannot meet it.
        beside = takewhile(lambda side: _left(side[1:]) <= right, sides[place + 1 :])  # noqa: B023
        for other_edge, *other_ends in beside:
            if abs(other_edge - edge) not in {1, count - 1} and _meet(*ends, *other_ends):
                return True
    return False


def _left(ends: Sequence[Point]) -> float:
    return min(end.x for end in ends)


def _meet(start: Point, end: Point, other_start: Point, other_end: Point) -> bool:
    """Whether two line segments cross or touch."""
    turns = (
        _turn(start, end, other_start),
        _turn(start, end, other_end),
        _turn(other_start, other_end, start),
        _turn(other_start, other_end, end),
    )
    if turns[0] != turns[1] and turns[2] != turns[3]:
        return True
    return any(
        turn == 0 and _within(point, *segment)
        for turn, point, segment in (
            (turns[0], other_start, (start, end)),
            (turns[1], other_end, (start, end)),
            (turns[2], start, (other_start, other_end)),
            (turns[3], end, (other_start, other_end)),
        )
    )


def _turn(start: Point, end: Point, point: Point) -> int:
    """1 or -1 for the side of a line that a point lies on, 0 on the line."""
    cross = (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)
    return (cross > 0) - (cross < 0)


def _within(point: Point, start: Point, end: Point) -> bool:
    """Whether a point of the line lies in the box of the segment."""
    return min(start.x, end.x) <= point.x <= max(start.x, end.x) and (
        min(start.y, end.y) <= point.y <= max(start.y, end.y)
    )
