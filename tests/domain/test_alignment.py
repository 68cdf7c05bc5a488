"""One photo over another by what is marked in both, and what has grown between them."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workstation.domain.alignment import align, fits_on, size_changes
from workstation.domain.card import Card, is_cut
from workstation.domain.errors import InputError
from workstation.domain.geometry import Point, distance
from workstation.domain.measurement import MeasurementSheet, Scale, Shape, ShapeKind
from workstation.domain.plane_map import PlaneMap

LONG, SHORT = 85.6, 53.98
CARD = (Point(0, 0), Point(LONG, 0), Point(LONG, SHORT), Point(0, SHORT))
MOLES = (Point(20, 90), Point(120, 130))
tilts = st.floats(-25, 25)
turns = st.floats(0, 360)


def camera(tilt: float = 0.0, turn: float = 0.0, pixels: float = 6.0) -> PlaneMap:
    """From millimetres on the skin to a photo taken 300 mm above it, tilted and turned."""
    a, b = math.radians(tilt), math.radians(turn)
    away = 300.0
    unit, depth = pixels, math.sin(a) / away
    turned = PlaneMap(
        (math.cos(b), -math.sin(b), 0.0, math.sin(b), math.cos(b), 0.0, 0.0, 0.0, 1.0)
    )
    tilted = PlaneMap((unit, 0.0, 0.0, 0.0, unit * math.cos(a), 0.0, 0.0, depth, 1.0))
    moved = PlaneMap((1.0, 0.0, 900.0, 0.0, 1.0, 900.0, 0.0, 0.0, 1.0))
    return turned.then(tilted).then(moved)


def seen(through: PlaneMap, points) -> tuple[Point, ...]:
    return tuple(through.to(point) for point in points)


def card(through: PlaneMap, corners=CARD) -> Card:
    return Card(seen(through, corners), LONG, SHORT)


def test_too_little_marked_is_no_alignment():
    one = MeasurementSheet(landmarks=(Point(0, 0),))
    two = MeasurementSheet(landmarks=(Point(0, 0), Point(50, 50)))
    assert align(one, two) is None
    assert align(two, MeasurementSheet()) is None
    assert align(MeasurementSheet(card(camera())), MeasurementSheet()) is None


@settings(max_examples=30)
@given(turns, st.floats(2, 12))
def test_two_landmarks_lay_a_photo_over_another(turn, pixels):
    older, newer = camera(), camera(turn=turn, pixels=pixels)
    placed = align(
        MeasurementSheet(landmarks=seen(older, MOLES)),
        MeasurementSheet(landmarks=seen(newer, MOLES)),
    )
    for place in (Point(60, 20), Point(0, 0), Point(-30, 80)):
        assert distance(placed.to(newer.to(place)), older.to(place)) < 1e-6


@settings(max_examples=30)
@given(tilts, turns, tilts, st.floats(-80, 80))
def test_a_card_and_landmarks_lay_tilted_photos_over_each_other(tilt, turn, other_tilt, beside):
    """The card lies elsewhere on the second day, the moles do not."""
    older, newer = camera(tilt), camera(other_tilt, turn)
    placed = align(
        MeasurementSheet(card(older), landmarks=seen(older, MOLES)),
        MeasurementSheet(
            card(newer, [corner.moved(beside, beside / 2) for corner in CARD]),
            landmarks=seen(newer, MOLES),
        ),
    )
    for place in (Point(60, 20), Point(0, 0), Point(40, 80)):
        assert distance(placed.to(newer.to(place)), older.to(place)) < 1e-3


@settings(max_examples=30)
@given(tilts, st.floats(-80, 80), st.integers(0, 3), st.booleans())
def test_a_card_alone_is_enough_wherever_its_corners_begin(tilt, turn, start, backwards):
    older, newer = camera(), camera(tilt, turn)
    corners = [*CARD[start:], *CARD[:start]]
    other = card(newer, corners[::-1] if backwards else corners)
    placed = align(MeasurementSheet(card(older)), MeasurementSheet(other))
    for place in (Point(60, 20), Point(0, 0), Point(40, 80)):
        assert distance(placed.to(newer.to(place)), older.to(place)) < 1e-3


@settings(max_examples=30)
@given(tilts, turns)
def test_a_card_measures_what_is_seen_at_a_slant(tilt, turn):
    through = camera(tilt, turn)
    lesion = [Point(30 + 9 * math.cos(a), 70 + 6 * math.sin(a)) for a in range(6)]
    sheet = MeasurementSheet(card(through))
    square = Shape(
        ShapeKind.AREA, seen(through, [Point(0, 60), Point(20, 60), Point(20, 80), Point(0, 80)])
    )
    assert sheet.size_of(square) == pytest.approx(400)
    length = Shape(ShapeKind.LENGTH, seen(through, (lesion[0], lesion[3])))
    assert sheet.size_of(length) == pytest.approx(distance(lesion[0], lesion[3]))


def test_landmarks_in_one_place_are_refused():
    good = MeasurementSheet(landmarks=(Point(0, 0), Point(50, 50)))
    with pytest.raises(InputError, match="too_near"):
        align(good, MeasurementSheet(landmarks=(Point(3, 3), Point(3, 3))))


def test_a_card_on_one_line_is_refused_and_measures_nothing():
    flat = Card(tuple(Point(100.0 * step, 0) for step in range(4)), LONG, SHORT)
    assert not flat.usable
    line = Shape(ShapeKind.LENGTH, (Point(0, 0), Point(50, 50)))
    assert MeasurementSheet(flat).size_of(line) is None
    with pytest.raises(InputError, match="on_one_line"):
        align(MeasurementSheet(flat), MeasurementSheet(card(camera())))


def test_what_lies_beyond_the_horizon_of_a_card_has_no_size():
    steep = Card((Point(40, 0), Point(60, 0), Point(100, 80), Point(0, 80)), 60, 50)
    far = Shape(ShapeKind.LENGTH, (Point(50, 10), Point(50, -4000)))
    assert MeasurementSheet(steep).size_of(far) is None
    assert not fits_on(steep.to_plane, 100, 100) or fits_on(steep.to_plane, 10, 10)
    assert not fits_on(PlaneMap((1, 0, 0, 0, 1, 0, 0, -0.01, 1)), 100, 200)


@pytest.mark.parametrize(
    ("corner", "cut"),
    [((0, 50), True), ((50, 0.5), True), ((100, 50), True), ((50, 79.5), True), ((50, 50), False)],
)
def test_a_corner_on_the_edge_may_be_cut_off(corner, cut):
    assert is_cut(Point(*corner), 100, 80) is cut


def test_changes_are_of_the_last_of_each_kind_measured_in_both():
    def sheet(scale, *lengths):
        shapes = (
            Shape(ShapeKind.LENGTH, (Point(100, 100), Point(100 + length, 100)))
            for length in lengths
        )
        return MeasurementSheet(scale, tuple(shapes))

    ruler = Scale(Point(0, 0), Point(100, 0), 100)
    (change,) = size_changes(sheet(ruler, 5, 10), sheet(ruler, 15))
    assert (change.before, change.after, change.upright) == (10, 15, False)
    assert change.percent == pytest.approx(50)
    assert size_changes(sheet(ruler, 5), sheet(None, 5)) == ()
    upright = card(camera(), [corner.moved(-20, -20) for corner in CARD])
    (change,) = size_changes(sheet(upright, 60), sheet(upright, 54))
    assert (change.before, change.after) == (pytest.approx(10), pytest.approx(9))
    assert change.upright
