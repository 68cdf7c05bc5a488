"""Sizes do not depend on where, how large or which way up the matter lies in the picture."""

import contextlib
import math
from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workstation.domain.errors import InputError
from workstation.domain.geometry import Point, crosses_itself, distance, middle, polygon_area
from workstation.domain.measurement import (
    MeasurementSheet,
    Reference,
    Scale,
    Shape,
    ShapeKind,
    parse_millimetres,
    parse_sides,
    round_size,
)
from workstation.domain.plane_map import MIN_APART

places = st.builds(Point, st.floats(-4000, 4000), st.floats(-4000, 4000))
factors = st.floats(0.05, 20)
angles = st.floats(0, math.tau)
ORIGIN = Point(0, 0)


def turned(point: Point, angle: float, factor: float = 1.0) -> Point:
    cosine, sine = math.cos(angle) * factor, math.sin(angle) * factor
    return Point(point.x * cosine - point.y * sine, point.x * sine + point.y * cosine)


def regular(corners: int, radius: float, centre: Point = ORIGIN) -> tuple[Point, ...]:
    steps = (step * math.tau / corners for step in range(corners))
    return tuple(centre.moved(radius * math.cos(at), radius * math.sin(at)) for at in steps)


@given(places, places, angles)
def test_a_distance_is_the_same_whichever_way_up(one: Point, other: Point, angle: float):
    assert distance(turned(one, angle), turned(other, angle)) == pytest.approx(
        distance(one, other), abs=1e-6
    )


@given(st.integers(3, 40), st.floats(1, 2000), places)
def test_the_area_of_a_regular_polygon_is_the_one_of_the_books(
    corners: int, radius: float, centre: Point
):
    known = corners * radius**2 * math.sin(math.tau / corners) / 2
    assert polygon_area(regular(corners, radius, centre)) == pytest.approx(known, rel=1e-6)


@given(st.floats(1, 4000), st.floats(1, 3000), places)
def test_a_rectangle_is_width_times_height(width: float, height: float, corner: Point):
    around = (
        corner,
        corner.moved(width, 0),
        corner.moved(width, height),
        corner.moved(0, height),
    )
    assert polygon_area(around) == pytest.approx(width * height, rel=1e-6)


@given(st.lists(places, min_size=3, max_size=12), angles, st.integers(0, 11))
def test_an_area_is_the_same_turned_mirrored_and_from_any_corner(
    corners: list[Point], angle: float, start: int
):
    area = polygon_area(corners)
    other_way = [Point(-corner.x, corner.y) for corner in reversed(corners)]
    from_there = corners[start % len(corners) :] + corners[: start % len(corners)]
    for same in ([turned(corner, angle) for corner in corners], other_way, from_there):
        assert polygon_area(same) == pytest.approx(area, rel=1e-9, abs=1e-3)


@given(st.lists(places, min_size=3, max_size=12), factors)
def test_an_area_grows_with_the_square_of_the_scale(corners: list[Point], factor: float):
    larger = [turned(corner, 0, factor) for corner in corners]
    assert polygon_area(larger) == pytest.approx(
        polygon_area(corners) * factor**2, rel=1e-9, abs=1e-3
    )


@given(places, places, places, places, angles, factors, places)
def test_a_size_does_not_depend_on_distance_turn_or_place_of_the_camera(  # noqa: PLR0913, PLR0917
    a: Point, b: Point, c: Point, d: Point, angle: float, factor: float, shift: Point
):
    """The same coin and lesion, photographed nearer, farther, turned."""

    def photographed(point: Point) -> Point:
        return turned(point, angle, factor).moved(shift.x, shift.y)

    assume(distance(a, b) * min(factor, 1.0) > MIN_APART + 1)
    length, area = Shape(ShapeKind.LENGTH, (c, d)), Shape(ShapeKind.AREA, (a, c, d))
    near = MeasurementSheet(Scale(a, b, 85.6))
    far = MeasurementSheet(Scale(photographed(a), photographed(b), 85.6))
    for shape in (length, area):
        moved = Shape(shape.kind, tuple(photographed(point) for point in shape.points))
        if not shape.tangled and not moved.tangled:
            assert far.size_of(moved) == pytest.approx(near.size_of(shape), rel=1e-6, abs=1e-2)


def test_a_card_gives_the_scale():
    sheet = MeasurementSheet(Scale(Point(100, 100), Point(956, 100), 85.6, Reference.BANK_CARD))
    assert sheet.size_of(Shape(ShapeKind.LENGTH, (Point(0, 0), Point(0, 120)))) == pytest.approx(12)
    square = Shape(ShapeKind.AREA, regular(4, 100))
    assert sheet.size_of(square) == pytest.approx(200)


def test_without_a_usable_scale_nothing_has_a_size():
    line = Shape(ShapeKind.LENGTH, (Point(0, 0), Point(0, 120)))
    assert MeasurementSheet().size_of(line) is None
    near = Scale(Point(0, 0), Point(MIN_APART - 0.1, 0), 10)
    assert MeasurementSheet(near).size_of(line) is None
    assert MeasurementSheet(Scale(Point(0, 0), Point(MIN_APART, 0), 10)).size_of(line) is not None


def test_an_outline_that_crosses_itself_has_no_area():
    bow = (Point(0, 0), Point(100, 100), Point(100, 0), Point(0, 100))
    assert crosses_itself(bow)
    assert (
        MeasurementSheet(Scale(Point(0, 0), Point(100, 0), 10)).size_of(Shape(ShapeKind.AREA, bow))
        is None
    )


@given(st.integers(3, 30), st.floats(1, 2000), places)
def test_a_convex_outline_does_not_cross_itself(corners: int, radius: float, centre: Point):
    assert not crosses_itself(regular(corners, radius, centre))


few = st.builds(Point, st.integers(0, 6), st.integers(0, 6))


@given(st.lists(few, min_size=3, max_size=9))
def test_an_outline_crosses_itself_where_any_two_sides_do(corners: list[Point]):
    """Looked for side by side, which takes too long for a fine outline while it is dragged."""
    count = len(corners)
    sides = [(place, corners[place], corners[(place + 1) % count]) for place in range(count)]
    known = any(
        meet(start, end, other_start, other_end)
        for (one, start, end), (other, other_start, other_end) in combinations(sides, 2)
        if other - one not in {1, count - 1}
    )
    assert crosses_itself(corners) is known


def meet(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether two segments on a grid share a point, exactly."""
    apart = max(a.x, b.x) < min(c.x, d.x) or max(c.x, d.x) < min(a.x, b.x)
    apart = apart or max(a.y, b.y) < min(c.y, d.y) or max(c.y, d.y) < min(a.y, b.y)
    return not apart and (side(a, b, c) * side(a, b, d) <= 0 and side(c, d, a) * side(c, d, b) <= 0)


def side(a: Point, b: Point, c: Point) -> float:
    return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)


def test_an_outline_that_runs_back_over_itself_crosses_itself():
    assert crosses_itself((Point(0, 0), Point(100, 0), Point(50, 50), Point(50, -50)))
    assert crosses_itself((Point(0, 0), Point(100, 0), Point(100, 50), Point(40, 0), Point(0, 50)))


@given(st.lists(places, min_size=1, max_size=9))
def test_the_middle_lies_inside_the_box(points: list[Point]):
    result = middle(points)
    assert min(p.x for p in points) - 1e-6 <= result.x <= max(p.x for p in points) + 1e-6
    assert min(p.y for p in points) - 1e-6 <= result.y <= max(p.y for p in points) + 1e-6


@pytest.mark.parametrize(
    ("typed", "length"),
    [("10", 10), (" 12.5 mm", 12.5), ("１０", 10), ("12,5", 12.5), ("30毫米", 30), ("0.5", 0.5)],
)
def test_a_typed_length_is_understood(typed: str, length: float):
    assert parse_millimetres(typed) == length


@pytest.mark.parametrize("typed", ["", "  ", "mm", "ten", "0.4", "2001", "-5", "nan", "inf", "1e9"])
def test_what_is_no_length_is_refused(typed: str):
    with pytest.raises(InputError):
        parse_millimetres(typed)


@given(st.text(max_size=12))
def test_any_other_text_is_a_length_in_bounds_or_refused(typed: str):
    with contextlib.suppress(InputError):
        assert 0.5 <= parse_millimetres(typed) <= 2000


@pytest.mark.parametrize("typed", ["", "  ", "mm", "毫米"])
def test_nothing_typed_is_no_wrong_length(typed: str):
    with pytest.raises(InputError) as refused:
        parse_millimetres(typed)
    assert refused.value.reason == "empty"


def test_two_sides_are_typed_in_any_order_and_no_other_number_of_them():
    assert parse_sides("54 x 85.6") == (85.6, 54.0)
    for typed in ("54", "54 x 85.6 x 3"):
        with pytest.raises(InputError) as refused:
            parse_sides(typed)
        assert refused.value.reason == "malformed"


@pytest.mark.parametrize(
    ("size", "text"),
    [(0.04, "0.0"), (0.84, "0.8"), (9.94, "9.9"), (9.96, "10"), (12.4, "12"), (1234, "1230")],
)
def test_a_size_claims_no_more_digits_than_it_has(size: float, text: str):
    assert round_size(size) == text


def test_the_known_things_have_their_published_sizes():
    known = {reference.word: reference.millimetres for reference in Reference}
    assert known == {
        "ruler": None,
        "bank_card": 85.60,
        "yuan_2019": 22.25,
        "yuan_1999": 25.0,
        "five_jiao": 20.5,
        "one_jiao": 19.0,
        "card": 85.60,
        "rectangle": None,
    }
    assert (Reference.CARD.across, Reference.BANK_CARD.across) == (53.98, 0)
