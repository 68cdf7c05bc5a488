"""What a gateway never carries, or an archive never gives, is passed by at last."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.fakes.archive import ROOM, Archive, make_arrived
from tests.services.doctor import Doctor
from workstation.domain.commands import FetchPage
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import FRAME_REFUSED, ConnectionChanged, Joined, Left, PageFailed
from workstation.domain.message import Delivery, MessageKind
from workstation.services.lost_pages import DOUBTFUL, HOPELESS, LostPages
from workstation.services.page_queue import PAGE_MESSAGES
from workstation.vault.archive import gaps
from workstation.vault.archive.requests import PageRequest
from workstation.vault.lists import timelines
from workstation.vault.unsent import failures
from workstation.vault.unsent import outbox as rows

ROOMS = range(ROOM, ROOM + 6)
SESSIONS = 12


class Gateway:
    """Archives of several rooms behind a gateway that ends the session at one entry of one of them.

    With ``reason`` the page does not come instead, and the session goes on.
    """

    def __init__(self, doctor: Doctor, reason: str = FRAME_REFUSED) -> None:
        self.doctor, self.reason = doctor, reason
        self.archives = {room: Archive(consultation_id=room) for room in ROOMS}
        self.never = ""
        self.visit = 0
        self.limits: list[int] = []

    def say(self, room: int, *texts: str) -> None:
        for text in texts:
            self.archives[room].add(make_arrived(text, consultation_id=room))

    async def enter(self) -> None:
        """A session begins: all rooms are entered anew, those before are asked of first."""
        self.visit += 1
        self.doctor.present = self.visit
        self.doctor.asked.clear()
        await self.doctor.begin(*(Joined(room, archives=True, visit=self.visit) for room in ROOMS))
        await self._answer()
        await self.ask_again()

    async def ask_again(self) -> None:
        """Some seconds later, in the same session."""
        for room in sorted(self.doctor.catch_up.failed):
            await self.doctor.catch_ups.begin([room], again=True)
        await self._answer()
        await asyncio.gather(*self.doctor.work)

    async def _answer(self) -> None:
        """Each in turn, until nothing is asked or the session is over."""
        while self.doctor.asked:
            asked = self.doctor.asked.pop(0)
            page = self.page_of(asked)
            if page is not None:
                await self.doctor.begin(page)
            elif self.reason == FRAME_REFUSED:
                await self._lose()
            else:
                await self.doctor.begin(PageFailed(asked.consultation_id, asked.query, self.reason))

    def page_of(self, asked: FetchPage):
        """The page asked for; ``None`` where it holds the message that is never carried."""
        room = asked.consultation_id
        request = PageRequest(room, asked.after, asked.before)
        page = self.archives[room].page(request, asked.limit, asked.query)
        if room == ROOM:
            self.limits.append(asked.limit)
        return None if self.never in page.ids else page

    async def _lose(self) -> None:
        """What else was under way is lost with it."""
        self.doctor.asked.clear()
        lost = [
            PageFailed(request.consultation_id, query, FRAME_REFUSED)
            for query, request in self.doctor.catch_up.open_requests.items()
        ]
        await self.doctor.begin(*lost)
        # What is asked for of a session that is over is answered by nobody.
        self.doctor.asked.clear()
        for query, request in tuple(self.doctor.catch_up.open_requests.items()):
            await self.doctor.begin(PageFailed(request.consultation_id, query, "no stream"))

    def caught_up(self, *rooms: int) -> bool:
        return not self.doctor.catch_up.failed & {*rooms}


class Impatient(Doctor):
    """Waits for nothing that is tried again later: each session asks anew."""

    def spawn(self, coroutine, *, optional: bool = False) -> None:
        if optional:
            coroutine.close()
        else:
            super().spawn(coroutine)


@pytest.fixture
def doctor() -> Iterator[Doctor]:
    made = Impatient()
    yield made
    made.vault.close()


async def known(doctor: Doctor, reason: str = FRAME_REFUSED) -> Gateway:
    """All was read once; then a day passed, and one entry of the first room is never carried."""
    await doctor.start()
    gateway = Gateway(doctor, reason)
    for room in ROOMS:
        gateway.say(room, "before")
    await gateway.enter()
    for room in ROOMS:
        gateway.say(room, *(f"early {number}" for number in range(5)))
    return gateway


def poison(gateway: Gateway) -> None:
    gateway.say(ROOM, "never")
    gateway.never = gateway.archives[ROOM].items[-1][0]


async def texts(doctor: Doctor, room: int) -> list[str]:
    page = await doctor.vault.read(timelines.newest, room, 99)
    return [message.text for message in page.messages]


async def test_all_other_rooms_are_read_by_the_third_session(doctor: Doctor) -> None:
    gateway = await known(doctor)
    poison(gateway)
    for _ in range(3):
        await gateway.enter()
    for room in ROOMS[1:]:
        assert (await texts(doctor, room))[-1] == "early 4"
        assert room not in doctor.catch_up.failed


async def test_no_room_is_blamed_twice_for_what_another_one_costs(doctor: Doctor) -> None:
    """Else what was tried there would be called uncertain, and wait for minutes."""
    gateway = await known(doctor)
    poison(gateway)
    for _ in range(DOUBTFUL + 1):
        await gateway.enter()
        blamed = {room for room in ROOMS if doctor.catch_up.lost.is_doubtful(room)}
        assert blamed <= {ROOM}
    assert blamed


async def test_all_but_the_one_entry_is_read_and_the_gap_may_be_loaded(doctor: Doctor) -> None:
    gateway = await known(doctor)
    poison(gateway)
    gateway.say(ROOM, *(f"late {number}" for number in range(5)))
    sessions = 0
    while ROOM in doctor.catch_up.failed or not sessions:
        sessions += 1
        assert sessions < SESSIONS
        await gateway.enter()
    lines = await texts(doctor, ROOM)
    assert lines[-4:] == [f"late {number}" for number in range(1, 5)]
    assert {f"early {number}" for number in range(5)} <= {*lines}
    (gap,) = await doctor.vault.read(gaps.of_room, ROOM)
    assert gap.loadable


async def test_a_page_that_is_never_given_is_passed_by_too(doctor: Doctor) -> None:
    """Prosody answers nothing where it cannot read what it has stored."""
    gateway = await known(doctor, "timeout")
    poison(gateway)
    gateway.say(ROOM, "late", "later")
    for _ in range(SESSIONS):
        await gateway.enter()
    assert ROOM not in doctor.catch_up.failed
    assert (await texts(doctor, ROOM))[-1] == "later"


async def test_a_room_that_fails_alone_need_not_be_beside_others_that_are_asked(
    doctor: Doctor,
) -> None:
    """On a quiet day nothing is asked of rooms that are whole."""
    gateway = await known(doctor, "timeout")
    poison(gateway)
    gateway.say(ROOM, "late", "later")
    await gateway.enter()
    for _ in range(SESSIONS):
        await gateway.ask_again()
    assert (await texts(doctor, ROOM))[-1] == "later"


async def test_where_no_archive_answers_nothing_is_passed_by(doctor: Doctor) -> None:
    gateway = await known(doctor, "timeout")
    pages, gateway.page_of = gateway.page_of, lambda _: None
    for _ in range(SESSIONS):
        await gateway.enter()
    gateway.page_of = pages
    await gateway.enter()
    assert gateway.limits[-1] == PAGE_MESSAGES
    assert not await doctor.vault.read(gaps.of_room, ROOM)
    assert (await texts(doctor, ROOM))[-1] == "early 4"


async def test_the_newest_entry_costs_no_session_for_ever(doctor: Doctor) -> None:
    gateway = await known(doctor)
    poison(gateway)
    for _ in range(HOPELESS + 2):
        await gateway.enter()
    asked = len(gateway.limits)
    await gateway.enter()
    assert len(gateway.limits) == asked
    gateway.say(ROOM, "after")
    await doctor.begin(make_arrived("after"))
    await gateway.enter()
    assert ROOM not in doctor.catch_up.failed


async def test_once_a_room_is_read_its_pages_are_as_long_as_others(doctor: Doctor) -> None:
    gateway = await known(doctor)
    poison(gateway)
    for _ in range(3):
        await gateway.enter()
    assert gateway.limits[-1] < PAGE_MESSAGES
    gateway.never = ""
    await gateway.enter()
    await gateway.enter()
    assert gateway.limits[-1] == PAGE_MESSAGES


@pytest.mark.parametrize(("reason", "visits"), [(FRAME_REFUSED, 2), ("timeout", 1)])
async def test_what_is_written_waits_no_longer_for_an_archive_that_cannot_be_had(
    doctor: Doctor, reason: str, visits: int
) -> None:
    """What was tried before may stand there: said again, it would stand there twice."""
    gateway = await known(doctor, reason)
    poison(gateway)
    await doctor.tried("answer")
    await doctor.vault.write(rows.add, ROOM, "next", MessageKind.TEXT, "next", 0)
    for _ in range(visits):
        assert not doctor.sent
        await gateway.enter()
    first, second = await doctor.vault.read(rows.entries, ROOM)
    assert (first.state, first.failure) == (Delivery.FAILED, failures.UNPROVEN)
    assert (doctor.sent, second.state) == (["next"], Delivery.SENDING)


async def test_a_room_is_asked_when_it_is_entered_and_not_as_the_session_begins(
    doctor: Doctor,
) -> None:
    """What was asked before is forgotten as it is entered: who is asked beside would be blamed."""
    gateway = await known(doctor)
    poison(gateway)
    await gateway.enter()
    assert ROOM in doctor.catch_up.failed
    await doctor.begin(*(Left(room, "session-lost") for room in ROOMS))
    doctor.asked.clear()
    await doctor.take(ConnectionChanged(Connection(Phase.ONLINE)))
    assert not doctor.asked
    await doctor.begin(Joined(ROOMS[1], archives=True, visit=2))
    assert [asked.consultation_id for asked in doctor.asked] == [ROOMS[1]]


async def test_nor_does_it_wait_in_the_next_session(doctor: Doctor) -> None:
    gateway = await known(doctor, "timeout")
    poison(gateway)
    await gateway.enter()
    await doctor.vault.write(rows.add, ROOM, "next", MessageKind.TEXT, "next", 0)
    doctor.present += 1
    await doctor.take(Joined(ROOM, archives=True, visit=doctor.present))
    assert doctor.asked
    assert doctor.sent == ["next"]


async def test_an_archive_that_answers_meanwhile_tells_it_after_all(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.tried("answer")
    await doctor.begin(Joined(ROOM, archives=True, visit=1))
    given_up = doctor.outbox.on_caught_up([ROOM], unproven=[ROOM])
    await doctor.outbox.on_caught_up([ROOM])
    given_up.close()
    assert doctor.sent == ["answer"]


def test_what_may_cost_the_session_is_asked_alone() -> None:
    """Else whatever was under way beside it would be blamed as well."""
    lost, other, costly = LostPages(), PageRequest(ROOM + 1), PageRequest(ROOM)
    for _ in range(DOUBTFUL):
        lost.note_failed(ROOM, FRAME_REFUSED)
    assert lost.choose({"costly": costly, "other": other}, [], 9) == "other"
    assert lost.choose({"costly": costly}, [other], 9) is None
    assert lost.choose({"costly": costly}, [], 9) == "costly"
    assert lost.choose({"other": other}, [costly], 9) is None
