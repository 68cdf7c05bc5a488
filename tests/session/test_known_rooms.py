"""The rooms that the last run knew are entered, whether the platform tells its lists or not."""

import asyncio
from pathlib import Path

from tests.session.runs import SETTINGS, prepared, signed_in
from tests.simulation.clinic import Ward, ward
from tests.store.people import listed, message, summary
from workstation.domain.commands import PreferRoom, SetRooms
from workstation.domain.ids import ConsultationId
from workstation.session.lists import enter_rooms
from workstation.session.session import UserSession
from workstation.store.session_store import SessionStore

MOMENT = 0.02
MINUTE = 60_000
NOW = 1_000 * MINUTE


async def entered(session: UserSession, number: int) -> None:
    while not session.messaging.link.visit(number):  # noqa: ASYNC110 - the link tells nobody of rooms
        await asyncio.sleep(MOMENT)


async def run(clinic: Ward, folder: Path) -> None:
    """One run that gets as far as the consultation's room."""
    async with signed_in(clinic, folder, SETTINGS) as session:
        await entered(session, clinic.number)


async def test_lists_that_cannot_be_read_keep_nobody_from_the_rooms(tmp_path: Path) -> None:
    async with ward() as clinic:
        await run(clinic, tmp_path)
        clinic.clinic.faults.add("http=503@GET /consult/*")
        await run(clinic, tmp_path)


async def test_they_are_entered_before_the_platform_has_told_its_lists(tmp_path: Path) -> None:
    async with ward() as clinic:
        await run(clinic, tmp_path)
        session = await prepared(clinic, tmp_path, SETTINGS)
        posted = []
        session.messaging.link.post = posted.append
        await session.start()
        before = tuple(posted)
        running = asyncio.create_task(session.run())
        await session.close()
        await running
        await session.aclose()
    (rooms,) = (each.consultation_ids for each in before if isinstance(each, SetRooms))
    assert clinic.number in rooms


def test_the_room_that_is_looked_at_is_entered_first_then_those_who_wait_longest() -> None:
    store, posted = SessionStore(), []
    rows = [listed(number, created_ms=NOW - number * MINUTE) for number in (5, 200, 61)]
    answered = summary(7, answered=True, last=message("x", NOW))
    store.worklist.load([*rows, listed(7)], [answered], ())
    enter_rooms(store, posted.append, NOW)
    assert posted[-1].consultation_ids == (200, 61, 5, 7)
    store.bring_to_front(ConsultationId(7))
    enter_rooms(store, posted.append, NOW)
    assert posted[-1].consultation_ids == (7, 200, 61, 5)
    store.bring_to_front(ConsultationId(77))
    enter_rooms(store, posted.append, NOW)
    assert posted[-1].consultation_ids == (200, 61, 5, 7), "one of the history is not entered"


async def test_what_comes_to_the_front_goes_to_the_head_at_once(tmp_path: Path) -> None:
    async with ward() as clinic, signed_in(clinic, tmp_path, SETTINGS) as session:
        await entered(session, clinic.number)
        posted = []
        session.messaging.link.post = posted.append
        session.store.bring_to_front(ConsultationId(clinic.number))
        session.store.bring_to_front(ConsultationId(clinic.number))
        assert posted == [PreferRoom(clinic.number)], "it is there already"
