"""What is written: grows, is sent by Enter, never while characters are composed; kept meanwhile."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent, QFont

from tests.fakes.archive import ROOM
from tests.ui.composer.conftest import HERE, OTHER, THERE
from tests.ui.composer.fakes import carrying
from tests.ui.waiting import until
from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Draft
from workstation.domain.commands import SetTyping
from workstation.domain.errors import DiskFull
from workstation.domain.message import MessageKind
from workstation.domain.text_size import TEXT_SIZES
from workstation.ui.composer.message_edit import MAX_LINES
from workstation.ui.kit.theme import SIZE, TextRole, theme
from workstation.vault.removal import patient_data
from workstation.vault.unsent import outbox

SHIFT = Qt.KeyboardModifier.ShiftModifier


async def test_enter_sends_and_the_box_is_empty(bench):
    bench.open()
    bench.write("先停掉芒果。")
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "先停掉芒果。")]
    assert bench.text == ""
    assert (await bench.draft()).text == ""


async def test_shift_and_enter_break_the_line(bench):
    bench.open()
    bench.write("一")
    bench.press(Qt.Key.Key_Return, SHIFT)
    bench.write("二")
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "一\n二")]


async def test_enter_pressed_twice_says_it_once(bench):
    bench.open()
    bench.write("好")
    bench.press(Qt.Key.Key_Return)
    bench.press(Qt.Key.Key_Enter)
    await bench.settle()
    assert len(await bench.queued()) == 1


async def test_blanks_alone_are_no_reply(bench):
    bench.open()
    bench.write(" \n ")
    await bench.send()
    assert await bench.queued() == []


async def test_enter_while_an_input_method_composes_sends_nothing(bench):
    bench.open()
    bench.write("先停掉")
    bench.compose("mangguo")
    await bench.send()
    assert await bench.queued() == []
    bench.compose("", "芒果")
    assert bench.text == "先停掉芒果"
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "先停掉芒果")]


async def test_composing_given_up_lets_enter_send_again(bench):
    bench.open()
    bench.write("好")
    bench.compose("de")
    bench.compose("")
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "好")]


@pytest.mark.parametrize("size", TEXT_SIZES)
async def test_the_box_grows_to_six_lines_and_then_scrolls(bench, size):
    theme.set_text_size(size)
    bench.open()
    editor, line = bench.composer.editor, theme.style(TextRole.MESSAGE).line
    heights = []
    for _ in range(MAX_LINES + 3):
        heights.append(editor.height())
        bench.press(Qt.Key.Key_Return, SHIFT)
    steps = [after - before for before, after in pairwise(heights)]
    assert heights[0] >= SIZE.composer_input
    assert steps == [line] * (MAX_LINES - 1) + [0] * 3
    assert editor.verticalScrollBar().maximum() > 0
    bench.composer.show_draft("", 0)
    assert editor.height() == heights[0]


async def test_what_is_written_is_on_the_disk_soon(bench):
    bench.open()
    bench.write("写到")
    await bench.settle()
    assert (await bench.draft()).text == "写到"
    bench.write("一半")
    bench.composer.editor.moveCursor(bench.composer.editor.textCursor().MoveOperation.Start)
    await until(lambda: not bench.wiring.drafts.saving.soon.isActive())
    await bench.settle()
    draft = await bench.draft()
    assert (draft.text, draft.caret) == ("写到一半", 0)


async def test_each_consultation_has_its_own_draft_and_caret(bench):
    bench.open(HERE)
    bench.write("给小宝")
    bench.composer.editor.moveCursor(bench.composer.editor.textCursor().MoveOperation.Left)
    bench.open(THERE)
    assert bench.text == ""
    bench.write("给一诺")
    bench.open(HERE)
    assert (bench.text, bench.composer.caret) == ("给小宝", 2)
    await bench.settle()
    assert (await bench.draft(OTHER)).text == "给一诺"


async def test_a_full_disk_refuses_the_send_and_the_words_stand(bench, full):
    bench.open()
    bench.write("先停掉芒果。")
    await bench.settle()
    full()
    await bench.send()
    assert bench.text == "先停掉芒果。"
    assert "磁盘" in bench.error_text
    assert await bench.queued() == []
    bench.wiring.drafts.saving.later.stop()


async def test_a_purged_patient_s_draft_is_not_saved_again_with_what_a_disk_refused(
    bench, monkeypatch
):
    bench.open(THERE)
    bench.write("给一诺")
    bench.open(HERE)
    await bench.settle()
    purged = await bench.vault.write(patient_data.purge, [OTHER])
    bench.desk.apply(purged.changes)

    async def refuse(*_args, **_rest):
        raise DiskFull

    retry = bench.wiring.drafts.saving.later
    with monkeypatch.context() as disk:
        disk.setattr(bench.vault, "write", refuse)
        bench.write("给小宝")
        await bench.settle()
    assert retry.isActive()
    retry.stop()
    retry.timeout.emit()
    await bench.settle()
    assert ((await bench.draft(OTHER)).text, (await bench.draft()).text) == ("", "给小宝")


async def test_what_the_outbox_took_while_the_sign_in_ended_is_no_draft_again(bench, monkeypatch):
    page = bench.wiring._scope = TaskScope()
    bench.open()
    bench.write("先停掉芒果。")
    await bench.settle()
    write, sent, answered = bench.vault.write, outbox.send_draft, asyncio.Event()

    async def late(function, *args):
        """The disk has it before anybody is told."""
        changes = await write(function, *args)
        if function is sent:
            await answered.wait()
        return changes

    monkeypatch.setattr(bench.vault, "write", late)
    bench.press(Qt.Key.Key_Return)
    await asyncio.sleep(0)
    page.close()
    await page.join()
    answered.set()
    await until(lambda: not bench.signed_in.messaging.drafting.unsaved)
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, "先停掉芒果。")]
    assert (await bench.draft()).text == ""


async def test_what_the_outbox_refuses_after_the_sign_in_ended_is_unsaved(bench, monkeypatch):
    page, refused, write = TaskScope(), asyncio.Event(), bench.vault.write
    bench.wiring._scope = page
    bench.open()

    async def refuse(function, *args):
        """A disk that is full, or a database that is locked, once it comes to it."""
        if function is outbox.send_draft:
            await refused.wait()
            raise DiskFull
        return await write(function, *args)

    monkeypatch.setattr(bench.vault, "write", refuse)
    bench.write("先停掉芒果。")
    bench.press(Qt.Key.Key_Return)
    await asyncio.sleep(0)
    bench.write("再")
    bench.wiring.leave()
    page.close()
    await page.join()
    refused.set()
    await bench.settle()
    unsaved = bench.signed_in.messaging.drafting.unsaved
    assert unsaved[ROOM].text == "先停掉芒果。再"


async def test_what_is_written_while_it_is_sent_stays(bench):
    bench.open()
    bench.write("第一句")
    bench.press(Qt.Key.Key_Return)
    bench.write(" 第二")
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, "第一句")]
    assert bench.text == "第二"


async def test_what_is_written_into_words_that_are_sent_stays_alone(bench):
    bench.open()
    bench.write("第一句。第三句。")
    for _ in range(4):
        bench.press(Qt.Key.Key_Left)
    bench.press(Qt.Key.Key_Return)
    bench.write("第二句。")
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, "第一句。第三句。")]
    assert bench.text == "第二句。"


async def test_the_patient_is_told_that_the_doctor_writes(bench):
    bench.open()
    bench.write("好")
    await bench.send()
    assert bench.signed_in.posted == [SetTyping(ROOM, True), SetTyping(ROOM, False)]


def drop(data, action) -> QDropEvent:
    buttons, keys = Qt.MouseButton.LeftButton, SHIFT  # which asks for a move
    return QDropEvent(QPointF(QPoint(5, 5)), action, data, buttons, keys)


@pytest.mark.parametrize("part", ["composer", "editor"])
async def test_a_dropped_file_is_copied_never_moved(bench, tmp_path, part):
    bench.open()
    given = []
    bench.composer.editor.files_given.disconnect()
    bench.composer.editor.files_given.connect(given.append)
    target = bench.composer if part == "composer" else bench.composer.editor
    data = carrying(tmp_path / "a.jpg")
    both = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
    event = drop(data, both)
    assert event.proposedAction() is Qt.DropAction.MoveAction
    target.dropEvent(event)
    assert [[Path(name) for name in names] for names in given] == [[tmp_path / "a.jpg"]]
    assert event.dropAction() is Qt.DropAction.CopyAction
    assert bench.text == ""


async def test_pasted_text_is_plain_and_means_words_not_their_picture(bench):
    bench.open()
    data = carrying("芒果")
    data.setHtml("<b>芒果</b>")
    bench.composer.editor.insertFromMimeData(data)
    assert bench.text == "芒果"
    assert bench.composer.editor.textCursor().charFormat().fontWeight() < QFont.Weight.Bold


@pytest.mark.parametrize("height", [300, 360, 700])
async def test_in_a_low_window_the_text_leaves_room_for_the_tools(bench, height):
    bench.window.resize(640, height)
    bench.open()
    bench.write("\n".join("一二三四五六七八"))
    bench.composer.show_error("“a.pdf”没有添加。")
    editor, tools = bench.composer.editor, bench.composer.tools
    line = theme.style(TextRole.MESSAGE).line
    expected = range(MAX_LINES, MAX_LINES + 1) if height == 700 else range(1, MAX_LINES)
    await until(lambda: editor.height() // line in expected)
    await until(lambda: editor.geometry().bottom() < tools.geometry().top())
    assert bench.composer.height() >= bench.composer.minimumSizeHint().height()


async def test_what_is_sent_as_soon_as_it_is_written_is_no_draft_any_more(bench):
    bench.open()
    bench.write("先")
    await bench.settle()
    bench.write("停芒果")
    await bench.send()
    assert bench.text == ""
    assert await bench.draft() == Draft(ROOM, "")
    assert bench.desk.worklist.draft(ROOM).text == ""
