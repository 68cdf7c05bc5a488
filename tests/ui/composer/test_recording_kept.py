"""A recording that is not sent stays with its consultation, whatever happens to the program."""

import pytest

from tests.fakes.archive import ROOM
from tests.ui.composer.voices import VOICE, press_keys, recording_shown
from tests.ui.waiting import until
from workstation.domain.guards import SWITCH_MS
from workstation.domain.message import MessageKind
from workstation.store.preview import PreviewKind
from workstation.vault import sql


@pytest.fixture
def row(bench):
    return bench.composer.recording


async def record(bench, length_ms: int = 3_000) -> None:
    press_keys(bench)
    bench.microphone.hear(length_ms)
    press_keys(bench)
    await bench.settle()


async def test_what_was_recorded_is_found_after_a_restart_listened_to_and_sent(bench, row, later):
    bench.open()
    bench.write("请看")
    await record(bench)
    again = await later()
    again.open()
    row = again.composer.recording
    assert recording_shown(again)
    assert row.time.text() == "0:03"
    assert again.text == "请看"
    assert again.composer.tray.urls == ()
    row.listen.click()
    await again.settle()
    assert again.thumbnails.playback.is_playing
    again.clock.ms += SWITCH_MS
    row.send.click()
    await again.settle()
    assert await again.queued() == VOICE
    assert (await again.draft()).voice is None
    assert not recording_shown(again)


async def test_a_recording_that_runs_when_the_session_ends_is_kept(bench, later):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(2_000)
    bench.wiring.leave()
    await bench.settle()
    again = await later()
    again.open()
    assert recording_shown(again)
    assert again.composer.recording.time.text() == "0:02"
    await again.settle()


async def test_what_is_thrown_away_is_gone_for_good(bench, row, later):
    bench.open()
    await record(bench)
    row.cancel.click()
    await bench.settle()
    assert await files_kept(bench) == 0
    again = await later()
    again.open()
    assert not recording_shown(again)
    await again.settle()


async def test_what_is_thrown_away_while_it_is_being_kept_is_gone_too(bench, row):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    row.stop.click()
    row.cancel.click()
    press_keys(bench)
    bench.microphone.hear(1_000)
    row.stop.click()
    await bench.settle()
    assert (await bench.draft()).voice.duration_ms == 1_000
    assert await files_kept(bench) == 1
    await until(lambda: not bench.composer.tools.settled.isActive())
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE
    assert await files_kept(bench) == 1


@pytest.mark.parametrize("is_stored", [True, False])
async def test_what_is_thrown_away_before_it_has_gone_does_not_go(bench, row, is_stored):
    """Whether it may go is asked first, which takes as long as the disk does."""
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    press_keys(bench)
    if is_stored:
        await bench.settle()
    row.send.click()
    row.cancel.click()
    await bench.settle()
    assert (await bench.queued(), bench.error_text) == ([], "")
    assert await files_kept(bench) == 0
    assert not recording_shown(bench)


async def test_a_reply_in_words_leaves_the_recording_where_it_is(bench):
    bench.open()
    await record(bench)
    bench.composer.show_recording(visible=False)
    bench.composer.editor.setFocus()
    bench.write("先回一句")
    await bench.send()
    assert await bench.queued() == [(MessageKind.TEXT, "先回一句")]
    assert (await bench.draft()).voice.duration_ms == 3_000


async def test_a_full_disk_is_said_when_the_recording_ends_and_sending_tries_again(
    bench, row, full, monkeypatch
):
    bench.open()
    press_keys(bench)
    bench.microphone.hear(3_000)
    await bench.settle()
    with monkeypatch.context():
        full()
        row.stop.click()
        await bench.settle()
        assert "磁盘" in bench.error_text
    monkeypatch.undo()
    row.send.click()
    await bench.settle()
    assert await bench.queued() == VOICE


async def test_the_queue_tells_of_a_recording_that_is_not_sent(bench):
    bench.open()
    await record(bench)
    preview = bench.desk.worklist.row(ROOM).preview
    assert (preview.kind, preview.media) == (PreviewKind.DRAFT, MessageKind.VOICE)
    assert preview.duration_ms == 3_000


async def files_kept(bench) -> int:
    return await bench.vault.read(
        lambda connection: sql.value(connection, "SELECT count(*) FROM file")
    )
