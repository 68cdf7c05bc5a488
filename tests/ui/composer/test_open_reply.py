"""What went wrong with a reply while another patient is open is said by name, not there."""

import pytest
from PySide6.QtCore import Qt

from tests.ui.composer.conftest import HERE, THERE
from tests.ui.waiting import until
from workstation.domain.message import MessageKind
from workstation.ui.kit.strings import tr


@pytest.fixture
def sentences(bench) -> list[str]:
    """What is said over the window."""
    emitted: list[str] = []
    bench.wiring.reply.elsewhere.connect(emitted.append)
    return emitted


async def leave_while_sending(bench) -> None:
    bench.press(Qt.Key.Key_Return)
    bench.open(THERE)
    await bench.settle()


async def test_a_full_disk_is_said_of_the_patient_whose_reply_it_was(bench, full, sentences):
    bench.open()
    bench.write("先停掉芒果。")
    await bench.settle()
    full()
    await leave_while_sending(bench)
    bench.wiring.drafts.saving.later.stop()
    assert any(HERE.target.name in sentence and "磁盘" in sentence for sentence in sentences)
    bench.open(HERE)
    assert bench.text == "先停掉芒果。"


async def test_a_question_nobody_sees_is_told_and_asked_again_by_the_next_enter(bench, sentences):
    bench.open()
    bench.write("先停掉芒果。")
    await bench.settle()
    await bench.answer("已经停了")
    await leave_while_sending(bench)
    assert await bench.queued() == []
    assert bench.asked == ""
    assert [HERE.target.name in sentence for sentence in sentences] == [True]
    bench.open(HERE)
    await bench.send()
    assert "已经停了" in bench.asked
    assert await bench.queued() == []


async def test_what_is_wrong_with_the_open_reply_is_said_below_it(bench, full, sentences):
    bench.open()
    bench.write("先停掉芒果。")
    await bench.settle()
    full()
    await bench.send()
    bench.wiring.drafts.saving.later.stop()
    assert "磁盘" in bench.error_text
    assert sentences == []


async def test_a_recording_the_disk_refused_is_said_of_its_patient(bench, full, sentences):
    bench.open()
    bench.composer.record_asked.emit()
    bench.microphone.hear(3_000)
    full()
    bench.open(THERE)
    await bench.settle()
    assert bench.error_text == ""
    assert [HERE.target.name in sentence for sentence in sentences] == [True]


async def test_enter_and_the_next_patient_at_once_sends_the_reply(bench, sentences):
    bench.open()
    bench.write("先停掉芒果。")
    await bench.settle()
    await leave_while_sending(bench)
    assert await bench.queued() == [(MessageKind.TEXT, "先停掉芒果。")]
    assert sentences == []


async def test_a_draft_that_the_disk_does_not_take_is_said_below_it(bench, full):
    bench.open()
    await bench.settle()
    full()
    bench.write("写到一半")
    bench.wiring.drafts.keep()
    await until(lambda: bench.error_text)
    assert "磁盘" in bench.error_text
    assert bench.text == "写到一半"
    assert bench.wiring.drafts.saving.later.isActive()
    bench.wiring.drafts.saving.later.stop()


@pytest.mark.parametrize(
    ("online", "is_durable", "key"),
    [
        (True, True, "composer.hint"),
        (False, True, "composer.hint_offline"),
        (False, False, "composer.hint_unkept"),
    ],
)
def test_the_hint_promises_what_becomes_of_a_reply(bench, online, is_durable, key):
    tools = bench.composer.tools
    tools.show_online(online=online, is_durable=is_durable)
    assert tools.hint.text() == tr(key)


async def test_a_draft_the_disk_refused_is_said_of_its_patient_once(bench, full, sentences):
    bench.open()
    await bench.settle()
    full()
    bench.write("写到一半")
    bench.open(THERE)
    await bench.settle()
    assert bench.error_text == "", "this patient's reply lacks nothing"
    assert len(sentences) == 1
    assert "磁盘空间不足" in sentences[0]
    bench.wiring.drafts.save_all()
    await bench.settle()
    assert len(sentences) == 1
    bench.open()
    assert "磁盘空间不足" in bench.error_text


async def test_that_the_disk_refused_a_draft_is_taken_back_once_it_is_saved(
    bench, full, monkeypatch
):
    bench.open()
    await bench.settle()
    full()
    bench.write("写到一半")
    bench.wiring.keep()
    await bench.settle()
    assert "磁盘空间不足" in bench.error_text
    monkeypatch.undo()
    bench.wiring.drafts.saving.later.timeout.emit()
    await bench.settle()
    assert bench.error_text == ""
    assert (await bench.draft()).text == "写到一半"


async def test_what_the_keyboard_left_composed_stays_with_its_patient(bench):
    """It hung in the next patient's reply, in which Enter then sent nothing."""
    editor = bench.composer.editor
    bench.open()
    bench.compose("mangguo")
    bench.open(THERE)
    assert (bench.text, editor.composed, editor.is_composing) == ("", "", False)
    await bench.settle()
    assert (await bench.draft()).text == "mangguo"
