"""The picture stays under the hand: zoom, drag and turn as arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QSizeF

from workstation.ui.viewer import transform
from workstation.ui.viewer.transform import MAX_ZOOM, MIN_ZOOM, View

CANVAS = QSizeF(800, 600)
PICTURE = QSizeF(4000, 3000)
points = st.builds(QPointF, st.floats(0, 800), st.floats(0, 600))
quarters = st.integers(0, 3)


def near(one: QPointF, other: QPointF) -> bool:
    return (one - other).manhattanLength() < 0.01


def test_a_large_picture_is_fitted_whole_and_a_small_one_is_not_blown_up():
    assert transform.fit(View(), PICTURE, CANVAS).zoom == pytest.approx(0.2)
    assert transform.fit(View(), QSizeF(100, 80), CANVAS).zoom == 1.0


@given(quarters)
def test_a_fitted_picture_is_seen_whole_however_it_is_turned(turns: int):
    view = transform.turn(transform.fit(View(), PICTURE, CANVAS), turns, CANVAS, PICTURE)
    seen = view.visible(CANVAS, PICTURE)
    assert seen.width() == pytest.approx(PICTURE.width())
    assert seen.height() == pytest.approx(PICTURE.height())


@given(points, quarters, st.booleans(), st.floats(1.05, 4.0))
def test_the_point_under_the_cursor_stays_while_the_picture_fills_the_canvas(
    point: QPointF, turns: int, flipped: bool, factor: float
):
    start = View(
        zoom=0.5, centre=QPointF(2000, 1500), quarters=turns, mirrored=flipped, fitted=False
    )
    anchor = start.to_picture(point, CANVAS)
    zoomed = transform.zoom_at(start, factor, point, CANVAS, PICTURE)
    assert near(zoomed.to_picture(point, CANVAS), anchor)


@given(st.floats(0.0001, 10_000), points)
def test_zoom_stays_within_its_bounds(factor: float, point: QPointF):
    view = transform.zoom_at(View(), factor, point, CANVAS, PICTURE)
    assert MIN_ZOOM <= view.zoom <= MAX_ZOOM


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), quarters, st.floats(MIN_ZOOM, MAX_ZOOM))
def test_a_picture_cannot_be_dragged_out_of_sight(x: float, y: float, turns: int, zoom: float):
    view = View(zoom=zoom, centre=QPointF(2000, 1500), quarters=turns, fitted=False)
    view = transform.pan(view, QPointF(x, y), CANVAS, PICTURE)
    seen = view.visible(CANVAS, PICTURE)
    assert not seen.isEmpty()


@given(points, quarters, st.booleans())
def test_mirroring_swaps_left_and_right_on_the_screen(point: QPointF, turns: int, flipped: bool):
    view = View(0.2, QPointF(2000, 1500), turns, flipped, fitted=False)
    across = QPointF(CANVAS.width() - point.x(), point.y())
    mirrored = transform.mirror(view)
    assert near(mirrored.to_picture(across, CANVAS), view.to_picture(point, CANVAS))
