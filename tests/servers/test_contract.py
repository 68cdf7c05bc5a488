"""The product's whole sign-in on each engine, with a patient on the other side."""

import asyncio
import time
from pathlib import Path

import pytest

from tests.servers.contract_steps import (
    PICTURE,
    VOICE,
    VOICE_NAME,
    VOICE_TYPE,
    archived,
    get,
    node_of,
    now_ms,
    say_all,
    soon,
    talk,
    through_relay,
)
from tests.servers.engine import Engine
from tests.servers.marks import on_cluster
from tests.servers.patient import online
from tests.servers.raw_client import signed_in, statuses
from tests.servers.workplace import at_work
from workstation.domain.commands import SetTyping
from workstation.domain.connection import Phase
from workstation.domain.message import Delivery, MessageKind, SpeakerRole

DOCTOR, COLLEAGUE, PATIENT = 1001, 1002, 2001


@pytest.fixture
def room(engine: Engine, consultation_id: int) -> str:
    """A consultation of two doctors and a patient, in the platform's list."""
    engine.hospital.begin(consultation_id, [DOCTOR, COLLEAGUE], PATIENT)
    return engine.create_room(consultation_id, [DOCTOR, COLLEAGUE, PATIENT])


async def test_text_goes_both_ways_under_the_right_names(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path / "a") as doctor,
        at_work(engine, COLLEAGUE, tmp_path / "b") as colleague,
        online(engine, PATIENT, room) as patient,
    ):
        await patient.say("头疼", "p-1")
        asked = await doctor.message(consultation_id, "头疼")
        assert (asked.speaker.role, asked.speaker.name) == (SpeakerRole.PATIENT, "王秀英")
        await doctor.say(consultation_id, "多久了？")
        heard = await patient.wait_for(lambda each: each.body == "多久了？")
        assert heard.nick == str(DOCTOR)
        (own,) = [
            each
            for each in await doctor.all_sent(consultation_id)
            if each.speaker.role is SpeakerRole.ME
        ]
        assert own.delivery is Delivery.SENT
        seen = await colleague.message(consultation_id, "多久了？")
        assert seen.speaker.role is SpeakerRole.COLLEAGUE
        await colleague.shown(consultation_id, lambda all_: len(all_) == 2)
        assert await colleague.texts(consultation_id) == ["头疼", "多久了？"]
        assert await doctor.texts(consultation_id) == ["头疼", "多久了？"]


async def test_a_patients_picture_and_voice_are_seen_and_heard(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        online(engine, PATIENT, room) as patient,
    ):
        await patient.send_file(PICTURE, "rash.png", "image/png", "picture")
        await patient.send_file(VOICE, VOICE_NAME, VOICE_TYPE, "voice")
        picture, voice = await doctor.shown(consultation_id, lambda all_: len(all_) == 2)
        assert (picture.kind, voice.kind) == (MessageKind.IMAGE, MessageKind.VOICE)
        seen = await doctor.session.media.picture(picture.attachment.url)
        assert (seen.content, seen.media_type) == (PICTURE, "image/png")
        heard = await doctor.session.media.recording(voice.attachment.url)
        assert heard.content == VOICE


async def test_a_doctors_picture_and_voice_reach_the_patient(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        online(engine, PATIENT, room) as patient,
    ):
        await doctor.shown(consultation_id, lambda _: doctor.session.link.can_send(consultation_id))
        await doctor.share(consultation_id, MessageKind.IMAGE, PICTURE, "image/png", "药.png")
        await doctor.share(consultation_id, MessageKind.VOICE, VOICE, VOICE_TYPE, VOICE_NAME)
        await doctor.all_sent(consultation_id)
        picture = await patient.wait_for(lambda each: each.file.get("media-type") == "image/png")
        voice = await patient.wait_for(lambda each: each.file.get("media-type") == VOICE_TYPE)
        assert (picture.file["name"], picture.file["width"]) == ("药.png", "8")
        assert voice.file["length"] == "2400"
        for heard, content in ((picture, PICTURE), (voice, VOICE)):
            assert heard.body == heard.picture_or_voice
            assert await asyncio.to_thread(get, heard.picture_or_voice) == content


async def test_typing_and_read_marks_go_both_ways(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        online(engine, PATIENT, room) as patient,
    ):
        await patient.say("头疼", "p-1")
        asked = await doctor.message(consultation_id, "头疼")
        await patient.type()
        typing = doctor.session.desk.typing
        await soon(lambda: PATIENT in typing.writers(consultation_id, now_ms()))
        doctor.session.post(SetTyping(consultation_id, composing=True))
        await patient.wait_for(lambda each: each.chat_state == "composing")
        await doctor.session.reading.see(consultation_id, asked.position)
        mark = await patient.wait_for(lambda each: each.displayed)
        assert mark.displayed == asked.archive_id
        await doctor.say(consultation_id, "多久了？")
        heard = await patient.wait_for(lambda each: each.body == "多久了？")
        await patient.mark_displayed(heard.stanza_id)
        await doctor.shown(
            consultation_id, lambda all_: any(each.delivery is Delivery.READ for each in all_)
        )


async def test_what_was_missed_in_a_freshly_joined_room_is_all_there_once(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    """More than a page while the line is down, more again while the program is: 500 messages."""
    async with signed_in(engine, PATIENT) as patient, through_relay(engine) as relay:
        await patient.join(room)
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await say_all(patient, room, range(10))
            await doctor.shown(consultation_id, lambda all_: len(all_) == 10)
            servers, engine.hospital.servers = engine.hospital.servers, []
            relay.cut()
            await say_all(patient, room, range(10, 260))
            engine.hospital.servers = servers
            doctor.session.refresh()
            await doctor.shown(consultation_id, lambda all_: len(all_) == 260)
        await say_all(patient, room, range(260, 510))
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await patient.say(room, "510", "n-510")
            await doctor.shown(consultation_id, lambda all_: len(all_) >= 511)
            assert await doctor.texts(consultation_id) == [f"{n}" for n in range(511)]
            assert (await doctor.timeline(consultation_id)).gaps == ()
            assert doctor.session.desk.worklist.row(consultation_id).unread == 511


async def test_a_long_past_is_a_visible_gap_that_loads(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await say_all(patient, room, range(250))
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.shown(consultation_id, lambda all_: len(all_) == 100)
        while gaps := (await doctor.timeline(consultation_id)).gaps:
            known = len(await doctor.conversation(consultation_id))
            assert doctor.session.catch_up.load(gaps[0])
            await doctor.shown(consultation_id, lambda all_, known=known: len(all_) > known)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(250)]


async def test_what_is_typed_on_a_line_that_breaks_arrives_once_and_in_order(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with through_relay(engine) as relay, at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.phase(Phase.ONLINE)
        for number in range(60):
            await doctor.say(consultation_id, f"{number}")
            if number % 20 == 10:
                relay.cut()
        await doctor.shown(consultation_id, lambda all_: len(all_) == 60)
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(60)]
    assert await archived(engine, room) == [f"{n}" for n in range(60)]


async def test_a_killed_server_costs_nothing_that_was_typed_or_said(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        for number in range(10):
            await doctor.say(consultation_id, f"{number}")
        for node in range(len(engine.endpoints)):
            await asyncio.to_thread(engine.kill, node)
        for number in range(10, 20):
            await doctor.say(consultation_id, f"{number}")
        for node in range(len(engine.endpoints)):
            await asyncio.to_thread(engine.start, node)
        await doctor.shown(consultation_id, lambda all_: len(all_) == 20)
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(20)]
    assert await archived(engine, room) == [f"{n}" for n in range(20)]


async def test_what_is_typed_before_the_program_ends_is_sent_by_its_next_run(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.shown(consultation_id, lambda _: doctor.session.link.can_send(consultation_id))
    engine.hospital.servers, usual = [], engine.hospital.servers
    try:
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.say(consultation_id, "written offline")
    finally:
        engine.hospital.servers = usual
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == ["written offline"]
    assert await archived(engine, room) == ["written offline"]


async def test_a_patient_under_a_doctors_nick_stays_the_patient(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    name = "<nick xmlns='http://jabber.org/protocol/nick'>医生1001</nick>"
    async with signed_in(engine, PATIENT) as patient:
        joined = await patient.join(room, nick=str(COLLEAGUE), extra=name)
        assert "110" in statuses(joined)
        await patient.say(room, "停药", "spoof-archived")
        await patient.message("spoof-archived")
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.message(consultation_id, "停药")
            await patient.say(room, "加量", "spoof-live")
            await doctor.message(consultation_id, "加量")
            speakers = [each.speaker for each in await doctor.conversation(consultation_id)]
    assert {each.role for each in speakers} == {SpeakerRole.PATIENT}
    assert {each.name for each in speakers} == {"王秀英"}


async def test_a_second_copy_from_a_foreign_client_is_shown_once(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        online(engine, PATIENT, room) as patient,
    ):
        for _ in range(2):
            await patient.say("头疼", "the-same")
        await patient.say("真的很疼", "another")
        await doctor.message(consultation_id, "真的很疼")
        assert await doctor.texts(consultation_id) == ["头疼", "真的很疼"]


async def test_a_doctor_taken_off_and_put_back_misses_nothing(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        online(engine, PATIENT, room) as patient,
    ):
        await patient.say("1", "k-1")
        await doctor.message(consultation_id, "1")
        await asyncio.to_thread(engine.expel, consultation_id, DOCTOR)
        await soon(lambda: not doctor.session.link.can_send(consultation_id))
        await patient.say("2", "k-2")
        await asyncio.to_thread(engine.create_room, consultation_id, [DOCTOR, COLLEAGUE, PATIENT])
        await doctor.message(consultation_id, "2")
        assert await doctor.texts(consultation_id) == ["1", "2"]


@on_cluster
async def test_a_node_killed_in_mid_conversation(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        signed_in(engine, PATIENT, node=1) as patient,
    ):
        await doctor.phase(Phase.ONLINE)
        node = node_of(engine, doctor)
        talking = asyncio.create_task(talk(doctor, consultation_id, 30))
        await patient.join(room)
        await soon(lambda: doctor.session.link.can_send(consultation_id))
        await asyncio.to_thread(engine.kill, node)
        killed = time.monotonic()
        try:
            await doctor.until(lambda: doctor.session.desk.connection.phase is not Phase.ONLINE)
            await doctor.phase(Phase.ONLINE)
            await soon(lambda: doctor.session.link.can_send(consultation_id))
            assert time.monotonic() - killed < 2
            assert node_of(engine, doctor) != node
            await talking
            await doctor.all_sent(consultation_id)
            assert await doctor.texts(consultation_id) == [f"{n}" for n in range(30)]
            assert await archived(engine, room, 1 - node) == [f"{n}" for n in range(30)]
        finally:
            await asyncio.to_thread(engine.start, node)
