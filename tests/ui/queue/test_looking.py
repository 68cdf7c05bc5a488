"""The arrows of the keyboard look at the queue; nothing is opened that nobody asked for."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workstation.domain.changes import Changes
from workstation.domain.people import Member
from workstation.ui.kit.announcer import announcer

NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
Key = Qt.Key


@pytest.fixture
def opened(queue):
    """What was opened, as the page would do it, with four patients in the list."""
    numbers = []

    def open_row(number):
        numbers.append(number)
        queue.open = number
        queue.pane.choose(number)

    queue.pane.chosen.connect(open_row)
    queue.fill(40, 30, 20, 10)
    queue.pane.list.setFocus()
    return numbers


def looked_at(queue):
    index = queue.pane.list.currentIndex()
    return queue.pane.entries.entry(index.row()).key if index.isValid() else None


def chosen(queue):
    rows = queue.pane.list.selectionModel().selectedIndexes()
    return [queue.pane.entries.entry(index.row()).key for index in rows]


def test_the_arrows_look_and_open_nothing(queue, opened):
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_End, Key.Key_Up):
        queue.press(key, NONE)
    assert looked_at(queue) == 3
    assert opened == []
    assert chosen(queue) == []


def test_letters_lead_to_no_patient(queue, opened):
    """Meant for the reply, after a click on a row; Qt would open whose name begins with them."""
    names = {number: Member(100 + number, f"{'ABCD'[number - 1]}nn") for number in (1, 2, 3, 4)}
    queue.take(listed=tuple(queue.waits(n, 50 - n, target=name) for n, name in names.items()))
    queue.press(Key.Key_Down, NONE)
    queue.press(Key.Key_Space, NONE)
    for letter in (Key.Key_C, Key.Key_D):
        queue.press(letter, NONE)
    assert (opened, chosen(queue), looked_at(queue)) == ([1], [1], 1)


def test_what_is_open_stays_marked_while_one_looks_further(queue, opened):
    queue.press(Key.Key_Down, NONE)
    queue.press(Key.Key_Space, NONE)
    queue.press(Key.Key_Down, NONE)
    queue.writes(3)
    assert (opened, chosen(queue), looked_at(queue)) == ([1], [1], 2)


def test_the_next_patient_has_neither_the_marker_nor_the_keyboard_of_a_row_that_left(queue, opened):
    """A colleague ends a consultation while one looks at it, and the keys are pressed by then."""
    asked = []
    queue.pane.list.answer_asked.connect(asked.append)
    for key in (Key.Key_Down, Key.Key_Space, Key.Key_Down):
        queue.press(key, NONE)
    queue.desk.apply(Changes(forgotten=frozenset({2})))
    queue.wiring.show_rows()
    assert (queue.rows, chosen(queue), queue.pane.looked_at()) == ([1, 3, 4], [1], None)
    queue.press(Key.Key_Return, NONE)
    assert (asked, opened) == ([], [1])
    queue.press(Key.Key_Down, NONE)
    assert (looked_at(queue), chosen(queue)) == (3, [1])


def test_enter_asks_to_answer_the_row_that_is_looked_at(queue, opened):
    asked = []
    queue.pane.list.answer_asked.connect(asked.append)
    queue.press(Key.Key_Return, NONE)
    assert asked == []
    queue.press(Key.Key_Down, NONE)
    queue.press(Key.Key_Down, NONE)
    queue.press(Key.Key_Return, NONE)
    assert asked == [2]
    assert opened == []


def test_a_click_opens_the_row_that_was_looked_at(queue, opened):
    queue.press(Key.Key_Down, NONE)
    view = queue.pane.list
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, queue.place(1))
    assert opened == [1]


def test_the_neighbour_is_opened_though_it_was_looked_at(queue, opened):
    queue.press(Key.Key_Down, NONE)
    queue.press(Key.Key_Space, NONE)
    queue.press(Key.Key_Down, NONE)
    queue.pane.list.step(1, 1)
    assert opened == [1, 2]


def test_down_leads_from_the_search_into_what_was_found(queue, opened):
    queue.pane.search.edit.setFocus()
    QTest.keyClick(queue.pane.search.edit, Key.Key_Down)
    assert queue.pane.list.hasFocus()
    assert (looked_at(queue), opened) == (1, [])


@pytest.mark.usefixtures("screen_reader", "opened")
def test_a_screen_reader_hears_how_many_were_found(queue):
    QTest.keyClicks(queue.pane.search.edit, "1")
    assert announcer.recent[0] == "显示 1 个，共 4 个"
    QTest.keyClicks(queue.pane.search.edit, "x")
    assert announcer.recent[0] == "没有找到，换个词试试"
