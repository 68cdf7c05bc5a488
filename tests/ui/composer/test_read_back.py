"""A handover is read back: an answer that quotes it, ready in the text, never sent."""

from dataclasses import replace

import pytest

from tests.gallery import sample
from tests.ui.composer.conftest import HERE
from workstation.ui.conversation.timeline.row_menu import Rights, read_back_entries
from workstation.vault.unsent import outbox

HANDOVER = replace(
    sample.make_message(3, sample.COLLEAGUE, "【交接】@林若川 请接手\n已答应：明天回复您", 21),
    consultation_id=HERE.consultation_id,
)


@pytest.mark.parametrize(
    ("message", "offered"),
    [
        (HANDOVER, True),
        (replace(HANDOVER, speaker=sample.MYSELF), False),
        (replace(HANDOVER, speaker=sample.MOTHER), False),
        (replace(HANDOVER, text="明天回复您"), False),
        (replace(HANDOVER, text="", retracted=True), False),
    ],
)
def test_only_a_colleagues_handover_is_read_back(message, offered):
    entries = list(read_back_entries(message, Rights(reply=True)))
    assert [entry.name for entry in entries] == ["复述交接并回复"] * offered
    assert not list(read_back_entries(message, Rights()))


@pytest.mark.parametrize("words", ["已答应：明天回复您", "\u0645\u062d\u0645\u062f"])
async def test_what_was_understood_is_ready_and_not_sent(bench, words):
    bench.open(HERE)
    bench.wiring.read_back(replace(HANDOVER, text=f"【交接】@林若川 请接手\n{words}"))
    await bench.settle()
    assert bench.text == f"我已接手这个咨询。我的理解：\n{words}\n以上由我继续跟进。"
    assert bench.composer.editor.hasFocus()
    bench.wiring.keep()  # no timer may wait for the end of the test
    await bench.settle()
    assert await bench.vault.read(outbox.entries, HERE.consultation_id) == ()
