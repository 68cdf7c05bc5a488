"""Rows of the history deleted under the doctor's hands: which, after which question, and undone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.ui.history.conftest import entries
from tests.ui.keys import hold_down, press_in_window
from workstation.services.deletion import HeldDeletion
from workstation.ui.history.deletion_question import MAX_UNASKED
from workstation.ui.history.pending_deletions import PendingDeletions
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SHADOW_ROOM, SnackBar
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import theme

Key = Qt.Key


@pytest.mark.parametrize("answer", ["delete", "cancel"])
def test_many_are_deleted_after_a_question_only(page, pane, answer):
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.show_entries(entries(MAX_UNASKED + 1))
    QTest.keyClick(pane.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pane.list, Key.Key_Delete)
    dialog = page.window().findChild(Dialog)
    assert (asked, dialog.isVisible()) == ([], True)
    assert QApplication.focusWidget().text() == tr("history.keep")
    dialog.answer(answer)
    assert asked == ([tuple(range(1, MAX_UNASKED + 2))] if answer == "delete" else [])


def test_delete_without_ticks_is_about_the_row_of_the_keyboard(pane):
    asked = []
    pane.delete_asked.connect(asked.append)
    QTest.keyClick(pane.list, Key.Key_Delete)
    pane.list.setCurrentIndex(pane.entries.index(0, 0))
    QTest.keyClick(pane.list, Key.Key_Delete)
    assert asked == [(1,)]


def test_delete_held_down_deletes_one(pane):
    """A hand that lay on it a second had taken forty away, more than bars can be undone by."""
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.entries.index(0, 0))
    hold_down(Key.Key_Delete)
    assert asked == [(1,)]


@pytest.mark.parametrize(
    "modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
)
def test_delete_with_another_key_deletes_nothing(pane, modifier):
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.list.setCurrentIndex(pane.entries.index(0, 0))
    QTest.keyClick(pane.list, Key.Key_Delete, modifier)
    assert asked == []


def test_delete_in_the_search_field_deletes_letters_only(page, pane):
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.list.tick_all()
    page.focus_search()
    QTest.keyClick(pane.search.edit, Key.Key_Delete)
    assert asked == []


class Deletions:
    """Says what was held, undone and carried out."""

    def __init__(self):
        self.calls = []

    def hold(self, keys):
        self.calls.append(("hold", keys))
        return HeldDeletion(keys)

    def undo(self, held):
        self.calls.append(("undo", held.consultation_ids))

    async def carry_out(self, held):
        self.calls.append(("carry out", held.consultation_ids))


def run(work):
    try:
        work.send(None)
    except StopIteration:
        return


def test_each_batch_has_its_own_bar_and_its_own_undo(pane):
    deletion = Deletions()
    held = PendingDeletions(pane, deletion, run, str)
    held.hold((1, 2))
    held.hold((3,))
    first, second = pane.findChildren(SnackBar)
    assert first.geometry().bottom() < second.geometry().bottom()
    press_in_window(pane.search.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    first.finish()
    press_in_window(pane.search.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert deletion.calls == [
        ("hold", (1, 2)),
        ("hold", (3,)),
        ("undo", (3,)),
        ("carry out", (1, 2)),
    ]


@pytest.mark.parametrize("ended", ["undone", "over"])
def test_a_bar_comes_down_when_the_one_below_it_has_gone(pane, ended):
    held = PendingDeletions(pane, Deletions(), run, str)
    held.hold((1,))
    held.hold((2,))
    first, second = pane.findChildren(SnackBar)
    lowest = second.y()
    assert first.y() < lowest
    second.button.click() if ended == "undone" else second.finish()
    assert first.y() == lowest
    first.finish()


def rectangle_in(pane, widget, rectangle):
    """Where a part of a widget lies on the pane."""
    return rectangle.translated(widget.mapTo(pane, QPoint()))


def body_of(bar):
    """What of a bar is more than its shadow."""
    room = SHADOW_ROOM
    return bar.geometry().adjusted(room, room, -room, -room)


@pytest.mark.parametrize("count", [1, 3])
def test_no_bar_lies_over_the_row_that_the_next_delete_is_about(pane, count):
    """Its name was covered: who deletes one row after the other did not see whose it is."""
    pane.show_entries(entries(40))
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.entries.index(20, 0))
    pane.list.scrollTo(pane.list.currentIndex(), pane.list.ScrollHint.PositionAtBottom)
    held = PendingDeletions(pane, Deletions(), run, str)
    for number in range(count):
        held.hold((number,))
    viewport = pane.list.viewport()
    row = rectangle_in(pane, viewport, pane.list.visualRect(pane.list.currentIndex()))
    seen = rectangle_in(pane, viewport, viewport.rect())
    assert seen.contains(row)
    for bar in pane.findChildren(SnackBar):
        assert not body_of(bar).intersects(seen)
        bar.finish()
    assert rectangle_in(pane, viewport, viewport.rect()).bottom() > seen.bottom()


def test_the_row_of_the_keyboard_is_in_sight_once_the_one_before_it_has_gone(pane):
    """Little room was left by the bar, and the row went out of sight above."""
    theme.set_text_size(200)
    pane.window().resize(1024, 640)
    pane.parentWidget().resize(1024, 640)
    rows = entries(40)
    pane.show_entries(rows)
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.entries.index(10, 0))
    pane.list.scrollTo(pane.list.currentIndex())
    held = PendingDeletions(pane, Deletions(), run, str)
    pane.list.focus_key(pane.list.key_without((11,)))
    held.hold((11,))
    pane.show_entries([row for row in rows if row.key != 11])
    current = pane.list.visualRect(pane.list.currentIndex())
    assert pane.list.current_key == 12
    assert pane.list.viewport().rect().contains(current)
    pane.findChild(SnackBar).finish()


def test_a_row_is_left_however_many_bars_there_are_and_no_window_grows_for_them(pane):
    pane.show_entries(entries(40))
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.entries.index(20, 0))
    least = pane.window().minimumSizeHint()
    held = PendingDeletions(pane, Deletions(), run, str)
    for number in range(20):
        held.hold((number,))
    current = pane.list.visualRect(pane.list.currentIndex())
    assert pane.list.viewport().rect().contains(current)
    assert pane.window().minimumSizeHint() == least
    for bar in pane.findChildren(SnackBar):
        bar.finish()


@pytest.mark.parametrize("size", [100, 200])
def test_bars_lie_above_each_other_however_high_they_are(pane, size):
    theme.set_text_size(size)
    held = PendingDeletions(pane, Deletions(), run, lambda _: "阿卜杜拉·买买提·吐尔逊" * 3)
    held.hold((1,))
    held.hold((2,))
    first, second = pane.findChildren(SnackBar)
    assert not body_of(first).intersects(body_of(second))
    first.finish()
    second.finish()


def test_enter_in_the_search_leaves_ctrl_a_and_delete_to_the_words(pane):
    """A consultation was deleted that way: the keyboard had gone to the rows."""
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.search.edit.setFocus()
    QTest.keyClicks(pane.search.edit, "abc")
    QTest.keyClick(pane.search.edit, Key.Key_Return)
    focused = QApplication.focusWidget()
    QTest.keyClick(focused, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(focused, Key.Key_Delete)
    assert (pane.search.text(), asked) == ("", [])
    QTest.keyClick(focused, Key.Key_Down)
    assert pane.list.hasFocus()


@pytest.mark.usefixtures("screen_reader")
def test_it_is_seen_and_heard_who_was_deleted_and_who_is_back(pane):
    held = PendingDeletions(pane, Deletions(), run, {1: "孟浩然", 2: "李知夏", 3: "彭宇航"}.get)
    held.hold((1,))
    (bar,) = pane.findChildren(SnackBar)
    assert bar.text == "已从历史删除 孟浩然 的咨询，服务器上的对话仍保留"
    press_in_window(pane.search.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert announcer.recent == ("已恢复 孟浩然 的咨询", "已删除 孟浩然 的咨询，按 Ctrl Z 撤销")
    held.hold((2, 3))
    assert announcer.recent[0] == "已删除 2 个咨询，按 Ctrl Z 撤销"
    pane.findChildren(SnackBar)[-1].finish()
