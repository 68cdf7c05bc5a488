"""A long queue that is known is on the screen before the platform is asked for it again."""

import asyncio
from pathlib import Path

import pytest

from tests.session.runs import SETTINGS, signed_in
from tests.simulation.clinic import ward
from tests.store.people import listed
from workstation.domain.changes import Timeline
from workstation.domain.connection import Phase
from workstation.domain.ids import ConsultationId
from workstation.services.lists import ListState
from workstation.session import after_window
from workstation.session.after_window import AfterWindow
from workstation.session.session import UserSession
from workstation.store.worklist import Worklist

FEW = 3


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(after_window, "MAX_ROWS_BESIDE", FEW)


def known(rows: int) -> AfterWindow:
    worklist = Worklist()
    worklist.load([listed(number) for number in range(1, rows + 1)], (), ())
    return AfterWindow(worklist)


async def begun(waiting: AfterWindow) -> tuple[asyncio.Task[None], list[str]]:
    """Work given to it, after all has run that can; a name for each time that it was done."""
    done: list[str] = []

    async def work() -> None:
        done.append("read")

    running = asyncio.create_task(waiting.run(work))
    await asyncio.sleep(0)
    return running, done


async def test_a_short_queue_is_read_beside_the_window() -> None:
    running, done = await begun(known(FEW))
    assert done == ["read"]
    await running


async def test_a_long_one_is_read_once_the_window_is_there() -> None:
    waiting = known(FEW + 1)
    running, done = await begun(waiting)
    assert done == []
    waiting.begin()
    await running
    assert done == ["read"]


async def test_what_has_no_window_waits_no_longer_than_any_window_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(after_window, "WINDOW_SECONDS", 0)
    running, done = await begun(known(FEW + 1))
    await running
    assert done == ["read"]


async def list_read(session: UserSession) -> None:
    over = asyncio.Event()
    session.lists.states.subscribe(lambda _: over.set())
    while session.lists.queue.state.read_ms is None:
        over.clear()
        await over.wait()


async def online(session: UserSession) -> None:
    over = asyncio.Event()
    session.store.connections.subscribe(lambda _: over.set())
    while session.store.connection.phase is not Phase.ONLINE:
        over.clear()
        await over.wait()


async def settled(session: UserSession, number: ConsultationId, text: str) -> Timeline:
    """The conversation, once it holds this text and nothing waits to be sent."""
    over = asyncio.Event()
    session.store.changes.subscribe(lambda _: over.set())
    while True:
        over.clear()
        page = await session.messaging.conversations.whole(number)
        if text in [line.text for line in page.messages] and not page.unsent:
            return page
        await over.wait()


@pytest.mark.parametrize("before", [True, False], ids=["before", "while the rooms are entered"])
async def test_what_is_said_while_the_rooms_wait_for_the_window_is_there_and_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    monkeypatch.setattr(after_window, "WINDOW_SECONDS", 3_600)
    monkeypatch.setattr(after_window, "MAX_ROWS_BESIDE", 0)
    async with ward() as clinic:
        number, patient = clinic.number, clinic.consultation.creator_member_id
        async with signed_in(clinic, tmp_path, SETTINGS) as session:
            session.after_window.begin()
            await list_read(session)
        async with signed_in(clinic, tmp_path, SETTINGS) as session:
            await online(session)
            assert session.messaging.link.visit(number) is None
            if not before:
                session.after_window.begin()
            words = {"consultation_id": number, "member_id": patient, "text": "刚才又烧了"}
            clinic.control.act("say", words)
            await session.messaging.outbox_writer.add_draft(number, (), "请量体温")
            session.spawn(session.messaging.outbox.pump(number))
            session.after_window.begin()
            page = await settled(session, number, "刚才又烧了")
        archive = [line.text for line in clinic.lines()]
        assert [line.text for line in page.messages] == archive
        assert (archive.count("刚才又烧了"), archive.count("请量体温")) == (1, 1)


async def test_the_link_does_not_wait_for_the_window_but_all_that_comes_of_a_long_queue_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(after_window, "WINDOW_SECONDS", 3_600)
    monkeypatch.setattr(after_window, "MAX_ROWS_BESIDE", 0)
    async with ward() as clinic:
        async with signed_in(clinic, tmp_path, SETTINGS) as session:
            await list_read(session)
        async with signed_in(clinic, tmp_path, SETTINGS) as session:
            await online(session)
            assert session.messaging.link.room_counts.total == 0
            assert session.lists.queue.state == session.lists.history.state == ListState()
            session.after_window.begin()
            await list_read(session)
            assert session.messaging.link.room_counts.total == len(session.store.worklist)
