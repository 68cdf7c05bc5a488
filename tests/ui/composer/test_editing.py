"""A message edited where one writes: the reply that was begun steps aside, and comes back."""

import pytest
from PySide6.QtCore import Qt

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.ui.composer.conftest import HERE, THERE
from workstation.base.clock import SystemClock
from workstation.domain.message import MessageKind
from workstation.ui.kit.announcer import announcer
from workstation.vault.archive.ingest import ingest
from workstation.vault.unsent import failures, outbox

DOSE = "每晚 5 mg"


async def queue(bench, text: str = DOSE):
    """A message that waits; as it is shown."""
    bench.open()
    bench.write(text)
    await bench.send()
    (message,) = await bench.vault.read(outbox.messages, ROOM)
    return message


async def test_the_words_are_edited_and_sent_in_place(bench):
    message = await queue(bench)
    bench.wiring.editing.begin(message)
    assert bench.text == DOSE
    assert DOSE in bench.composer.editing.label.text()
    assert bench.composer.editor.hasFocus()
    bench.composer.show_draft("每晚 0.5 mg", 0)
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "每晚 0.5 mg")]
    assert bench.text == ""
    assert bench.composer.editing.isHidden()


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_whose_words_one_writes_over(bench):
    bench.wiring.editing.begin(await queue(bench))
    assert announcer.recent[0] == f"编辑消息：{DOSE}"


@pytest.mark.usefixtures("screen_reader")
async def test_a_screen_reader_is_told_that_it_is_left(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.press(Qt.Key.Key_Escape)
    assert announcer.recent[0] == "已退出编辑"


async def test_escape_leaves_it_and_the_reply_begun_before_is_back(bench):
    message = await queue(bench)
    bench.write("另外，")
    bench.wiring.editing.begin(message)
    bench.write("改")
    bench.press(Qt.Key.Key_Escape)
    assert bench.text == "另外，"
    assert bench.composer.editing.isHidden()
    await bench.settle()
    assert (await bench.draft()).text == "另外，"
    assert await bench.queued() == [(MessageKind.TEXT, DOSE)]


async def test_its_cross_leaves_it_too(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.composer.editing.leave.click()
    assert bench.text == ""
    assert bench.composer.editor.hasFocus()


async def test_what_is_typed_over_a_message_is_never_kept_as_a_draft(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.write("！")
    bench.wiring.keep()
    await bench.settle()
    assert (await bench.draft()).text == ""


async def test_left_for_another_consultation_it_waits(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.write("，三天")
    bench.open(THERE)
    assert (bench.text, bench.composer.editing.isHidden()) == ("", True)
    bench.open(HERE)
    assert bench.text == f"{DOSE}，三天"
    assert not bench.composer.editing.isHidden()
    await bench.send()
    bench.composer.confirmation.go.click()
    await bench.settle()
    assert await bench.queued() == [(MessageKind.TEXT, f"{DOSE}，三天")]


async def test_unchanged_words_send_nothing(bench):
    bench.wiring.editing.begin(await queue(bench))
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, DOSE)]
    assert bench.composer.editing.isHidden()


async def test_too_late_is_said_and_what_was_typed_stays(bench):
    message = await queue(bench)
    bench.wiring.editing.begin(message)
    await bench.vault.write(failures.discard, message.origin_id)
    bench.write("，三天")
    await bench.send()
    assert "不能修改" in bench.error_text
    assert bench.text == f"{DOSE}，三天"
    assert await bench.queued() == []


async def test_what_was_changed_at_another_computer_is_shown_before_it_is_replaced(bench):
    message = await queue(bench)
    spoken = own(DOSE, message.origin_id)
    await bench.vault.write(ingest, [spoken])
    bench.wiring.editing.begin(message)
    bench.write("，三天")
    there = own("每晚 0.5 mg", "there", replaces=message.origin_id)
    await bench.vault.write(ingest, [there])
    await bench.send()
    assert "另一台电脑" in bench.error_text
    assert "0.5" in bench.composer.editing.label.text()
    assert bench.text == f"{DOSE}，三天"
    assert await bench.vault.read(outbox.entries, ROOM) == ()
    await bench.send()
    (entry,) = await bench.vault.read(outbox.entries, ROOM)
    assert (entry.text, entry.amends) == (f"{DOSE}，三天", message.origin_id)
    assert (bench.text, bench.error_text) == ("", "")


async def test_what_was_withdrawn_at_another_computer_is_not_edited(bench):
    message = await queue(bench)
    bench.wiring.editing.begin(message)
    spoken = own(DOSE, message.origin_id)
    withdrawn = own("", "there", retracts=message.origin_id)
    await bench.vault.write(ingest, [spoken, withdrawn])
    bench.write("，三天")
    await bench.send()
    assert "不能修改" in bench.error_text
    assert bench.text == f"{DOSE}，三天"
    assert await bench.vault.read(outbox.entries, ROOM) == ()


def own(text: str, name: str, **change: str):
    """A message of this doctor's as the room sends it out."""
    at_ms = SystemClock().now_ms()
    return make_arrived(text, ME, origin_id=name, archive_id=f"a-{name}", at_ms=at_ms, **change)


async def test_another_consultations_message_is_not_edited_here(bench):
    message = await queue(bench)
    bench.open(THERE)
    bench.wiring.editing.begin(message)
    assert bench.composer.editing.isHidden()


@pytest.mark.parametrize(("text", "asked"), [("", 1), ("已写", 0)])
async def test_up_asks_for_the_last_message_only_where_nothing_is_written(bench, text, asked):
    bench.open()
    bench.write(text)
    calls = []
    bench.wiring.editing.previous_asked.connect(lambda: calls.append(1))
    bench.press(Qt.Key.Key_Up)
    assert len(calls) == asked


async def test_a_picked_word_of_an_input_method_is_no_way_out(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.compose("mei wan")
    bench.press(Qt.Key.Key_Escape)
    assert not bench.composer.editing.isHidden()


async def test_what_is_typed_while_it_is_kept_goes_on_as_an_edit(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.composer.show_draft("每晚 0.5 mg", 20)
    bench.press(Qt.Key.Key_Return)
    bench.write("，三天")
    await bench.settle()
    assert bench.text == "每晚 0.5 mg，三天"
    assert "0.5" in bench.composer.editing.label.text()
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "每晚 0.5 mg，三天")]
    assert (bench.text, bench.composer.editing.isHidden()) == ("", True)


async def test_typed_back_meanwhile_it_is_edited_back(bench):
    bench.wiring.editing.begin(await queue(bench))
    bench.composer.show_draft("每晚 0.5 mg", 20)
    bench.press(Qt.Key.Key_Return)
    bench.composer.show_draft(DOSE, 0)
    await bench.settle()
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, DOSE)]


async def test_another_edit_begun_while_one_is_kept_stays(bench):
    first = await queue(bench)
    bench.write("另外多喝水")
    await bench.send()
    second = (await bench.vault.read(outbox.messages, ROOM))[-1]
    bench.wiring.editing.begin(first)
    bench.composer.show_draft("每晚 0.5 mg", 0)
    bench.press(Qt.Key.Key_Return)
    bench.press(Qt.Key.Key_Escape)
    bench.wiring.editing.begin(second)
    await bench.settle()
    assert bench.text == "另外多喝水"
    assert not bench.composer.editing.isHidden()
