"""The picture under the hand: wheel, drag and double click, and what is painted."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint, QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.pointer import turn_wheel
from tests.ui.viewer.conftest import Shown, photograph
from workstation.ui.kit.theme import VIEWER
from workstation.ui.viewer import transform
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.levels import Adjustment, Levels
from workstation.ui.viewer.linking import follow_linked
from workstation.ui.viewer.transform import MAX_ZOOM, MIN_ZOOM, View

LEFT = Qt.MouseButton.LeftButton
SIZE, OTHER = QSizeF(800, 600), QSizeF(4000, 3000)
views = st.builds(
    View,
    zoom=st.floats(0.2, 4.0),
    centre=st.builds(QPointF, st.floats(0, 4000), st.floats(0, 3000)),
    quarters=st.integers(0, 3),
    mirrored=st.booleans(),
    fitted=st.just(False),
)


@pytest.fixture
def canvas(made: Shown) -> Canvas:
    return made.viewer.sides.active.canvas


def under(canvas: Canvas, at: QPoint) -> QPointF:
    return canvas.view.to_picture(QPointF(at), canvas.extent)


def test_the_wheel_zooms_at_the_cursor(canvas: Canvas):
    at = canvas.rect().center() + QPoint(120, 80)
    before, zoom = under(canvas, at), canvas.view.zoom
    turn_wheel(canvas, at, 5)
    assert canvas.view.zoom == pytest.approx(zoom * 1.25**5)
    assert (under(canvas, at) - before).manhattanLength() < 0.01


def test_a_drag_moves_the_picture_with_the_hand(canvas: Canvas):
    canvas.zoom_to(2.0)
    start = canvas.rect().center()
    held = under(canvas, start)
    QTest.mousePress(canvas, LEFT, pos=start)
    QTest.mouseMove(canvas, start + QPoint(40, 30))
    QTest.mouseMove(canvas, start + QPoint(90, -20))
    QTest.mouseRelease(canvas, LEFT, pos=start + QPoint(90, -20))
    assert (under(canvas, start + QPoint(90, -20)) - held).manhattanLength() < 0.01


def double_click(canvas: Canvas, at: QPoint) -> None:
    place, everywhere = QPointF(at), QPointF(canvas.mapToGlobal(at))
    none = Qt.KeyboardModifier.NoModifier
    kind = QEvent.Type.MouseButtonDblClick
    QApplication.sendEvent(canvas, QMouseEvent(kind, place, everywhere, LEFT, LEFT, none))


def test_a_double_click_goes_between_the_whole_and_single_pixels(canvas: Canvas):
    fitted = canvas.view.zoom
    double_click(canvas, canvas.rect().center())
    assert canvas.view.zoom == 1.0
    double_click(canvas, canvas.rect().center())
    assert canvas.view.zoom == fitted


def test_a_fitted_picture_stays_whole_when_the_window_changes(made: Shown, canvas: Canvas):
    made.viewer.window().resize(900, 700)
    QApplication.processEvents()
    seen = canvas.view.visible(canvas.extent, canvas.picture_size)
    assert seen.size() == canvas.picture_size


@pytest.mark.parametrize("zoom", [MIN_ZOOM, 0.3, 1.0, 3.0, MAX_ZOOM])
@pytest.mark.parametrize("adjustment", [Adjustment(), Adjustment(inverted=True)])
@pytest.mark.parametrize("quarters", [0, 1])
def test_what_is_painted_is_the_picture_where_its_view_says(
    canvas: Canvas, zoom: float, adjustment: Adjustment, quarters: int
):
    canvas.zoom_to(zoom)
    canvas.turn(quarters)
    canvas.adjust(adjustment)
    image = canvas.grab().toImage()
    away = min(300, round(60 / zoom))  # from where the four colours meet
    for x, y in itertools.product((800 - away, 800 + away), (600 - away, 600 + away)):
        place = canvas.view.matrix(canvas.extent).map(QPointF(x, y))
        expected = photograph().pixelColor(x, y)
        if adjustment.inverted:
            expected = QColor(255 - expected.red(), 255 - expected.green(), 255 - expected.blue())
        assert image.pixelColor(place.toPoint()) == expected


def test_the_ground_around_a_picture_is_never_adjusted(canvas: Canvas):
    canvas.zoom_to(0.25)
    canvas.adjust(Adjustment(brightness=80, inverted=True))
    image = canvas.grab().toImage()
    assert image.pixelColor(4, 4) == VIEWER.bg
    left = round(canvas.rect().center().x() - 0.25 * 800)
    assert image.pixelColor(left - 3, canvas.height() // 2) == VIEWER.bg


def test_no_picture_is_plain_ground(qapp: QApplication):  # noqa: ARG001
    empty = Canvas()
    empty.resize(50, 50)
    assert empty.grab().toImage().pixelColor(25, 25) == VIEWER.bg


def test_a_picture_of_one_pixel_is_shown(qapp: QApplication):  # noqa: ARG001
    tiny = Canvas()
    tiny.resize(51, 51)
    tiny.show_picture(Levels(photograph().copy(0, 0, 1, 1)))
    for adjustment in (Adjustment(), Adjustment(contrast=10)):
        tiny.adjust(adjustment)
        tiny.zoom_to(8.0)
        assert tiny.grab().toImage().pixelColor(25, 25) != VIEWER.bg


@given(views, st.floats(-200, 200), st.floats(-200, 200))
def test_going_along_and_back_ends_where_it_began(own: View, right: float, down: float):
    start = View(2.0, QPointF(2000, 1500), fitted=False)
    own = View(2.0, QPointF(2000, 1500), own.quarters, own.mirrored, fitted=False)
    there = transform.pan(start, QPointF(right, down), SIZE, OTHER)
    gone = follow_linked(start, there, own, SIZE, OTHER)
    moved = gone.matrix(SIZE).map(own.centre) - own.matrix(SIZE).map(own.centre)
    assert (moved - QPointF(right, down)).manhattanLength() < 0.01
    back = follow_linked(there, start, gone, SIZE, OTHER)
    assert (back.centre - own.centre).manhattanLength() < 0.01
