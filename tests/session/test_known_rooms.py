"""The rooms that the last run knew are entered, whether the platform tells its lists or not."""

import asyncio
from pathlib import Path

from tests.session.runs import SETTINGS, signed_in
from tests.simulation.clinic import Ward, ward
from workstation.session.session import UserSession

MOMENT = 0.02


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
