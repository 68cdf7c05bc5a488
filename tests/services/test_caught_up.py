"""A room is whole when its archive is known up to now, and only then is anything said again."""

import asyncio

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.services.doctor import Doctor
from workstation.domain.changes import Changes, Gap
from workstation.domain.events import SESSION_LOST, Joined, Left, Overlooked, PageFailed
from workstation.domain.message import MessageKind
from workstation.domain.send_blocker import LEFT_BY_US
from workstation.services.catch_up import LIVE_MESSAGES
from workstation.services.page_queue import PAGE_MESSAGES
from workstation.vault.archive import gaps, pages
from workstation.vault.lists import timelines
from workstation.vault.unsent import outbox as rows


async def test_of_two_catch_ups_the_older_one_ends(doctor: Doctor) -> None:
    await doctor.start()
    doctor.archive.add(make_arrived("first"))
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(1)
    for text in "abc":
        doctor.archive.add(make_arrived(text))
    doctor.archive.add(make_arrived("mine", ME, origin_id="mine"))
    await doctor.tried("mine")
    before = len(doctor.asked)
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    doctor.catch_up.begin(await doctor.vault.read(pages.first_request, ROOM))
    older, later = doctor.asked[before : before + 2]
    assert list(doctor.catch_up.open_requests) == [later.query]
    for asked in (older, later):
        await doctor.answer(asked, 1)
    assert doctor.sent == []


async def ask_for_gap(doctor: Doctor) -> Gap:
    """The gap behind the newest page of a room, which the doctor has asked for."""
    await doctor.start()
    for text in "abcdef":
        doctor.archive.add(make_arrived(text, PATIENT))
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer(doctor.asked[0], 2)
    (gap,) = await doctor.vault.read(gaps.of_room, ROOM)
    assert doctor.catch_up.load_gap(gap)
    return gap


async def test_a_gap_that_got_no_answer_can_be_loaded_again(doctor: Doctor) -> None:
    gap = await ask_for_gap(doctor)
    await doctor.take(PageFailed(ROOM, doctor.asked[-1].query, SESSION_LOST))
    assert doctor.changes[-1] == Changes(gaps_of=frozenset({ROOM}), gaps=(gap,))


async def test_a_gap_is_not_asked_for_any_more_once_its_room_is_left(doctor: Doctor) -> None:
    """Neither is what comes of it taken: purged meanwhile, the patient's words would be back."""
    gap = await ask_for_gap(doctor)
    before = await doctor.vault.read(timelines.newest, ROOM, 9)
    await doctor.take(Left(ROOM, LEFT_BY_US))
    assert doctor.changes[-1] == Changes(gaps_of=frozenset({ROOM}), gaps=(gap,))
    await doctor.answer(doctor.asked[-1], 9)
    assert await doctor.vault.read(timelines.newest, ROOM, 9) == before


async def test_a_gap_of_another_room_goes_on_being_asked_for(doctor: Doctor) -> None:
    await ask_for_gap(doctor)
    await doctor.take(Left(ROOM + 1, LEFT_BY_US))
    await doctor.answer(doctor.asked[-1], 9)
    assert await doctor.vault.read(gaps.of_room, ROOM) == ()


async def test_gaps_read_before_a_page_came_are_not_shown_after_it(
    doctor: Doctor, monkeypatch
) -> None:
    """The disk is slow to say what is missing after a refused page, and another fills it."""
    goes_on, read = asyncio.Event(), doctor.vault.read

    async def read_late(function, *args):
        outcome = await read(function, *args)
        if function is gaps.of_room:
            await goes_on.wait()
        return outcome

    await doctor.start()
    for text in "abcdef":
        doctor.archive.add(make_arrived(text, PATIENT))
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer(doctor.asked[0], 2)
    (gap,) = await read(gaps.of_room, ROOM)
    monkeypatch.setattr(doctor.vault, "read", read_late)
    assert doctor.catch_up.load_gap(gap)
    await doctor.begin(PageFailed(ROOM, doctor.asked[-1].query, SESSION_LOST))
    await asyncio.sleep(0)
    assert doctor.catch_up.load_gap(gap)
    await doctor.begin(doctor.answer_to(doctor.asked[-1], 9))
    goes_on.set()
    await asyncio.gather(*doctor.work)
    assert [change.gaps for change in doctor.changes if ROOM in change.gaps_of][-1] == ()


async def test_an_own_message_beyond_the_newest_page_is_looked_for(doctor: Doctor) -> None:
    await doctor.start_with_tried("mine")
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(2)
    assert doctor.sent == []
    assert await doctor.vault.read(rows.entries) == ()


async def test_a_bridge_that_a_session_left_open_is_finished_by_the_next(doctor: Doctor) -> None:
    await doctor.start_with_tried("mine")
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
    late = doctor.outbox.on_caught_up([ROOM])
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


async def test_a_long_day_is_not_fetched_again_at_the_next_start(doctor: Doctor) -> None:
    await doctor.start()
    doctor.archive.add(make_arrived("first"))
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(PAGE_MESSAGES)
    for number in range(2 * LIVE_MESSAGES):
        await doctor.take(doctor.archive.add(make_arrived(f"{number}")))
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
    doctor.archive.add(make_arrived("lost"))
    for number in range(LIVE_MESSAGES):
        await doctor.take(doctor.archive.add(make_arrived(f"{number}")))
    await doctor.answer_all(PAGE_MESSAGES)
    messages = (await doctor.vault.read(timelines.newest, ROOM, 2 * PAGE_MESSAGES)).messages
    assert [line.text for line in messages] == ["lost", *(f"{n}" for n in range(LIVE_MESSAGES))]


async def test_no_archive_is_asked_twice_at_once(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    for number in range(2 * LIVE_MESSAGES):
        await doctor.take(doctor.archive.add(make_arrived(f"{number}")))
    assert len(doctor.asked) == 1


async def test_a_room_of_which_a_message_could_not_be_read_is_asked_at_once(
    doctor: Doctor,
) -> None:
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(9)
    doctor.archive.add(make_arrived("in its place"))
    await doctor.take(Overlooked(ROOM))
    await doctor.answer_all(9)
    timeline = await doctor.vault.read(timelines.newest, ROOM, 9)
    assert [message.text for message in timeline.messages] == ["in its place"]


async def test_a_flood_of_them_is_asked_for_once_after_the_page_that_is_under_way(
    doctor: Doctor,
) -> None:
    """That may be older than they are; given up for each of them it would never be done."""
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    for _ in range(3):
        await doctor.take(Overlooked(ROOM))
    assert len(doctor.asked) == 1
    await doctor.answer(doctor.asked[0], 9)
    assert len(doctor.asked) == 2
    await doctor.answer(doctor.asked[1], 9)
    assert len(doctor.asked) == 2


async def test_in_a_room_that_was_left_nothing_is_asked_for_them(doctor: Doctor) -> None:
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.take(Overlooked(ROOM))
    await doctor.take(Left(ROOM, LEFT_BY_US))
    await doctor.take(Left(ROOM, LEFT_BY_US))
    assert len(doctor.asked) == 1
