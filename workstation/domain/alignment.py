"""Two photos of one thing, taken on two days: how one lies over the other, and what has grown.

What is marked in both decides. Two landmarks turn, scale and move one photo onto the other. A card
in both is seen squarely first, so that a tilted camera does no harm; landmarks then say where on
the skin, since nobody lays a card on the same place twice. Everything is approximate, and holds
only near the plane in which landmarks and card lie. Nothing here judges what is seen.
"""

from collections.abc import Sequence

from workstation.domain.card import Card
from workstation.domain.errors import InputError
from workstation.domain.geometry import Point
from workstation.domain.measurement import MeasurementSheet, ShapeKind
from workstation.domain.plane_map import PlaneMap, check_apart, similarity
from workstation.domain.value import Value

LANDMARKS = 2


def align(before: MeasurementSheet, after: MeasurementSheet) -> PlaneMap | None:
    """The map from the pixels of photo ``after`` to those of ``before``; None with too little set.

    Raises ``InputError`` of the field ``points`` for points that say nothing: ``too_near``,
    ``on_one_line``, or ``too_tilted`` where a landmark lies beyond the card's horizon.
    """
    cards = before.card, after.card
    if len(before.landmarks) == len(after.landmarks) == LANDMARKS:
        check_apart(before.landmarks)
        check_apart(after.landmarks)
        if cards[0] is None or cards[1] is None:
            return similarity(after.landmarks, before.landmarks)
        return _by_cards_and_landmarks(cards[0], cards[1], before, after)
    if cards[0] is None or cards[1] is None:
        return None
    return _by_cards(cards[0], cards[1])


def fits_on(align_map: PlaneMap, width: float, height: float) -> bool:
    """Whether all of a photo of that size lies before the other's camera: it can be laid over."""
    corners = (Point(0, 0), Point(width, 0), Point(width, height), Point(0, height))
    try:
        for corner in corners:
            align_map.to(corner)
    except InputError:
        return False
    return True


def _by_cards_and_landmarks(
    card: Card, other: Card, before: MeasurementSheet, after: MeasurementSheet
) -> PlaneMap:
    plane, other_plane = card.to_plane, other.to_plane
    move = similarity(
        [other_plane.to(point) for point in after.landmarks],
        [plane.to(point) for point in before.landmarks],
    )
    return other_plane.then(move).then(plane.inverse)


def _by_cards(card: Card, other: Card) -> PlaneMap:
    """The map by one card in both: of two ways the one by which the photo is turned less."""
    along, other_along = (_direction(each.ordered) for each in (card, other))
    if along.x * other_along.x + along.y * other_along.y < 0:
        other = other.turned()
    return other.to_plane.then(card.to_plane.inverse)


def _direction(corners: Sequence[Point]) -> Point:
    start, end = corners[:2]
    return Point(end.x - start.x, end.y - start.y)


class SizeChange(Value):
    """What was measured last in each of two photos: millimetres, or square millimetres.

    ``upright`` says that both were corrected for the camera's tilt by a card.
    """

    kind: ShapeKind
    before: float
    after: float
    upright: bool

    @property
    def percent(self) -> float:
        """How much more there is than before; below zero it is less."""
        return 100 * (self.after - self.before) / self.before


def size_changes(before: MeasurementSheet, after: MeasurementSheet) -> tuple[SizeChange, ...]:
    """The changes of size: of each kind the last that has a size in both photos."""
    upright = before.card is not None and after.card is not None
    pairs = ((kind, _last_size(before, kind), _last_size(after, kind)) for kind in ShapeKind)
    return tuple(
        SizeChange(kind, size, later, upright) for kind, size, later in pairs if size and later
    )


def _last_size(sheet: MeasurementSheet, kind: ShapeKind) -> float | None:
    shapes = [shape for shape in sheet.shapes if shape.kind is kind]
    return sheet.size_of(shapes[-1]) if shapes else None
