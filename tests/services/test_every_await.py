"""Sending and receiving, each await failed or ended once: all is there later, once and in order.

The doctor is told of the fault, or the session ends of it; what counts is what is left behind.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, make_arrived
from tests.services.doctor import Doctor
from tests.simulation.virtual_time import VirtualLoop, run
from tests.vault.people import furnish
from workstation.domain.errors import DiskFull
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.link.inbox import Batch
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox as rows

NAMES = ["a", "b", "c"]
MAX_AWAITS = 500
FAULTS = [DiskFull("full"), LookupError("a defect"), asyncio.CancelledError("ended")]
"""The last is the end of the session, at each await once."""


class FaultyVault:
    """A vault of which one await, counted from 0, fails: before its call is begun, or after it.

    Who is told of a fault after it knows less than is true.
    """

    def __init__(self, vault: Vault, nth: int, fault: BaseException) -> None:
        self._vault, self._left, self._fault = vault, nth, fault

    @property
    def struck(self) -> bool:
        """Whether there were so many awaits."""
        return self._left < 0

    async def write(self, *call: Any) -> Any:
        return await self._run(self._vault.write, call)

    async def absorb(self, *call: Any) -> Any:
        return await self._run(self._vault.absorb, call)

    async def read(self, *call: Any) -> Any:
        return await self._run(self._vault.read, call)

    async def _run(self, work: Callable[..., Awaitable[Any]], call: tuple[Any, ...]) -> Any:
        await self._step()
        outcome = await work(*call)
        await self._step()
        return outcome

    async def _step(self) -> None:
        await asyncio.sleep(0)
        self._left -= 1
        if self._left == -1:
            raise self._fault


async def _sign_in(doctor: Doctor, archive: Archive) -> None:
    """Enter the room, read its archive, and send what waits; the room takes it.

    A fault ends it there, as a session does.
    """
    doctor.archive = archive
    with contextlib.suppress(*map(type, FAULTS)):
        await doctor.begin(Joined(ROOM, archives=True, visit=1))
        for asked in doctor.asked:
            await doctor.begin(doctor.answer_to(asked))
    await asyncio.gather(*doctor.work, return_exceptions=True)
    for name in doctor.sent:
        archive.add(make_arrived(name, ME, origin_id=name))


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_whichever_await_of_sending_fails_the_next_sign_in_sends_the_rest(
    fault: BaseException, expect_log: list[str]
) -> None:
    if isinstance(fault, LookupError):
        expect_log.append("an event cannot be kept")

    async def scene(nth: int) -> bool:
        vault, archive = Vault.in_memory(threads=False), Archive()
        disk = FaultyVault(vault, nth, fault)
        await vault.write(furnish)
        for name in NAMES:
            await vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
        await _sign_in(Doctor(vault=disk), archive)
        second = Doctor(vault=vault)
        await second.outbox.start()
        await _sign_in(second, archive)
        await _sign_in(Doctor(vault=vault), archive)
        assert [item.origin_id for _, item in archive.items] == NAMES, nth
        assert await vault.read(rows.entries, ROOM) == (), nth
        vault.close()
        return disk.struck

    tried = _count_until_none_struck(scene)
    assert tried > 10


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_whichever_await_of_receiving_fails_what_is_acknowledged_is_on_the_disk(
    fault: BaseException,
) -> None:
    async def scene(nth: int) -> bool:
        vault, archive = Vault.in_memory(threads=False), Archive()
        live = tuple(archive.add(make_arrived(name, PATIENT)) for name in NAMES)
        disk, acknowledged = FaultyVault(vault, nth, fault), list[int]()
        first = Doctor(vault=disk)
        first.commit = acknowledged.append
        await vault.write(furnish)
        joined = Joined(ROOM, archives=True, visit=1)
        with contextlib.suppress(*map(type, FAULTS)):
            await first.inbound.process(Batch((joined, *live), 7))
        texts = await _texts(vault)
        assert texts == NAMES or not acknowledged, nth
        await _sign_in(Doctor(vault=vault), archive)
        assert await _texts(vault) == NAMES, nth
        vault.close()
        return disk.struck

    tried = _count_until_none_struck(scene)
    assert tried > 3


async def _texts(vault: Vault) -> list[str]:
    return [message.text for message in (await vault.read(timelines.newest, ROOM, 9)).messages]


def _count_until_none_struck(scene: Callable[[int], Coroutine[Any, Any, bool]]) -> int:
    """How many awaits failed in turn, each in a scene of its own."""
    struck = [True]

    async def play(nth: int) -> None:
        struck.append(await scene(nth))

    while struck[-1] and len(struck) < MAX_AWAITS:
        run(VirtualLoop(), play(len(struck) - 1))
    return len(struck) - 2
