"""A composer on the screen, wired to a vault in memory; the network never comes."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.fakes.alone import outbox_alone
from tests.fakes.archive import COLLEAGUE, ME, ROOM, make_arrived
from tests.fakes.clock import SetClock
from tests.fakes.inbound import ignore
from tests.fakes.sign_in import OneGroup
from tests.ui.composer.fakes import Board, Microphone, SilentLine, carrying, no_upload
from tests.ui.keys import compose
from tests.vault.people import consultation
from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes, Draft, Listed, Place
from workstation.domain.consultation import Consultation
from workstation.domain.errors import DiskFull
from workstation.domain.message import MessageKind
from workstation.domain.people import Member
from workstation.services.amendments import AmendmentService
from workstation.services.drafting import Drafting
from workstation.services.outbox_writer import OutboxWriter
from workstation.services.quick_replies import QuickReplies
from workstation.services.retrying_vault import RetryingVault
from workstation.store.session_store import SessionStore
from workstation.ui.composer.composer import Composer
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.composer.quick_replies.sheet_wiring import QuickSheetWiring
from workstation.ui.composer.wiring import ComposerWiring
from workstation.ui.kit.tasks import scope_of
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations
from workstation.vault.unsent import drafts, outbox

OTHER = ROOM + 1
"""Another open consultation, about 李一诺."""

HERE = consultation(ROOM, target=Member(78, "王小宝"))
THERE = consultation(OTHER, creator=Member(79, "李敏"), target=Member(80, "李一诺"))
PATIENCE = 60


class AtDesk(OneGroup):
    """What the composer needs of a sign-in."""

    member_id = ME

    def __init__(self, vault: Vault, scope: TaskScope) -> None:
        self.clock, self.store = SetClock(), SessionStore()
        self.scope, self.posted = scope, []
        ids = iter(range(1, 1_000))
        show = self.store.apply
        self.drafting = Drafting(vault, self.clock, show)
        self.quick_replies = QuickReplies(vault)
        retrying = RetryingVault(vault, show, ignore)
        self.outbox = outbox_alone(retrying, SilentLine(), no_upload)
        self.outbox_writer = OutboxWriter(retrying, self.clock, lambda: f"own-{next(ids)}")
        self.amendments = AmendmentService(
            retrying,
            self.outbox,
            self.clock,
            new_id=lambda: f"change-{next(ids)}",
            cancel_upload=lambda _: None,
        )

    def post(self, command: object) -> None:
        self.posted.append(command)

    def spawn(self, work) -> None:
        self.scope.spawn(work)


def bind_escape(part: QWidget) -> None:
    """The key means something to the page around, too, as it does in the program."""
    shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), part)
    shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


class Bench:
    """The composer as a doctor sees it and uses it."""

    def __init__(self, vault: Vault, window: QWidget) -> None:
        self.vault, self.window = vault, window
        self.thumbnails = Board()
        self.composer = Composer(self.thumbnails)
        bind_escape(self.composer)
        self.errors: list[Exception] = []
        self.scope = scope_of(self.composer, self.errors.append)
        self.signed_in = AtDesk(vault, self.scope)
        self.desk, self.clock = self.signed_in.store, self.signed_in.clock
        self.microphones: list[Microphone] = []
        self.there = True
        window.layout().addStretch(1)
        window.layout().addWidget(self.composer)
        self.wiring = ComposerWiring(
            self.signed_in, self.composer, self.thumbnails, self.scope, self._make_microphone
        )

    @property
    def microphone(self) -> Microphone:
        """The one that records now, or did last."""
        return self.microphones[-1]

    @property
    def text(self) -> str:
        return self.composer.text

    @property
    def error_text(self) -> str:
        """What the composer says of something that was not taken."""
        message = self.composer.message
        return "" if message.isHidden() else message.text

    @property
    def asked(self) -> str:
        """What is asked before sending; empty where nothing is."""
        return self.composer.confirmation.text

    def open(self, consultation=HERE) -> None:
        self.wiring.open(consultation)
        self.composer.editor.setFocus()

    def write(self, text: str) -> None:
        self.composer.editor.insertPlainText(text)

    def press(self, key: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key wherever the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def compose(self, preedit: str, commit: str = "") -> None:
        """What an input method does while one types."""
        compose(QApplication.focusWidget(), commit, preedit)

    async def settle(self) -> None:
        """Until nothing runs any more."""
        await asyncio.wait_for(self.scope.join(), PATIENCE)
        assert not self.errors

    async def end(self) -> None:
        """What still waits for an answer ends as it does at a sign-out."""
        try:
            await asyncio.wait_for(self.scope.join(), PATIENCE)
        except TimeoutError:
            self.scope.close()
            await self.scope.join()

    async def send(self) -> None:
        self.press(Qt.Key.Key_Return)
        await self.settle()

    async def queued(self, number: int = ROOM) -> list[tuple[MessageKind, str]]:
        """What waits to be sent, in order."""
        entries = await self.vault.read(outbox.entries, number)
        return [(entry.kind, entry.text) for entry in entries]

    async def draft(self, number: int = ROOM) -> Draft:
        """What the disk knows of a draft."""
        return await self.vault.read(drafts.get, number)

    async def answer(self, text: str, number: int = ROOM) -> None:
        """A colleague answers."""
        event = make_arrived(text, COLLEAGUE, consultation_id=number, archive_id=f"a-{text}")
        self.desk.apply((await self.vault.write(ingest, [event])).changes)

    def give(self, *files: Path | str | QImage) -> None:
        """Paste files, or a picture, or words."""
        self.composer.editor.insertFromMimeData(carrying(*files))

    async def fill(self, *files: Path | str | QImage) -> None:
        """Open the consultation, paste files, and wait until they lie in the tray."""
        self.open()
        self.give(*files)
        await self.settle()

    def _make_microphone(self, progress) -> Microphone:
        self.microphones.append(Microphone(progress))
        self.microphone.there = self.there
        return self.microphone


@pytest.fixture
def vault() -> Iterator[Vault]:
    """A vault in memory without threads: each call is done when it returns."""
    vault_in_memory = Vault.in_memory(threads=False)
    yield vault_in_memory
    vault_in_memory.close()


def alone(name: str) -> Consultation:
    """A consultation that somebody started for themself."""
    return consultation(ROOM + 2, creator=Member(81, name), target=Member(81, name))


def furnish(connection: object) -> Changes:
    """Two patients wait."""
    members.set_me(connection, ME, "李医生")
    listed = tuple(Listed(consultation, Place.IN_PROCESS) for consultation in (HERE, THERE))
    for one in listed:
        consultations.put(connection, one)
    return Changes(listed=listed)


@pytest.fixture
def bench(qloop, show_widget, vault) -> Iterator[Bench]:
    """The composer with its wiring, in a window, before any consultation is open."""
    window = show_widget()
    window.resize(640, 700)
    made = Bench(vault, window)
    made.desk.apply(qloop.run_until_complete(vault.write(furnish)))
    qloop.run_until_complete(made.signed_in.messaging.quick_replies.load("zh"))
    yield made
    qloop.run_until_complete(made.end())


@pytest.fixture
def later(bench, show_widget, vault) -> Callable[[], Awaitable[Bench]]:
    """The program again, with what the disk knows."""

    async def start() -> Bench:
        await bench.settle()
        bench.window.hide()
        window = show_widget()
        window.resize(640, 700)
        made = Bench(vault, window)
        await made.signed_in.messaging.drafting.start()
        listed = tuple(Listed(consultation, Place.IN_PROCESS) for consultation in (HERE, THERE))
        draft = await vault.read(drafts.read_all)
        made.desk.apply(Changes(listed=listed, drafts=draft))
        return made

    return start


@pytest.fixture
def full(vault, monkeypatch) -> Callable[..., None]:
    """Fill the disk: from now on, or as long as a patch lasts, nothing is written."""

    def fill(patch: pytest.MonkeyPatch = monkeypatch) -> None:
        async def refuse(*_args, **_rest):
            raise DiskFull

        patch.setattr(vault, "write", refuse)

    return fill


@pytest.fixture
def sheet(bench) -> QuickSheet:
    """The sheet of quick replies, open over the composer."""
    bench.window.resize(900, 700)
    bench.wiring.quick_replies.manage()
    return bench.window.findChild(QuickSheet)


@pytest.fixture
def replies(bench):
    """The service behind the sheet."""
    return bench.signed_in.messaging.quick_replies


@pytest.fixture
def wiring(sheet) -> QuickSheetWiring:
    """What ties the sheet to its service."""
    return sheet.findChild(QuickSheetWiring)
