"""A room is whole when its archive is known up to now, and only then is anything said again."""

import asyncio

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, Archive, said
from tests.vault.people import furnish
from workstation.clock import SystemClock
from workstation.domain.commands import FetchPage, Send
from workstation.domain.errors import StorageError
from workstation.domain.events import ArchivePage, Joined
from workstation.domain.message import MessageKind
from workstation.link.inbox import Batch
from workstation.services.catch_up import LIVE_MESSAGES, PAGE_MESSAGES, CatchUp
from workstation.services.inbound import InboundProcessor
from workstation.services.outbox import Outbox, Upload
from workstation.vault import outbox as rows
from workstation.vault import timelines
from workstation.vault.archive import pages
from workstation.vault.archive.requests import PageRequest
from workstation.vault.database import Vault


class Doctor:
    """The services on a line that keeps what is asked of it, and a room's archive."""

    def __init__(self, grace: float = 0.0, upload: Upload | None = None) -> None:
        self.vault, self.archive = Vault.in_memory(threads=False), Archive()
        self.asked: list[FetchPage] = []
        self.sent: list[str] = []
        self.present = 1
        self.troubles: list[StorageError] = []
        self.work: list[asyncio.Future] = []
        clock = SystemClock()
        self.outbox = Outbox(
            self.vault,
            self,
            clock,
            on_changes=_ignore,
            upload=upload or _nothing,
            new_id=lambda: "own",
            on_storage_error=self.troubles.append,
            grace=grace,
        )
        self.catch_up = CatchUp(self.post, lambda room: self.spawn(self.outbox.on_caught_up(room)))
        self.inbound = InboundProcessor(
            self,
            self.vault,
            catch_up=self.catch_up,
            outbox=self.outbox,
            on_changes=_ignore,
            on_event=_ignore,
            spawn=self.spawn,
        )

    def post(self, command) -> None:
        if isinstance(command, FetchPage):
            self.asked.append(command)
        elif isinstance(command, Send):
            self.sent.append(command.origin_id)

    def spawn(self, coroutine) -> None:
        self.work.append(asyncio.ensure_future(coroutine))

    def commit(self, _mark: int) -> None:
        pass

    def visit(self, _room: int) -> int | None:
        return self.present

    async def start(self) -> None:
        await self.vault.write(furnish)

    async def begin(self, *events) -> None:
        """Take events, and wait for nothing that follows of them."""
        await self.inbound.process(Batch(events, 0))

    async def take(self, *events) -> None:
        await self.begin(*events)
        await asyncio.gather(*self.work)

    async def tried(self, name: str) -> None:
        """A message that was under way, of which nothing more is known."""
        await self.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
        await self.vault.write(rows.mark_sending, name)
        await self.outbox.start()

    def answer_to(self, asked: FetchPage, limit: int = 3) -> ArchivePage:
        request = PageRequest(ROOM, asked.after, asked.before)
        return self.archive.page(request, limit, asked.query)

    async def answer(self, asked: FetchPage, limit: int) -> None:
        await self.take(self.answer_to(asked, limit))

    async def answer_all(self, limit: int) -> None:
        answered = 0
        while answered < len(self.asked):
            await self.answer(self.asked[answered], limit)
            answered += 1


@pytest.fixture
def doctor():
    made = Doctor()
    yield made
    made.vault.close()


async def test_of_two_catch_ups_the_older_one_ends(doctor: Doctor) -> None:
    await doctor.start()
    doctor.archive.add(said("first"))
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(1)
    for text in "abc":
        doctor.archive.add(said(text))
    doctor.archive.add(said("mine", ME, origin_id="mine"))
    await doctor.tried("mine")
    before = len(doctor.asked)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    doctor.catch_up.begin(await doctor.vault.read(pages.first_request, ROOM))
    for asked in doctor.asked[before : before + 2]:
        await doctor.answer(asked, 1)
    assert doctor.sent == []


async def test_an_own_message_beyond_the_newest_page_is_looked_for(doctor: Doctor) -> None:
    await doctor.start()
    doctor.archive.add(said("mine", ME, origin_id="mine"))
    for text in "abcdef":
        doctor.archive.add(said(text, PATIENT))
    await doctor.tried("mine")
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(2)
    assert doctor.sent == []
    assert await doctor.vault.read(rows.entries) == ()


async def test_a_bridge_that_a_session_left_open_is_finished_by_the_next(doctor: Doctor) -> None:
    await doctor.start()
    doctor.archive.add(said("mine", ME, origin_id="mine"))
    for text in "abcdef":
        doctor.archive.add(said(text, PATIENT))
    await doctor.tried("mine")
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer(doctor.asked[0], 2)
    doctor.asked.clear()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(2)
    assert doctor.sent == []
    assert await doctor.vault.read(rows.entries) == ()


async def test_what_was_whole_before_leaving_is_not_whole_after(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.tried("mine")
    doctor.outbox.on_joined(ROOM, 1)
    late = doctor.outbox.on_caught_up(ROOM)
    doctor.outbox.on_left(ROOM)
    await late
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == []


async def test_a_session_ahead_of_its_events_is_not_sent_to_before_it_is_read(
    doctor: Doctor,
) -> None:
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(1)
    await doctor.vault.write(rows.add, ROOM, "first", MessageKind.TEXT, "first", 0)
    await doctor.outbox.pump(ROOM)
    doctor.present, doctor.sent = 2, []
    await doctor.vault.write(rows.add, ROOM, "second", MessageKind.TEXT, "second", 0)
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == []
    await doctor.take(Joined(ROOM, archives=True, visit=2))
    await doctor.answer_all(1)
    assert doctor.sent == ["first", "second"]


def _ignore(_: object) -> None:
    pass


async def _nothing(_: object) -> None:
    return None


async def test_a_long_day_is_not_fetched_again_at_the_next_start(doctor: Doctor) -> None:
    await doctor.start()
    doctor.archive.add(said("first"))
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(PAGE_MESSAGES)
    for number in range(5 * LIVE_MESSAGES):
        await doctor.take(doctor.archive.add(said(f"{number}")))
        await doctor.answer_all(PAGE_MESSAGES)
    before = len(doctor.asked)
    await doctor.take(Joined(ROOM, archives=True, visit=2))
    page = doctor.answer_to(doctor.asked[-1], PAGE_MESSAGES)
    assert len(page.items) <= LIVE_MESSAGES
    await doctor.answer_all(PAGE_MESSAGES)
    assert len(doctor.asked) == before + 1


async def test_a_live_copy_that_was_lost_is_missed_in_the_same_visit(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(PAGE_MESSAGES)
    doctor.archive.add(said("lost"))
    for number in range(LIVE_MESSAGES):
        await doctor.take(doctor.archive.add(said(f"{number}")))
    await doctor.answer_all(PAGE_MESSAGES)
    shown = (await doctor.vault.read(timelines.newest, ROOM, 2 * PAGE_MESSAGES)).messages
    assert [line.text for line in shown] == ["lost", *(f"{n}" for n in range(LIVE_MESSAGES))]


async def test_no_archive_is_asked_twice_at_once(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    for number in range(2 * LIVE_MESSAGES):
        await doctor.take(doctor.archive.add(said(f"{number}")))
    assert len(doctor.asked) == 1
