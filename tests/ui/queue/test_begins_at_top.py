"""What the doctor filters or looks for begins at the top, wherever the pointer lies meanwhile."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

FIRST, POINTED = 1, 3


@pytest.fixture
def long_queue(queue):
    """More rows than have room, with photos in all of them."""
    queue.take(
        listed=tuple(queue.waits(number, 50 - number, images=("u",)) for number in range(1, 30))
    )
    QApplication.processEvents()
    return queue


def is_first_in_sight(queue) -> bool:
    QApplication.processEvents()
    return queue.pane.list.verticalScrollBar().value() == 0


def test_a_filter_pushes_no_row_out_of_sight_under_the_pointer(long_queue):
    """Its bar comes above the list, below a menu whose lines lay over the rows."""
    long_queue.point_at(POINTED)
    long_queue.wiring.toggle_filter("pictures")
    assert long_queue.pane.filters.isVisible()
    assert is_first_in_sight(long_queue)


@pytest.mark.parametrize("way", ["filter", "search"])
def test_other_rows_begin_at_the_top_of_a_list_that_was_scrolled(long_queue, way):
    bar = long_queue.pane.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    if way == "filter":
        long_queue.wiring.toggle_filter("pictures")
    else:
        QTest.keyClicks(long_queue.pane.search.edit, "2")
    assert is_first_in_sight(long_queue)


@pytest.mark.parametrize("pointed", [True, False])
def test_a_click_that_takes_the_filters_away_rings_no_list(long_queue, qtbot, pointed):
    """Qt gave the keyboard on as if by Tab."""
    pane = long_queue.pane
    qtbot.waitUntil(pane.window().isActiveWindow)
    long_queue.wiring.toggle_filter("pictures")
    QApplication.processEvents()
    pane.filters.clear.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, pointed)
    QTest.mouseClick(pane.filters.clear, Qt.MouseButton.LeftButton)
    assert not pane.filters.isVisible()
    assert pane.list.hasFocus()
    assert not pane.list.is_ringed
