"""The lists are read when somebody asks, and no flood of askers reads them without end."""

import asyncio
import contextlib
import logging

import pytest

from tests.simulation.virtual_time import VirtualClock, VirtualLoop, run
from workstation.api.rows import DroppedRow, Rows
from workstation.base.aligned_waits import STEP_SECONDS
from workstation.base.log import RedactingFormatter
from workstation.domain.changes import Place
from workstation.domain.consultation import Consultation
from workstation.domain.errors import ServerFault
from workstation.services.lists import PAUSE_SECONDS, RETRY_SECONDS, ListRefresh
from workstation.vault.database import Vault

SECONDS = 30.0


class Platform:
    """An empty list that tells when it was read."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.read_at: list[float] = []

        self.peace: float | None = None
        self.dropped = 0

    async def read(self) -> Rows[Consultation]:
        self.read_at.append(self._loop.time())
        if self.peace is not None:
            raise ServerFault("HTTP 503", retry_after=self.peace)
        return Rows((), (DroppedRow(0, "no consultation_id"),) * self.dropped)


@contextlib.asynccontextmanager
async def reading(loop: VirtualLoop, seconds: float = SECONDS, clock: VirtualClock | None = None):
    platform, vault = Platform(loop), Vault.in_memory(threads=False)
    refresh = ListRefresh(
        Place.IN_PROCESS,
        platform.read,
        vault,
        clock or VirtualClock(loop),
        on_changes=lambda _: None,
        on_state=lambda _: None,
        seconds=seconds,
    )
    running = asyncio.ensure_future(refresh.run())
    yield platform, refresh
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    vault.close()


def test_a_list_is_read_at_once_when_asked_for_and_else_by_the_clock() -> None:
    async def scene() -> None:
        async with reading(loop) as (platform, refresh):
            await asyncio.sleep(10)
            refresh.request()
            await asyncio.sleep(SECONDS + 11)
        assert platform.read_at == [0, 10, 10 + SECONDS]

    loop = VirtualLoop()
    run(loop, scene())


def test_what_was_read_before_the_computer_slept_is_read_once_there_is_a_connection() -> None:
    """The history stood there as it was the evening before, for up to five minutes."""

    async def scene() -> None:
        async with reading(loop, clock=clock) as (platform, refresh):
            await asyncio.sleep(5)
            refresh.request_if_old()
            await asyncio.sleep(5)
            clock.slept_ms = 8 * 3_600_000
            refresh.request_if_old()
            await asyncio.sleep(2)
            refresh.request_if_old()
            await asyncio.sleep(2)
        assert platform.read_at == [0, 10]

    loop = VirtualLoop()
    clock = VirtualClock(loop)
    run(loop, scene())


@pytest.mark.parametrize(("slept_hours", "set_hours", "reads"), [(8, -9, 2), (0, 5, 1), (0, -5, 1)])
def test_a_clock_that_is_set_makes_a_list_neither_old_nor_new(
    slept_hours: int, set_hours: int, reads: int
) -> None:
    async def scene() -> None:
        async with reading(loop, clock=clock) as (platform, refresh):
            await asyncio.sleep(10)
            clock.slept_ms, clock.set_ms = slept_hours * 3_600_000, set_hours * 3_600_000
            refresh.request_if_old()
            await asyncio.sleep(2)
        assert len(platform.read_at) == reads

    loop = VirtualLoop()
    clock = VirtualClock(loop)
    run(loop, scene())


def test_who_invites_without_end_makes_it_read_once_in_a_while() -> None:
    async def scene() -> None:
        async with reading(loop) as (platform, refresh):
            for _ in range(1_000):
                await asyncio.sleep(0.01)
                refresh.request()
            asked = loop.time()
            await asyncio.sleep(PAUSE_SECONDS + 0.001)
        assert len(platform.read_at) <= 10 / PAUSE_SECONDS + 2
        assert platform.read_at[-1] >= asked, "the last one is not forgotten"

    loop = VirtualLoop()
    run(loop, scene())


def test_a_platform_that_asks_for_peace_is_read_again_after_it_or_when_the_doctor_asks() -> None:
    async def scene() -> None:
        async with reading(loop) as (platform, refresh):
            platform.peace = 120.0
            await asyncio.sleep(10)
            refresh.request_now()
            for _ in range(50):
                await asyncio.sleep(1)
                refresh.request()
            refresh.request_now()
            await asyncio.sleep(121)
        assert platform.read_at == [0, 10, 60, 180]

    loop = VirtualLoop()
    run(loop, scene())


def test_an_answer_that_a_locked_window_held_up_is_asked_for_again_at_once(monkeypatch) -> None:
    """It was the platform's word at the beginning of the doctor's break."""
    locked_seconds = 3600.0

    async def scene() -> None:
        async with reading(loop) as (platform, refresh):
            absorb, is_locked = Vault.absorb, iter([True])

            async def absorb_once_unlocked(*args):
                if next(is_locked, False):
                    await asyncio.sleep(locked_seconds)
                return await absorb(*args)

            monkeypatch.setattr(Vault, "absorb", absorb_once_unlocked)
            await asyncio.sleep(locked_seconds + SECONDS + 11)
            assert refresh.state.error is None
        again = locked_seconds + PAUSE_SECONDS
        assert platform.read_at[:2] == [0, again]
        assert again + SECONDS - STEP_SECONDS < platform.read_at[2] <= again + SECONDS

    loop = VirtualLoop()
    run(loop, scene())


def test_a_list_that_is_seldom_read_is_tried_again_soon_after_it_failed() -> None:
    """What has just left the queue stands nowhere until the history is read."""
    seldom = 10 * RETRY_SECONDS

    async def scene() -> None:
        async with reading(loop, seldom) as (platform, _):
            platform.peace = 0.0
            await asyncio.sleep(RETRY_SECONDS + 1)
            platform.peace = None
            await asyncio.sleep(RETRY_SECONDS + seldom)
        assert platform.read_at == [0, RETRY_SECONDS, 2 * RETRY_SECONDS, 2 * RETRY_SECONDS + seldom]

    loop = VirtualLoop()
    run(loop, scene())


def test_the_log_tells_once_that_a_list_is_not_read_and_when_it_is_again(caplog) -> None:
    """For an hour the platform answered 503, and the log that IT was given had not a word of it."""

    async def scene() -> None:
        async with reading(loop) as (platform, _):
            await asyncio.sleep(SECONDS)
            for platform.peace, seconds in [(0.0, 3_600), (None, SECONDS), (0.0, 1)]:
                await asyncio.sleep(seconds)

    caplog.set_level(logging.INFO, "workstation.services.lists")
    loop = VirtualLoop()
    run(loop, scene())
    failed, again = "the list in_process cannot be read: platform.fault HTTP 503", "is read again"
    assert [
        RedactingFormatter().format(record).partition(".lists: ")[2] for record in caplog.records
    ] == [failed, f"the list in_process {again}", failed]


def test_the_log_tells_how_many_rows_cannot_be_read_when_that_changes(caplog) -> None:
    async def scene() -> None:
        async with reading(loop) as (platform, _):
            for platform.dropped in (0, 2, 2, 1, 0):
                await asyncio.sleep(SECONDS)

    caplog.set_level(logging.INFO, "workstation.services.lists")
    loop = VirtualLoop()
    run(loop, scene())
    assert [record.args[-1] for record in caplog.records] == [2, 1, 0]


def test_a_list_that_fails_after_a_locked_window_is_not_read_every_second(monkeypatch) -> None:
    """The hour in which the database was closed counts for the answer that waited alone."""
    locked_seconds = 3600.0

    async def scene() -> None:
        async with reading(loop) as (platform, _):
            absorb = Vault.absorb

            async def absorb_once_unlocked(*args):
                await asyncio.sleep(locked_seconds)
                platform.peace = 0.0
                return await absorb(*args)

            monkeypatch.setattr(Vault, "absorb", absorb_once_unlocked)
            await asyncio.sleep(locked_seconds + PAUSE_SECONDS + RETRY_SECONDS + 1)
        failed = locked_seconds + PAUSE_SECONDS
        assert platform.read_at[:2] == [0, failed]
        assert len(platform.read_at) == 3

    loop = VirtualLoop()
    run(loop, scene())
