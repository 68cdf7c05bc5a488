"""A message that may still arrive over a lost connection is waited for before it is said again."""

import asyncio

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.services.doctor import Doctor
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.services.catch_up import LIVE_MESSAGES
from workstation.services.outbox import GRACE_SECONDS
from workstation.vault.unsent import outbox as rows


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
        await doctor.outbox_writer.add_draft(ROOM, (), "new")
        await doctor.begin(Joined(ROOM, archives=True, visit=1))
        await doctor.begin(doctor.answer_to(doctor.asked[0]))
        await asyncio.sleep(0.001)
        assert doctor.sent == ["own"]
        doctor.vault.close()

    run(VirtualLoop(), at_once())


def test_what_one_catch_up_has_said_another_of_the_visit_does_not_say_again() -> None:
    run(VirtualLoop(), _two_catch_ups())


async def _two_catch_ups() -> None:
    """So much comes live within the grace that the archive is asked once more."""
    doctor = Doctor(grace=GRACE_SECONDS)
    await doctor.start()
    await doctor.tried("mine")
    await doctor.begin(Joined(ROOM, archives=True, visit=1))
    await doctor.begin(doctor.answer_to(doctor.asked[0]))
    await asyncio.sleep(GRACE_SECONDS / 2)
    live = [doctor.archive.add(make_arrived(f"{number}")) for number in range(LIVE_MESSAGES)]
    await doctor.begin(*live)
    await doctor.begin(doctor.answer_to(doctor.asked[1], limit=LIVE_MESSAGES))
    await asyncio.sleep(GRACE_SECONDS * 2)
    assert doctor.sent == ["mine"]
    await asyncio.gather(*doctor.work)
    doctor.vault.close()


def test_what_was_held_up_in_one_visit_does_not_go_out_in_the_next_before_older_words() -> None:
    run(VirtualLoop(), _through_two_visits())


async def _through_two_visits() -> None:
    """The disk holds the second message up while the room is left and entered again."""
    doctor, released = Doctor(grace=GRACE_SECONDS), asyncio.Event()
    write = doctor.vault.write

    async def slow(function, *args):
        if function is rows.mark_sending and args[0] == "second" and not released.is_set():
            await released.wait()
        return await write(function, *args)

    doctor.vault.write = slow  # type: ignore[method-assign]
    await doctor.start()
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.take(doctor.answer_to(doctor.asked[0]))
    for name in ("first", "second"):
        await write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
    doctor.spawn(doctor.outbox.pump(ROOM))
    await asyncio.sleep(0.001)
    assert doctor.sent == ["first"]
    doctor.present = 2
    await doctor.begin(Joined(ROOM, archives=True, visit=2))
    await doctor.begin(doctor.answer_to(doctor.asked[1]))
    await asyncio.sleep(GRACE_SECONDS * 2)
    released.set()
    await asyncio.sleep(GRACE_SECONDS)
    assert doctor.sent == ["first", "first", "second"]
    await asyncio.gather(*doctor.work)
    doctor.vault.close()
