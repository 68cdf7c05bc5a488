"""Below an own message: what it promises, and a reminder by one key or one click."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.fakes.sign_in import OneGroup
from tests.ui.still_board import StillBoard
from tests.vault.people import furnish
from workstation.domain.changes import Changes
from workstation.services.handover import HandoverService
from workstation.store.session_store import SessionStore
from workstation.store.waiting import QueueSection
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.promises import ConversationPromises
from workstation.ui.conversation.timeline.hit_actions import REMINDING, Remind
from workstation.ui.conversation.timeline.items import items
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.tasks import scope_of
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation.summaries import queue
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import own_amendments

DAY_MS = 24 * 3_600_000
NOW_MS = 1_795_600_000_000
SAY = make_arrived("好的。明天回复您。", ME, origin_id="p", archive_id="a1", at_ms=NOW_MS - DAY_MS)
ASK = make_arrived("明天回复您", PATIENT, origin_id="q", archive_id="a0", at_ms=NOW_MS - 2 * DAY_MS)


class Reading(OneGroup):
    """A conversation on the screen, with nothing else around it."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.store = vault, SessionStore()
        self.clock = SimpleNamespace(now_ms=lambda: NOW_MS)
        self.handover = HandoverService(
            vault, self.clock, self.store.apply, lambda: "n", allowed=True
        )
        self.pane = ConversationPane(StillBoard(), lambda: NOW_MS)
        self.pane.resize(800, 600)
        self.pane.show()
        self.view, self.scope = self.pane.view, scope_of(self.pane)
        self.notices: list[tuple] = []
        self.promises = ConversationPromises(
            self, self.pane, self.scope, on_changes=self.paint, notify=self.notify
        )
        self.view.action_triggered.connect(lambda action, _share: self.promises.run_action(action))

    def notify(self, text: str, action=None) -> None:
        self.notices.append((text, action))

    async def open(self) -> None:
        self.page = await self.vault.read(timelines.newest, ROOM, 60)
        await self.promises.open(ROOM)

    def paint(self) -> None:
        lines = self.page.messages
        self.view.show_items(items(lines, None, promises=self.promises.among(lines)))

    async def press(self, row: int, key: Qt.Key) -> None:
        self.view.setCurrentIndex(self.view.timeline.index(row, 0))
        QTest.keyClick(self.view, key)
        await self.scope.join()

    def hits(self) -> list:
        rows = map(self.view.laid_out_row, range(self.view.timeline.rowCount()))
        context = self.view.paint_context()
        return [hit for row in rows for hit in row.hits(context)]

    @property
    def due(self) -> tuple[int, ...]:
        sections = self.store.worklist.queue_order.sections(NOW_MS)
        return sections.get(QueueSection.DUE, ())


def fill(connection) -> None:
    furnish(connection)
    ingest(connection, [ASK, SAY])


@pytest.fixture
def reading(qloop, filled_vault):
    """An own promise of yesterday, and the same words of the patient's; nobody waits."""
    made = Reading(filled_vault(fill))
    listing, summaries, _ = qloop.run_until_complete(made.vault.read(queue))
    made.store.apply(Changes(listed=listing, summaries=summaries))
    qloop.run_until_complete(made.open())
    yield made
    made.scope.close()
    made.pane.close()
    made.pane.deleteLater()


def own_row(reading) -> int:
    return reading.view.timeline.row("op")


async def test_only_the_doctors_own_words_offer_a_reminder(reading):
    (hit,) = reading.hits()
    assert isinstance(hit.action, Remind)
    assert hit.name == "到期时提醒我：明天回复您。（今天到期）"
    assert reading.due == ()


async def test_one_key_sets_it_tells_of_it_and_is_undone(reading):
    await reading.press(own_row(reading), Qt.Key.Key_M)
    ((text, undo),) = reading.notices
    assert text == "已设为提醒，今天到期"
    assert reading.due == (ROOM,)
    undo.act()
    await reading.scope.join()
    assert reading.due == ()
    assert isinstance(reading.hits()[0].action, Remind)


async def test_one_click_sets_it_and_the_next_offers_other_days(reading):
    (hit,) = reading.hits()
    rect = reading.view.visualRect(reading.view.timeline.index(own_row(reading), 0))
    place = (hit.rect.center() + QPointF(rect.topLeft())).toPoint()
    viewport = reading.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    await reading.scope.join()
    assert reading.due == (ROOM,)
    await reading.press(own_row(reading), Qt.Key.Key_M)
    lines = {one.text(): one for one in reading.pane.findChild(Menu).findChildren(MenuItem)}
    lines["改为明天"].click()
    await reading.scope.join()
    assert reading.due == ()
    assert "明天到期" in reading.notices[-1][0]
    assert reading.hits()[0].name == "更改提醒：明天回复您。（明天到期）"


async def test_a_promise_that_was_kept_is_closed_from_the_same_menu(reading):
    for _ in range(2):
        await reading.press(own_row(reading), Qt.Key.Key_M)
    assert reading.due == (ROOM,)
    lines = {one.text(): one for one in reading.pane.findChild(Menu).findChildren(MenuItem)}
    lines[tr("handover.menu.close.promise")].click()
    await reading.scope.join()
    assert reading.due == ()
    assert reading.notices[-1][0] == tr("handover.closed.promise")


async def test_a_screen_reader_hears_the_day_in_both_languages(reading):
    row = reading.view.laid_out_row(own_row(reading))
    assert row.spoken(reading.view.paint_context()).endswith("承诺：今天到期")
    set_language(Language.EN)
    assert row.spoken(reading.view.paint_context()).endswith("Promised, due today")


async def test_what_is_withdrawn_reminds_of_nothing(reading):
    await reading.press(own_row(reading), Qt.Key.Key_M)
    reading.store.apply(
        await reading.vault.write(own_amendments.withdraw, ROOM, "p", "w", NOW_MS, 0)
    )
    await reading.open()
    assert reading.due == ()
    assert not any(isinstance(hit.action, REMINDING) for hit in reading.hits())


async def test_a_policy_without_a_handover_offers_none(reading):
    reading.handover.allowed = False
    await reading.open()
    assert reading.hits() == []
