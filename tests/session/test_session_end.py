"""Signing out and quitting are bounded, whatever is still under way; what is quick gets done."""

import asyncio
import contextlib
import gc
import weakref
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.session.runs import SETTINGS, prepared, signed_in
from tests.simulation.clinic import ward
from workstation.domain.errors import TokenRejected
from workstation.domain.ids import ConsultationId
from workstation.domain.policy_errors import ServerChanged
from workstation.session import session as session_module
from workstation.session.session import UserSession
from workstation.session.session_end import SessionEnd, run_unless, wait_for_first

PATIENCE = 30


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "FINISH_SECONDS", 0.05)


@contextlib.asynccontextmanager
async def working(folder: Path) -> AsyncIterator[UserSession]:
    """A session that runs; leaving it signs out."""
    async with ward() as clinic, signed_in(clinic, folder, SETTINGS) as session:
        await asyncio.sleep(0)
        yield session


async def test_work_that_would_go_on_for_minutes_holds_up_nobody(tmp_path: Path) -> None:
    async def long() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("ended")

    ended: list[str] = []
    async with asyncio.timeout(PATIENCE), working(tmp_path) as session:
        session.spawn(long())
        await asyncio.sleep(0)
    assert ended == ["ended"]


async def test_a_defect_in_one_piece_of_work_is_told_and_ends_nothing_else(
    tmp_path: Path, expect_log: list[str]
) -> None:
    async def defective() -> None:
        raise LookupError

    expect_log.append("task ended")
    published: list[Exception] = []
    async with asyncio.timeout(PATIENCE), working(tmp_path) as session:
        session.errors.subscribe(published.append)
        session.spawn(defective())
        for _ in range(10):
            await asyncio.sleep(0)
    assert [type(fault) for fault in published] == [LookupError]


async def test_an_upload_to_be_tried_again_holds_no_session_that_is_over(tmp_path: Path) -> None:
    async with asyncio.timeout(PATIENCE), working(tmp_path) as session:
        left = weakref.ref(session)
        session.messaging.uploads._retry_later(ConsultationId(20418), 3_600.0)
    del session
    gc.collect()
    assert left() is None


async def test_an_upload_that_failed_often_is_tried_again_once(tmp_path: Path) -> None:
    tried: list[ConsultationId] = []

    async def pump(room: ConsultationId) -> None:
        tried.append(room)

    async with asyncio.timeout(PATIENCE), working(tmp_path) as session:
        session.messaging.outbox.pump = pump  # type: ignore[method-assign]
        for _ in range(3):
            session.messaging.uploads._retry_later(ConsultationId(20418), 0.0)
        for _ in range(10):
            await asyncio.sleep(0)
    assert tried == [20418]


async def test_work_begun_while_a_defect_ends_the_session_is_dropped(tmp_path: Path) -> None:
    ran: list[str] = []

    async def strike() -> None:
        raise LookupError

    async def late() -> None:
        ran.append("late")

    async def receive() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            session.spawn(late())

    async with asyncio.timeout(PATIENCE), ward() as clinic:
        session = await prepared(clinic, tmp_path, SETTINGS)
        session.lists.queue.run = strike  # type: ignore[method-assign]
        session.messaging.inbound.run = receive  # type: ignore[method-assign]
        with pytest.raises(ExceptionGroup):
            await session.run()
        session.spawn(late())
        await asyncio.sleep(0)
        await session.aclose()
    assert not ran


async def test_work_that_is_nearly_done_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def short() -> None:
        await disconnected.wait()
        for _ in range(10):
            await asyncio.sleep(0)
        done.append("done")

    async def disconnect() -> None:
        await close()
        disconnected.set()

    monkeypatch.setattr(session_module, "FINISH_SECONDS", PATIENCE)
    done: list[str] = []
    disconnected = asyncio.Event()
    async with asyncio.timeout(PATIENCE), working(tmp_path) as session:
        close = session.messaging.link.close
        monkeypatch.setattr(session.messaging.link, "close", disconnect)
        session.spawn(short())
    assert done == ["done"]


@pytest.mark.parametrize(
    ("wipes", "is_held", "left"),
    [
        (False, False, "words_kept"),
        (False, True, ""),
        (True, False, "wiped"),
        (True, True, "wiped"),
    ],
)
def test_words_that_only_memory_held_are_not_said_to_wait_here(
    wipes: bool, is_held: bool, left: str
) -> None:
    end = SessionEnd()
    end.wipes = wipes
    assert end.data_left_behind(is_held=is_held) == left


def test_a_doctor_who_signed_out_is_told_of_nothing_else_that_ended_it() -> None:
    end = SessionEnd()
    end.wipe()
    end.end_because(TokenRejected())
    assert (end.reason, end.code, end.wipes) == (None, "asked", True)
    other = SessionEnd()
    other.end_because(TokenRejected())
    other.end_because(ServerChanged())
    assert isinstance(other.reason, TokenRejected)


async def _cancel(waiting: asyncio.Future[None]) -> None:
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])


async def test_whoever_is_cancelled_while_waiting_for_work_has_ended_it() -> None:
    before = asyncio.all_tasks()
    work = asyncio.Event().wait()
    await _cancel(asyncio.ensure_future(run_unless(asyncio.Event(), work)))
    assert asyncio.all_tasks() == before


async def test_whoever_is_cancelled_while_waiting_for_what_happens_leaves_nothing_waiting() -> None:
    running = asyncio.ensure_future(asyncio.Event().wait())
    before = asyncio.all_tasks()
    await _cancel(asyncio.ensure_future(wait_for_first(running, asyncio.Event())))
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before
    running.cancel()
