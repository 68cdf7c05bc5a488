"""What may end the session is alone on the line, be it a page of an archive or an own message."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.fakes.archive import ME, ROOM, Archive, make_arrived
from tests.services.doctor import Doctor
from workstation.domain.events import SUSPECTED, Broken, Joined, Left, PageFailed
from workstation.domain.message import Delivery, MessageKind
from workstation.vault.archive.requests import PageRequest
from workstation.vault.unsent import outbox as rows
from workstation.vault.unsent.failures import MAX_SESSION_DEATHS

OTHER, THIRD = ROOM + 1, ROOM + 2


class Desk(Doctor):
    """Three rooms, whose archives hold nothing; ``put_off`` counts what is tried again later."""

    put_off = 0

    async def enter(self, room: int) -> None:
        """A room is entered anew; its archive is not answered yet."""
        await self.take(Joined(room, archives=True, visit=self.present))

    async def write(self, room: int, name: str) -> None:
        await self.vault.write(rows.add, room, name, MessageKind.TEXT, name, 0)
        await self.outbox.pump(room)

    async def answer_first(self) -> None:
        """The page that was asked for first comes."""
        asked = self.asked.pop(0)
        page = Archive(consultation_id=asked.consultation_id).page(
            PageRequest(asked.consultation_id, asked.after, asked.before), query=asked.query
        )
        await self.take(page)
        await self.finish()

    async def read(self, room: int) -> None:
        """Enter a room, and read all of its archive."""
        await self.enter(room)
        while self.asked:
            await self.answer_first()

    async def echo(self, name: str, room: int) -> None:
        await self.take(make_arrived(name, ME, origin_id=name, consultation_id=room))
        await self.finish()

    async def end(self, *suspects: str) -> None:
        """The session is ended, by one of these messages or of the pages that are due; a new one.

        What is asked meanwhile is answered by nobody.
        """
        open_requests = self.catch_up.open_requests.items()
        lost = [PageFailed(each.consultation_id, query, SUSPECTED) for query, each in open_requests]
        await self.take(Broken("cut", suspects, beside_pages=bool(lost)), *lost)
        for room in (ROOM, OTHER, THIRD):
            await self.take(Left(room, "session-lost"))
        self.asked.clear()
        self.sent.clear()
        self.present += 1

    async def finish(self) -> None:
        """All that was begun comes to its end."""
        while any(not each.done() for each in self.work):
            await asyncio.gather(*self.work)

    def spawn(self, coroutine, *, optional: bool = False) -> None:
        """Nothing is tried again by itself after a wait."""
        if optional:
            self.put_off += 1
            coroutine.close()
        else:
            super().spawn(coroutine)

    def rooms_asked(self) -> list[int]:
        return [each.consultation_id for each in self.asked]

    async def state(self, name: str) -> Delivery:
        entry = await self.vault.read(rows.get, name)
        assert entry is not None
        return entry.state


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()
    yield made
    made.vault.close()


async def begin(desk: Desk) -> None:
    """A message and a page were under way as the session was ended."""
    await desk.start()
    await desk.read(ROOM)
    await desk.write(ROOM, "a")
    await desk.enter(OTHER)
    assert (desk.sent, desk.rooms_asked()) == (["a"], [OTHER])
    await desk.end("a")


async def test_a_message_that_ended_it_beside_a_page_is_suspected_and_not_yet_blamed(
    desk: Desk,
) -> None:
    await begin(desk)
    for _ in range(MAX_SESSION_DEATHS + 1):
        await desk.read(ROOM)
        assert desk.sent == ["a"]
        assert await desk.state("a") is Delivery.SENDING
        await desk.end("a")
    assert await desk.state("a") is Delivery.FAILED


async def test_a_suspected_message_waits_until_no_page_is_asked(desk: Desk) -> None:
    await begin(desk)
    await desk.enter(THIRD)
    await desk.enter(ROOM)
    desk.asked.reverse()
    await desk.answer_first()
    assert desk.rooms_asked() == [THIRD]
    assert desk.sent == []
    await desk.answer_first()
    assert desk.sent == ["a"]


async def test_nor_longer_than_for_one_that_does_not_come(desk: Desk) -> None:
    await begin(desk)
    await desk.enter(THIRD)
    await desk.enter(ROOM)
    third = desk.asked.pop(0)
    await desk.answer_first()
    assert desk.sent == []
    await desk.take(PageFailed(THIRD, third.query, "timeout"))
    await desk.finish()
    assert desk.sent == ["a"]


async def test_what_the_lost_session_was_asked_is_asked_again_by_the_next(desk: Desk) -> None:
    await begin(desk)
    assert not desk.put_off
    await desk.enter(OTHER)
    assert desk.rooms_asked() == [OTHER]


async def test_no_page_is_asked_beside_a_suspected_message(desk: Desk) -> None:
    await begin(desk)
    await desk.read(ROOM)
    assert desk.sent == ["a"]
    await desk.enter(THIRD)
    assert desk.asked == []
    await desk.echo("a", ROOM)
    assert desk.rooms_asked() == [THIRD]


async def test_nor_is_that_of_the_open_conversation(desk: Desk) -> None:
    await begin(desk)
    await desk.read(ROOM)
    desk.catch_up.prefer(THIRD)
    await desk.enter(THIRD)
    assert desk.asked == []
    desk.leave(ROOM)
    await desk.take(Left(ROOM, "kicked"))
    assert desk.rooms_asked() == [THIRD]


async def test_a_suspected_page_is_asked_when_no_message_is_under_way(desk: Desk) -> None:
    await begin(desk)
    await desk.read(ROOM)
    await desk.echo("a", ROOM)
    await desk.write(ROOM, "b")
    await desk.enter(OTHER)
    assert desk.rooms_asked() == []
    await desk.echo("b", ROOM)
    assert desk.rooms_asked() == [OTHER]


async def test_no_message_goes_out_beside_a_suspected_page(desk: Desk) -> None:
    await begin(desk)
    await desk.read(ROOM)
    await desk.echo("a", ROOM)
    await desk.enter(OTHER)
    assert desk.rooms_asked() == [OTHER]
    await desk.write(ROOM, "b")
    assert desk.sent == ["a"]
    while desk.asked:
        await desk.answer_first()
    assert desk.sent == ["a", "b"]


async def test_the_page_of_the_open_conversation_waits_for_a_suspected_one(desk: Desk) -> None:
    await begin(desk)
    await desk.enter(OTHER)
    desk.catch_up.prefer(THIRD)
    await desk.enter(THIRD)
    assert desk.rooms_asked() == [OTHER]


async def test_a_suspected_message_waits_for_those_that_are_under_way(desk: Desk) -> None:
    await begin(desk)
    await desk.read(THIRD)
    await desk.write(THIRD, "b")
    await desk.read(ROOM)
    assert desk.sent == ["b"]
    await desk.echo("b", THIRD)
    assert desk.sent == ["b", "a"]


async def test_nor_for_one_whose_room_was_left(desk: Desk) -> None:
    await begin(desk)
    await desk.read(THIRD)
    await desk.write(THIRD, "b")
    await desk.read(ROOM)
    assert desk.sent == ["b"]
    desk.leave(THIRD)
    await desk.take(Left(THIRD, "kicked"))
    await desk.finish()
    assert desk.sent == ["b", "a"]
