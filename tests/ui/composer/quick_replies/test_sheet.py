"""The doctor's quick replies kept in order: groups, words, files."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.composer.quick_replies.hands import NONE, fill, go_to, place
from tests.ui.keys import hold_down
from workstation.domain.quick_replies import LIMITS, QuickReply, in_sections
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.theme import theme

ALT = Qt.KeyboardModifier.AltModifier


def rows(sheet) -> list:
    entries = sheet.list.entries
    return [entries.entry(row) for row in range(entries.rowCount())]


def order(replies) -> list[int]:
    return [one.reply_id for one in in_sections(replies.replies)]


async def test_it_shows_every_group_and_the_first_reply(sheet, replies):
    heads = [entry.section for entry in rows(sheet) if entry.height == 32]
    assert heads == list(dict.fromkeys(one.section for one in replies.replies))
    assert sheet.form.written == in_sections(replies.replies)[0]
    assert sheet.list.hasFocus()


async def test_it_grows_with_the_text_also_once_it_was_open(bench, sheet):
    """It kept the size it was first seen with, and cut its words off."""
    bench.window.resize(1600, 1000)
    before = sheet.card().size()
    sheet.close_now()
    theme.set_text_size(130)
    sheet.open()
    after = sheet.card().size()
    assert after.width() > before.width()
    assert after.height() > before.height()


async def test_one_is_changed_and_kept_by_the_button(bench, sheet, replies):
    first = order(replies)[0]
    fill(sheet.form.title, "新的题")
    assert sheet.form.save.isEnabled()
    sheet.form.save.click()
    await bench.settle()
    assert next(one for one in replies.replies if one.reply_id == first).title == "新的题"
    assert not sheet.form.save.isEnabled()


async def test_going_to_another_keeps_what_is_changed(bench, sheet, replies):
    first, second = order(replies)[:2]
    fill(sheet.form.text, "新的内容")
    go_to(sheet, second)
    await bench.settle()
    assert next(one for one in replies.replies if one.reply_id == first).text == "新的内容"
    assert sheet.form.written.reply_id == second


async def test_what_cannot_be_kept_holds_both_going_on_and_closing_up(bench, sheet, replies):
    first, second = order(replies)[:2]
    before = replies.replies
    fill(sheet.form.title, "")
    go_to(sheet, second)
    assert sheet.form.written.reply_id == first
    assert sheet.list.current_entry().key == first
    assert sheet.form.title.message.text == "请填写这一项"
    sheet.done.click()
    assert sheet.isVisible()
    fill(sheet.form.title, "题" * (LIMITS.title + 1))
    sheet.form.save.click()
    assert f"{LIMITS.title}" in sheet.form.title.message.text
    bench.press(Qt.Key.Key_Escape)
    assert sheet.isVisible()
    assert not sheet.form.changed
    bench.press(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert replies.replies == before


async def test_closing_keeps_what_is_changed(bench, sheet, replies):
    fill(sheet.form.text, "新的内容")
    sheet.done.click()
    await bench.settle()
    assert not sheet.isVisible()
    assert replies.replies[0].text == "新的内容"


async def test_a_new_one_comes_into_the_group_one_is_in(bench, sheet, replies):
    last = order(replies)[-1]
    go_to(sheet, last)
    sheet.new.click()
    assert sheet.form.title.edit.hasFocus()
    fill(sheet.form.title, "观察")
    fill(sheet.form.text, "先观察两天。")
    sheet.form.save.click()
    await bench.settle()
    added = replies.replies[-1]
    assert (added.title, added.section) == ("观察", replies.replies[-2].section)
    assert sheet.list.current_entry().key == added.reply_id
    fill(sheet.form.text, "先观察三天。")
    sheet.form.save.click()
    await bench.settle()
    assert [one.text for one in replies.replies if one.title == "观察"] == ["先观察三天。"]


async def test_a_group_that_is_there_can_be_chosen_and_another_written(bench, sheet, replies):
    sections = list(dict.fromkeys(one.section for one in replies.replies))
    sheet.form.sections.click()
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Return)
    assert sheet.form.section.text() == sections[1]
    fill(sheet.form.section, "家庭护理")
    sheet.form.save.click()
    await bench.settle()
    assert "家庭护理" in [entry.section for entry in rows(sheet)]


async def test_variables_are_inserted_by_a_click(sheet):
    fill(sheet.form.text, "您好，")
    for button in sheet.form.variables:
        button.click()
    assert sheet.form.text.text() == "您好，{就诊人}{姓名}{称呼}"


async def test_a_variable_says_what_it_stands_for(sheet):
    for button in sheet.form.variables:
        assert button.toolTip()
        assert button.accessibleDescription() == button.toolTip()


async def test_a_group_whose_new_name_is_too_long_holds_going_on(bench, sheet, replies):
    before = replies.replies
    go_to(sheet, f"section {before[0].section}")
    fill(sheet.section.field, "组" * (LIMITS.section + 1))
    sheet.close_now()
    await bench.settle()
    assert sheet.isVisible()
    assert f"{LIMITS.section}" in sheet.section.field.message.text
    assert replies.replies == before


async def test_delete_held_down_deletes_one_for_only_the_last_is_taken_back(sheet):
    asked = []
    sheet.list.removed.connect(asked.append)
    sheet.list.setFocus()
    hold_down(Qt.Key.Key_Delete)
    assert len(asked) == 1


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_what_keys_moved_and_deleted(bench, sheet, replies):
    first = replies.replies[0]
    count = sum(one.section == first.section for one in replies.replies)
    sheet.list.setFocus()
    bench.press(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    await bench.settle()
    assert announcer.recent[0] == f"{first.section}，第 2 项，共 {count} 项"
    bench.press(Qt.Key.Key_Delete)
    await bench.settle()
    assert announcer.recent[0] == f"已删除“{first.title}”；撤销"
    sheet.result.undo.click()
    await bench.settle()
    assert announcer.recent[0] == f"已撤销：已删除“{first.title}”"


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_where_one_of_no_group_was_moved(bench, sheet, replies):
    for title in ("甲", "乙"):
        await replies.save(QuickReply(title, "好的"))
    await bench.settle()
    go_to(sheet, next(one.reply_id for one in replies.replies if one.title == "甲"))
    bench.press(Qt.Key.Key_Down, ALT)
    await bench.settle()
    assert announcer.recent[0] == "未分组，第 2 项，共 2 项"


async def test_one_is_deleted_and_the_deletion_taken_back(bench, sheet, replies):
    before = replies.replies
    sheet.list.setFocus()
    bench.press(Qt.Key.Key_Delete)
    await bench.settle()
    assert order(replies) == [one.reply_id for one in before[1:]]
    assert before[0].title in sheet.result.text
    mark, words = sheet.result.sentence._mark, sheet.result.sentence._text
    assert mark.geometry().center().y() == words.geometry().center().y()
    sheet.result.undo.click()
    await bench.settle()
    assert replies.replies == before
    assert sheet.result.text == ""


async def test_the_last_one_can_be_deleted(bench, sheet, replies):
    for _ in range(len(replies.replies)):
        sheet.form.remove.click()
        await bench.settle()
    assert replies.replies == ()
    assert not sheet.export_button.isEnabled()
    assert sheet.form.written == QuickReply("", "")


async def test_alt_and_the_arrow_keys_move_a_reply_within_its_group(bench, sheet, replies):
    first, second = order(replies)[:2]
    bench.press(Qt.Key.Key_Down, ALT)
    await bench.settle()
    assert order(replies)[:2] == [second, first]
    assert sheet.list.current_entry().key == first
    bench.press(Qt.Key.Key_Up, ALT)
    bench.press(Qt.Key.Key_Up, ALT)
    await bench.settle()
    assert order(replies)[:2] == [first, second]


async def test_alt_and_the_arrow_keys_move_a_group(bench, sheet, replies):
    sections = list(dict.fromkeys(one.section for one in replies.replies))
    go_to(sheet, f"section {sections[1]}")
    bench.press(Qt.Key.Key_Up, ALT)
    await bench.settle()
    now = list(dict.fromkeys(one.section for one in in_sections(replies.replies)))
    assert now[:2] == [sections[1], sections[0]]


def drag(sheet, start: int, end: QPoint) -> None:
    view, left = sheet.list.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(view, left, NONE, place(sheet, start))
    QTest.mouseMove(view, place(sheet, start) + QPoint(0, 15))
    QTest.mouseMove(view, end)
    QTest.mouseRelease(view, left, NONE, end)


async def test_a_reply_is_dragged_to_its_place(bench, sheet, replies):
    first, second, third = order(replies)[:3]
    drag(sheet, 1, place(sheet, 3) + QPoint(0, 10))
    await bench.settle()
    assert order(replies)[:3] == [second, third, first]


async def test_a_reply_is_dragged_into_another_group(bench, sheet, replies):
    first = order(replies)[0]
    sections = list(dict.fromkeys(one.section for one in replies.replies))
    row = sheet.list.entries.row(f"section {sections[1]}")
    drag(sheet, 1, place(sheet, row) + QPoint(0, 10))
    await bench.settle()
    moved = [one.reply_id for one in replies.replies if one.section == sections[1]]
    assert moved[0] == first


async def test_nothing_lies_above_the_first_group(bench, sheet, replies):
    before = order(replies)
    drag(sheet, 2, place(sheet, 0))
    await bench.settle()
    assert order(replies) == [before[1], before[0], *before[2:]]


async def test_a_group_is_called_otherwise_and_joins_another(bench, sheet, replies):
    sections = list(dict.fromkeys(one.section for one in replies.replies))
    members = [one.reply_id for one in replies.replies if one.section == sections[0]]
    go_to(sheet, f"section {sections[0]}")
    fill(sheet.section.field, sections[1])
    sheet.section.save.click()
    await bench.settle()
    assert sections[0] not in {one.section for one in replies.replies}
    there = [one.reply_id for one in replies.replies if one.section == sections[1]]
    assert set(members) < set(there)


async def test_a_full_disk_keeps_what_is_written_in_the_form(bench, sheet, replies, full):
    before = replies.replies
    fill(sheet.form.text, "新的内容")
    full()
    go_to(sheet, order(replies)[1])
    await bench.settle()
    assert replies.replies == before
    assert "磁盘" in sheet.result.text
    assert sheet.form.text.text() == "新的内容"
    assert sheet.form.changed
    sheet.form.revert()
    assert sheet.form.written == before[0]
