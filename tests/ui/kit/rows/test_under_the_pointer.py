"""The row under the pointer stays there while other rows come and go."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QEnterEvent, QHoverEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from tests.ui.kit.rows.plain_rows import Row
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel

ALL = "abcdefgh"


@pytest.fixture
def view(qtbot):
    """Eight rows, of which three are in sight."""
    view = _make_view()
    qtbot.addWidget(view)
    view.resize(200, 90)
    with qtbot.waitExposed(view):
        view.show()
    return view


def _make_view():
    entries = EntriesModel()
    view = EntriesView(entries)
    entries.show(_rows(ALL))
    return view


def _rows(keys):
    return [Row(key) for key in keys]


def _show(view, keys):
    with view.hold_position(view.pointed_key()):
        view.entries.show(_rows(keys))


def _place(view, key):
    return view.visualRect(view.entries.index(view.entries.row(key), 0)).center()


def _point_at(view, key):
    QTest.mouseMove(view.viewport(), QPoint(3, 3))
    QTest.mouseMove(view.viewport(), _place(view, key))
    QTest.qWait(0)


@pytest.mark.parametrize(
    ("scrolled", "pointed", "keys"),
    [
        (0, "b", "bcdefgh"),
        (0, "b", "zabcdefgh"),
        (0, "c", "c"),
        (10_000, "g", "abcdefg"),
        (10_000, "g", "g"),
        (60, "d", "cdefgh"),
    ],
)
def test_the_row_under_the_pointer_stays_at_both_ends_of_the_list(view, scrolled, pointed, keys):
    view.verticalScrollBar().setValue(scrolled)
    _point_at(view, pointed)
    place = _place(view, pointed)
    _show(view, keys)
    assert view.entries.entry(view.indexAt(place).row()).key == pointed


def test_the_room_beyond_the_rows_goes_with_the_pointer(view):
    _point_at(view, "b")
    _show(view, ALL[1:])
    assert view.verticalScrollBar().value() < 0
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.verticalScrollBar().value() == 0
    assert view.keys_in_sight() == list("bcd")


def test_a_list_that_stood_at_its_top_is_there_again_without_the_pointer(view):
    """What comes first is seen first: a new row had come above it, and stayed out of sight."""
    _point_at(view, "b")
    _show(view, "z" + ALL)
    assert view.keys_in_sight()[0] == "a"
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.keys_in_sight() == list("zab")


def test_a_list_stays_where_the_keyboard_went_meanwhile(view):
    _point_at(view, "b")
    _show(view, "z" + ALL)
    view.go_to("g")
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert "g" in view.keys_in_sight()


def test_a_list_that_was_scrolled_stays_where_it_is_without_the_pointer(view):
    view.verticalScrollBar().setValue(60)
    _point_at(view, "d")
    _show(view, "z" + ALL)
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.keys_in_sight() == list("cde")


def test_another_page_takes_the_room_away(view):
    _point_at(view, "b")
    _show(view, ALL[1:])
    view.hide()
    assert view.verticalScrollBar().minimum() == 0


def test_under_a_pointer_that_never_moved_the_newest_is_seen_first(view):
    lies = QPointF(view.viewport().mapToGlobal(_place(view, "b")))
    for _ in range(2):
        QApplication.sendEvent(view.viewport(), QEnterEvent(lies, lies, lies))
        QApplication.sendEvent(
            view.viewport(), QHoverEvent(QEvent.Type.HoverMove, lies, lies, lies)
        )
    _show(view, "z" + ALL)
    assert view.keys_in_sight() == list("zab")


def test_what_looks_pointed_at_is_what_a_click_opens(view):
    """The doctor asked for other rows, by a key: they are shown from the top."""
    _point_at(view, "b")
    with view.hold_position():
        view.entries.show(_rows("b" + "stuvw"))
    assert view.pointed_key() == "s"


def test_a_banner_above_the_list_moves_no_row_under_the_pointer(qtbot):
    """It comes as the connection goes, and a click was on the row above."""
    view, page, banner = _make_view(), QWidget(), QLabel("连接已断开")
    qtbot.addWidget(page)
    page.setLayout(QVBoxLayout())
    page.layout().addWidget(banner)
    page.layout().addWidget(view)
    banner.hide()
    page.resize(240, 160)
    with qtbot.waitExposed(page):
        page.show()
    for scrolled in (0, 60, 10_000):
        view.verticalScrollBar().setValue(scrolled)
        key = view.keys_in_sight()[1]
        _point_at(view, key)
        place = view.mapTo(page, _place(view, key))
        for is_offline in (True, False):
            banner.setVisible(is_offline)
            page.layout().activate()
            assert view.mapTo(page, _place(view, key)) == place
        QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
