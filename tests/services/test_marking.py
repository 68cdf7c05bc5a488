"""Marks are made one by one, outlive the program, and what is laid aside comes back once."""

import asyncio

import pytest

from tests.fakes.clock import SetClock
from tests.store.people import listed, summary
from tests.ui.waiting import until
from workstation.base.clock import ServerClock
from workstation.domain.changes import Changes
from workstation.domain.errors import StorageError
from workstation.services.last_seen import LastSeen
from workstation.services.marking import Marking
from workstation.store.activity_summary import ABSENCE_MS
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist
from workstation.vault.database import Vault
from workstation.vault.doctor import marks

MINUTE = 60_000


class Place:
    """A queue of two patients and its marks."""

    def __init__(self, vault: Vault) -> None:
        self.clock, self.vault = SetClock(1_000 * MINUTE), vault
        self.rows = Worklist()
        now = self.clock.ms
        self.rows.load([listed(1), listed(2)], [summary(1, patient_ms=now - 5), summary(2)], ())
        self.marking = Marking(vault, self.rows, self.clock, self.rows.apply)
        self.back: list[tuple[int, ...]] = []
        self.marking.returned.subscribe(self.back.append)


@pytest.fixture
def place(vault):
    return Place(vault)


async def test_marks_are_found_again_after_a_restart(place):
    await place.marking.pin(1, pinned=True)
    await place.marking.mark_unread(1, unread=True)
    await place.marking.snooze(2, None)
    fresh = Worklist()
    stored = await place.vault.read(marks.read_all)
    now = place.clock.ms
    fresh.load([listed(1), listed(2)], [summary(1, patient_ms=now - 5), summary(2)], (), stored)
    assert [fresh.mark(n) for n in (1, 2)] == [place.rows.mark(n) for n in (1, 2)]
    assert fresh.queue_order.sections(now) == place.rows.queue_order.sections(now)
    assert fresh.unread_total == 1


async def test_two_marks_at_once_are_both_kept():
    """On a disk that takes its time: each reads the mark before the other is written."""
    vault = Vault.in_memory()
    place = Place(vault)
    await asyncio.gather(
        place.marking.pin(1, pinned=True), place.marking.mark_unread(1, unread=True)
    )
    vault.close()
    mark = place.rows.mark(1)
    assert (mark.pinned_ms, mark.unread) == (place.clock.ms, True)


async def test_two_that_come_back_at_once_come_in_the_order_of_their_numbers(place):
    await place.marking.snooze(2, place.clock.ms + 10 * MINUTE)
    await place.marking.snooze(1, place.clock.ms + 15 * MINUTE)
    place.clock.ms += 15 * MINUTE
    await place.marking.end_expired_snoozes()
    assert place.back == [(1, 2)]


async def test_what_is_laid_aside_for_a_time_comes_back_and_is_told_once(place):
    await place.marking.snooze(1, place.clock.ms + 15 * MINUTE)
    await place.marking.end_expired_snoozes()
    assert place.rows.queue_order.sections(place.clock.ms)[QueueSection.SNOOZED] == (1,)
    place.clock.ms += 15 * MINUTE
    for _ in range(3):
        await place.marking.end_expired_snoozes()
    assert place.back == [(1,)]
    assert not await place.vault.read(marks.read_all)


async def test_what_the_patient_wrote_meanwhile_brings_a_consultation_back(place):
    await place.marking.snooze(1, None)
    returned = asyncio.Event()
    place.marking.returned.subscribe(lambda _: returned.set())
    running = asyncio.ensure_future(place.marking.run())
    await asyncio.sleep(0)
    place.rows.apply(
        Changes(summaries=(summary(1, patient_ms=place.clock.ms, patient_unread=1, unread=1),))
    )
    await returned.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert place.back == [(1,)]
    assert QueueSection.SNOOZED not in place.rows.queue_order.sections(place.clock.ms)


async def test_taken_back_by_hand_nothing_is_told(place):
    await place.marking.snooze(1, None)
    await place.marking.wake(1)
    await place.marking.end_expired_snoozes()
    assert place.back == []


async def test_what_is_laid_aside_anew_while_another_comes_back_stays_so(place):
    """A slow disk: the doctor is quicker than the row of the one before."""
    tomorrow = place.clock.ms + 24 * 60 * MINUTE
    for number in (1, 2):
        await place.marking.snooze(number, place.clock.ms + MINUTE)
    place.clock.ms += MINUTE
    write, asked = place.vault.write, []

    async def slow(*args):
        if not asked:
            asked.append(asyncio.ensure_future(place.marking.snooze(2, tomorrow)))
            await asyncio.sleep(0)
        return await write(*args)

    place.vault.write = slow
    await place.marking.end_expired_snoozes()
    await asyncio.gather(*asked)
    assert place.rows.mark(2).snooze.until_ms == tomorrow


class FullDisk:
    """Takes nothing."""

    async def write(self, *_: object) -> Changes:
        raise StorageError("full")


async def test_a_disk_that_takes_nothing_changes_nothing_on_the_screen(place, expect_log):
    await place.marking.snooze(1, place.clock.ms + MINUTE)
    full = Marking(FullDisk(), place.rows, place.clock, place.rows.apply)
    returned: list[tuple[int, ...]] = []
    full.returned.subscribe(returned.append)
    before = place.rows.mark(2)
    with pytest.raises(StorageError):
        await full.pin(2, pinned=True)
    assert place.rows.mark(2) == before
    expect_log.append("could not be taken away")
    place.clock.ms += MINUTE
    await full.end_expired_snoozes()
    await full.end_expired_snoozes()
    assert returned == [(1,)], "a message is not repeated while the disk is full"


async def test_an_absence_is_noticed_after_a_restart_and_only_once(place):
    first = LastSeen(place.vault, place.clock)
    await first.load()
    assert first.update() is False, "nobody was here before"
    await first.save()
    left = place.clock.ms
    place.clock.ms += ABSENCE_MS - 1
    early = LastSeen(place.vault, place.clock)
    await early.load()
    assert early.update() is False
    place.clock.ms = left + ABSENCE_MS
    late = LastSeen(place.vault, place.clock)
    await late.load()
    assert (late.update(), late.away_since_ms) == (True, left)
    assert late.update() is False


@pytest.mark.parametrize("days", [2, -40])
async def test_a_clock_that_is_put_right_later_ends_nothing_that_is_laid_aside(place, days):
    """A computer whose clock is ahead, or long ago, started before the network is there."""
    day, true_ms = 24 * 60 * MINUTE, place.clock.ms
    await place.marking.snooze(1, true_ms + day)
    clock = ServerClock(SetClock(true_ms + days * day), lambda: 0.0)
    again = Marking(place.vault, place.rows, clock, place.rows.apply)
    again.returned.subscribe(place.back.append)
    await again.end_expired_snoozes()
    assert place.back == [(1,)], "offline this computer's clock is the only one there is"
    clock.observe(true_ms, 0)
    await again.end_expired_snoozes()
    assert place.rows.queue_order.sections(clock.now_ms())[QueueSection.SNOOZED] == (1,)
    clock.observe(true_ms + day, 0)
    await again.end_expired_snoozes()
    assert place.back == [(1,), (1,)]
    assert not await place.vault.read(marks.read_all)


async def test_what_a_patient_wrote_ends_it_by_any_clock(place):
    await place.marking.snooze(1, place.clock.ms + MINUTE)
    clock = ServerClock(SetClock(place.clock.ms), lambda: 0.0)
    again = Marking(place.vault, place.rows, clock, place.rows.apply)
    place.rows.apply(
        Changes(summaries=(summary(1, patient_ms=place.clock.ms, patient_unread=1, unread=1),))
    )
    await again.end_expired_snoozes()
    assert not await place.vault.read(marks.read_all)


async def test_what_is_not_in_the_queue_is_not_laid_aside(place):
    await place.marking.snooze(99, None)
    assert not place.rows.mark(99)


async def test_time_alone_brings_back_what_was_laid_aside(place, monkeypatch):
    monkeypatch.setattr("workstation.services.marking.TICK_SECONDS", 0.001)
    await place.marking.snooze(1, place.clock.ms + 15 * MINUTE)
    running = asyncio.ensure_future(place.marking.run())
    await asyncio.sleep(0)
    place.clock.ms += 15 * MINUTE
    await until(lambda: place.back == [(1,)])
    running.cancel()
