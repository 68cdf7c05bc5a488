"""A card of known size beside the matter: its four corners tell scale and tilt together.

Everything that lies in the card's plane can be measured as if it were seen squarely. The corners
may begin anywhere and go round either way: sides are told by their length, which a card that is
tilted by less than some fifty degrees keeps in order.
"""

from workstation.domain.errors import InputError
from workstation.domain.geometry import Point, distance
from workstation.domain.plane_map import PlaneMap, check_corners, from_rectangle
from workstation.domain.value import Value

EDGE_PIXELS = 1.0


class Card(Value):
    """Four corners in a photo, in order around, and the two sides in millimetres."""

    points: tuple[Point, ...]
    long_mm: float
    short_mm: float

    @property
    def usable(self) -> bool:
        """Whether the corners are those of a rectangle that is seen."""
        try:
            check_corners(self.points)
        except InputError:
            return False
        return True

    @property
    def ordered(self) -> tuple[Point, ...]:
        """The card's corners clockwise on the screen, a long side first."""
        corners = self.points
        if _turns_left(corners):
            corners = tuple(reversed(corners))
        first, second, third, fourth = corners
        beside = distance(first, second) + distance(third, fourth)
        across = distance(second, third) + distance(fourth, first)
        return corners if beside >= across else (*corners[1:], first)

    @property
    def to_plane(self) -> PlaneMap:
        """The map from pixels to millimetres on the card's plane. Raises ``InputError``."""
        return from_rectangle(self.long_mm, self.short_mm, self.ordered).inverse

    def moved(self, number: int, to: Point) -> "Card":
        """The card with one of its corners elsewhere."""
        points = (*self.points[:number], to, *self.points[number + 1 :])
        return Card(points, self.long_mm, self.short_mm)

    def turned(self) -> "Card":
        """The same card beginning at the opposite corner: a card does not show which end is up."""
        ordered = self.ordered
        return Card((*ordered[2:], *ordered[:2]), self.long_mm, self.short_mm)


def is_cut(point: Point, width: float, height: float) -> bool:
    """Whether a point lies on the edge of a photo: the corner that it stands for may not be seen.

    ``width`` and ``height`` are the photo's, in pixels.
    """
    return (
        min(point.x, point.y) < EDGE_PIXELS
        or point.x > width - EDGE_PIXELS
        or point.y > height - EDGE_PIXELS
    )


def _turns_left(corners: tuple[Point, ...]) -> bool:
    first, second, _third, fourth = corners
    right, down = second.x - first.x, second.y - first.y
    return right * (fourth.y - first.y) - down * (fourth.x - first.x) < 0
