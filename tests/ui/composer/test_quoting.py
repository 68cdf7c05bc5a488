"""The message that a reply answers: above the text, in the draft, and with the reply."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from tests.fakes.archive import ROOM, make_arrived
from tests.ui.composer.conftest import HERE, OTHER, THERE
from tests.ui.composer.voices import press_keys
from tests.ui.keys import hold_down
from workstation.domain.errors import DiskFull
from workstation.domain.message import MessageKind
from workstation.ui.kit.announcer import announcer
from workstation.vault.archive.ingest import ingest
from workstation.vault.lists import timelines
from workstation.vault.unsent import drafts, outbox

ASKED = make_arrived("一天几次？", origin_id="q", archive_id="a1", at_ms=1)


async def ask(bench, arrived=ASKED):
    """The patient asks; the question as it is shown."""
    bench.desk.apply((await bench.vault.write(ingest, [arrived])).changes)
    page = await bench.vault.read(timelines.newest, arrived.consultation_id, 60)
    return next(line for line in page.messages if line.origin_id == arrived.origin_id)


async def answer(bench, arrived=ASKED):
    """The doctor chose the question to be answered."""
    message = await ask(bench, arrived)
    if bench.wiring.consultation is None:
        bench.open()
    bench.wiring.reply_to(message)
    await bench.settle()
    return message


async def quoted(bench):
    return [(row.text, row.quotes) for row in await bench.vault.read(outbox.entries, ROOM)]


def strip_text(bench) -> str:
    """What a screen reader hears of the strip; empty where there is none."""
    strip = bench.composer.quote
    return "" if strip.isHidden() else strip.accessibleName()


async def test_the_strip_says_who_asked_what_and_the_reply_takes_it_along(bench):
    await answer(bench)
    assert "王秀英" in strip_text(bench)
    assert "一天几次？" in strip_text(bench)
    assert bench.composer.editor.hasFocus()
    bench.write("两次")
    await bench.send()
    assert await quoted(bench) == [("两次", "a1")]
    assert strip_text(bench) == ""
    bench.write("饭后用")
    await bench.send()
    assert (await quoted(bench))[-1] == ("饭后用", "")


async def test_words_that_follow_before_the_disk_has_it_answer_it_too(bench):
    message = await ask(bench)
    bench.open()
    bench.wiring.reply_to(message)
    bench.write("两次")
    await bench.send()
    assert await quoted(bench) == [("两次", "a1")]
    assert strip_text(bench) == ""
    assert (await bench.draft()).quote is None


async def test_words_wait_with_a_question_that_the_disk_refuses(bench, vault, monkeypatch):
    message = await ask(bench)
    bench.open()
    write = vault.write

    async def refuse(function, *args):
        if function is drafts.quote:
            raise DiskFull
        return await write(function, *args)

    monkeypatch.setattr(vault, "write", refuse)
    bench.wiring.reply_to(message)
    bench.write("两次")
    await bench.send()
    assert (await quoted(bench), bench.text) == ([], "两次")
    assert bench.error_text
    await bench.send()
    assert await quoted(bench) == [("两次", "")]


async def test_each_conversation_keeps_what_was_chosen_there(bench):
    here, there = await ask(bench), replace(ASKED, consultation_id=OTHER, text="饭前？")
    bench.open()
    bench.wiring.reply_to(here)
    bench.open(THERE)
    bench.wiring.reply_to(await ask(bench, there))
    await bench.settle()
    assert "饭前？" in strip_text(bench)
    bench.open(HERE)
    assert "一天几次？" in strip_text(bench)


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_what_is_quoted(bench):
    await answer(bench)
    assert announcer.recent[0] == "回复王秀英：一天几次？"


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_that_nothing_is_quoted_any_more(bench):
    await answer(bench)
    bench.press(Qt.Key.Key_Escape)
    await bench.settle()
    assert announcer.recent[0] == "已取消引用"


@pytest.mark.parametrize("way", ["escape", "cross"])
async def test_it_can_be_taken_away(bench, way):
    await answer(bench)
    bench.write("两次")
    if way == "escape":
        bench.press(Qt.Key.Key_Escape)
    else:
        bench.composer.quote.leave.click()
    await bench.settle()
    assert (strip_text(bench), bench.text) == ("", "两次")
    assert bench.composer.editor.hasFocus()
    await bench.send()
    assert await quoted(bench) == [("两次", "")]


async def test_escape_held_down_leaves_editing_alone(bench):
    await answer(bench)
    bench.write("两次")
    await bench.send()
    await answer(bench)
    (own,) = await bench.vault.read(outbox.messages, ROOM)
    bench.wiring.editing.begin(own)
    hold_down(Qt.Key.Key_Escape)
    await bench.settle()
    assert bench.composer.editing.isHidden()
    assert "一天几次？" in strip_text(bench)


async def test_it_waits_with_its_draft_for_another_consultation_and_the_next_start(bench, later):
    await answer(bench)
    bench.open(THERE)
    assert strip_text(bench) == ""
    bench.open(HERE)
    assert "一天几次？" in strip_text(bench)
    again = await later()
    again.open()
    assert "一天几次？" in strip_text(again)
    again.write("两次")
    await again.send()
    assert await quoted(again) == [("两次", "a1")]
    assert (await again.draft()).quote is None
    await again.end()


async def test_it_says_what_the_message_says_now(bench):
    await answer(bench)
    await ask(bench)
    better = replace(ASKED, origin_id="c", archive_id="a2", text="一天几粒？", replaces="q")
    bench.desk.apply((await bench.vault.write(ingest, [better])).changes)
    assert "一天几粒？" in strip_text(bench)
    gone = replace(ASKED, origin_id="r", archive_id="a3", text="", retracts="a1")
    bench.desk.apply((await bench.vault.write(ingest, [gone])).changes)
    assert "撤回" in strip_text(bench)


async def test_a_voice_answers_too(bench):
    await answer(bench)
    press_keys(bench)
    bench.microphone.hear(3_000)
    bench.composer.recording.send.click()
    await bench.settle()
    (row,) = await bench.vault.read(outbox.entries, ROOM)
    assert (row.kind, row.quotes) == (MessageKind.VOICE, "a1")
    assert strip_text(bench) == ""


async def test_editing_steps_before_it_and_answering_ends_editing(bench):
    bench.open()
    bench.write("每晚 5 mg")
    await bench.send()
    (mine,) = await bench.vault.read(outbox.messages, ROOM)
    await answer(bench)
    bench.wiring.editing.begin(mine)
    assert strip_text(bench) == ""
    bench.press(Qt.Key.Key_Escape)
    assert "一天几次？" in strip_text(bench)
    bench.wiring.editing.begin(mine)
    await answer(bench)
    assert bench.composer.editing.isHidden()
    assert "一天几次？" in strip_text(bench)


async def test_another_consultations_message_is_not_answered_here(bench):
    message = await ask(bench)
    bench.open(THERE)
    bench.wiring.reply_to(message)
    await bench.settle()
    assert strip_text(bench) == ""
    assert (await bench.draft(OTHER)).quote is None


async def test_a_full_disk_quotes_nothing_and_says_so(bench, full):
    message = await ask(bench)
    bench.open()
    full()
    bench.wiring.reply_to(message)
    await bench.settle()
    assert strip_text(bench) == ""
    assert bench.error_text
