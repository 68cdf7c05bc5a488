"""Ctrl Z in the list of quick replies takes back what was deleted, moved and dragged there."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.composer.quick_replies.hands import go_to
from workstation.domain.quick_replies import QuickReply, in_sections
from workstation.ui.kit.announcer import announcer

Key = Qt.Key
ALT, CONTROL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def hands(bench, sheet):
    """Presses a key in the list, and waits until all of it is done."""

    async def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
        sheet.list.setFocus()
        bench.press(key, modifiers)
        await bench.settle()

    return press


async def test_a_deleted_one_comes_back_as_by_the_button(hands, sheet, replies):
    before = replies.replies
    await hands(Key.Key_Delete)
    assert replies.replies != before
    await hands(Key.Key_Z, CONTROL)
    assert replies.replies == before
    assert sheet.result.text == ""


async def test_what_the_button_of_the_form_deleted_comes_back_by_the_key(bench, sheet, replies):
    before = replies.replies
    sheet.form.remove.setFocus()
    bench.press(Key.Key_Space)
    await bench.settle()
    assert replies.replies != before
    bench.press(Key.Key_Z, CONTROL)
    await bench.settle()
    assert replies.replies == before


async def test_a_deleted_one_comes_back_beside_one_that_was_written_since(hands, sheet, replies):
    before = replies.replies
    go_to(sheet, before[-1].reply_id)
    await hands(Key.Key_Delete)
    await replies.add(QuickReply("新", "文"))
    await hands(Key.Key_Z, CONTROL)
    assert replies.replies[:-1] == before
    assert replies.replies[-1].title == "新"


async def test_one_after_the_other_is_taken_back_in_turn(hands, sheet, replies):
    before = in_sections(replies.replies)
    await hands(Key.Key_Down, ALT)
    await hands(Key.Key_Delete)
    go_to(sheet, f"section {before[-1].section}")
    await hands(Key.Key_Up, ALT)
    for _ in range(4):
        await hands(Key.Key_Z, CONTROL)
    assert in_sections(replies.replies) == before


async def test_what_led_nowhere_is_no_step(hands, replies):
    before = replies.replies
    await hands(Key.Key_Down, ALT)
    await hands(Key.Key_Up, ALT)
    await hands(Key.Key_Up, ALT)
    await hands(Key.Key_Z, CONTROL)
    await hands(Key.Key_Z, CONTROL)
    assert replies.replies == before


async def test_one_dragged_into_another_group_goes_back(hands, bench, sheet, replies):
    before = in_sections(replies.replies)
    other = next(one.section for one in before if one.section != before[1].section)
    sheet.list.dropped.emit(before[1].reply_id, other, 0)
    await bench.settle()
    assert in_sections(replies.replies) != before
    await hands(Key.Key_Z, CONTROL)
    assert in_sections(replies.replies) == before


async def test_the_button_takes_back_what_was_moved_after_a_removal_too(
    hands, bench, sheet, replies
):
    before = replies.replies
    await hands(Key.Key_Delete)
    await hands(Key.Key_Down, ALT)
    sheet.result.undo.click()
    await bench.settle()
    assert replies.replies == before


async def test_a_group_called_otherwise_is_not_undone_by_its_old_name(hands, bench, replies, sheet):
    section = replies.replies[0].section
    await hands(Key.Key_Down, ALT)
    sheet.section.renamed.emit(section, "新的组")
    await bench.settle()
    await hands(Key.Key_Z, CONTROL)
    assert section not in {one.section for one in replies.replies}


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_what_was_undone(hands, replies):
    title = replies.replies[0].title
    await hands(Key.Key_Down, ALT)
    await hands(Key.Key_Z, CONTROL)
    assert announcer.recent[0] == f"已撤销：已移动“{title}”"
    await hands(Key.Key_Delete)
    await hands(Key.Key_Z, CONTROL)
    assert announcer.recent[0] == f"已撤销：已删除“{title}”"
