"""A doctor's queue on the screen, with a clock that is set by hand and a vault in memory."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.clock import SetClock
from tests.fakes.sign_in import OneGroup
from tests.store.people import listed, summary
from workstation.domain.changes import Changes, Listed
from workstation.domain.people import Member
from workstation.services.handover import HandoverService
from workstation.services.lists import ListState
from workstation.services.marking import Marking
from workstation.services.noting import Noting
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.ui.consultation_row.row_data import Heading, QueueRowData
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.layers.snack_bar import NoticeAction
from workstation.ui.kit.tasks import scope_of
from workstation.ui.queue.pane import QueuePane
from workstation.ui.queue.pane_wiring import QueueWiring
from workstation.ui.queue.row_delegate import QueueEntry
from workstation.vault.database import Vault

MINUTE = 60_000
ME = 1001


class QuietBoard(QObject):
    """No medium ever comes."""

    loaded = Signal()

    def length_of(self, _url: str) -> int | None:
        return None


class SetCatchUp:
    """Rooms have caught up but for those ``behind``."""

    def __init__(self) -> None:
        self.behind: set[int] = set()
        self.caught_up: Feed = Feed()

    def has_caught_up(self, consultation_id: int) -> bool:
        return consultation_id not in self.behind

    def catch_up(self, consultation_id: int) -> None:
        """The room lacks nothing any more."""
        self.behind.discard(consultation_id)
        self.caught_up.publish((consultation_id,))


class AtDesk(OneGroup):
    """What the queue needs of a sign-in."""

    member_id = ME

    def __init__(self, vault: Vault) -> None:
        self.clock, self.store = SetClock(), SessionStore()
        self.catch_up = SetCatchUp()
        self.queue = SimpleNamespace(state=ListState(read_ms=1))
        self.creator = SimpleNamespace(created=set())
        self.noting = Noting(vault, self.store.notes, self.store.apply)
        self.marking = Marking(vault, self.store.worklist, self.clock, self.store.apply)
        self.handover = HandoverService(
            vault, self.clock, self.store.apply, lambda: "", allowed=True
        )


class Queue:
    """The list as a doctor sees it and uses it."""

    def __init__(self, vault: Vault, window) -> None:
        self.vault, self.signed_in = vault, AtDesk(vault)
        self.desk, self.clock = self.signed_in.store, self.signed_in.clock
        self.pane = QueuePane(("waiting", "newest"), window)
        self.sentences: list[str] = []
        self.offers: list[NoticeAction] = []
        self.open: int | None = None
        self.thumbnails = QuietBoard(self.pane)
        self.scope = scope_of(self.pane)
        self.wiring = QueueWiring(
            self.signed_in,
            self.pane,
            self.thumbnails,
            self.scope,
            open_id=lambda: self.open,
            notify=self.notify,
        )

    def notify(self, text: str, action: NoticeAction | None = None) -> None:
        """What is said over the page, and what is offered with it."""
        self.sentences.append(text)
        self.offers += [action] if action else []

    def waits(self, number: int, minutes: int, **rest: object) -> Listed:
        """A patient who has waited for that long."""
        return listed(number, created_ms=self.clock.ms - minutes * MINUTE, **rest)

    def fill(self, *minutes: int) -> None:
        """Patients 1, 2, 3 and so on, each waiting for that long."""
        self.take(listed=tuple(self.waits(n, m) for n, m in enumerate(minutes, 1)))

    def take(self, **changes: object) -> None:
        """Something comes, and is shown."""
        self.desk.apply(Changes(**changes))
        self.wiring.show_rows()

    def writes(self, number: int, **rest: object) -> None:
        """The patient writes now."""
        facts = {"patient_ms": self.clock.ms, "unread": 1, "patient_unread": 1} | rest
        self.take(summaries=(summary(number, **facts),))

    @property
    def entries(self) -> list:
        model = self.pane.entries
        return [model.entry(row) for row in range(model.rowCount())]

    @property
    def rows(self) -> list[int]:
        """The consultations on the screen, from the top."""
        return [entry.key for entry in self.entries if isinstance(entry, QueueEntry)]

    @property
    def sections(self) -> list[str]:
        return [entry.key for entry in self.entries if isinstance(entry, Heading)]

    def face(self, number: int) -> QueueRowData:
        """What the row of a consultation shows."""
        entry = self.pane.entries.entry(self.pane.entries.row(number))
        return entry.make_row_data(entry)

    def place(self, number: int) -> QPoint:
        """The middle of a row on the list."""
        view = self.pane.list
        index = self.pane.entries.index(self.pane.entries.row(number), 0)
        return view.visualRect(index).center()

    def point_at(self, number: int) -> None:
        """Move the pointer over a row."""
        view = self.pane.list.viewport()
        QTest.mouseMove(view, QPoint(3, 3))
        QTest.mouseMove(view, self.place(number))
        QTest.qWait(0)

    def leave(self) -> None:
        """Move the pointer out of the list."""
        QTest.mouseMove(self.pane.search, QPoint(5, 5))
        QApplication.sendEvent(self.pane.list.viewport(), QEvent(QEvent.Type.Leave))

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        QTest.keyClick(self.pane.list, key, modifier)

    def menu(self) -> dict[str, MenuItem]:
        """The lines of the open menu by their words."""
        menus = [menu for menu in self.pane.window().findChildren(Menu) if menu.isVisible()]
        assert len(menus) == 1
        return {item.text(): item for item in menus[0].findChildren(MenuItem)}

    async def pick(self, words: str) -> None:
        """Pick a line of the open menu, and wait until that is done."""
        self.menu()[words].click()
        await self.scope.join()


@pytest.fixture
def queue(qloop, show_widget):  # noqa: ARG001 - a running loop
    """The queue's wiring in a window, with a vault in memory behind it."""
    vault = Vault.in_memory(threads=False)
    window = show_widget()
    made = Queue(vault, window)
    window.layout().addWidget(made.pane)
    window.resize(420, 700)
    yield made
    vault.close()


FAMILY = Member(77, "王小宝")
