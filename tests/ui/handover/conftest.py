"""A window with open consultations whose handover can be made; the vault is in memory."""

from types import SimpleNamespace

import pytest
import shiboken6
from PySide6.QtTest import QTest

from tests.fakes.archive import COLLEAGUE, ME, PATIENT, ROOM, make_arrived
from tests.fakes.sign_in import OneGroup
from tests.store.people import listed
from tests.ui.waiting import until
from workstation.domain.changes import Changes, Place
from workstation.domain.people import Member
from workstation.services.drafting import Drafting
from workstation.services.handover import HandoverService
from workstation.services.lists import ListState
from workstation.store.session_store import SessionStore
from workstation.ui.handover.wiring import HandoverWiring
from workstation.ui.kit.tasks import scope_of
from workstation.ui.record.paper_output import PaperDocument
from workstation.ui.shell.window_frame import WindowFrame
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

NOW_MS = 1_795_600_000_000
HOUR_MS = 3_600_000
CONSULTATION = listed(ROOM, creator=Member(PATIENT, "王秀英")).consultation


class Paper:
    """The way to paper, which only remembers what was to leave."""

    def __init__(self) -> None:
        self.documents: list[PaperDocument] = []

    def notify_outcome(self, work: PaperDocument) -> None:
        self.documents.append(work)

    def ask_and_save(self, document: PaperDocument) -> PaperDocument:
        return document

    def ask_and_print(self, document: PaperDocument) -> PaperDocument:
        return document

    def watermark(self) -> None:
        return None


class Handing(OneGroup):
    """The window and the doctor's hands; ``opened`` is where a line led to."""

    def __init__(self, vault: Vault) -> None:
        self.clock = SimpleNamespace(now_ms=lambda: NOW_MS, monotonic=lambda: 0.0)
        self.store = SessionStore()
        names = iter(range(100))
        self.handover = HandoverService(
            vault, self.clock, self.store.apply, lambda: f"s{next(names)}", allowed=True
        )
        self.queue = SimpleNamespace(state=ListState(read_ms=NOW_MS))
        self.profile = SimpleNamespace(display_name="林若川")
        self.drafting = Drafting(vault, self.clock, self.store.apply)
        self.member_id, self.outbox = ME, SimpleNamespace(pump=self._pump)
        self.store.names[COLLEAGUE] = "周明岚"
        self.pumped: list[int] = []
        self.vault, self.frame, self.opened = vault, WindowFrame(), []
        self.frame.resize(1200, 800)
        self.frame.show()
        self.paper = Paper()
        self.scope = scope_of(self.frame)
        self.wiring = HandoverWiring(
            self,
            self.frame,
            self.scope,
            self.paper,
            lambda *place: self.opened.append(place),
        )

    async def _pump(self, number: int) -> None:
        self.pumped.append(number)

    def spawn(self, work) -> None:
        """What outlives the page runs in this scope, too."""
        self.scope.spawn(work)

    async def open(self) -> None:
        """Ask for the page, and wait until it is shown."""
        self.wiring.open()
        await until(self.wiring.sheet.isVisible)

    async def open_sending(self):
        """The sheet in which a colleague is chosen, opened from the page."""
        await self.open()
        self.wiring.sheet.send.click()
        sheet = self.wiring.sending.sheet
        await until(sheet.isVisible)
        return sheet

    def rows(self) -> list[str]:
        """What a screen reader finds."""
        entries = self.wiring.sheet.entries
        return [entries.entry(row).spoken for row in range(entries.rowCount())]

    def go_to(self, words: str) -> None:
        """Put the keyboard on the row with these words."""
        row = next(number for number, text in enumerate(self.rows()) if words in text)
        self.wiring.sheet.list.setCurrentIndex(self.wiring.sheet.entries.index(row, 0))

    @property
    def everything_gone(self) -> Changes:
        """The platform ends the consultation."""
        return Changes(listed=(listed(ROOM, Place.HISTORY),))

    def press(self, key) -> None:
        QTest.keyClick(self.wiring.sheet.list, key)


def furnish(connection) -> None:
    """A consultation with a promise and a question."""
    members.set_me(connection, ME)
    members.learn(connection, COLLEAGUE, "周明岚")
    consultations.replace_list(connection, Place.IN_PROCESS, [CONSULTATION])
    ask = make_arrived("要停药吗？", PATIENT, origin_id="q", archive_id="a2", at_ms=NOW_MS)
    say = make_arrived("一周后复查", ME, origin_id="p", archive_id="a1", at_ms=NOW_MS - HOUR_MS)
    ingest(connection, [say, ask])


@pytest.fixture
def handing(filled_vault):
    """One consultation with a promise of this doctor's and a question of the patient's."""
    made = Handing(filled_vault(furnish))
    made.store.apply(Changes(listed=(listed(ROOM),)))
    yield made
    made.scope.close()
    shiboken6.delete(made.frame)
