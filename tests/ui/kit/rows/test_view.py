"""A long list stays exact and quick, and a screen reader still finds a list."""

from unittest.mock import Mock

import pytest
from PySide6.QtCore import QModelIndex, QPoint, QSize, QStringListModel, Qt, QTimer
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QStyledItemDelegate

from workstation.ui.kit.rows import RowsView
from workstation.ui.kit.rows.view import SCROLL_STEP

QT_SCROLLS_AFTER_MS = 101
"""A tenth of a second after the time in which a double click is one."""


class Striped(QStyledItemDelegate):
    """Even rows are 20 high, odd ones 50; remembers what it painted."""

    def __init__(self):
        super().__init__()
        self.painted = []

    def sizeHint(self, _option, index):
        return QSize(10, 50 if index.row() % 2 else 20)

    def paint(self, _painter, option, index):
        self.painted.append((index.row(), option.rect.top(), option.rect.height()))


@pytest.fixture
def striped():
    return Striped()


@pytest.fixture
def view(qtbot, striped):
    view = RowsView()
    qtbot.addWidget(view)
    view.setItemDelegate(striped)
    view.resize(300, 400)
    return view


def fill(view: RowsView, rows: int) -> QStringListModel:
    model = QStringListModel([f"row {row}" for row in range(rows)], view)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, view)
    view.setModel(model)
    view.show()
    view.grab()
    return model


def test_only_rows_in_sight_are_painted_and_they_lie_under_each_other(view, striped):
    fill(view, 10_000)
    striped.painted.clear()
    view.grab()
    rows = sorted(set(striped.painted))
    assert rows[0] == (0, 0, 20)
    assert rows[1] == (1, 20, 50)
    assert 10 <= len(rows) <= 13


@pytest.mark.parametrize("by", [300, 7, -120])
def test_scrolling_paints_all_that_is_in_sight_now(qtbot, view, striped, by):
    fill(view, 1000)
    bar = view.verticalScrollBar()
    bar.setValue(700)
    qtbot.waitUntil(lambda: (20, 0, 20) in striped.painted)
    striped.painted.clear()
    bar.setValue(700 + by)
    qtbot.waitUntil(lambda: bool(striped.painted))
    items = [index for index in range(1000) if in_sight(view, index)]
    assert [row for row, _top, _height in striped.painted] == items


def in_sight(view: RowsView, row: int) -> bool:
    return view.visualRect(view.model().index(row, 0)).intersects(view.viewport().rect())


def test_a_point_and_a_row_answer_each_other(view):
    model = fill(view, 1000)
    view.verticalScrollBar().setValue(1234)
    for y in range(0, 400, 7):
        index = view.indexAt(QPoint(5, y))
        assert view.visualRect(index).contains(QPoint(5, y))
    assert not view.visualRect(model.index(0, 0)).intersects(view.viewport().rect())


def test_rows_that_come_and_go_keep_the_sums_true(view):
    model = fill(view, 100)
    model.insertRows(50, 10)
    model.removeRows(0, 30)
    assert len(view.heights) == 80
    bar = view.verticalScrollBar()
    assert bar.maximum() == view.heights.total - view.viewport().height()


def test_below_the_last_row_there_is_none(view):
    fill(view, 2)
    assert not view.indexAt(QPoint(5, 71)).isValid()


@pytest.mark.parametrize(
    ("key", "row"),
    [(Qt.Key.Key_Down, 1), (Qt.Key.Key_End, 999), (Qt.Key.Key_PageDown, 11)],
)
def test_keys_move_and_bring_the_row_into_sight(view, key, row):
    model = fill(view, 1000)
    view.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(view, key)
    assert view.currentIndex().row() == row
    rect = view.visualRect(view.currentIndex())
    assert view.viewport().rect().contains(rect)


class WithHeader(QStringListModel):
    """One row is a heading."""

    def __init__(self, rows: list[str], parent: RowsView) -> None:
        super().__init__(rows, parent)
        self.header = rows.index("header")

    def flags(self, index: QModelIndex):
        plain = super().flags(index)
        return Qt.ItemFlag.ItemNeverHasChildren if index.row() == self.header else plain


def test_a_page_up_leads_to_the_first_row_below_a_header(view):
    model = WithHeader(["header", "a", "b", "c"], view)
    view.setModel(model)
    view.setCurrentIndex(model.index(3, 0))
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert view.currentIndex().row() == 1


def test_pages_lead_through_a_row_that_is_higher_than_the_view(view):
    model = fill(view, 3)
    view.heights.set(1, 1000)
    view.updateGeometries()
    view.setCurrentIndex(model.index(0, 0))
    stops = [(view.currentIndex().row(), view.verticalOffset())]
    for key in (Qt.Key.Key_PageDown,) * 5 + (Qt.Key.Key_PageUp,) * 3:
        QTest.keyClick(view, key)
        stops.append((view.currentIndex().row(), view.verticalOffset()))
    page = view.viewport().height() - SCROLL_STEP
    whole = view.heights.total - view.viewport().height()
    down = [(0, 0), (1, 20), (1, 20 + page), (1, whole - 20), (2, whole), (2, whole)]
    assert stops[:6] == down
    assert stops[6:] == [(1, 20), (0, 0), (0, 0)]


def test_a_header_is_stepped_over(view):
    model = WithHeader(["a", "header", "b"], view)
    view.setModel(model)
    view.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 2
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 0


def test_a_click_selects_the_row_under_it(view):
    fill(view, 1000)
    view.verticalScrollBar().setValue(500)
    point = QPoint(20, 200)
    row = view.indexAt(point).row()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert [index.row() for index in view.selectedIndexes()] == [row]


@pytest.mark.parametrize("hint", list(QAbstractItemView.ScrollHint))
def test_scrolling_to_a_row_shows_it(view, hint):
    model = fill(view, 1000)
    view.scrollTo(model.index(700, 0), hint)
    assert view.viewport().rect().contains(view.visualRect(model.index(700, 0)))


@pytest.mark.usefixtures("screen_reader")
def test_a_screen_reader_finds_a_list_with_every_row(view):
    fill(view, 5000)
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() is QAccessible.Role.List
    assert interface.childCount() == 5000
    assert interface.child(4000).text(QAccessible.Text.Name) == "row 4000"


def test_a_list_without_a_current_row_shows_that_the_keyboard_is_there(view, qtbot):
    fill(view, 10)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setCurrentIndex(QModelIndex())
    view.clearFocus()
    before = view.viewport().grab().toImage()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert not view.currentIndex().isValid()
    ringed = view.viewport().grab().toImage()
    assert ringed != before
    view.clearFocus()
    assert view.viewport().grab().toImage() == before


def test_going_from_row_to_row_paints_these_two_and_no_other(qtbot, view, striped):
    """A click in the work queue painted all in sight: a quarter of opening a conversation."""
    fill(view, 10)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    for row, painted in ((5, set(range(10))), (3, {3, 5})):
        QApplication.processEvents()
        striped.painted.clear()
        view.setCurrentIndex(view.model().index(row, 0))
        qtbot.waitUntil(lambda: bool(striped.painted))
        assert {row for row, _top, _height in striped.painted} == painted


def ringless(view: RowsView, qtbot) -> None:
    """The keyboard is in the list of ten rows and on none, as after Tab."""
    fill(view, 10)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.setCurrentIndex(QModelIndex())
    view.setFocus(Qt.FocusReason.TabFocusReason)
    view.viewport().repaint()


def test_the_ring_around_the_list_goes_whole_when_the_keyboard_goes_to_a_row(qtbot, view, striped):
    ringless(view, qtbot)
    striped.painted.clear()
    QTest.keyClick(view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: {row for row, _top, _height in striped.painted} == set(range(10)))


def test_a_click_on_the_row_of_the_keyboard_takes_its_ring_away(qtbot, view, striped):
    ringless(view, qtbot)
    QTest.keyClick(view, Qt.Key.Key_Down)
    view.viewport().repaint()
    striped.painted.clear()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: 0 in {row for row, _top, _height in striped.painted})


def test_the_first_key_after_a_click_shows_the_ring_where_no_row_is_left_to_go_to(
    qtbot, view, striped
):
    ringless(view, qtbot)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    view.viewport().repaint()
    striped.painted.clear()
    QTest.keyClick(view, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: 0 in {row for row, _top, _height in striped.painted})


def test_no_row_moves_after_a_click(qtbot, view):
    """Half a second later Qt scrolled, and the next click met the row beside the one aimed at."""
    before = QApplication.doubleClickInterval()
    QApplication.setDoubleClickInterval(1)
    try:
        fill(view, 50)
        edge = QPoint(5, view.viewport().height() - 2)
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=edge)
        assert view.currentIndex() == view.indexAt(edge)
        later = QTimer(view, singleShot=True, interval=QT_SCROLLS_AFTER_MS + 30)
        later.start()
        qtbot.waitSignal(later.timeout).wait()
    finally:
        QApplication.setDoubleClickInterval(before)
    assert view.verticalScrollBar().value() == 0


class Overflowing(QStyledItemDelegate):
    """Rows 20 high; the second one paints over all of the view, as a pile of accents would."""

    def sizeHint(self, _option, _index):
        return QSize(10, 20)

    def paint(self, painter, option, index):
        if index.row() == 1:
            painter.fillRect(option.rect.adjusted(0, -200, 0, 200), Qt.GlobalColor.red)


def test_no_row_paints_over_another(view):
    view.setItemDelegate(delegate := Overflowing())
    fill(view, 3)
    picture = view.viewport().grab().toImage()
    red = [picture.pixelColor(5, y) == QColor(Qt.GlobalColor.red) for y in (10, 30, 50)]
    assert red == [False, True, False]
    assert view.itemDelegate() is delegate


def test_a_click_that_fails_leaves_the_list_bringing_rows_into_sight(view, monkeypatch):
    fill(view, 3)
    press = Mock(side_effect=InterruptedError)
    monkeypatch.setattr(QListView, "mousePressEvent", press)
    with pytest.raises(InterruptedError):
        view.mousePressEvent(Mock())
    assert view.hasAutoScroll()
