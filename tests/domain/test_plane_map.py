"""Maps of planes: found again from where they take points, refused where none is determined."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from workstation.domain.errors import InputError
from workstation.domain.geometry import Point, distance
from workstation.domain.plane_map import (
    PlaneMap,
    check_apart,
    check_corners,
    from_rectangle,
    similarity,
)

places = st.builds(Point, st.floats(-4000, 4000), st.floats(-4000, 4000))
nudges = st.builds(Point, st.floats(-90, 90), st.floats(-60, 60))
RECTANGLE = (Point(0, 0), Point(856, 0), Point(856, 540), Point(0, 540))
quadrangles = st.tuples(nudges, nudges, nudges, nudges).map(
    lambda moves: tuple(
        corner.moved(move.x + 500, move.y + 700)
        for corner, move in zip(RECTANGLE, moves, strict=True)
    )
)


def near(point: Point, expected: Point, within: float = 1e-5) -> bool:
    return distance(point, expected) <= within


@settings(max_examples=40)
@given(st.tuples(places, places, places), st.floats(0, math.tau), st.floats(0.05, 20), places)
def test_two_points_find_turn_scale_and_place_again(points, angle, factor, move):
    a, b, other = points
    assume(distance(a, b) > 1)
    cosine, sine = math.cos(angle) * factor, math.sin(angle) * factor
    true = PlaneMap((cosine, -sine, move.x, sine, cosine, move.y, 0.0, 0.0, 1.0))
    measured = similarity((a, b), (true.to(a), true.to(b)))
    assert near(measured.to(other), true.to(other), within=1e-6 * factor * 1e5)


@settings(max_examples=40)
@given(quadrangles, st.floats(0, 85.6), st.floats(0, 53.98))
def test_four_corners_find_a_camera_again(corners, x, y):
    measured = from_rectangle(85.6, 53.98, corners)
    for corner, (right, down) in zip(
        corners, ((0, 0), (85.6, 0), (85.6, 53.98), (0, 53.98)), strict=True
    ):
        assert near(measured.to(Point(right, down)), corner)
    assert near(measured.then(measured.inverse).to(Point(x, y)), Point(x, y))
    assert near(measured.inverse.to(measured.to(Point(x, y))), Point(x, y))


@settings(max_examples=40)
@given(quadrangles, quadrangles, places)
def test_one_map_after_another_is_one_map(corners, others, place):
    first, second = (from_rectangle(856, 540, each) for each in (corners, others))
    point = Point(abs(place.x) / 5, abs(place.y) / 8)
    assert near(first.then(second.inverse).to(point), second.inverse.to(first.to(point)))


def test_equal_points_determine_nothing():
    with pytest.raises(InputError, match="too_near"):
        similarity((Point(1, 1), Point(1, 1)), (Point(0, 0), Point(9, 9)))
    with pytest.raises(InputError, match="too_near"):
        check_apart((Point(0, 0), Point(5, 5)))
    check_apart((Point(0, 0), Point(8, 0)))


@pytest.mark.parametrize(
    ("corners", "reason"),
    [
        (((0, 0), (100, 0), (200, 0), (300, 0)), "on_one_line"),
        (((0, 0), (100, 0), (200, 0), (100, 80)), "on_one_line"),
        (((0, 0), (100, 60), (100, 0), (0, 60)), "on_one_line"),
        (((0, 0), (100, 0), (30, 20), (0, 60)), "on_one_line"),
        (((0, 0), (100, 0), (100, 4), (0, 4)), "too_near"),
        (((0, 0), (100, 0), (100, 60), (0, 0)), "too_near"),
    ],
    ids=["a line", "a triangle", "crossed", "dented", "flat", "two equal"],
)
def test_corners_that_are_none_of_a_card_are_refused(corners, reason):
    points = [Point(*corner) for corner in corners]
    with pytest.raises(InputError, match=reason):
        check_corners(points)
    with pytest.raises(InputError, match=reason):
        from_rectangle(85.6, 53.98, points)


def test_a_photo_of_one_pixel_has_no_points_that_are_apart():
    with pytest.raises(InputError, match="too_near"):
        check_apart((Point(0, 0), Point(1, 1)))


def test_what_lies_behind_the_camera_is_nowhere():
    tilted = from_rectangle(100, 100, (Point(40, 0), Point(60, 0), Point(100, 80), Point(0, 80)))
    with pytest.raises(InputError, match="too_tilted"):
        tilted.inverse.to(Point(50, -4000))
