"""A list of entries goes from one to the next, wherever the keyboard is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.kit.rows.plain_rows import Row
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel

ROWS = [Row("head", selectable=False), Row("a"), Row("b"), Row("other", selectable=False), Row("c")]


@pytest.fixture
def view(qtbot):
    entries = EntriesModel()
    view = EntriesView(entries)
    qtbot.addWidget(view)
    entries.show(ROWS)
    return view


@pytest.mark.parametrize(
    ("key", "by", "chosen"),
    [
        (None, 1, ["a"]),
        (None, -1, []),
        ("a", 1, ["b"]),
        ("b", 1, ["c"]),
        ("c", -1, ["b"]),
        ("c", 1, []),
        ("a", -1, []),
        ("gone", 1, ["a"]),
    ],
)
def test_a_step_leads_to_the_next_entry_and_over_headings(view, key, by, chosen):
    emitted = []
    view.chosen.connect(emitted.append)
    view.step(key, by)
    assert emitted == chosen


@pytest.mark.parametrize(
    ("left", "key", "chosen"),
    [
        ("b", Qt.Key.Key_Down, "c"),
        ("b", Qt.Key.Key_Up, "a"),
        ("c", Qt.Key.Key_Down, "b"),
        ("a", Qt.Key.Key_Up, "b"),
    ],
)
def test_the_keyboard_goes_on_from_where_an_entry_went(view, left, key, chosen):
    view.choose(left)
    view.choose(None)
    view.entries.show([row for row in ROWS if row.key != left])
    emitted = []
    view.chosen.connect(emitted.append)
    QTest.keyClick(view, key)
    assert emitted == [chosen]


@pytest.mark.parametrize(
    ("reason", "in_sight"),
    [
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.BacktabFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, False),
        (Qt.FocusReason.PopupFocusReason, False),
    ],
)
def test_a_key_brings_the_row_of_the_keyboard_into_sight(view, qtbot, reason, in_sight):
    """It was ringed where nobody saw it; who comes by the mouse keeps what is in sight."""
    view.resize(200, 90)
    view.entries.show([Row(str(number)) for number in range(20)])
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.go_to("19")
    view.viewport().repaint()
    view.verticalScrollBar().setValue(0)
    view.setFocus(reason)
    assert ("19" in view.keys_in_sight()) is in_sight


def test_coming_by_tab_chooses_nothing_and_the_first_key_chooses_the_first(view, qtbot):
    emitted = []
    view.chosen.connect(emitted.append)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.hasFocus()
    assert emitted == []
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert emitted == ["a"]


def test_an_entry_that_one_goes_to_is_in_sight_once_it_is_painted(view, qtbot):
    view.resize(200, 90)
    with qtbot.waitExposed(view):
        view.show()
    view.go_to("z")
    view.entries.show([*ROWS, *(Row(letter) for letter in "defgz")])
    view.resize(200, 60)
    view.grab()
    assert view.viewport().rect().contains(view.visualRect(view.entries.index(9, 0)))
    view.verticalScrollBar().setValue(0)
    view.grab()
    assert view.verticalScrollBar().value() == 0, "once is enough"
