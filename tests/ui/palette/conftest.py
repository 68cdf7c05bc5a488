"""The window with its palette over an in-memory vault, as a doctor uses it."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.fakes.archive import ME, PATIENT, make_arrived
from tests.fakes.clock import SetClock
from tests.fakes.sign_in import OneGroup
from tests.ui.conversation.finding.conftest import NOW_MS
from tests.vault.people import consultation
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.people import Member
from workstation.services.quick_replies import QuickReplies
from workstation.session.messaging import make_queries
from workstation.store.session_store import SessionStore
from workstation.ui.kit.page import Page
from workstation.ui.kit.tasks import scope_of
from workstation.ui.palette.entries import GroupHeading, ResultGroup, SearchResult
from workstation.ui.palette.wiring import PaletteWiring
from workstation.ui.shell.window_frame import WindowFrame
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

CTRL, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
RASH = Symptom(SymptomKind.TEXT, "两天前开始出现红色皮疹")
LISTS = (
    Listed(consultation(1, target=Member(1, "王小宝"), symptom=RASH), Place.IN_PROCESS),
    Listed(consultation(2, target=Member(2, "孙悦")), Place.IN_PROCESS),
    Listed(consultation(3, target=Member(3, "周安安"), symptom=RASH), Place.HISTORY),
    *(
        Listed(consultation(n, target=Member(n, f"皮疹{n}")), Place.HISTORY)
        for n in range(10, 16)
    ),
)  # fmt: skip


class Shelf:
    """The deletions held back, of which there are none."""

    hidden: frozenset[int] = frozenset()


class AtDesk(OneGroup):
    """What the palette needs of a sign-in."""

    member_id = ME

    def __init__(self, vault: Vault) -> None:
        self.clock, self.store, self.hidden_rows = SetClock(NOW_MS), SessionStore(), Shelf()
        self.conversations = make_queries(vault)
        self.quick_replies = QuickReplies(vault)


class Searching:
    """The window with its palette, as a doctor uses it."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.signed_in = vault, AtDesk(vault)
        self.frame = WindowFrame()
        self.frame.add_page("active", Page)
        self.frame.add_page("history", Page)
        self.frame.show_page("active")
        self.inside = QWidget(self.frame.page("active"))
        self.inside.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scope = scope_of(self.frame)
        self.opened: list[tuple[object, ...]] = []
        self.writing = False
        targets = SimpleNamespace(
            open_active=lambda *place: self.opened.append(("active", *place)),
            open_ended=lambda *place: self.opened.append(("ended", *place)),
            search_history=lambda words: self.opened.append(("history", words)),
            insert_reply=lambda number: self.opened.append(("reply", number)),
            is_writing=lambda: self.writing,
        )
        self.wiring = PaletteWiring(self.signed_in, self.frame, self.scope, targets, actions=tuple)
        self.frame.search_asked.connect(self.wiring.open)

    async def fill(self) -> None:
        await self.vault.write(members.set_me, ME, "李医生")
        for one in LISTS:
            await self.vault.write(consultations.put, one)
        texts = {1: "后背的皮疹已经消了", 2: "换了面霜", 3: "皮疹好了"}
        events = [
            make_arrived(text, PATIENT, consultation_id=n, archive_id=f"a{n}", at_ms=NOW_MS - n)
            for n, text in texts.items()
        ]
        await self.vault.write(ingest, events)
        self.signed_in.store.apply(Changes(listed=LISTS))

    @property
    def palette(self):
        return self.wiring.palette

    async def open(self) -> None:
        self.inside.setFocus()
        QTest.keyClick(self.inside, Qt.Key.Key_K, CTRL)
        await self.scope.join()

    async def type(self, words: str) -> None:
        """Type words, and wait until all that they find is shown."""
        self.palette.field.edit.insert(words)
        await self.scope.join()

    async def press(self, *keys: Qt.Key) -> None:
        """Keys that go wherever the keyboard is."""
        for key in keys:
            QTest.keyClick(QApplication.focusWidget(), key)
            await self.scope.join()

    @property
    def entries(self) -> list:
        model = self.palette.entries
        return [model.entry(row) for row in range(model.rowCount())]

    @property
    def groups(self) -> list[ResultGroup]:
        """The groups that have a heading, in order."""
        return [entry.group for entry in self.entries if isinstance(entry, GroupHeading)]

    def titles(self, group: ResultGroup) -> list[str]:
        """The titles of a group's results, in order."""
        items = [
            one for one in self.entries if isinstance(one, SearchResult) and one.group is group
        ]
        return [one.title for one in items]


@pytest.fixture
def searching(qloop, show_widget):  # noqa: ARG001 - a running loop
    """The palette's wiring in a window of usual size."""
    vault = Vault.in_memory(threads=False)
    made = Searching(vault)
    window = show_widget(made.frame)
    window.layout().setContentsMargins(0, 0, 0, 0)
    window.resize(1440, 900)
    yield made
    vault.close()
