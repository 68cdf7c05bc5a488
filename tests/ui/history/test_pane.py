"""The history's list under the doctor's hands."""

import time

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.store.people import consultation
from tests.ui.history.conftest import entries
from tests.ui.keys import hold_down, press_in_window
from tests.ui.record.samples import make_message
from workstation.services.deletion import HeldDeletion
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.history.deletion_question import MAX_UNASKED
from workstation.ui.history.pending_deletions import PendingDeletions
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.page import Width
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.theme import SIZE

Key = Qt.Key


@pytest.fixture
def pane(page):
    page.list_pane.show_entries(entries(6))
    return page.list_pane


def click_row(view, row, x, modifier=Qt.KeyboardModifier.NoModifier):
    at = QPoint(x, view.visualRect(view.model().index(row, 0)).center().y())
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def test_a_click_on_the_box_ticks_and_does_not_open(pane):
    opened = []
    pane.chosen.connect(opened.append)
    click_row(pane.list, 1, 24)
    click_row(pane.list, 3, 24, Qt.KeyboardModifier.ShiftModifier)
    assert pane.ticks.keys == (2, 3, 4)
    assert opened == []
    assert pane.selection.isVisible()


def test_a_click_on_a_row_opens_and_does_not_tick(pane):
    opened = []
    pane.chosen.connect(opened.append)
    click_row(pane.list, 2, 300)
    assert opened == [3]
    assert len(pane.ticks) == 0
    assert not pane.selection.isVisible()


def test_space_ticks_ctrl_a_ticks_all_and_delete_asks_for_them(pane):
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.list.setCurrentIndex(pane.entries.index(4, 0))
    QTest.keyClick(pane.list, Key.Key_Space)
    QTest.keyClick(pane.list, Key.Key_Delete)
    QTest.keyClick(pane.list, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(pane.list, Key.Key_Delete)
    assert asked == [(5,), (1, 2, 3, 4, 5, 6)]


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


def test_delete_in_the_search_field_deletes_letters_only(page, pane):
    asked = []
    pane.delete_asked.connect(asked.append)
    pane.list.tick_all()
    page.focus_search()
    QTest.keyClick(pane.search.edit, Key.Key_Delete)
    assert asked == []


def test_the_tick_bar_pushes_rows_down(pane):
    QApplication.sendPostedEvents()
    top = pane.list.mapTo(pane, QPoint()).y()
    pane.list.tick_all()
    pane.layout().activate()
    assert pane.list.mapTo(pane, QPoint()).y() == top + SIZE.bar


def test_a_row_that_is_filtered_away_opens_no_other(page, pane):
    third = consultation(3)
    page.show_consultation(third, ())
    opened = []
    pane.chosen.connect(opened.append)
    pane.show_entries([entry for entry in entries(6) if entry.key != 3])
    assert opened == []
    assert page.open_key == 3


def test_esc_unticks_before_it_closes(page, pane):
    page.show_consultation(consultation(2), ())
    pane.list.tick_all()
    QTest.keyClick(pane.list, Key.Key_Escape)
    assert len(pane.ticks) == 0
    assert page.open_key == 2


@pytest.mark.parametrize(
    ("wide", "width", "expected"), [(1368, Width.WIDE, 560), (904, Width.COMPACT, 504)]
)
def test_the_list_gives_way_before_the_conversation(page, wide, width, expected):
    page.fit(width, short=False)
    page.resize(wide, 800)
    page.layout().activate()
    assert page.list_pane.width() == expected


def test_a_single_pane_goes_back_from_the_conversation_to_the_list(page, pane):
    page.fit(Width.SINGLE, short=False)
    page.show_consultation(consultation(2), ())
    assert not pane.isVisible()
    page.side.conversation.head.to_list.click()
    assert pane.isVisible()
    assert page.open_key is None


def test_the_keyboard_goes_along_with_the_only_pane(page, pane, qtbot):
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_consultation(consultation(2), ())
    pane.list.setFocus()
    page.fit(Width.SINGLE, short=False)
    assert page.side.conversation.view.hasFocus()
    QTest.keyClick(page.side.conversation.view, Key.Key_Escape)
    assert pane.list.hasFocus()
    page.show_consultation(consultation(3), ())
    assert page.side.conversation.view.hasFocus()


def test_the_keyboard_goes_to_what_brings_the_details_back(page, qtbot):
    page.window().activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.show_consultation(consultation(2), ())
    page.side.toggle_details(visible=True)
    page.side.details.close_button.setFocus()
    page.side.details.close_button.click()
    assert page.side.conversation.head.details.hasFocus()


def test_nothing_can_be_written_in_what_has_ended(page):
    page.show_consultation(consultation(2), ())
    page.side.conversation.view.show_items(())
    assert "没有这次对话" in page.side.conversation.locked.text.text()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("items", [(), (MessageItem(make_message(1, "又痒了"), opens=True),)])
def test_why_nothing_can_be_written_is_whole_in_the_least_conversation(page, language, items):
    set_language(language)
    page.show_consultation(consultation(2), ())
    page.side.conversation.view.show_items(items)
    page.resize(SIZE.list_compact + SIZE.conversation_min, 640)
    page.fit(Width.COMPACT, short=True)
    page.layout().activate()
    QApplication.sendPostedEvents()
    text = page.side.conversation.locked.text
    assert page.side.width() == SIZE.conversation_min
    assert text.width() >= text.sizeHint().width()


def test_five_thousand_rows_are_narrowed_and_widened_in_a_blink(pane):
    everything = entries(5_000)
    pane.show_entries(everything)
    begun = time.thread_time()  # what else the machine does is nothing to this
    pane.show_entries(everything[::10])
    pane.show_entries(everything)
    pane.grab()
    assert time.thread_time() - begun < 1.0
    assert pane.entries.rowCount() == 5_000


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
def test_a_screen_reader_is_told_who_was_deleted_and_who_is_back(pane):
    held = PendingDeletions(pane, Deletions(), run, {1: "孟浩然", 2: "李知夏", 3: "彭宇航"}.get)
    held.hold((1,))
    press_in_window(pane.search.edit, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert announcer.recent == ("已恢复 孟浩然 的咨询", "已删除 孟浩然 的咨询，按 Ctrl Z 撤销")
    held.hold((2, 3))
    assert announcer.recent[0] == "已删除 2 个咨询，按 Ctrl Z 撤销"
    pane.findChildren(SnackBar)[-1].finish()


def test_a_screen_reader_hears_when_a_consultation_began(pane):
    assert (
        pane.entries.entry(0).spoken == "病人1，1970 年 1 月 1 日，病人1 发起，手臂起疹三天，皮肤科"
    )


def test_filters_are_cleared_by_their_own_cross(pane):
    emitted = []
    pane.filters.changed.connect(lambda: emitted.append((pane.filters.days, pane.filters.team_id)))
    pane.filters.show_teams({5: "皮肤科"})
    pane.filters.period.choose(30)
    pane.filters.team.choose(5)
    QTest.mouseClick(pane.filters.period, Qt.MouseButton.LeftButton)
    assert emitted == [(30, None), (30, 5), (None, 5)]


def test_a_team_that_no_longer_occurs_filters_nothing(pane):
    pane.filters.show_teams({5: "皮肤科"})
    pane.filters.team.choose(5)
    pane.filters.show_teams({6: "骨科"})
    assert pane.filters.team_id is None
