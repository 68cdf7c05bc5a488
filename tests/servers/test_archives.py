"""Archives of real servers: what live copies lacked comes out of them, what they lost is marked."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.servers.engine import Engine
from tests.servers.marks import on_cluster, on_real_engines
from tests.servers.raw_client import RawClient, signed_in
from tests.simulation.desk import desk
from tests.simulation.people import ME, PATIENT
from workstation.domain.events import Arrived
from workstation.link.event_translator import EventTranslator
from workstation.services.page_queue import PAGE_MESSAGES
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.xmpp import limits

SECONDS = 60
LOST = "lost"
EVERYTHING = 1_000_000


class Desk:
    """A doctor on a vault that outlives the sessions."""

    def __init__(self, engine: Engine, number: int) -> None:
        self.engine, self.number = engine, number
        self.vault = Vault.in_memory()

    async def start(self) -> None:
        await self.vault.write(members.set_me, ME, "")
        password = await asyncio.to_thread(self.engine.password_for, ME)
        port = self.engine.endpoints[0].http_port
        self.client = desk(self.vault, port, password)
        await self.client.start(frozenset({self.number}))

    async def stop(self) -> None:
        await self.client.link.close()
        await self.client.kill()

    async def line(self) -> list[str]:
        """The conversation as words, with ``|`` for what can be loaded and ``#`` for a loss."""
        page = await self.vault.read(timelines.newest, self.number, EVERYTHING)
        entries = [(line.position, line.text) for line in page.messages]
        entries += [(gap.position, "|" if gap.loadable else "#") for gap in page.gaps]
        return [text for _, text in sorted(entries)]

    async def shows(self, expected: Callable[[list[str]], bool]) -> list[str]:
        """Wait for the conversation to be as wanted; it is given as it was at last."""
        end = time.monotonic() + SECONDS
        while True:
            line = await self.line()
            if expected(line) or time.monotonic() > end:
                return line
            await asyncio.sleep(0.05)

    async def caught_up(self) -> None:
        """Wait until the room is entered and nothing is asked of its archive."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            entered = self.client.link.visit(self.number) is not None
            if entered and not self.client.catch_up.open_requests and "|" not in await self.line():
                return
            await asyncio.sleep(0.05)
        raise AssertionError("never caught up")


@asynccontextmanager
async def at_work(engine: Engine, number: int) -> AsyncIterator[tuple[Desk, RawClient, str]]:
    room = await asyncio.to_thread(engine.create_room, number, [ME, PATIENT])
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        doctor = Desk(engine, number)
        try:
            yield doctor, patient, room
        finally:
            doctor.vault.close()


async def say(patient: RawClient, room: str, *texts: str) -> None:
    for text in texts:
        await patient.say(room, text, f"id-{text}")


def numbered(word: str, count: int) -> list[str]:
    return [f"{word}{number}" for number in range(count)]


@pytest.fixture
def lost_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Live copies that name themselves lost never come in."""
    item = EventTranslator._on_item

    def without_lost(self, event):
        result = item(self, event)
        if any(isinstance(each, Arrived) and each.text.startswith(LOST) for each in result):
            return []
        return result

    monkeypatch.setattr(EventTranslator, "_on_item", without_lost)


@on_real_engines
@pytest.mark.usefixtures("lost_copies")
def test_live_copies_lost_in_a_new_room_come_out_of_its_archive(
    engine: Engine, consultation_id: int
) -> None:
    before, lost = numbered("before", 5), numbered(LOST, 3)
    after = numbered("after", PAGE_MESSAGES + 5)

    async def day() -> None:
        async with at_work(engine, consultation_id) as (doctor, patient, room):
            await doctor.start()
            await doctor.caught_up()
            await say(patient, room, *before, *lost, *after)
            await doctor.shows(lambda line: line[-1:] == after[-1:])
            await doctor.stop()
            await doctor.start()
            expected = [*before, *lost, *after]
            assert await doctor.shows(lambda line: line == expected) == expected
            await doctor.stop()

    asyncio.run(day())


@on_real_engines
@pytest.mark.parametrize(
    ("missed", "remaining"), [(40, 15), (24, 12), (PAGE_MESSAGES + 30, PAGE_MESSAGES + 5)]
)
def test_an_archive_pruned_past_what_is_known_is_marked(
    engine: Engine, consultation_id: int, missed: int, remaining: int
) -> None:
    known, since = numbered("known", 6), numbered("since", missed)

    async def day() -> None:
        async with at_work(engine, consultation_id) as (doctor, patient, room):
            await say(patient, room, *known)
            await doctor.start()
            assert await doctor.shows(lambda line: line == known) == known
            await doctor.stop()
            await say(patient, room, *since)
            await patient.page(room, None, size=1)
            await asyncio.to_thread(engine.prune, consultation_id, remaining)
            await doctor.start()
            expected = [*known, "#", *since[-remaining:]]
            assert await doctor.shows(lambda line: line == expected) == expected
            await doctor.stop()

    asyncio.run(day())


@on_cluster
@pytest.mark.parametrize("size", [2 * limits.FRAME_BYTES, 3 * limits.CARRIED_BYTES])
async def test_a_message_beyond_what_a_socket_takes_is_passed_by(
    engine: Engine, consultation_id: int, size: int
) -> None:
    """ejabberd's WebSocket has no bound: it is in the archive, and came with every page of it."""
    async with at_work(engine, consultation_id) as (doctor, patient, room):
        await patient.say(room, "before", "before")
        await patient.say(room, "x" * size, "huge")
        await patient.say(room, "after", "after")
        await patient.wait_for(lambda element: element.get("id") == "after")
        await doctor.start()
        assert await doctor.shows(lambda line: len(line) == 3) == ["before", "", "after"]
        await doctor.caught_up()
        await doctor.stop()
