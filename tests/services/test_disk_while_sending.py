"""A disk that is full in the middle of sending: nothing is passed by, stuck or out of order."""

import asyncio

import pytest

from tests.fakes.archive import ROOM
from tests.services.doctor import Doctor, filled, unreadable
from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.errors import DiskFull
from workstation.domain.events import Broken, Joined, Left, Undelivered
from workstation.domain.message import Delivery, MessageKind
from workstation.vault.conversation import outbox_rows
from workstation.vault.unsent import failures
from workstation.vault.unsent import outbox as rows


async def begun(*names: str) -> Doctor:
    doctor = Doctor()
    await doctor.start()
    for name in names:
        await doctor.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
    return doctor


async def enter(doctor: Doctor) -> None:
    await doctor.take(Joined(ROOM, archives=True, visit=1))
    await doctor.answer_all(1)


async def waiting() -> Doctor:
    """The first of two messages waits for room on the disk."""
    doctor = await begun("a", "b")
    filled(doctor, rows.mark_sending, times=1)
    await doctor.begin(Joined(ROOM, archives=True, visit=1))
    await doctor.begin(doctor.answer_to(doctor.asked[0]))
    await asyncio.sleep(1)
    return doctor


@pytest.mark.parametrize("function", [rows.mark_sending, rows.requeue])
def test_what_waits_is_sent_in_its_order_once_there_is_room(function) -> None:
    async def scene() -> None:
        doctor = await begun("a", "b")
        filled(doctor, function)
        await enter(doctor)
        assert doctor.sent == ["a", "b"]
        assert [type(error) for error in doctor.troubles] == [DiskFull, DiskFull]
        doctor.vault.close()

    run(VirtualLoop(), scene())


@pytest.mark.parametrize("function", [rows.entries, rows.command, outbox_rows.was_tried])
def test_what_waits_is_sent_in_its_order_once_the_disk_answers(function) -> None:
    async def scene() -> None:
        doctor = await begun("a", "b")
        unreadable(doctor, function)
        await enter(doctor)
        await asyncio.gather(*doctor.work, return_exceptions=True)
        assert doctor.sent == ["a", "b"]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def test_a_session_that_died_of_a_message_is_counted_once_there_is_room() -> None:
    async def scene() -> None:
        doctor = await begun("a")
        await enter(doctor)
        filled(doctor, failures.count_session_death)
        await doctor.take(Broken("policy-violation", ("a",)))
        (entry,) = await doctor.vault.read(rows.entries)
        assert entry.kills == 1
        assert [type(error) for error in doctor.troubles] == [DiskFull, DiskFull]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def test_while_the_first_one_waits_for_room_nothing_overtakes_it() -> None:
    async def scene() -> None:
        doctor = await waiting()
        doctor.spawn(doctor.outbox.pump_all())
        await asyncio.sleep(1)
        assert doctor.sent == []
        await asyncio.gather(*doctor.work)
        assert doctor.sent == ["a", "b"]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def test_a_room_entered_anew_while_it_waits_for_room_gets_it_once() -> None:
    async def scene() -> None:
        doctor = await waiting()
        doctor.present = 2
        await doctor.begin(Left(ROOM, "kicked"), Joined(ROOM, archives=True, visit=2))
        await doctor.begin(doctor.answer_to(doctor.asked[1]))
        await asyncio.gather(*doctor.work)
        assert doctor.sent == ["a", "b"]
        doctor.vault.close()

    run(VirtualLoop(), scene())


def test_a_refusal_is_known_once_there_is_room() -> None:
    async def scene() -> None:
        doctor = await begun("a", "b")
        await enter(doctor)
        filled(doctor, failures.fail)
        await doctor.take(Undelivered(ROOM, "a", "forbidden"))
        first, second = await doctor.vault.read(rows.entries, ROOM)
        assert (first.state, first.failure) == (Delivery.FAILED, "forbidden")
        assert second.state is Delivery.SENDING
        doctor.vault.close()

    run(VirtualLoop(), scene())
