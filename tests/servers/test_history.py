"""A room's archive read from outside, as the history does: who may, page by page, and no trace."""

import asyncio

from tests.servers.conftest import DOCTOR, PATIENT
from tests.servers.contract_steps import say_all
from tests.servers.doctor import Doctor, new_id, on_duty
from tests.servers.engine import Engine
from tests.servers.raw_client import signed_in
from workstation.domain.commands import FetchPage
from workstation.domain.errors import ArchiveRefused
from workstation.domain.events import ArchivePage, Arrived, PageFailed

UNKNOWN = 99_999
"""A consultation that has no room."""


async def answer(doctor: Doctor, number: int, before: str | None = None) -> ArchivePage | str:
    """A page of two entries, newest or before an entry; or the condition of the refusal."""
    query = new_id()
    doctor.link.post(FetchPage(number, query, before=before, limit=2))
    came = await doctor.wait_for_event(
        ArchivePage | PageFailed,
        lambda each: each.query == query,  # type: ignore[arg-type]
    )
    return came.reason if isinstance(came, PageFailed) else came


def words(page: ArchivePage) -> list[str]:
    return [each.text for each in page.items if isinstance(each, Arrived)]


async def test_an_archive_is_read_from_outside_of_its_room_or_refused(
    engine: Engine, consultation_id: int, room: str
) -> None:
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await say_all(patient, room, range(5))
        async with on_duty(engine, DOCTOR) as doctor:
            page = await answer(doctor, consultation_id)
            assert words(page) == ["3", "4"]
            assert {each.member_id for each in page.items} == {PATIENT}
            older = await answer(doctor, consultation_id, before=page.first)
            assert words(older) == ["1", "2"]
            await asyncio.to_thread(engine.expel, consultation_id, DOCTOR)
            refusals = [await answer(doctor, number) for number in (consultation_id, UNKNOWN)]
            assert [ArchiveRefused(each).reason for each in refusals] == ["refused", "missing"], (
                refusals
            )
        await patient.say(room, "5", "n-5")
        await patient.message("n-5")
        presences = [each for each in patient.inbox if each.tag.endswith("presence")]
        assert not any(str(DOCTOR) in each.get("from", "") for each in presences)
