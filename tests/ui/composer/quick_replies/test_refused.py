"""A quick reply that is saved a moment later, or not, while the doctor writes on."""

from tests.ui.composer.quick_replies.hands import fill, go_to
from workstation.domain.quick_replies import QuickReply, in_sections


def order(replies) -> list[int]:
    return [one.reply_id for one in in_sections(replies.replies)]


def write_new(sheet, title: str, text: str) -> None:
    fill(sheet.form.title, title)
    fill(sheet.form.text, text)


def texts(replies) -> list[str]:
    return [one.text for one in replies.replies]


async def test_one_new_reply_after_the_other_is_begun(bench, sheet, replies):
    sheet.new.click()
    write_new(sheet, "第一条", "第一条内容")
    sheet.new.click()
    await bench.settle()
    assert "第一条内容" in texts(replies)
    assert sheet.form.written == QuickReply("", "", sheet.form.written.section)
    write_new(sheet, "第二条", "第二条内容")
    sheet.form.save.click()
    await bench.settle()
    assert texts(replies)[-2:] == ["第一条内容", "第二条内容"]


async def test_a_new_reply_is_written_while_the_one_before_it_is_saved(bench, sheet, replies):
    sheet.new.click()
    write_new(sheet, "第一条", "第一条内容")
    sheet.new.click()
    write_new(sheet, "第二条", "第二条内容")
    await bench.settle()
    sheet.form.save.click()
    await bench.settle()
    assert texts(replies)[-2:] == ["第一条内容", "第二条内容"]


async def test_what_is_written_on_while_the_disk_refuses_stays(bench, sheet, full):
    fill(sheet.form.text, "新的内容")
    full()
    sheet.form.save.click()
    fill(sheet.form.text, "更新的内容")
    await bench.settle()
    assert sheet.form.text.text() == "更新的内容"
    assert sheet.form.changed


async def test_what_is_written_in_another_reply_while_the_disk_refuses_stays(
    bench, sheet, replies, full
):
    first, second = order(replies)[:2]
    fill(sheet.form.text, "第一条内容")
    full()
    go_to(sheet, second)
    fill(sheet.form.text, "第二条内容")
    await bench.settle()
    assert sheet.form.text.text() == "第二条内容"
    assert replies.unsaved[first].text == "第一条内容"
    assert "磁盘" in sheet.result.text


async def test_two_new_ones_that_a_disk_refuses_are_both_saved_later(
    bench, sheet, replies, full, monkeypatch
):
    sheet.new.click()
    write_new(sheet, "第一条", "第一条内容")
    with monkeypatch.context() as disk:
        full(disk)
        sheet.new.click()
        write_new(sheet, "第二条", "第二条内容")
        await bench.settle()
        assert sheet.form.text.text() == "第二条内容"
        sheet.form.save.click()
        await bench.settle()
        assert sheet.form.text.text() == "第二条内容"
    sheet.form.save.click()
    await bench.settle()
    assert sorted(texts(replies)[-2:]) == ["第一条内容", "第二条内容"]
    assert not replies.unsaved


async def test_a_refused_one_is_saved_once_the_disk_takes_another(
    bench, sheet, replies, full, monkeypatch
):
    first, second = order(replies)[:2]
    fill(sheet.form.text, "第一条内容")
    with monkeypatch.context() as disk:
        full(disk)
        go_to(sheet, second)
        fill(sheet.form.text, "第二条内容")
        await bench.settle()
    sheet.form.save.click()
    await bench.settle()
    stored = {one.reply_id: one.text for one in replies.replies}
    assert (stored[first], stored[second]) == ("第一条内容", "第二条内容")
    assert not replies.unsaved


async def test_the_name_of_a_group_that_is_refused_leaves_what_is_written_of_a_reply(
    bench, sheet, replies, full
):
    section = in_sections(replies.replies)[0].section
    sheet.show_section(section)
    fill(sheet.section.field, "另一组")
    full()
    go_to(sheet, order(replies)[1])
    fill(sheet.form.text, "第二条内容")
    await bench.settle()
    assert sheet.form.isVisible()
    assert sheet.form.text.text() == "第二条内容"
    assert replies.unsaved_sections == {section: "另一组"}
