"""A message that may still arrive over a lost connection is waited for before it is said again."""

import asyncio

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.services.doctor import Doctor
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.events import Joined
from workstation.services.outbox import GRACE_SECONDS
from workstation.vault import outbox as rows


def test_what_the_old_connection_still_delivers_is_not_said_again() -> None:
    run(VirtualLoop(), _late(GRACE_SECONDS / 2, sent=[]))


def test_what_nobody_delivers_is_said_again_after_the_grace() -> None:
    run(VirtualLoop(), _late(GRACE_SECONDS * 2, sent=["mine"]))


async def _late(seconds: float, sent: list[str]) -> None:
    """Catch up without the message; its echo comes so much later."""
    doctor = Doctor(grace=GRACE_SECONDS)
    await doctor.start()
    await doctor.tried("mine")
    await doctor.begin(Joined(ROOM, archives=True, visit=1))
    await doctor.begin(doctor.answer_to(doctor.asked[0]))
    await asyncio.sleep(seconds)
    assert doctor.sent == sent
    await doctor.begin(make_arrived("mine", ME, origin_id="mine", archive_id="a0"))
    await asyncio.gather(*doctor.work)
    assert doctor.sent == sent
    assert await doctor.vault.read(rows.entries) == ()
    doctor.vault.close()


def test_what_was_never_under_way_waits_for_nothing() -> None:
    async def at_once() -> None:
        doctor = Doctor(grace=GRACE_SECONDS)
        await doctor.start()
        await doctor.outbox.send_text(ROOM, "new")
        await doctor.begin(Joined(ROOM, archives=True, visit=1))
        await doctor.begin(doctor.answer_to(doctor.asked[0]))
        await asyncio.sleep(0.001)
        assert doctor.sent == ["own"]
        doctor.vault.close()

    run(VirtualLoop(), at_once())
