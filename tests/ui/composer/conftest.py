"""A composer on the screen, wired to a vault in memory; the network never comes."""

import asyncio
import io
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.vault.archive import COLLEAGUE, ME, ROOM, said
from tests.vault.people import consultation
from workstation.devices.playing import PlayerPhase, PlayerState
from workstation.domain.changes import Changes, Draft, Listed, Place
from workstation.domain.errors import DiskFull
from workstation.domain.message import MessageKind
from workstation.domain.people import Member
from workstation.services.drafting import Drafting
from workstation.services.outbox import Outbox
from workstation.services.playback import Playback
from workstation.services.quick_replies import QuickReplies
from workstation.store.desk import Desk
from workstation.ui.composer.composer import Composer
from workstation.ui.tasks import TaskScope
from workstation.ui.timeline.board import MediaPhase, Picture, Voice
from workstation.ui.wiring.composer import ComposerWiring
from workstation.vault import consultations, drafts, members, outbox
from workstation.vault.database import Vault
from workstation.vault.ingest import ingest

OTHER = ROOM + 1
"""Another open consultation, about 李一诺."""

HERE = consultation(ROOM, target=Member(78, "王小宝"))
THERE = consultation(OTHER, creator=Member(79, "李敏"), target=Member(80, "李一诺"))
PATIENCE = 10


class SetClock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.ms = 1_700_000_000_000

    def now_ms(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return self.ms / 1000


class SilentPlayer:
    """Plays without a sound, and tells how it is."""

    def __init__(self, tell: Callable[[PlayerState], None]) -> None:
        self._tell = tell

    def load(self, content: bytes, media_type: str) -> None:
        self.loaded = (content, media_type)

    def unload(self) -> None:
        self._tell(PlayerState(PlayerPhase.EMPTY))

    def play(self) -> None:
        self._tell(PlayerState(PlayerPhase.PLAYING, 1_000, 3_000))

    def pause(self) -> None:
        self._tell(PlayerState(PlayerPhase.PAUSED, 1_000, 3_000))

    def seek(self, position_ms: int) -> None:
        raise AssertionError(position_ms)

    def set_rate(self, rate: float) -> None:
        self.rate = rate


class Board(QObject):
    """Pictures and voices that never come; whether there is a loudspeaker can be said."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.loud = True
        self.playback = Playback(SilentPlayer, lambda: self.loud)

    def picture(self, url: str, size: QSize, ratio: float) -> Picture:  # noqa: ARG002
        return Picture(MediaPhase.LOADING)

    def voice(self, url: str, key: str) -> Voice:  # noqa: ARG002
        return Voice(MediaPhase.LOADING)


class Microphone:
    """Records whatever it is told, or is none at all."""

    def __init__(self, progress: Callable[[int, float], None]) -> None:
        self.progress = progress
        self.there, self.full, self.running = True, False, False
        self.length_ms = 0

    def start(self) -> bool:
        self.running, self.length_ms = self.there, 0
        return self.there

    def finish(self) -> bytes:
        self.running = False
        return wav(self.length_ms) if self.length_ms >= 500 else b""

    def cancel(self) -> None:
        self.running = False

    def hear(self, length_ms: int, level: float = 0.5) -> None:
        """So much is recorded by now."""
        self.length_ms = length_ms
        self.progress(length_ms, level)


class SilentLine:
    """An IM session that is never there."""

    def post(self, command: object) -> None:
        raise AssertionError(command)

    def can_send(self, consultation_id: int) -> bool:  # noqa: ARG002
        return False

    def withdraw(self, origin_id: str) -> None:
        raise AssertionError(origin_id)


async def no_upload(entry: object) -> None:
    raise AssertionError(entry)


class AtDesk:
    """What the composer needs of a sign-in."""

    member_id = ME

    def __init__(self, vault: Vault, scope: TaskScope) -> None:
        self.clock, self.desk = SetClock(), Desk()
        self.scope, self.posted = scope, []
        ids = iter(range(1, 1_000))
        show = self.desk.apply
        self.drafting = Drafting(vault, self.clock, show)
        self.quick_replies = QuickReplies(vault)
        self.outbox = Outbox(
            vault,
            SilentLine(),
            self.clock,
            show=show,
            upload=no_upload,
            new_id=lambda: f"own-{next(ids)}",
        )

    def post(self, command: object) -> None:
        self.posted.append(command)

    def spawn(self, work) -> None:
        self.scope.spawn(work)


class Bench:
    """The composer as a doctor sees it and uses it."""

    def __init__(self, vault: Vault, window: QWidget) -> None:
        self.vault, self.window = vault, window
        self.board = Board()
        self.composer = Composer(self.board)
        self.errors: list[Exception] = []
        self.scope = TaskScope(self.composer, self.errors.append)
        self.signed_in = AtDesk(vault, self.scope)
        self.desk, self.clock = self.signed_in.desk, self.signed_in.clock
        self.microphones: list[Microphone] = []
        self.there = True
        window.layout().addStretch(1)
        window.layout().addWidget(self.composer)
        self.wiring = ComposerWiring(
            self.signed_in, self.composer, self.board, self.scope, self._make_microphone
        )

    @property
    def microphone(self) -> Microphone:
        return self.microphones[-1]

    @property
    def text(self) -> str:
        return self.composer.text

    @property
    def said(self) -> str:
        """What the composer says of something that was not taken."""
        message = self.composer.message
        return "" if message.isHidden() else message.text

    @property
    def asked(self) -> str:
        return self.composer.question.text

    def open(self, told=HERE) -> None:
        self.wiring.open(told)
        self.composer.writing.setFocus()

    def write(self, text: str) -> None:
        self.composer.writing.insertPlainText(text)

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def compose(self, preedit: str, commit: str = "") -> None:
        """What an input method does while one types."""
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(QApplication.focusWidget(), event)

    async def settle(self) -> None:
        """Until nothing runs any more."""
        await asyncio.wait_for(self.scope.join(), PATIENCE)
        assert not self.errors

    async def send(self) -> None:
        self.press(Qt.Key.Key_Return)
        await self.settle()

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 - the window has no event for whatever is waited for
                await asyncio.sleep(0.005)

    async def queued(self, number: int = ROOM) -> list[tuple[MessageKind, str]]:
        """What waits to be sent, in order."""
        entries = await self.vault.read(outbox.entries, number)
        return [(entry.kind, entry.text) for entry in entries]

    async def draft(self, number: int = ROOM) -> Draft:
        """What the disk knows of a draft."""
        return await self.vault.read(drafts.get, number)

    async def answer(self, text: str, number: int = ROOM) -> None:
        """A colleague answers."""
        event = said(text, COLLEAGUE, consultation_id=number, archive_id=f"a-{text}")
        self.desk.apply((await self.vault.write(ingest, [event])).changes)

    def give(self, *files: Path | str | QImage) -> None:
        """Paste files, or a picture, or words."""
        self.composer.writing.insertFromMimeData(carrying(*files))

    def _make_microphone(self, progress) -> Microphone:
        self.microphones.append(Microphone(progress))
        self.microphone.there = self.there
        return self.microphone


def carrying(*parts: Path | str | QImage) -> QMimeData:
    """What the clipboard or a drag holds: files, else a picture, else words."""
    data = QMimeData()
    files = [QUrl.fromLocalFile(str(part)) for part in parts if isinstance(part, Path)]
    if files:
        data.setUrls(files)
    for part in parts:
        if isinstance(part, str):
            data.setText(part)
        elif isinstance(part, QImage):
            data.setImageData(part)
    return data


def wav(length_ms: int) -> bytes:
    """So much silence, as the microphone gives it."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(length_ms * 16))
    return out.getvalue()


def painted(colour: str = "#a04020", side: int = 60) -> QImage:
    """A picture of one colour."""
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.fill(QColor(colour))
    return picture


@pytest.fixture
def vault() -> Iterator[Vault]:
    kept = Vault.in_memory(threads=False)
    yield kept
    kept.close()


def furnish(connection: object) -> Changes:
    """Two patients wait."""
    members.set_me(connection, ME, "李医生")
    listed = tuple(Listed(told, Place.IN_PROCESS) for told in (HERE, THERE))
    for one in listed:
        consultations.put(connection, one)
    return Changes(listed=listed)


@pytest.fixture
def bench(qloop, shown, vault) -> Iterator[Bench]:
    window = shown()
    window.resize(640, 700)
    made = Bench(vault, window)
    made.desk.apply(qloop.run_until_complete(vault.write(furnish)))
    qloop.run_until_complete(made.signed_in.quick_replies.load("zh"))
    yield made
    qloop.run_until_complete(made.scope.join())


@pytest.fixture
def full(vault, monkeypatch) -> Callable[[], None]:
    """Fill the disk: from now on nothing is written."""

    def fill() -> None:
        async def refuse(*_args, **_rest):
            raise DiskFull

        monkeypatch.setattr(vault, "write", refuse)

    return fill
