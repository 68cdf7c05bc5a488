"""Measuring in a photograph: a thing of known size gives the scale, points give the rest.

Points are in the upright picture's own pixels, so zoom and turn on the screen do not matter. Every
result is approximate: the scale holds only in the plane of the thing that gave it, seen squarely.
"""

import enum
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from workstation.domain.card import Card
from workstation.domain.errors import InputError
from workstation.domain.geometry import Point, crosses_itself, distance, polygon_area
from workstation.domain.plane_map import MIN_APART
from workstation.domain.value import Value

MIN_REFERENCE_MM, MAX_REFERENCE_MM = 0.5, 2_000.0
ENDS, CORNERS = 2, 4
MAX_SHAPES, MAX_CORNERS = 100, 200


class Reference(enum.Enum):
    """What of known size lies beside the matter; its length in mm, None where it is typed.

    The bank card is ISO/IEC 7810 ID-1, along its long side or by its four corners; the coins are
    those of the fifth series of the renminbi, across. What is marked by its corners corrects the
    camera's tilt, and ``across`` is its other side.
    """

    RULER = ("ruler", None)
    BANK_CARD = ("bank_card", 85.60)
    YUAN_2019 = ("yuan_2019", 22.25)
    YUAN_1999 = ("yuan_1999", 25.0)
    FIVE_JIAO = ("five_jiao", 20.5)
    ONE_JIAO = ("one_jiao", 19.0)
    CARD = ("card", 85.60, 53.98)
    RECTANGLE = ("rectangle", None, 53.98)

    def __init__(self, word: str, millimetres: float | None, across: float = 0.0) -> None:
        self.word = word
        self.millimetres = millimetres
        self.across = across


class Scale(Value):
    """Two points of the picture, and how many millimetres lie between them."""

    start: Point
    end: Point
    millimetres: float
    reference: Reference = Reference.RULER

    @property
    def points(self) -> tuple[Point, Point]:
        """Both ends of the scale."""
        return self.start, self.end

    def moved(self, number: int, to: Point) -> "Scale":
        """A copy with one of the ends elsewhere."""
        return replace(self, end=to) if number else replace(self, start=to)

    @property
    def usable(self) -> bool:
        """Whether the points are far enough apart."""
        return distance(self.start, self.end) >= MIN_APART

    @property
    def mm_per_pixel(self) -> float:
        """Millimetres that one pixel shows; only of a usable scale."""
        return self.millimetres / distance(self.start, self.end)


@lru_cache(maxsize=256)
def _crosses_itself(corners: tuple[Point, ...]) -> bool:
    """Whether an outline crosses itself, cached: each painting of the shape asks."""
    return crosses_itself(corners)


class ShapeKind(enum.Enum):
    """What is measured."""

    LENGTH = "length"
    AREA = "area"


class Shape(Value):
    """Two ends of a length, or the corners of an area's outline in order."""

    kind: ShapeKind
    points: tuple[Point, ...]

    @property
    def complete(self) -> bool:
        """Whether there are enough points."""
        return len(self.points) >= (2 if self.kind is ShapeKind.LENGTH else 3)

    @property
    def tangled(self) -> bool:
        """Whether the outline crosses itself, and so has no area."""
        return self.kind is ShapeKind.AREA and _crosses_itself(self.points)


class MeasurementSheet(Value):
    """Everything measured in one picture, and the landmarks by which another is laid over it.

    A length or the four corners of a card give the scale; the card corrects the tilt as well.
    """

    scale: Scale | Card | None = None
    shapes: tuple[Shape, ...] = ()
    landmarks: tuple[Point, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.scale is not None or bool(self.shapes) or bool(self.landmarks)

    @property
    def card(self) -> Card | None:
        """The card that gives the scale, if it is one."""
        return self.scale if isinstance(self.scale, Card) else None

    def size_of(self, shape: Shape) -> float | None:
        """The size of a shape, in millimetres or square millimetres.

        None without a scale, for a tangled outline, and for what lies beyond a card's horizon.
        """
        if self.scale is None or not self.scale.usable or not shape.complete or shape.tangled:
            return None
        if isinstance(self.scale, Card):
            return _size_on_card(self.scale, shape)
        unit = self.scale.mm_per_pixel
        return _size(shape.kind, shape.points, unit)


def _size_on_card(card: Card, shape: Shape) -> float | None:
    """The size of a shape on a card's plane, by its corners: straight lines stay straight."""
    plane = card.to_plane
    try:
        return _size(shape.kind, [plane.to(point) for point in shape.points])
    except InputError:
        return None


def _size(kind: ShapeKind, points: Sequence[Point], unit: float = 1.0) -> float:
    if kind is ShapeKind.LENGTH:
        return distance(points[0], points[1]) * unit
    return polygon_area(points) * unit**2


def parse_millimetres(text: str) -> float:
    """A length as a doctor types it, full width digits and commas included.

    Raises ``InputError`` for anything but a number from 0.5 to 2000.
    """
    plain = unicodedata.normalize("NFKC", text).strip().replace(",", ".").replace("。", ".")
    plain = plain.lower().removesuffix("mm").removesuffix("毫米").strip()
    if not plain:
        raise InputError("millimetres", "empty")
    try:
        length = float(plain)
    except ValueError:
        length = math.nan
    # What is not a number is not between them either.
    if not MIN_REFERENCE_MM <= length <= MAX_REFERENCE_MM:
        raise InputError("millimetres", "malformed")
    return length


def parse_sides(text: str) -> tuple[float, float]:
    """Both sides of a rectangle as a doctor types them, the longer one first: ``54 x 85.6``.

    Raises ``InputError`` as ``parse_millimetres`` does, also unless there are two.
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("×", "x").replace("*", "x")
    sides = sorted((parse_millimetres(side) for side in plain.split("x")), reverse=True)
    if len(sides) != ENDS:
        raise InputError("millimetres", "malformed")
    return sides[0], sides[1]


def round_size(size: float) -> str:
    """A size with no more digits than clicks are worth: ``0.8``, ``12``, ``1230``."""
    if size < 9.95:  # noqa: PLR2004 - what rounds to two digits before the point
        return f"{size:.1f}"
    digits = 2 - math.floor(math.log10(size))
    return f"{round(size, min(digits, 0)):.0f}"
