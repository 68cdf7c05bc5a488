"""A conversation of many pages in a vault, open on a page of its own."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.fakes.clock import SetClock
from tests.fakes.sign_in import OneGroup
from tests.ui.still_board import StillBoard
from tests.vault.people import consultation, furnish
from workstation.services.bookmarks import BookmarkService
from workstation.services.handover import HandoverService
from workstation.session.messaging import make_queries
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.ui.conversation import seen_ranges
from workstation.ui.conversation.finding.jump_menu import JumpMenu
from workstation.ui.conversation.finding.wiring import ConversationSearch
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.conversation.wiring import OpenConversation
from workstation.ui.kit.page import Page
from workstation.ui.kit.tasks import scope_of
from workstation.vault.archive import unread
from workstation.vault.archive.ingest import ingest
from workstation.vault.database import Vault

TODAY = datetime(2026, 10, 12, 12).astimezone()
NOW_MS = round(TODAY.timestamp() * 1000)
HOUR_MS = 3_600_000
COUNT = 300


def moment(days: int, hour: int = 12) -> int:
    """A moment so many days before today, on this computer's wall clock."""
    day = datetime(2026, 10, 12, hour) - timedelta(days=days)  # noqa: DTZ001 - made local below
    return round(day.astimezone().timestamp() * 1000)


class Silent:
    """A service that is asked for nothing here."""

    def __init__(self) -> None:
        self.advanced: Feed[object] = Feed()
        self.progress: dict[str, float] = {}

    def leave_conversation(self, consultation_id: int) -> None:
        pass


class Markers:
    """Marks in the vault what the doctor has seen, and takes down up to which places.

    ``stretches`` are the same with the places behind which each begins.
    """

    def __init__(self, signed_in: "AtDesk") -> None:
        self.places: list[int] = []
        self.stretches: list[tuple[int | None, int]] = []
        self._signed_in = signed_in

    async def mark_seen(
        self, number: int, position: int, after: int | None, numbers: frozenset[int]
    ) -> None:
        self.places.append(position)
        self.stretches.append((after, position))
        seen = await self._signed_in.vault.write(unread.mark_seen, number, position, after, numbers)
        self._signed_in.store.apply(seen.changes)


class AtDesk(OneGroup):
    """What an open conversation needs of a sign-in."""

    member_id = ME

    def __init__(self, vault: Vault) -> None:
        self.vault, self.clock, self.store = vault, SetClock(NOW_MS), SessionStore()
        self.conversations = make_queries(vault)
        self.voices = self.uploads = self.reader = Silent()
        self.upload_progress: Feed[str] = Feed()
        self.bookmarks = BookmarkService(vault, self.clock.now_ms)
        self.handover = HandoverService(
            vault, self.clock, self.store.apply, lambda: "", allowed=True
        )


class Reading:
    """The page as a doctor sees it and uses it."""

    def __init__(self, page: Page, vault: Vault) -> None:
        self.signed_in = AtDesk(vault)
        self.page, self.vault = page, vault
        self.notes: list[str] = []
        self.looks = False
        self.pane = ConversationPane(StillBoard(), lambda: NOW_MS, page)
        self.pane.bind_shortcuts(page)
        self.scope = scope_of(page)
        context = PageContext(
            signed_in=self.signed_in,
            thumbnails=_Board(),
            scope=self.scope,
            saving=SimpleNamespace(gate=None, begin=None),
            open_picture=lambda *_: None,
            is_focused=lambda: self.looks,
            notify=self.notes.append,
        )
        self.conversation = OpenConversation(context, self.pane)
        self.conversation.corrections.announced.connect(self.notes.append)
        self.finding = ConversationSearch(self.signed_in, self.pane, self.conversation, self.scope)
        self.jumping = JumpMenu(
            self.signed_in, self.pane, self.conversation, self.scope, self.notes.append
        )

    async def fill(self, seen: int = COUNT - 1, **texts: str) -> None:
        """Three hundred messages, one an hour up to now; ``m7="..."`` says what the seventh is.

        All up to ``seen`` were seen before.
        """
        await self.vault.write(furnish)
        events = [
            make_arrived(
                texts.get(f"m{n}", f"第{n}句"),
                origin_id=f"id-{n}",
                archive_id=f"a{n:04}",
                at_ms=NOW_MS - (COUNT - n) * HOUR_MS,
                live=False,
            )
            for n in range(COUNT)
        ]
        await self.vault.write(ingest, events)
        await self.see(seen)

    async def see(self, number: int) -> None:
        """Everything up to a message is seen."""
        page = await self.signed_in.messaging.conversations.whole(ROOM)
        await self.vault.write(unread.mark_seen, ROOM, page.messages[number].position)

    def look(self) -> list[int]:
        """The doctor looks at the window from now on; the places up to which was seen."""
        markers = self.signed_in.messaging.read_markers = Markers(self.signed_in)
        self.signed_in.spawn, self.looks = self.scope.spawn, True
        return markers.places

    async def say(self, text: str, **rest: object) -> None:
        """Something comes in now."""
        event = make_arrived(text, archive_id=f"z-{text}", at_ms=NOW_MS, **rest)
        self.signed_in.store.apply((await self.vault.write(ingest, [event])).changes)

    async def open(self, number: int = ROOM) -> None:
        opened = consultation(number)
        self.pane.show_consultation(opened)
        self.conversation.show(opened)
        self.finding.on_opened()
        await self.rest()

    async def leave(self) -> None:
        self.conversation.close()
        await self.rest()

    async def rest(self) -> None:
        """Until nothing is under way any more."""
        await self.scope.join()

    async def look_for(self, words: str) -> None:
        """Type into the find bar."""
        QTest.keyClick(self.pane.view, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        edit = self.pane.find_bar.field.edit
        assert edit.hasFocus()
        edit.clear()
        edit.insert(words)
        edit.textEdited.emit(words)
        await self.rest()

    async def press(self, key: Qt.Key, shifted: bool = False) -> None:  # noqa: FBT002
        none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(self.page.focusWidget(), key, shift if shifted else none)
        await self.rest()

    def in_sight(self) -> list[str]:
        """The texts on the screen, from the top."""
        view = self.pane.view
        rows = [view.timeline.entry(row) for row in range(view.timeline.rowCount())]
        whole = view.viewport().rect()
        return [
            item.message.text
            for row, item in enumerate(rows)
            if isinstance(item, MessageItem)
            and whole.intersects(view.visualRect(view.timeline.index(row, 0)))
        ]

    def on_screen(self, row: int) -> int:
        """How far below the top of the screen a row begins, whatever stands above the messages."""
        view = self.pane.view
        place = view.visualRect(view.timeline.index(row, 0)).topLeft()
        return view.viewport().mapToGlobal(place).y()

    @property
    def place(self) -> str:
        """What the find bar says of where one is."""
        steps = self.pane.find_bar.steps
        return steps.text.text() if steps.isVisible() else ""


class _Board:
    """No medium is ever asked for."""


@pytest.fixture
def reading(qloop, show_widget, monkeypatch):
    """A conversation in a window, with a vault in memory behind it; whoever opens it stays."""
    monkeypatch.setattr(seen_ranges, "MIN_LOOK_MS", 0)
    vault = Vault.in_memory(threads=False)
    page = Page()
    made = Reading(page, vault)
    window = show_widget(page)
    window.resize(900, 640)
    made.pane.resize(900, 600)
    made.pane.show()
    made.pane.view.setFocus()
    yield made
    qloop.run_until_complete(made.leave())
    vault.close()
