"""The queue under a doctor's hands: still while it is used, marked, and told of."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from tests.store.people import ME as SPEAKER_ME
from tests.store.people import message, summary
from tests.ui.queue.conftest import MINUTE
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.domain.marks import Mark
from workstation.domain.message import Message
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.queue import rows

OWN = message("先停掉芒果", speaker=SPEAKER_ME, position=None)
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def test_time_that_passes_changes_what_rows_say_and_lays_nothing_out(queue, monkeypatch):
    queue.fill(5, 3)
    measured = []
    monkeypatch.setattr(queue.pane.list, "_on_geometry_changed", lambda: measured.append(1))
    assert queue.face(1).tail == "5 分钟"
    queue.clock.ms += MINUTE
    queue.wiring.show_rows()
    assert (queue.face(1).tail, queue.rows) == ("6 分钟", [1, 2])
    assert not measured


def test_an_empty_queue_has_nothing_to_put_in_order(queue):
    queue.wiring.show_rows()
    assert queue.pane.order.isHidden()
    assert queue.pane.filter.isHidden()
    assert not queue.pane.new.isHidden()
    queue.fill(5)
    queue.wiring.show_rows()
    assert not queue.pane.order.isHidden()
    assert not queue.pane.filter.isHidden()


def test_a_face_is_made_anew_only_when_it_differs(queue):
    queue.fill(5, 3)
    before = [queue.face(n) for n in (1, 2)]
    queue.clock.ms += MINUTE // 2
    queue.writes(2)
    assert queue.face(1) is before[0]
    assert queue.face(2) is not before[1]


def test_words_are_made_for_rows_in_sight_alone(queue, monkeypatch: pytest.MonkeyPatch):
    made = []
    make = rows.queue_row_data
    monkeypatch.setattr(
        rows, "queue_row_data", lambda row, *a, **k: (made.append(row), make(row, *a, **k))[1]
    )
    queue.fill(*range(2_000, 0, -1))
    queue.pane.list.viewport().repaint()
    assert 0 < len(made) < 30


def test_rows_are_said_anew_in_another_language(queue):
    queue.fill(5)
    changed = QSignalSpy(queue.pane.entries.dataChanged)
    set_language(Language.EN)
    queue.wiring.refresh_texts()
    assert changed.count() == 1
    assert queue.face(1).tail == "5 min"


async def test_the_menu_pins_by_the_right_button(queue):
    queue.fill(5, 4)
    view, place = queue.pane.list.viewport(), queue.place(2)
    QTest.mouseClick(view, Qt.MouseButton.RightButton, NONE, place)
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, place, view.mapToGlobal(place)))
    assert not queue.pane.list.currentIndex().isValid(), "the right button opens nothing"
    await queue.pick("置顶")
    assert (queue.rows, queue.sections) == ([2, 1], ["pinned", "waiting"])
    assert queue.face(2).pinned
    assert "已置顶" in queue.face(2).spoken


@pytest.mark.parametrize(("key", "modifier"), [(Qt.Key.Key_Menu, NONE), (Qt.Key.Key_F10, SHIFT)])
async def test_the_menu_opens_by_keys_and_lays_aside(queue, key, modifier):
    queue.fill(5, 4)
    queue.pane.list.setFocus()
    queue.press(Qt.Key.Key_Home, NONE)
    queue.press(key, modifier)
    await queue.pick("15 分钟后提醒我")
    assert queue.sections == ["waiting", "snoozed"]
    assert queue.face(1).team.endswith(" 提醒")
    queue.pane.search.edit.setFocus()
    queue.clock.ms += 15 * MINUTE
    queue.wiring.show_rows()
    assert queue.sections == ["waiting"]


async def test_every_time_that_is_offered_lays_aside_until_then(queue):
    queue.fill(5)
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    queue.menu()["选择提醒时间…"].click()
    words = next(iter(queue.menu()))
    await queue.pick(words)
    assert queue.face(1).team == f"{words} 提醒"


async def test_nothing_unread_can_be_hidden_until_the_patient_writes(queue):
    queue.fill(5)
    queue.writes(1)
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    assert not queue.menu()["患者回复后再提醒"].isEnabled()
    await queue.pick("取消置顶" if queue.face(1).pinned else "置顶")
    queue.writes(1, unread=0, patient_unread=0)
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    await queue.pick("患者回复后再提醒")
    assert queue.sections == ["snoozed"]
    queue.clock.ms += MINUTE
    queue.writes(1)
    assert "snoozed" not in queue.sections


async def test_a_mark_to_be_read_again_is_a_dot_that_goes_with_the_next_opening(queue):
    queue.fill(5)
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    await queue.pick("标为未读")
    assert (queue.face(1).dot, queue.face(1).badge) == (True, 0)
    assert queue.desk.worklist.unread_total == 1
    queue.wiring.marks.clear_unread_mark(1)
    await queue.scope.join()
    assert queue.desk.worklist.unread_total == 0


async def test_what_is_laid_aside_can_be_taken_back(queue):
    queue.fill(5)
    queue.take(marks=(Mark(1, pinned_ms=None),))
    await queue.signed_in.lists.marking.snooze(1, None)
    queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
    await queue.pick("取消稍后处理")
    assert queue.sections == ["waiting"]


async def test_what_comes_back_from_being_laid_aside_is_told_once(queue):
    queue.fill(5, 4)
    for number in (1, 2):
        await queue.signed_in.lists.marking.snooze(number, queue.clock.ms + MINUTE)
    await queue.signed_in.lists.marking.end_expired_snoozes()
    assert queue.sentences == []
    queue.clock.ms += 2 * MINUTE
    for _ in range(2):
        await queue.signed_in.lists.marking.end_expired_snoozes()
    assert queue.sentences == ["提醒：2 个稍后处理的咨询"]


async def test_a_disk_that_is_full_is_told_and_nothing_moves(queue, monkeypatch, expect_log):
    expect_log.append("task ended")
    queue.fill(5, 4)
    emitted = []

    async def full(*_: object) -> Changes:
        raise StorageError("full")

    monkeypatch.setattr(queue.vault, "write", full)
    queue.scope._on_error = emitted.append
    queue.pane.list.menu_asked.emit(2, QPoint(50, 50))
    queue.menu()["置顶"].click()
    await queue.scope.join()
    assert [type(error) for error in emitted] == [StorageError]
    assert queue.rows == [1, 2]


def test_the_menu_says_that_marks_stay_here_in_both_languages(queue):
    for language, text in (
        (Language.ZH, "仅保存在本机"),
        (Language.EN, "this computer only"),
    ):
        set_language(language)
        queue.fill(5)
        queue.pane.list.menu_asked.emit(1, QPoint(50, 50))
        menu = next(iter(queue.menu().values())).parentWidget()
        assert any(text in label.text() for label in menu.findChildren(queue.pane.title.__class__))
        menu.close_now()


def dose(text: str = "每次 5 mg", **rest: object) -> Message:
    """The last message of the first patient."""
    return message(text, key="m1", position=1, **rest)


CORRECTED = dose("每次 0.5 mg", earlier=("每次 5 mg",))


async def test_a_corrected_last_message_is_to_be_read_again_and_says_so(queue):
    queue.fill(5, 3)
    queue.take(summaries=(summary(1, last=dose()),))
    assert (queue.face(1).dot, queue.face(1).preview.text) == (False, "每次 5 mg")
    queue.take(summaries=(summary(1, last=CORRECTED),))
    await queue.scope.join()
    queue.wiring.show_rows()
    assert (queue.face(1).dot, queue.face(1).badge) == (True, 0)
    assert queue.face(1).preview.text == "已编辑：每次 0.5 mg"
    assert queue.desk.worklist.unread_total == 1


async def test_what_is_unread_anyway_open_own_or_known_corrected_gets_no_mark(queue):
    queue.fill(5, 3, 2)
    queue.take(summaries=(summary(1, last=dose(), unread=1), summary(2, last=dose())))
    queue.take(summaries=(summary(1, last=CORRECTED, unread=1), summary(3, last=CORRECTED)))
    mine = replace(CORRECTED, speaker=SPEAKER_ME)
    queue.take(summaries=(summary(2, last=replace(dose(), speaker=SPEAKER_ME)),))
    queue.take(summaries=(summary(2, last=mine),))
    queue.open = 3
    queue.take(summaries=(summary(3, last=replace(CORRECTED, earlier=("", ""))),))
    await queue.scope.join()
    queue.wiring.show_rows()
    assert [queue.face(number).dot for number in (1, 2, 3)] == [False] * 3
    assert queue.face(2).preview.text == "我：每次 0.5 mg"
