"""What the vault can never take is set aside alone: the rest is kept, shown and acknowledged."""

import asyncio

import apsw
import pytest

from tests.fakes.alone import catch_up_alone, outbox_alone
from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.fakes.inbound import ignore, make_inbound
from tests.vault.people import furnish
from workstation.base.clock import SystemClock
from workstation.domain import backoff
from workstation.domain.changes import Changes
from workstation.domain.errors import ContentRefused
from workstation.domain.events import (
    TOO_MANY_PAGES,
    ArchivePage,
    Displayed,
    Joined,
    PageFailed,
)
from workstation.domain.message import MessageKind
from workstation.link.inbox import Batch
from workstation.services.read_markers import ReadMarkers
from workstation.services.retrying_vault import RetryingVault
from workstation.vault import database
from workstation.vault.conversation import messages
from workstation.vault.database import Vault
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox as rows

BAD = "refused by the database"
OTHER = ROOM + 1


class Doctor:
    """Inbound on a line that is always there; ``asked`` are the pages it wants."""

    def __init__(self) -> None:
        self.vault = Vault.in_memory(threads=False)
        self.asked, self.marks, self.work, self.failures = [], [], [], []
        self.displayed: list[Changes] = []
        outbox = outbox_alone(RetryingVault(self.vault, ignore, ignore), self, _nothing)
        self.catch_up = catch_up_alone(self.asked.append, lambda _: None, SystemClock())
        self.read_markers = ReadMarkers(self.vault, self.asked.append, self.displayed.append)
        self.inbound, _ = make_inbound(
            self,
            self.vault,
            self.catch_up,
            outbox,
            lambda work, **_: self.work.append(asyncio.ensure_future(work)),
            read_markers=self.read_markers,
            on_changes=self.displayed.append,
            on_event=self._on_event,
        )

    def _on_event(self, event) -> None:
        if isinstance(event, PageFailed):
            self.failures.append(event)

    def commit(self, mark: int) -> None:
        self.marks.append(mark)

    def visit(self, _consultation_id: int) -> None:
        """Nothing is sent in these tests."""

    async def take(self, *events) -> None:
        await self.inbound.process(Batch(events, len(self.marks) + 1))

    async def texts(self) -> list[str]:
        page = await self.vault.read(timelines.newest, ROOM, 100)
        return [message.text for message in page.messages]


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch):
    insert = messages.insert

    def picky(connection, new):
        if any(BAD in arrived.text for arrived, *_ in new):
            raise ContentRefused(BAD)
        return insert(connection, new)

    monkeypatch.setattr(messages, "insert", picky)
    made = Doctor()
    yield made
    made.vault.close()


async def test_one_of_a_batch_is_set_aside_and_the_others_are_kept(doctor, expect_log) -> None:
    expect_log.append("an event cannot be kept: .*ContentRefused.* in .*Arrived")
    await doctor.vault.write(furnish)
    await doctor.take(
        make_arrived("a", archive_id="a1"),
        make_arrived(BAD, archive_id="a2", origin_id="b"),
        make_arrived("c", archive_id="a3"),
    )
    assert await doctor.texts() == ["a", "", "c"]
    assert doctor.marks == [1]
    page = await doctor.vault.read(timelines.newest, ROOM, 100)
    assert [each.speaker.member_id for each in page.messages] == [PATIENT] * 3
    assert [each.unreadable for each in page.messages] == [False, True, False]


async def test_what_is_read_while_the_rest_of_a_batch_is_tried_stays_read(
    doctor, expect_log, monkeypatch
) -> None:
    expect_log.append("an event cannot be kept: .*ContentRefused.* in .*Arrived")
    await doctor.vault.write(furnish)
    await doctor.take(make_arrived("before", archive_id="a1"))
    (before,) = doctor.displayed[-1].messages
    absorb = doctor.vault.absorb

    async def read_meanwhile(function, events, *args):
        if [event.text for event in events] == [BAD]:
            await doctor.read_markers.mark_seen(ROOM, before.position)
        return await absorb(function, events, *args)

    monkeypatch.setattr(doctor.vault, "absorb", read_meanwhile)
    await doctor.take(
        make_arrived("after", archive_id="a2"),
        make_arrived(BAD, archive_id="b1", consultation_id=OTHER),
    )
    summaries = [each for changes in doctor.displayed for each in changes.summaries]
    assert [each.unread for each in summaries if each.consultation_id == ROOM][-1] == 1


async def test_an_own_echo_that_cannot_be_kept_is_sent_no_second_time(doctor, expect_log) -> None:
    expect_log.append("an event cannot be kept")
    await doctor.vault.write(furnish)
    await doctor.vault.write(rows.add, ROOM, "mine", MessageKind.TEXT, "text", 0)
    await doctor.take(make_arrived(BAD, ME, origin_id="mine", archive_id="a1"))
    assert await doctor.vault.read(rows.entries) == ()


async def test_one_entry_of_a_page_is_set_aside_in_its_place(doctor, expect_log) -> None:
    expect_log.append("an event cannot be kept: .*ContentRefused.* in .*ArchivePage")
    await doctor.vault.write(furnish)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    (asked,) = doctor.asked
    items = (
        make_arrived("a", archive_id="a1", live=False),
        make_arrived(BAD, archive_id="a2", live=False, origin_id="b"),
        Displayed(ROOM, ME, "a1", live=False, archive_id="a3"),
        make_arrived("c", archive_id="a4", live=False),
    )
    await doctor.take(ArchivePage(ROOM, asked.query, items, "a1", "a4", complete=True))
    assert await doctor.texts() == ["a", "", "c"]
    assert (await doctor.vault.read(timelines.newest, ROOM, 9)).gaps == ()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    assert doctor.asked[-1].after == "a3", "the one before the last that is known"


async def test_what_a_full_disk_refuses_meanwhile_is_not_set_aside(
    doctor, monkeypatch, expect_log
) -> None:
    """It is as readable as before; only the room to keep it is missing."""
    expect_log.append("an event cannot be kept: .*ContentRefused.* in .*ArchivePage")
    await doctor.vault.write(furnish)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    (asked,) = doctor.asked
    items = tuple(
        make_arrived(text, archive_id=f"a{number}", live=False, origin_id=text)
        for number, text in enumerate(("a", BAD, "c"))
    )
    picky, tried = messages.insert, []

    def refuse_after_the_bad_one(connection, new):
        tried.append(" ".join(arrived.text for arrived, *_ in new))
        if tried[-2:] == [BAD, "c"] and tried.count("c") < 3:
            raise apsw.FullError
        return picky(connection, new)

    monkeypatch.setattr(messages, "insert", refuse_after_the_bad_one)
    monkeypatch.setattr(database, "DISK_SECONDS", 0.0)
    await doctor.take(ArchivePage(ROOM, asked.query, items, "a0", "a2", complete=True))
    assert await doctor.texts() == ["a", "", "c"]
    assert doctor.marks == [1, 2]


async def test_a_page_that_fails_whatever_stands_in_it_is_asked_for_later(
    doctor, monkeypatch, expect_log
) -> None:
    expect_log += ["an event cannot be kept", "nor can what stands for it: .*RuntimeError"]

    def broken(*_):
        raise RuntimeError

    await doctor.vault.write(furnish)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    monkeypatch.setattr("workstation.services.inbound_storage.ingest", broken)
    page = ArchivePage(ROOM, doctor.asked[0].query, (), None, None, complete=True)
    await doctor.take(page)
    assert doctor.catch_up.failed == {ROOM}
    assert doctor.marks == [1, 2]
    (later,) = doctor.work
    assert not later.done()
    later.cancel()
    await asyncio.gather(later, return_exceptions=True)


async def test_what_fails_and_has_no_place_is_passed_over(doctor, monkeypatch, expect_log) -> None:
    expect_log.append("an event cannot be kept: .*RuntimeError.* in .*Displayed")

    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("workstation.services.inbound_storage.ingest", broken)
    await doctor.take(Displayed(ROOM, PATIENT, "a1"))
    assert doctor.marks == [1]


def test_a_room_without_answers_is_asked_ever_more_rarely_and_for_ever() -> None:
    catch_up = catch_up_alone(_ignore, _ignore, SystemClock())
    waits = [catch_up.next_backoff(ROOM) for _ in range(2_000)]
    assert waits[:4] == [
        backoff.CATCH_UP.first_seconds,
        2 * backoff.CATCH_UP.first_seconds,
        4 * backoff.CATCH_UP.first_seconds,
        8 * backoff.CATCH_UP.first_seconds,
    ]
    assert waits[-1] == backoff.CATCH_UP.max_seconds
    assert catch_up.next_backoff(ROOM + 1) == backoff.CATCH_UP.first_seconds


async def test_a_page_that_timed_out_is_asked_for_again(doctor, monkeypatch) -> None:
    monkeypatch.setattr(backoff, "CATCH_UP", backoff.Backoff(0.0, 0.0))
    await doctor.vault.write(furnish)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.take(PageFailed(ROOM, doctor.asked[0].query, "timeout"))
    await asyncio.gather(*doctor.work)
    assert [asked.consultation_id for asked in doctor.asked] == [ROOM, ROOM]
    assert doctor.catch_up.failed == frozenset()
    await doctor.take(PageFailed(ROOM, doctor.asked[1].query, "timeout"))
    await asyncio.gather(*doctor.work)
    assert len(doctor.asked) == 3, "and again"


async def test_a_room_that_refuses_is_asked_once_later_however_often_it_was_entered(
    doctor,
) -> None:
    await doctor.vault.write(furnish)
    for visit in range(1, 9):
        await doctor.take(Joined(ROOM, archives=True, visit=visit))
        await doctor.take(PageFailed(ROOM, doctor.asked[-1].query, "forbidden"))
    (later,) = doctor.work
    assert len(doctor.failures) == 8, "each is told"
    later.cancel()
    await asyncio.gather(later, return_exceptions=True)


async def test_a_room_with_pages_without_end_is_asked_again_after_a_rest(
    doctor, monkeypatch
) -> None:
    monkeypatch.setattr(backoff, "CATCH_UP", backoff.Backoff(0.0, 0.0))
    monkeypatch.setattr("workstation.services.catch_up.MAX_PAGES", 1)
    await doctor.vault.write(furnish)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    items = [make_arrived(name, archive_id=name, live=False) for name in ("a1", "a2", "a3")]
    await doctor.take(
        ArchivePage(ROOM, doctor.asked[-1].query, (*items[:2],), "a1", "a2", complete=True)
    )
    await doctor.take(Joined(ROOM, archives=True, visit=2))
    await doctor.take(
        ArchivePage(ROOM, doctor.asked[-1].query, (*items[1:],), "a2", "a3", complete=False)
    )
    assert doctor.failures == [PageFailed(ROOM, "", TOO_MANY_PAGES)]
    await asyncio.gather(*doctor.work)
    assert [asked.after for asked in doctor.asked] == [None, "a1", "a2"]
    assert not doctor.catch_up.failed


def _ignore(_: Changes | object) -> None:
    pass


async def _nothing(_: object) -> None:
    return None
