"""A room that is entered anew while something for it is being prepared: the order typed holds."""

import asyncio

from tests.fakes.archive import ROOM
from tests.services.doctor import Doctor, filled
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.commands import Send
from workstation.domain.events import Joined
from workstation.domain.message import MessageKind
from workstation.vault.unsent import files
from workstation.vault.unsent import outbox as rows

FIRST, SECOND = 1, 2


async def enter(doctor: Doctor, visit: int) -> None:
    """Be in the room again; its archive holds nothing of what was said meanwhile."""
    doctor.present = visit
    await doctor.begin(Joined(ROOM, archives=True, visit=visit))
    await doctor.begin(doctor.answer_to(doctor.asked[-1]))
    await asyncio.sleep(1)


async def share(doctor: Doctor, name: str) -> None:
    stored = await doctor.vault.write(
        files.keep, b"\x89PNG", "image/png", "p.png", width=1, height=1
    )
    await doctor.vault.write(rows.send_file, ROOM, name, MessageKind.IMAGE, stored.file_id, 1)


def test_a_picture_that_was_on_its_way_meanwhile_overtakes_no_words() -> None:
    async def scene() -> None:
        done = asyncio.Event()

        async def upload(entry) -> Send:
            await done.wait()
            return entry.command

        doctor = Doctor(upload=upload)
        await doctor.start()
        await doctor.vault.write(rows.add, ROOM, "words", MessageKind.TEXT, "words", 0)
        await share(doctor, "picture")
        await enter(doctor, FIRST)
        assert doctor.sent == ["words"]
        await enter(doctor, SECOND)
        done.set()
        await asyncio.gather(*doctor.work)
        assert doctor.sent == ["words", "words", "picture"]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def test_what_waited_for_room_on_the_disk_meanwhile_overtakes_nothing() -> None:
    async def scene() -> None:
        doctor = Doctor()
        await doctor.start()
        for name in ("a", "b"):
            await doctor.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
        await doctor.begin(Joined(ROOM, archives=True, visit=FIRST))
        full_for_the_second(doctor)
        await doctor.begin(doctor.answer_to(doctor.asked[-1]))
        await asyncio.sleep(1)
        assert doctor.sent == ["a"]
        await enter(doctor, SECOND)
        await asyncio.gather(*doctor.work)
        assert doctor.sent == ["a", "a", "b"]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def test_what_is_under_way_is_not_said_again_in_the_same_visit() -> None:
    """Two catch-ups of one visit can both come to their end, where the disk is slow."""

    async def scene() -> None:
        doctor = Doctor()
        await doctor.start()
        await doctor.vault.write(rows.add, ROOM, "a", MessageKind.TEXT, "a", 0)
        await enter(doctor, FIRST)
        assert doctor.sent == ["a"]
        await doctor.outbox.on_caught_up([ROOM])
        assert doctor.sent == ["a"]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def full_for_the_second(doctor: Doctor) -> None:
    """The disk takes the mark of the first message, and has no room for that of the next."""
    write, marked = doctor.vault.write, []

    async def first_time(function, *args):
        if function is rows.mark_sending and not marked:
            marked.append(args)
            changes = await write(function, *args)
            filled(doctor, rows.mark_sending, times=1)
            return changes
        return await write(function, *args)

    doctor.vault.write = first_time  # type: ignore[method-assign]
