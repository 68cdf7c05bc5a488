"""What the session died of is looked for by sending one message at a time, and never for ever."""

import logging

import pytest

from tests.fakes.archive import ME, PATIENT, ROOM, make_arrived
from tests.services.doctor import Doctor, enter
from workstation.domain.events import Broken, Displayed, Left, Undelivered
from workstation.domain.message import Delivery, MessageKind
from workstation.vault.unsent import outbox as rows

OTHER = ROOM + 1
NAMES = ["a", "b", "c"]


async def begin(doctor: Doctor) -> None:
    """Three messages were under way when the session died."""
    await doctor.start()
    for name in NAMES:
        await doctor.vault.write(rows.add, ROOM, name, MessageKind.TEXT, name, 0)
    await enter(doctor, ROOM)
    assert doctor.sent == NAMES
    await die(doctor, *NAMES)


async def die(doctor: Doctor, *suspects: str) -> None:
    await doctor.take(Broken("policy-violation", suspects))
    doctor.sent.clear()
    doctor.present += 1


async def write_elsewhere(doctor: Doctor) -> None:
    """Something is written in another room while the first suspect is under way."""
    await enter(doctor, OTHER)
    await enter(doctor, ROOM)
    await doctor.vault.write(rows.add, OTHER, "d", MessageKind.TEXT, "d", 0)
    await doctor.outbox.pump(OTHER)
    assert doctor.sent == ["a"]


async def test_each_suspect_is_sent_after_the_one_before_was_confirmed(doctor: Doctor) -> None:
    await begin(doctor)
    await enter(doctor, ROOM)
    assert doctor.sent == ["a"]
    await doctor.take(make_arrived("a", ME, origin_id="a"))
    assert doctor.sent == ["a", "b"]
    await doctor.take(make_arrived("b", ME, origin_id="b"))
    assert doctor.sent == NAMES


async def test_other_rooms_wait_for_a_suspect_only_while_it_is_under_way(doctor: Doctor) -> None:
    await begin(doctor)
    await write_elsewhere(doctor)
    await doctor.take(make_arrived("a", ME, origin_id="a"))
    await doctor.take(make_arrived("b", ME, origin_id="b"))
    await doctor.take(make_arrived("c", ME, origin_id="c"))
    assert doctor.sent == [*NAMES, "d"]


async def test_a_suspect_that_is_read_at_once_does_not_hold_up_the_others(doctor: Doctor) -> None:
    """The echo and the patient's marker come in one batch, so it was never seen as only sent."""
    await begin(doctor)
    await enter(doctor, ROOM)
    await doctor.take(make_arrived("a", ME, origin_id="a"), Displayed(ROOM, PATIENT, "a"))
    assert doctor.sent == ["a", "b"]


async def test_a_suspect_that_is_refused_does_not_hold_up_the_others(doctor: Doctor) -> None:
    await begin(doctor)
    await write_elsewhere(doctor)
    for name in NAMES:
        await doctor.take(Undelivered(ROOM, name, "forbidden"))
    assert doctor.sent == [*NAMES, "d"]


async def test_the_log_says_why_a_room_refused_a_message_in_none_of_its_words(
    doctor: Doctor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await begin(doctor)
    await enter(doctor, ROOM)
    await doctor.take(Undelivered(ROOM, "a", "forbidden", "王小宝 is no patient of yours"))
    assert "forbidden" in caplog.text
    assert "王小宝" not in caplog.text


async def test_the_one_that_kills_twice_is_set_aside(doctor: Doctor) -> None:
    await begin(doctor)
    for _ in range(2):
        await enter(doctor, ROOM)
        assert doctor.sent == ["a"]
        await die(doctor, "a")
    await enter(doctor, ROOM)
    assert doctor.sent == ["b"]
    states = {each.origin_id: each.state for each in await doctor.vault.read(rows.entries, ROOM)}
    assert states["a"] is Delivery.FAILED


async def test_a_suspect_in_a_room_that_was_left_does_not_hold_up_the_others(
    doctor: Doctor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody knows when, or whether, the room is entered again."""
    await begin(doctor)
    await write_elsewhere(doctor)
    monkeypatch.setattr(doctor, "visit", lambda room: doctor.present if room == OTHER else None)
    await doctor.take(Left(ROOM, "no longer in the work queue"))
    assert doctor.sent == ["a", "d"]
