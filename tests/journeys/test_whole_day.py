"""One day from the sign-in to the next start: answered, heard, closed, and all of it still there.

On Windows this is the journey that `make test` takes through the real window.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from PySide6.QtGui import QImage

from tests.journeys.conftest import Work, until
from tests.ui.composer.fakes import carrying, painted
from workstation.devices import player
from workstation.devices.playing import PlayerPhase
from workstation.domain.message import Delivery, Message, MessageKind
from workstation.ui.conversation.timeline.hit_actions import PlayVoice, SeekVoice
from workstation.ui.media.media_lookup import MediaPhase

MANGO = 20418
WORDS = "请对照这张看一下。"


async def test_what_was_answered_and_heard_is_there_at_the_next_start(workplace, monkeypatch):
    monkeypatch.setattr(player, "has_audio_output", lambda: True)
    with watched_connects() as connects:
        async with workplace.open() as work:
            await work.online()
            await work.open_consultation(MANGO)
            await hear(work)
            await answer(work, painted("#205060", 300))
    clinic = urlsplit(workplace.clinic.address)
    assert set(connects) == {(clinic.hostname, clinic.port)}, "nobody else is spoken to"
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await until(lambda: received(work), "both are with the room")
        picture, words = work.messages()[-2:]
        assert (picture.kind, words.text) == (MessageKind.IMAGE, WORDS)
        assert picture.attachment.width == 300
        assert voice(work).played is True
        assert work.active.composer.text == ""


@contextmanager
def watched_connects() -> Iterator[list[tuple[str, int]]]:
    """Host and port of every connection that this process begins over the network."""
    connects: list[tuple[str, int]] = []
    watching = True

    def note(event: str, arguments: tuple) -> None:
        if watching and event == "socket.connect" and isinstance(arguments[1], tuple):
            connects.append(arguments[1][:2])

    sys.addaudithook(note)  # for good: Python takes none away
    try:
        with pytest.MonkeyPatch.context() as patch:
            if sys.platform == "win32":
                _note_overlapped_connects(patch, connects)
            yield connects
    finally:
        watching = False


def _note_overlapped_connects(patch: pytest.MonkeyPatch, connects: list[tuple[str, int]]) -> None:
    """Of the Proactor loop, which calls Windows for them and tells no audit hook."""
    from asyncio.windows_events import IocpProactor

    connect = IocpProactor.connect

    def noted(proactor: IocpProactor, connection: object, address: tuple) -> object:
        connects.append(address[:2])
        return connect(proactor, connection, address)

    patch.setattr(IocpProactor, "connect", noted)


async def hear(work: Work) -> None:
    """Play the patient's voice until it counts as heard."""
    await until(lambda: voice(work), "a voice is shown")
    message, view = voice(work), work.active.conversation.view
    url, board = message.attachment.url, view.paint_context().media
    await until(lambda: board.voice(url, message.key).phase is MediaPhase.READY, "its outline")
    view.action_triggered.emit(PlayVoice(url, message.key), 0.0)
    playback = work.session.media.voices.playback
    await until(lambda: playback.state.phase is PlayerPhase.PLAYING, "it plays")
    view.action_triggered.emit(SeekVoice(url, message.key), 0.9)
    await until(lambda: voice(work).played is True, "it counts as heard")


async def answer(work: Work, picture: QImage) -> None:
    """Send a picture and a sentence, and wait for the room's confirmation."""
    composer = work.active.composer
    composer.editor.insertFromMimeData(carrying(picture))
    await until(lambda: len(composer.tray.urls) == 1)
    work.write(WORDS)
    work.press_enter()
    await until(lambda: work.texts()[-1:] == [WORDS] and received(work), "sent")


def received(work: Work) -> bool:
    """Whether the last two messages, picture and sentence, have reached the room."""
    last = work.messages()[-2:]
    return [message.delivery for message in last] == [Delivery.SENT] * 2


def voice(work: Work) -> Message | None:
    return next((each for each in work.messages() if each.kind is MessageKind.VOICE), None)
