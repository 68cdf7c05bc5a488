"""What the doctor has seen is told to the room, once it may be, and until the room shows it."""

import pytest

from tests.fakes.alone import catch_up_alone
from tests.fakes.archive import ME, ROOM, Archive, make_arrived
from tests.fakes.clock import SetClock
from tests.fakes.inbound import ignore
from tests.vault.people import furnish
from workstation.domain.changes import Changes
from workstation.domain.commands import MarkDisplayed
from workstation.domain.errors import DiskFull
from workstation.domain.events import Displayed, Joined
from workstation.domain.row_key import message_id_of
from workstation.services.inbound_storage import InboundStorage
from workstation.services.read_markers import ReadMarkers
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.archive import pages
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import summaries
from workstation.vault.database import Vault
from workstation.vault.lists import timelines


class Desk:
    """A room of the vault and its archive, and what was told of it."""

    def __init__(self) -> None:
        self.vault, self.archive = Vault.in_memory(threads=False), Archive()
        self.posted: list[MarkDisplayed] = []
        self.reading = ReadMarkers(self.vault, self.posted.append, lambda _: None)

    @property
    def names(self) -> list[str]:
        return [each.archive_id for each in self.posted]

    async def take(self, *events) -> Changes:
        changes = (await self.vault.write(ingest, events)).changes
        self.reading.on_changes(changes)
        return changes

    async def catch_up(self, limit: int = 9) -> None:
        request = await self.vault.read(pages.first_request, ROOM)
        answer = self.archive.page(request, limit)
        done = await self.vault.write(ingest, [answer], {"q": request})
        self.reading.on_changes(done.changes)

    async def see(self, text: str) -> None:
        """This message's end comes in sight."""
        page = await self.vault.read(timelines.newest, ROOM, 99)
        (place,) = (each.position for each in page.messages if each.text == text)
        await self.reading.mark_seen(ROOM, place)

    async def unread(self) -> int:
        return (await self.vault.read(summaries.of_room, ROOM)).unread


@pytest.fixture
def desk():
    made = Desk()
    yield made
    made.vault.close()


async def test_what_the_room_has_not_shown_is_told_again(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))
    await desk.see("a")
    await desk.reading.resend()
    await desk.reading.resend([ROOM])
    await desk.reading.resend([ROOM + 1])
    assert desk.posted == [MarkDisplayed(ROOM, "a0000")] * 3


async def test_what_the_room_shows_is_told_no_more(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))
    await desk.see("a")
    await desk.take(Displayed(ROOM, ME, "a0000"))
    await desk.reading.resend()
    assert desk.names == ["a0000"]


async def test_a_mark_on_something_older_settles_nothing(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(*(desk.archive.add(make_arrived(text)) for text in "ab"))
    await desk.see("b")
    await desk.take(Displayed(ROOM, ME, "a0000"))
    await desk.reading.resend()
    assert desk.names == ["a0001", "a0001"]


async def test_seen_beyond_a_gap_is_told_when_what_it_held_was_seen_too(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))
    await desk.catch_up()
    await desk.see("a")
    desk.archive.add(make_arrived("b"))
    await desk.take(Joined(ROOM, archives=True, visit=1), desk.archive.add(make_arrived("c")))
    await desk.see("c")
    await desk.reading.resend()
    assert set(desk.names) == {"a0000"}
    desk.posted.clear()
    await desk.catch_up()
    await desk.reading.resend()
    assert (desk.names, await desk.unread()) == ([], 1)
    await desk.see("b")
    assert (desk.names, await desk.unread()) == (["a0002"], 0)


async def test_what_is_below_the_gap_is_told_before_it_is_filled(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))
    await desk.catch_up()
    desk.archive.add(make_arrived("b"))
    await desk.take(Joined(ROOM, archives=True, visit=1), desk.archive.add(make_arrived("c")))
    await desk.vault.write(_unread_again)
    await desk.see("c")
    await desk.vault.write(_unread_again)
    desk.reading = ReadMarkers(desk.vault, desk.posted.append, lambda _: None)
    await desk.see("a")
    assert desk.names == ["a0000"]


async def test_the_same_place_costs_nothing_until_something_unread_comes(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))
    await desk.see("a")
    await desk.vault.write(_unread_again)
    await desk.see("a")
    assert (desk.names, await desk.unread()) == (["a0000"], 1)
    await desk.take(desk.archive.add(make_arrived("b")))
    await desk.see("a")
    assert await desk.unread() == 1


async def test_only_what_was_in_sight_is_seen_and_told_once_the_rest_is(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(*(desk.archive.add(make_arrived(text)) for text in "abcd"))
    page = await desk.vault.read(timelines.newest, ROOM, 99)
    places = [message.position for message in page.messages]
    await desk.reading.mark_seen(ROOM, places[3], places[2])
    assert (desk.names, await desk.unread()) == ([], 3)
    await desk.reading.mark_seen(ROOM, places[0])
    assert (desk.names, await desk.unread()) == (["a0000"], 2)
    await desk.reading.mark_seen(ROOM, places[2], places[0])
    assert (desk.names, await desk.unread()) == (["a0000", "a0003"], 0)


async def test_what_a_page_put_between_those_in_sight_is_not_seen_with_them(desk: Desk) -> None:
    await desk.vault.write(furnish)
    first, _, last = (desk.archive.add(make_arrived(text)) for text in "abc")
    await desk.take(first, last)
    in_sight = (await desk.vault.read(timelines.newest, ROOM, 99)).messages
    numbers = {message_id_of(message.key) for message in in_sight}
    await desk.catch_up()
    await desk.reading.mark_seen(ROOM, 1 << 60, None, numbers)
    assert (desk.names, await desk.unread()) == ([], 1)
    await desk.see("b")
    assert (desk.names, await desk.unread()) == (["a0002"], 0)


async def test_what_came_while_the_last_was_marked_is_not_taken_for_seen(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))
    write = desk.vault.write

    async def slow(*asked: object) -> object:
        outcome = await write(*asked)
        desk.vault.write = write
        await desk.take(desk.archive.add(make_arrived("b")))
        return outcome

    desk.vault.write = slow
    await desk.see("a")
    await desk.see("b")
    assert await desk.unread() == 0


async def test_a_message_without_an_id_of_the_room_is_read_and_cannot_be_told(desk: Desk) -> None:
    await desk.vault.write(furnish)
    await desk.take(make_arrived("a"))
    await desk.see("a")
    await desk.reading.resend()
    assert (desk.names, await desk.unread()) == ([], 0)


def _unread_again(connection) -> None:
    connection.execute("UPDATE message SET unread = 1")


async def test_what_a_full_disk_did_not_note_is_noted_when_it_is_seen_again(
    desk: Desk, monkeypatch
) -> None:
    await desk.vault.write(furnish)
    await desk.take(desk.archive.add(make_arrived("a")))

    async def full(*_: object) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(desk.vault, "write", full)
        with pytest.raises(DiskFull):
            await desk.see("a")
    assert await desk.unread() == 1
    await desk.see("a")
    assert await desk.unread() == 0


async def test_what_was_missed_in_a_new_room_is_seen_and_told(desk: Desk) -> None:
    """Its archive was empty at first: a first page of many stands at places below zero."""
    await desk.vault.write(furnish)
    await desk.take(Joined(ROOM, archives=True, visit=1))
    await desk.catch_up()
    for word in "abc":
        desk.archive.add(make_arrived(word))
    await desk.take(Joined(ROOM, archives=True, visit=2))
    await desk.catch_up(limit=2)
    assert await desk.unread() == 2
    await desk.see("b")
    assert (await desk.unread(), desk.names) == (0, ["a0001"])


async def test_what_comes_in_after_all_was_seen_is_unread_until_it_is_seen(desk: Desk) -> None:
    """Stored as in the program: what stores it tells that something unread came."""
    await desk.vault.write(furnish)
    catch_up = catch_up_alone(ignore, ignore, SetClock(0))
    storage = InboundStorage(RetryingVault(desk.vault, ignore, ignore), catch_up, desk.reading)
    for text in ("a", "b"):
        await storage.store([desk.archive.add(make_arrived(text))])
        assert await desk.unread() == 1
        await desk.see(text)
        assert await desk.unread() == 0
