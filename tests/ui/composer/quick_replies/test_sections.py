"""A group of quick replies is called otherwise, and what is typed is not lost."""

from tests.ui.composer.quick_replies.hands import fill, go_to
from workstation.domain.quick_replies import LIMITS
from workstation.ui.composer.quick_replies.sheet_wiring import QuickSheetWiring


def section_named(replies, name: str) -> list[str]:
    """The titles of those in a group."""
    return [one.title for one in replies.replies if one.section == name]


async def test_a_group_called_otherwise_is_gone_on_with(bench, sheet, replies):
    name = replies.replies[-1].section
    go_to(sheet, f"section {name}")
    fill(sheet.section.field, "新组")
    sheet.section.save.click()
    await bench.settle()
    assert sheet.list.current_entry().section == "新组"
    assert sheet.section.field.text() == "新组"
    assert sheet.section.isVisible()


async def test_a_group_s_new_name_is_kept_when_the_doctor_goes_away(bench, sheet, replies):
    name = replies.replies[0].section
    titles = section_named(replies, name)
    go_to(sheet, f"section {name}")
    fill(sheet.section.field, "新组")
    bench.wiring.quick_replies.keep()
    await bench.settle()
    assert section_named(replies, "新组") == titles
    assert not replies.unsaved_sections


async def test_a_group_s_name_that_the_disk_did_not_take_stands_there_to_be_tried_again(
    bench, sheet, replies, full
):
    name = replies.replies[0].section
    go_to(sheet, f"section {name}")
    fill(sheet.section.field, "新组")
    full()
    sheet.section.save.click()
    await bench.settle()
    assert sheet.section.field.text() == "新组"
    assert sheet.section.save.isEnabled()
    assert replies.unsaved_sections == {name: "新组"}
    sheet.section.revert()
    assert not replies.unsaved_sections


async def test_a_group_s_name_that_is_too_long_is_held_and_there_again(bench, sheet, replies):
    name = replies.replies[0].section
    go_to(sheet, f"section {name}")
    too_long = "组" * (LIMITS.section + 1)
    fill(sheet.section.field, too_long)
    bench.wiring.quick_replies.keep()
    await bench.settle()
    assert replies.unsaved_sections == {name: too_long}
    sheet.section.revert()
    assert not replies.unsaved_sections
    fill(sheet.section.field, too_long)
    bench.wiring.quick_replies.keep()
    sheet.section.edit(name)
    sheet.findChild(QuickSheetWiring).restore_unsaved()
    sheet.open()
    assert sheet.section.field.text() == too_long
    assert sheet.section.field.edit.hasFocus()
    fill(sheet.section.field, name)
    assert not replies.unsaved_sections


async def test_after_save_the_keyboard_is_where_one_goes_on_and_not_on_close(bench, sheet, replies):
    for form, field in ((sheet.form, sheet.form.text), (sheet.section, sheet.section.field)):
        if form is sheet.section:
            go_to(sheet, f"section {replies.replies[0].section}")
        fill(field, "新的")
        form.save.setFocus()
        form.save.click()
        await bench.settle()
        assert field.edit.hasFocus()
    fill(sheet.section.field, "更新的")
    go_to(sheet, replies.replies[0].reply_id)
    await bench.settle()
    fill(sheet.form.text, "改了")
    sheet.form.undo.setFocus()
    sheet.form.undo.click()
    assert sheet.form.text.edit.hasFocus()
