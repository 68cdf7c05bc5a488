"""Maps from one plane to another that keep straight lines straight, as a camera does.

Nine numbers, row by row, of which a common factor does not matter: ``(x, y)`` goes to ``(u / w,
v / w)``, where ``(u, v, w)`` is the matrix times ``(x, y, 1)``. What has ``w <= 0`` lies behind the
camera. (Hartley and Zisserman, Multiple View Geometry, second edition, 2.3; the map from a square
to four corners in closed form: Heckbert, Fundamentals of Texture Mapping, 1989, 2.2.)

Points that determine no map are refused by ``InputError`` of the field ``points``; its reason is
``too_near`` or ``on_one_line``.
"""

import math
from collections.abc import Sequence

from workstation.domain.errors import InputError
from workstation.domain.geometry import Point, distance
from workstation.domain.value import Value

MIN_APART = 8.0
"""Units, as a rule pixels: points nearer to each other than that would make any result a guess."""

MIN_SINE = 0.1
"""Of the angle in a corner, some six degrees: below, the side of a card is seen edgewise."""


class PlaneMap(Value):
    """One such map, its matrix row by row."""

    numbers: tuple[float, ...] = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

    def to(self, point: Point) -> Point:
        """Where a point goes. Raises ``InputError`` (``too_tilted``) behind the camera."""
        a, b, c, d, e, f, g, h, i = self.numbers
        depth = g * point.x + h * point.y + i
        if depth <= 0:
            raise InputError("points", "too_tilted")
        return Point(
            (a * point.x + b * point.y + c) / depth, (d * point.x + e * point.y + f) / depth
        )

    def then(self, later: "PlaneMap") -> "PlaneMap":
        """This one first, ``later`` on what it gives."""
        left, right = later.numbers, self.numbers
        return PlaneMap(
            tuple(
                sum(left[3 * row + step] * right[3 * step + column] for step in range(3))
                for row in range(3)
                for column in range(3)
            )
        )

    @property
    def inverse(self) -> "PlaneMap":
        """The way back, in front of the camera where this one is. None of ours is without one."""
        a, b, c, d, e, f, g, h, i = self.numbers
        adjugate = (
            *(e * i - f * h, c * h - b * i, b * f - c * e),
            *(f * g - d * i, a * i - c * g, c * d - a * f),
            *(d * h - e * g, b * g - a * h, a * e - b * d),
        )
        determinant = a * adjugate[0] + b * adjugate[3] + c * adjugate[6]
        return PlaneMap(tuple(number / determinant for number in adjugate))


def similarity(before: Sequence[Point], after: Sequence[Point]) -> PlaneMap:
    """Turn, scale and move two points onto two others; nothing is mirrored.

    Raises ``InputError`` (``too_near``) where two of a pair are equal.
    """
    (start, end), (new_start, new_end) = before, after
    old = complex(end.x - start.x, end.y - start.y)
    new = complex(new_end.x - new_start.x, new_end.y - new_start.y)
    if not old or not new:
        raise InputError("points", "too_near")
    turn = new / old
    a, b = turn.real, turn.imag
    right = new_start.x - a * start.x + b * start.y
    down = new_start.y - b * start.x - a * start.y
    return PlaneMap((a, -b, right, b, a, down, 0.0, 0.0, 1.0))


def from_rectangle(width: float, height: float, corners: Sequence[Point]) -> PlaneMap:
    """The map from a rectangle at the origin to the four corners it is seen at, in the same order.

    Raises ``InputError`` as ``check_corners`` does.
    """
    check_corners(corners)
    first, second, third, fourth = corners
    skew_x = first.x - second.x + third.x - fourth.x
    skew_y = first.y - second.y + third.y - fourth.y
    right_x, right_y = second.x - third.x, second.y - third.y
    down_x, down_y = fourth.x - third.x, fourth.y - third.y
    divisor = right_x * down_y - down_x * right_y
    g = (skew_x * down_y - down_x * skew_y) / divisor
    h = (right_x * skew_y - skew_x * right_y) / divisor
    return PlaneMap(
        (
            (second.x - first.x + g * second.x) / width,
            (fourth.x - first.x + h * fourth.x) / height,
            first.x,
            (second.y - first.y + g * second.y) / width,
            (fourth.y - first.y + h * fourth.y) / height,
            first.y,
            g / width,
            h / height,
            1.0,
        )
    )


def check_apart(points: Sequence[Point]) -> None:
    """Raise ``InputError`` (``too_near``) where two points do not stand well apart."""
    if any(
        distance(point, other) < MIN_APART
        for number, point in enumerate(points)
        for other in points[number + 1 :]
    ):
        raise InputError("points", "too_near")


def check_corners(corners: Sequence[Point]) -> None:
    """Raise ``InputError`` unless four corners go round, as those of a card that is seen do.

    ``too_near``: two of them are one. ``on_one_line``: three are, or the sides cross.
    """
    check_apart(corners)
    turns = [
        _sine(corners[number - 1], corner, corners[(number + 1) % 4])
        for number, corner in enumerate(corners)
    ]
    if min(turns) < MIN_SINE and max(turns) > -MIN_SINE:
        raise InputError("points", "on_one_line")


def _sine(before: Point, corner: Point, after: Point) -> float:
    """The sine of the turn in a corner: positive to the right, as one goes on a screen."""
    cross = (corner.x - before.x) * (after.y - corner.y) - (corner.y - before.y) * (
        after.x - corner.x
    )
    return cross / math.prod((distance(before, corner), distance(corner, after)))
