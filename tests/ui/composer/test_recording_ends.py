"""A recording ends by itself, unseen or silent; a second click on its "send" sends nothing else."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from tests.ui.composer.voices import VOICE, press_keys
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.message import MessageKind

NONE = Qt.KeyboardModifier.NoModifier
HOUR_MS = 3_600_000


@pytest.fixture
def row(bench):
    return bench.composer.recording


async def test_a_microphone_that_goes_away_ends_it_and_what_came_is_kept(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(4_000)
    bench.microphone.lost = True
    bench.microphone.hear(4_000, 0.0)
    assert not bench.microphone.running
    assert "麦克风已断开" in bench.error_text
    assert row.time.text() == "0:04"
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_a_recording_without_a_sound_is_looked_at_before_it_goes(bench, row):
    bench.composer.tools.settled.setInterval(HOUR_MS)  # however slow this computer is
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000, 0.0)
    row.send.click()
    await bench.settle()
    row.send.click()
    await bench.settle()
    assert "没有声音" in bench.error_text
    assert await bench.queued() == [], "the second of two clicks read nothing"
    bench.composer.tools.settled.stop()
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE
    assert bench.error_text == ""


async def test_one_that_falls_silent_says_from_when_and_is_looked_at_before_it_goes(bench, row):
    """The microphone was pulled out, and the sound server went on with a source that is silent."""
    bench.composer.tools.settled.setInterval(HOUR_MS)
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    bench.microphone.hear(20_000, 0.0)
    row.send.click()
    await bench.settle()
    assert "录音从 0:03 起没有声音" in bench.error_text
    assert await bench.queued() == []
    bench.composer.tools.settled.stop()
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_a_pause_before_the_end_is_none(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    bench.microphone.hear(7_000, 0.0)
    row.send.click()
    await bench.settle()
    assert bench.error_text == ""
    assert await bench.queued() == VOICE


async def test_a_silent_one_that_became_too_long_says_that_it_is_silent(bench):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(60_000)
    bench.microphone.full = True
    bench.microphone.hear(300_000, 0.0)
    assert "录音从 1:00 起没有声音" in bench.error_text


async def test_one_that_cannot_be_heard_any_more_says_so_when_asked_again(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    row.stop.click()
    row.listen.click()
    playback = bench.thumbnails.playback
    bench.thumbnails.loud = False
    playback._on_state(PlayerState(PlayerPhase.SILENCED))
    row.listen.click()
    assert "扬声器" in bench.error_text


async def test_nothing_is_recorded_where_nobody_sees_it(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(4_000)
    bench.composer.hide()
    assert not bench.microphone.running
    bench.composer.show()
    await bench.settle()
    assert row.listen.isVisible()
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_one_that_ends_by_itself_leaves_the_keyboard_at_what_was_recorded(bench, row):
    """Not at "cancel", the next in order: the key that was to end it would throw it away."""
    bench.open()
    press_keys(bench)
    assert row.stop.hasFocus()
    bench.microphone.full = True
    bench.microphone.hear(300_000)
    assert row.listen.hasFocus()


async def test_a_second_click_on_send_does_not_send_the_text_behind_the_voice(bench, row):
    """The text comes back at that very place, half written as it was left."""
    bench.composer.tools.settled.setInterval(HOUR_MS)  # however slow this computer is
    bench.open()
    bench.write("写到一半")
    press_keys(bench)
    bench.microphone.hear(3_000)
    row.send.click()
    await bench.settle()
    bench.composer.tools.send.click()
    await bench.send()
    assert await bench.queued() == VOICE
    assert bench.text == "写到一半"
    bench.composer.tools.settled.stop()
    bench.composer.tools.send.click()
    await bench.settle()
    assert await bench.queued() == [*VOICE, (MessageKind.TEXT, "写到一半")]


async def test_a_key_that_is_held_down_sends_once(bench):
    bench.open()
    bench.write("第一句")
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, NONE, "\r", autorep=True)
    QApplication.sendEvent(bench.composer.editor, held)
    await bench.settle()
    assert await bench.queued() == []
    assert bench.text == "第一句"


async def test_whoever_records_is_in_the_middle_and_would_lose_it(bench):
    """Closing, signing out and the move to the disk ask for that."""
    bench.open()
    assert not bench.wiring.is_typing
    press_keys(bench)
    bench.microphone.hear(3_000)
    assert bench.wiring.is_typing
    bench.wiring.keep()
    assert not bench.microphone.running
    assert not bench.wiring.is_typing
    assert bench.wiring.has_text
    await bench.settle()
    assert (await bench.draft()).voice.duration_ms == 3_000
