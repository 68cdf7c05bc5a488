"""Listening to a voice: played, sought in, heard from then on, silent when one leaves."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Work, until
from workstation.devices import player
from workstation.devices.playing import PlayerPhase
from workstation.domain.bookmarks import Bookmark
from workstation.domain.message import Message, MessageKind
from workstation.ui.conversation.bookmark_panel import BookmarkPanel
from workstation.ui.conversation.timeline.hit_actions import (
    ChangeSpeed,
    EditBookmark,
    PlayVoice,
    SeekVoice,
)
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.strings import tr
from workstation.ui.media.media_lookup import MediaPhase

WITH_VOICE, OTHER = 20418, 20419


def voice(work: Work) -> Message | None:
    return next((one for one in work.messages() if one.kind is MessageKind.VOICE), None)


def notices(work: Work) -> list[str]:
    """What is said over the foot of the page."""
    bars = work.main_window.frame.findChildren(SnackBar)
    return [part.accessibleName() for bar in bars for part in bar.findChildren(QWidget)]


async def opened(work: Work) -> tuple[str, str]:
    """A conversation with a voice whose outline is there: address and row."""
    await work.online()
    await work.open_consultation(WITH_VOICE)
    await until(lambda: voice(work) is not None, "a voice is shown")
    message = voice(work)
    assert message is not None
    assert message.attachment is not None
    url, view = message.attachment.url, work.active.conversation.view
    await until(
        lambda: view.paint_context().media.voice(url, message.key).phase is MediaPhase.READY
    )
    return url, message.key


async def test_a_voice_is_played_sought_in_and_heard_from_then_on(workplace, monkeypatch):
    monkeypatch.setattr(player, "has_audio_output", lambda: True)
    async with workplace.open() as work:
        url, key = await opened(work)
        view, playback = work.active.conversation.view, work.session.media.voices.playback
        assert voice(work).played is False
        view.action_triggered.emit(PlayVoice(url, key), 0.0)
        await until(lambda: playback.state.phase is PlayerPhase.PLAYING, "it plays")
        view.action_triggered.emit(ChangeSpeed(), 0.0)
        view.action_triggered.emit(SeekVoice(url, key), 0.5)
        await until(
            lambda: view.paint_context().media.voice(url, key).position_ms > 3_000, "sought"
        )
        assert view.paint_context().media.voice(url, key).rate == 1.5
        await until(lambda: voice(work).played is True, "it counts as heard")
        edit = work.active.composer.editor
        edit.setFocus()
        QTest.keyClick(edit, Qt.Key.Key_F9)
        await until(lambda: playback.state.phase is PlayerPhase.PAUSED, "paused while one types")
        before = playback.state.position_ms
        QTest.keyClick(edit, Qt.Key.Key_F7)
        await until(lambda: playback.state.position_ms <= before - 2_900, "back")
        QTest.keyClick(edit, Qt.Key.Key_F9)
        await until(lambda: playback.state.phase is PlayerPhase.PLAYING, "it goes on")
        QTest.keyClick(edit, Qt.Key.Key_F9, Qt.KeyboardModifier.ShiftModifier)
        await until(lambda: tr("conversation.pauses_skipped") in notices(work), "it is said")
        assert not work.active.composer.text
        await work.open_consultation(OTHER)
        await until(lambda: playback.current is None, "silence")
        QTest.keyClick(edit, Qt.Key.Key_F9)
        QTest.keyClick(edit, Qt.Key.Key_F7)
        assert playback.current is None


async def test_without_a_loudspeaker_the_doctor_is_told(workplace, monkeypatch, expect_log):
    expect_log.append("task ended")
    monkeypatch.setattr(player, "has_audio_output", lambda: False)
    async with workplace.open() as work:
        url, key = await opened(work)
        work.active.conversation.view.action_triggered.emit(PlayVoice(url, key), 0.0)
        what = tr("errors.device.loudspeaker.what")
        await until(lambda: any(what in text for text in notices(work)), "a sentence")
        assert voice(work).played is False


async def test_a_bookmark_is_written_while_listening_and_is_there_after_a_restart(
    workplace, monkeypatch
):
    monkeypatch.setattr(player, "has_audio_output", lambda: True)

    def marks(work: Work) -> list[Bookmark]:
        timeline = work.active.conversation.view.timeline
        rows = map(timeline.entry, range(timeline.rowCount()))
        return [mark for row in rows for mark in getattr(row, "bookmarks", ())]

    async with workplace.open() as work:
        url, key = await opened(work)
        edit, playback = work.active.composer.editor, work.session.media.voices.playback
        edit.setFocus()
        QTest.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        nothing = tr("conversation.bookmark.nothing_plays")
        await until(lambda: nothing in notices(work), "nothing plays yet")
        work.active.conversation.view.action_triggered.emit(SeekVoice(url, key), 0.5)
        await until(lambda: playback.state.position_ms > 1_000, "it plays")
        QTest.keyClick(edit, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        (panel,) = work.window.findChildren(BookmarkPanel)
        QTest.keyClicks(panel.note.edit, "dose")
        QTest.keyClick(panel.note.edit, Qt.Key.Key_Return)
        await until(lambda: [mark.note for mark in marks(work)] == ["dose"], "it is listed")
        assert edit.hasFocus()
    async with workplace.open() as work:
        await opened(work)
        await until(lambda: [mark.note for mark in marks(work)] == ["dose"], "it is there again")
        at_ms = marks(work)[0].at_ms
        work.active.conversation.view.action_triggered.emit(EditBookmark(url, key, at_ms), 0.0)
        (panel,) = work.window.findChildren(BookmarkPanel)
        panel.delete.click()
        await until(lambda: not marks(work), "deleted")
        (bar,) = work.main_window.frame.findChildren(UndoBar)
        bar.button.click()
        await until(lambda: [mark.note for mark in marks(work)] == ["dose"], "and taken back")
