"""Quick replies come out of files and go into them; broken lines are named."""

import threading

import pytest
from PySide6.QtWidgets import QFileDialog

from tests.ui.waiting import until
from workstation.base.atomic_write import save_where_chosen
from workstation.domain.audit import AuditEvent
from workstation.ui.composer.quick_replies import sheet_wiring
from workstation.ui.composer.quick_replies.sheet_wiring import QuickSheetWiring
from workstation.ui.kit.strings import tr


async def test_a_file_gives_what_is_good_and_names_the_lines_that_are_not(
    bench, sheet, replies, wiring, tmp_path
):
    count = len(replies.replies)
    known = replies.replies[0]
    path = tmp_path / "replies.csv"
    path.write_text(
        f"标题,内容,分组\n好的,先观察。,护理\n坏\n,没有题,护理\n{known.title},{known.text},{known.section}\n"
        f"{'题' * 41},太长,护理\n",
        encoding="gb18030",
    )
    wiring.take_file(path)
    await bench.settle()
    assert len(replies.replies) == count + 1
    banner_text = sheet.result.text
    assert "新增 1 条。1 条已存在。3 行没有导入：" in banner_text
    for line in ("第 3 行：缺少列", "第 4 行：没有填标题", "第 6 行：标题超过 40 个字"):
        assert line in banner_text
    assert "好的, 先观察。" in [
        sheet.list.entries.entry(row).spoken for row in range(sheet.list.entries.rowCount())
    ]


@pytest.mark.parametrize(
    "case",
    [
        (b"\x89PNG\r\n\0\0", "文件格式不正确"),
        (b"a,b\n1,2\n", "文件格式不正确"),
        (b"x" * 1_000_001, "文件太大"),
        (None, "无法读取文件"),
    ],
)
async def test_a_file_that_is_none_is_refused(bench, sheet, wiring, tmp_path, case):
    content, words = case
    path = tmp_path / "replies.csv"
    if content is not None:
        path.write_bytes(content)
    wiring.take_file(path)
    await bench.settle()
    assert words in sheet.result.text


async def test_what_is_written_into_a_file_comes_back_from_it(bench, replies, wiring, tmp_path):
    before = replies.replies
    path = tmp_path / "replies.csv"
    wiring.write_file(path)
    await bench.settle()
    for one in before:
        await replies.remove(one.reply_id)
    wiring.take_file(path)
    await bench.settle()
    plain = [(one.section, one.title, one.text) for one in replies.replies]
    assert plain == [(one.section, one.title, one.text) for one in before]


async def test_the_buttons_ask_for_files(bench, sheet, replies, tmp_path):
    count = len(replies.replies)
    path = tmp_path / "replies.csv"
    sheet.export_button.click()
    await bench.settle()
    dialog = sheet.findChild(QFileDialog)
    assert dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(path))
    dialog.reject()
    await bench.settle()
    assert f"已导出 {count} 条到“replies.csv”" in sheet.result.text
    sheet.import_button.click()
    opened = [one for one in sheet.findChildren(QFileDialog) if one is not dialog]
    opened[-1].fileSelected.emit(str(path))
    opened[-1].reject()
    await bench.settle()
    assert f"新增 0 条。{count} 条已存在。" in sheet.result.text


async def test_a_file_written_while_the_sign_in_ends_has_its_line(
    bench, sheet, replies, tmp_path, monkeypatch
):
    path, left, lines = tmp_path / "replies.csv", threading.Event(), []

    def slow(place, content: bytes) -> None:
        save_where_chosen(place, content)
        left.wait(60)

    monkeypatch.setattr(sheet_wiring, "save_where_chosen", slow)
    wiring = QuickSheetWiring(
        replies, sheet, bench.scope, pytest.fail, lambda event, *_: lines.append(event)
    )
    wiring.write_file(path)
    await until(path.exists)
    bench.scope.close()
    left.set()
    await until(lambda: lines)
    assert lines == [AuditEvent.FILE_SAVED]


async def test_a_folder_that_takes_nothing_is_said(bench, sheet, wiring, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    wiring.write_file(tmp_path / "file" / "replies.csv")
    await bench.settle()
    assert sheet.result.text
    assert "已导出" not in sheet.result.text


async def test_of_very_many_bad_lines_the_first_are_named_and_the_rest_counted(
    bench, sheet, wiring, tmp_path, monkeypatch
):
    monkeypatch.setattr(sheet_wiring, "MAX_NAMED_LINES", 2)
    path = tmp_path / "replies.csv"
    path.write_text("标题,内容,分组\n" + "坏\n" * 5, encoding="utf-8")
    wiring.take_file(path)
    await bench.settle()
    assert "第 3 行" in sheet.result.text
    assert "第 4 行" not in sheet.result.text
    assert tr("quick.more_lines", count=3) in sheet.result.text
