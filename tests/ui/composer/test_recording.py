"""A voice is recorded, listened to, sent or thrown away; without a microphone it is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.archive import ROOM
from tests.ui.composer.conftest import HERE, OTHER, THERE
from tests.ui.composer.voices import VOICE, press_keys, recording_shown
from workstation.domain.guards import SWITCH_MS
from workstation.ui.composer.recording_wiring import OWN_RECORDING
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.theme import theme


@pytest.fixture
def row(bench):
    return bench.composer.recording


async def test_it_shows_level_and_time_and_is_sent_at_once(bench, row):
    bench.open()
    press_keys(bench)
    assert recording_shown(bench)
    assert not bench.composer.editor.isVisible()
    before = row.bars.grab().toImage()
    bench.microphone.hear(12_000, 0.4)
    assert row.time.text() == "0:12"
    assert row.bars.grab().toImage() != before
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE
    assert not recording_shown(bench)


async def test_its_words_are_whole_in_large_text_in_the_smallest_window(bench, row):
    theme.set_text_size(200)
    set_language(Language.EN)
    bench.window.resize(608, 560)
    bench.open()
    press_keys(bench)
    bench.microphone.hear(12_000, 0.4)
    press_keys(bench)
    row.listen.click()
    bench.composer.recording.show_playing(5_000, playing=True)
    row.layout().activate()
    for part in (row.time, row.cancel, row.send):
        assert part.width() >= part.sizeHint().width(), part.text()
    row.cancel.click()


async def test_keys_alone_record_end_and_send(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    press_keys(bench)
    assert not bench.microphone.running
    assert row.send.hasFocus()
    bench.press(Qt.Key.Key_Return)
    await bench.settle()
    assert await bench.queued() == VOICE
    assert bench.composer.editor.hasFocus()


async def test_one_listens_before_sending(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    row.stop.click()
    playback = bench.thumbnails.playback
    row.listen.click()
    assert playback.current == OWN_RECORDING
    assert playback.is_playing
    assert row.time.text() == "0:01 / 0:03"
    row.listen.click()
    assert not playback.is_playing
    row.send.click()
    await bench.settle()
    assert playback.current is None
    assert await bench.queued() == VOICE


async def test_one_that_is_begun_while_a_voice_plays_silences_it_and_goes_on(bench, row):
    bench.open()
    bench.thumbnails.playback.start("of the patient", b"RIFF", "audio/wav")
    press_keys(bench)
    assert not bench.thumbnails.playback.is_playing
    bench.microphone.hear(3_000)
    assert row.time.text() == "0:03"
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_a_voice_that_is_played_meanwhile_ends_it_and_is_not_recorded(bench, row):
    """The patient's voice came out of the loudspeaker, into the microphone, and into the reply."""
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    bench.thumbnails.playback.start("of the patient", b"RIFF", "audio/wav")
    bench.microphone.hear(9_000)
    assert recording_shown(bench)
    assert row.time.text() == "0:03"
    assert bench.thumbnails.playback.is_playing
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_without_a_loudspeaker_it_is_said_and_the_recording_stays(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    row.stop.click()
    bench.thumbnails.loud = False
    row.listen.click()
    assert "扬声器" in bench.error_text or "耳机" in bench.error_text
    assert recording_shown(bench)


async def test_a_recording_that_is_cancelled_is_gone(bench, row):
    bench.open()
    bench.write("写到一半")
    press_keys(bench)
    bench.microphone.hear(3_000)
    row.cancel.click()
    await bench.settle()
    assert not bench.microphone.running
    assert not recording_shown(bench)
    assert await bench.queued() == []
    assert bench.text == "写到一半"


async def test_without_a_microphone_a_sentence_says_so(bench):
    bench.there = False
    bench.open()
    bench.composer.tools.voice.click()
    assert "未检测到麦克风" in bench.error_text
    assert bench.composer.tools.voice.isEnabled()
    assert not recording_shown(bench)
    bench.microphone.there = True
    bench.composer.tools.voice.click()
    assert recording_shown(bench)
    assert bench.error_text == ""


async def test_too_short_is_said(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(200)
    row.send.click()
    await bench.settle()
    assert "太短" in bench.error_text
    assert await bench.queued() == []
    assert not recording_shown(bench)


async def test_the_longest_ends_by_itself_and_says_so(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.full = True
    bench.microphone.hear(300_000)
    assert not bench.microphone.running
    assert "5 分钟" in bench.error_text
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_a_full_disk_refuses_the_voice_and_it_stays(bench, row, full):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    await bench.settle()
    full()
    row.send.click()
    await bench.settle()
    assert "磁盘" in bench.error_text
    assert recording_shown(bench)
    assert await bench.queued() == []


async def test_another_consultation_opened_meanwhile_keeps_the_recording_for_its_own(bench, row):
    bench.open(HERE)
    press_keys(bench)
    bench.microphone.hear(3_000)
    bench.open(THERE)
    assert not bench.microphone.running
    assert not recording_shown(bench)
    assert bench.composer.editor.hasFocus()
    bench.open(HERE)
    assert recording_shown(bench)
    assert row.time.text() == "0:03"
    assert not row.send.hasFocus()
    bench.clock.ms += SWITCH_MS
    row.send.click()
    await bench.settle()
    assert await bench.queued(ROOM) == VOICE
    assert await bench.queued(OTHER) == []


async def test_a_voice_right_after_a_switch_is_asked_about_once(bench, row):
    bench.open(THERE)
    bench.open(HERE)
    press_keys(bench)
    bench.microphone.hear(1_000)
    row.send.click()
    await bench.settle()
    assert "刚刚切换到 王小宝" in bench.asked
    assert await bench.queued() == []
    bench.composer.confirmation.go.click()
    await bench.settle()
    assert await bench.queued() == VOICE
    assert bench.asked == ""


async def test_a_colleague_who_answered_during_the_recording_is_shown_first(bench, row):
    await bench.answer("早先的回复")
    bench.open()
    press_keys(bench)
    await bench.settle()
    await bench.answer("更像荨麻疹。")
    bench.microphone.hear(3_000)
    row.send.click()
    await bench.settle()
    assert "更像荨麻疹。" in bench.asked
    assert "早先" not in bench.asked
    bench.composer.confirmation.back.click()
    assert recording_shown(bench)
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_two_clicks_on_send_are_one_voice(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    QTest.mouseClick(row.send, Qt.MouseButton.LeftButton)
    row.sent.emit()
    await bench.settle()
    assert await bench.queued() == VOICE
