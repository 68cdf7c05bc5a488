"""Words changed after Enter: whatever they meet, each change is said once, behind its message."""

import asyncio
import itertools

import pytest

from tests.fakes.archive import ME, ROOM, make_arrived
from tests.fakes.inbound import ignore
from tests.services.doctor import Doctor, enter
from workstation.base.clock import MINUTE_MS
from workstation.domain.commands import Send
from workstation.domain.events import Broken, Joined, Left, Undelivered
from workstation.domain.message import Delivery, MessageKind
from workstation.services.amendments import AmendmentService
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.lists import timelines
from workstation.vault.unsent import files
from workstation.vault.unsent import outbox as rows

MINUTES = 30
NOON_MS = 100 * MINUTES * MINUTE_MS


class Noon:
    """The archive of these tests begins with the first second of 1970."""

    def now_ms(self) -> int:
        return 2_000


class Later(Noon):
    """Much later than that."""

    def now_ms(self) -> int:
        return NOON_MS


def amending(doctor: Doctor, cancelled: list[str] | None = None) -> AmendmentService:
    ids = itertools.count(1)
    service = AmendmentService(
        RetryingVault(doctor.vault, ignore, ignore),
        doctor.outbox,
        Noon(),
        new_id=lambda: f"change-{next(ids)}",
        cancel_upload=(cancelled if cancelled is not None else []).append,
    )
    service.minutes = MINUTES
    return service


async def begin(doctor: Doctor, *names: str) -> AmendmentService:
    """These were typed while the room was not entered."""
    await doctor.start()
    for name in names:
        await doctor.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 1_000)
    return amending(doctor)


async def enter_again(doctor: Doctor, visit: int) -> None:
    """After a lost session the room is entered anew, and its archive read to the end."""
    await doctor.take(Left(ROOM, "session-lost"))
    doctor.present = visit
    doctor.asked.clear()
    await doctor.take(Joined(ROOM, archives=True, visit=visit))
    await doctor.answer_all(50)


async def echo(doctor: Doctor, command: Send) -> None:
    """The room has it, keeps it, and says it to everybody."""
    arrived = make_arrived(
        command.text,
        ME,
        origin_id=command.origin_id,
        replaces=command.replaces,
        retracts=command.retracts,
    )
    await doctor.take(doctor.archive.add(arrived))


async def lines_of(doctor: Doctor):
    page = await doctor.vault.read(timelines.newest, ROOM, 60)
    return [*page.messages, *page.unsent]


async def test_an_edit_between_the_list_and_the_mark_is_what_goes_out() -> None:
    """The outbox has read its list and uploads a picture; the words behind it are edited."""
    upload, begun = asyncio.Event(), asyncio.Event()

    async def slow(entry: rows.OutboxEntry) -> Send:
        begun.set()
        await upload.wait()
        return entry.command

    made = Doctor(upload=slow)
    service = await begin(made)
    file = await made.vault.write(files.keep, b"png", "image/png", "a.png")
    await made.vault.write(rows.send_file, ROOM, "picture", MessageKind.IMAGE, file.file_id, 1)
    await made.vault.write(rows.add, ROOM, "caption", MessageKind.TEXT, "left arm", 2)
    entering = asyncio.ensure_future(enter(made, ROOM))
    await begun.wait()
    assert await service.correct(ROOM, "caption", "right arm")
    upload.set()
    await entering
    assert [command.text for command in made.commands] == ["", "right arm"]
    assert made.commands[1].replaces == ""
    made.vault.close()


async def test_an_edit_of_what_is_being_sent_follows_it_as_a_correction(doctor: Doctor) -> None:
    service = await begin(doctor, "5 mg")
    await enter(doctor, ROOM)
    assert await service.correct(ROOM, "5 mg", "0.5 mg")
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == ["5 mg"], "not before the room has the message"
    await echo(doctor, doctor.commands[0])
    assert doctor.commands[1:] == [
        Send(ROOM, "change-1", MessageKind.TEXT, "0.5 mg", replaces="5 mg")
    ]
    await echo(doctor, doctor.commands[1])
    (line,) = await lines_of(doctor)
    assert (line.text, line.earlier, line.delivery) == ("0.5 mg", ("5 mg",), Delivery.SENT)
    assert await doctor.vault.read(rows.entries) == ()


async def test_withdrawn_while_away_it_goes_out_after_the_message(doctor: Doctor) -> None:
    service = await begin(doctor, "sorry")
    await enter(doctor, ROOM)
    await doctor.take(Left(ROOM, "session-lost"))
    assert await service.withdraw(ROOM, "sorry")
    (line,) = await lines_of(doctor)
    assert (line.retracted, line.earlier) == (True, ("sorry",))
    await enter_again(doctor, visit=2)
    assert doctor.sent == ["sorry", "sorry"], "the archive lacks it: it is arrived, then withdrawn"
    await echo(doctor, doctor.commands[1])
    last = doctor.commands[2]
    assert (last.origin_id, last.retracts) == ("change-1", "a0000")
    await echo(doctor, last)
    assert await doctor.vault.read(rows.entries) == ()
    assert (await lines_of(doctor))[0].retracted


async def test_corrected_after_a_resend_it_is_one_line(doctor: Doctor) -> None:
    service = await begin(doctor, "m")
    await enter(doctor, ROOM)
    await enter_again(doctor, visit=2)
    await echo(doctor, doctor.commands[0])
    await echo(doctor, doctor.commands[1])
    assert await service.correct(ROOM, "m", "better")
    await doctor.outbox.pump(ROOM)
    await echo(doctor, doctor.commands[2])
    (line,) = await lines_of(doctor)
    assert (line.text, line.earlier) == ("better", ("m",))


async def test_a_change_under_way_when_the_session_ends_goes_out_once_more(doctor: Doctor) -> None:
    service = await begin(doctor, "m")
    await enter(doctor, ROOM)
    await echo(doctor, doctor.commands[0])
    await service.correct(ROOM, "m", "better")
    await doctor.outbox.pump(ROOM)
    await enter_again(doctor, visit=2)
    assert doctor.sent == ["m", "change-1", "change-1"]
    await echo(doctor, doctor.commands[-1])
    assert (await lines_of(doctor))[0].earlier == ("m",)


async def test_a_change_that_ended_the_session_holds_up_others_no_longer_than_its_echo(
    doctor: Doctor,
) -> None:
    service = await begin(doctor, "m")
    await enter(doctor, ROOM)
    await echo(doctor, doctor.commands[0])
    await service.correct(ROOM, "m", "better")
    await doctor.outbox.pump(ROOM)
    await doctor.take(Broken("policy-violation", ("change-1", "x")))
    await doctor.vault.write(rows.add, ROOM, "next", MessageKind.TEXT, "next", 9)
    await doctor.outbox.pump(ROOM)
    assert "next" not in doctor.sent
    await echo(doctor, doctor.commands[-1])
    assert doctor.sent[-1] == "next"


async def test_a_refused_correction_stands_at_its_message_and_stops_nobody(doctor: Doctor) -> None:
    service = await begin(doctor, "m")
    await enter(doctor, ROOM)
    await echo(doctor, doctor.commands[0])
    await service.correct(ROOM, "m", "better")
    await doctor.outbox.pump(ROOM)
    await doctor.take(Undelivered(ROOM, "change-1", "policy-violation", "no"))
    (line,) = await lines_of(doctor)
    assert (line.text, line.delivery, line.failure) == (
        "better",
        Delivery.FAILED,
        "policy-violation",
    )
    await doctor.outbox.retry("m")
    await doctor.outbox.pump(ROOM)
    assert doctor.sent == ["m", "change-1", "change-1"]
    await doctor.take(Undelivered(ROOM, "change-1", "policy-violation", "no"))
    await service.give_up("m")
    (line,) = await lines_of(doctor)
    assert (line.text, line.delivery) == ("m", Delivery.SENT)


async def test_taken_back_during_its_upload_ends_that_and_frees_the_room() -> None:
    upload, begun, cancelled = asyncio.Event(), asyncio.Event(), []

    async def slow(_entry: rows.OutboxEntry) -> None:
        begun.set()
        await upload.wait()

    doctor = Doctor(upload=slow)
    await doctor.start()
    service = amending(doctor, cancelled)
    file = await doctor.vault.write(files.keep, b"png", "image/png", "a.png")
    await doctor.vault.write(rows.send_file, ROOM, "picture", MessageKind.IMAGE, file.file_id, 1)
    await doctor.vault.write(rows.add, ROOM, "words", MessageKind.TEXT, "words", 2)
    entering = asyncio.ensure_future(enter(doctor, ROOM))
    await begun.wait()
    assert await service.withdraw(ROOM, "picture")
    assert cancelled == ["picture"]
    upload.set()
    await entering
    assert doctor.sent == ["words"]
    doctor.vault.close()


@pytest.mark.parametrize("minutes", [0, MINUTES])
async def test_policy_says_how_long_what_was_sent_may_be_changed(
    doctor: Doctor, minutes: int
) -> None:
    service = await begin(doctor, "m")
    service.minutes = minutes
    await enter(doctor, ROOM)
    service._clock = Later()
    late = NOON_MS - MINUTES * MINUTE_MS - 1
    for name, at_ms in (("m", NOON_MS), ("old", late)):
        arrived = make_arrived(name, ME, origin_id=name, at_ms=at_ms, archive_id=f"a-{name}")
        await doctor.take(arrived)
    old, new = sorted(await lines_of(doctor), key=lambda line: line.at_ms)
    assert (service.may_correct(old), service.may_withdraw(old)) == (False, False)
    assert service.may_correct(new) is service.may_withdraw(new) is bool(minutes)
    assert not await service.correct(ROOM, "old", "other")
    assert await service.correct(ROOM, "m", "other") is bool(minutes)


@pytest.mark.parametrize("withdrawn", [True, False])
async def test_a_withdrawn_message_that_the_server_takes_out_is_no_loss(
    doctor: Doctor, *, withdrawn: bool
) -> None:
    """ejabberd takes it out of its archive; any other message that is missing there is lost."""
    service = await begin(doctor)
    doctor.archive.forgiving = True
    for text in ("a", "m"):
        doctor.archive.add(make_arrived(text, ME, origin_id=text))
    await enter_again(doctor, visit=1)
    if withdrawn:
        assert await service.withdraw(ROOM, "m")
        await doctor.outbox.pump(ROOM)
        await echo(doctor, doctor.commands[-1])
    else:
        await doctor.take(doctor.archive.add(make_arrived("b", ME, origin_id="b")))
    del doctor.archive.items[1]
    await enter_again(doctor, visit=2)
    page = await doctor.vault.read(timelines.newest, ROOM, 60)
    assert bool(page.gaps) is not withdrawn
