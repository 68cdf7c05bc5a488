"""The product's whole sign-in on each engine, with a patient on the other side."""

import asyncio
from pathlib import Path

from tests.servers.contract_steps import (
    PICTURE,
    VOICE,
    VOICE_NAME,
    VOICE_TYPE,
    get,
    now_ms,
    soon,
)
from tests.servers.engine import Engine
from tests.servers.patient import online
from tests.servers.raw_client import signed_in, statuses
from tests.servers.workplace import Workplace, at_work
from workstation.domain.commands import SetTyping
from workstation.domain.message import Delivery, MessageKind, SpeakerRole
from workstation.domain.send_blocker import SendBlocker
from workstation.vault.conversation.message_identity import by_archive_id

DOCTOR, COLLEAGUE, PATIENT = 1001, 1002, 2001


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
        received = await patient.wait_for(lambda each: each.body == "多久了？")
        assert received.nick == str(DOCTOR)
        (own,) = [
            each
            for each in await doctor.all_sent(consultation_id)
            if each.speaker.role is SpeakerRole.ME
        ]
        assert own.delivery is Delivery.SENT
        seen = await colleague.message(consultation_id, "多久了？")
        assert seen.speaker.role is SpeakerRole.COLLEAGUE
        await colleague.wait_for_rows(consultation_id, lambda all_: len(all_) == 2)
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
        picture, voice = await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 2)
        assert (picture.kind, voice.kind) == (MessageKind.IMAGE, MessageKind.VOICE)
        seen = await doctor.session.media.reader.picture(picture.attachment.url)
        assert (seen.content, seen.media_type) == (PICTURE, "image/png")
        recording = await doctor.session.media.reader.recording(voice.attachment.url)
        assert recording.content == VOICE


async def test_a_doctors_picture_and_voice_reach_the_patient(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        online(engine, PATIENT, room) as patient,
    ):
        await doctor.wait_for_rows(
            consultation_id, lambda _: doctor.session.messaging.link.visit(consultation_id)
        )
        await doctor.share(consultation_id, MessageKind.IMAGE, PICTURE, "image/png", "药.png")
        await doctor.share(consultation_id, MessageKind.VOICE, VOICE, VOICE_TYPE, VOICE_NAME)
        await doctor.all_sent(consultation_id)
        picture = await patient.wait_for(lambda each: each.file.get("media-type") == "image/png")
        voice = await patient.wait_for(lambda each: each.file.get("media-type") == VOICE_TYPE)
        assert (picture.file["name"], picture.file["width"]) == ("picture.png", "8")
        assert voice.file["length"] == "2400"
        for received, content in ((picture, PICTURE), (voice, VOICE)):
            assert received.body == received.picture_or_voice
            assert await asyncio.to_thread(get, received.picture_or_voice) == content


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
        typing = doctor.session.store.typing
        await soon(lambda: PATIENT in typing.writers(consultation_id, now_ms()))
        doctor.session.messaging.post(SetTyping(consultation_id, composing=True))
        await patient.wait_for(lambda each: each.chat_state == "composing")
        await doctor.session.messaging.read_markers.mark_seen(consultation_id, asked.position)
        mark = await patient.wait_for(lambda each: each.displayed)
        marked = await doctor.session.vault.read(by_archive_id, consultation_id, mark.displayed)
        assert marked.position == asked.position
        await doctor.say(consultation_id, "多久了？")
        received = await patient.wait_for(lambda each: each.body == "多久了？")
        await patient.mark_displayed(received.stanza_id)
        await doctor.wait_for_rows(
            consultation_id, lambda all_: any(each.delivery is Delivery.READ for each in all_)
        )


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


async def test_one_doctor_at_two_computers_has_each_word_once_and_reads_for_both(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path / "a") as here,
        at_work(engine, DOCTOR, tmp_path / "b") as there,
        online(engine, PATIENT, room) as patient,
    ):
        await patient.say("头疼", "p-1")
        for desk in (here, there):
            await desk.message(consultation_id, "头疼")
            await desk.until(lambda desk=desk: unread(desk, consultation_id) == 1)
        await here.say(consultation_id, "多久了？")
        await there.say(consultation_id, "发烧吗？")
        seen = []
        for desk in (here, there):
            await desk.wait_for_rows(consultation_id, lambda all_: len(all_) == 3)
            lines = await desk.all_sent(consultation_id)
            assert [line.speaker.role for line in lines[1:]] == [SpeakerRole.ME] * 2
            seen.append([line.text for line in lines])
        assert seen[0] == seen[1]
        last = await here.message(consultation_id, seen[0][-1])
        await here.session.messaging.read_markers.mark_seen(consultation_id, last.position)
        await there.until(lambda: unread(there, consultation_id) == 0)


def unread(desk: Workplace, consultation_id: int) -> int:
    row = desk.session.store.worklist.row(consultation_id)
    assert row is not None
    return row.summary.unread


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
        await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) > 1)
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
        hindrances = doctor.session.store.send_blockers
        await soon(lambda: hindrances.get(consultation_id) is SendBlocker.NOT_LET_IN)
        assert not doctor.session.messaging.link.visit(consultation_id)
        await patient.say("2", "k-2")
        await asyncio.to_thread(engine.create_room, consultation_id, [DOCTOR, COLLEAGUE, PATIENT])
        await doctor.message(consultation_id, "2")
        assert await doctor.texts(consultation_id) == ["1", "2"]
        await soon(lambda: hindrances.get(consultation_id) is None)


async def test_xep_0461_a_reply_keeps_what_it_answers(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await doctor.say(room, "How?", "q-1")
        named = (await doctor.message("q-1")).find("{urn:xmpp:sid:0}stanza-id").get("id")
        fallback = "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'>{}</fallback>"
        repeated = fallback.format("<body start='0' end='7'/>")
        reply = f"<reply xmlns='urn:xmpp:reply:0' id='{named}' to='{room}/{DOCTOR}'/>"
        place = f"type='mention' begin='7' end='9' uri='xmpp:{PATIENT}@{engine.domain}'"
        mention = f"<reference xmlns='urn:xmpp:reference:0' {place}/>"
        await doctor.send(
            f"<message xmlns='jabber:client' type='groupchat' to='{room}' id='q-2'>"
            f"<body>&gt; How?\nSo</body>{reply}{repeated}{mention}</message>"
        )
        await doctor.message("q-2")
        (first, _), (_, answer) = (await doctor.page(room)).messages
    assert first == answer.find("{urn:xmpp:reply:0}reply").get("id") == named
    stretch = answer.find("{urn:xmpp:fallback:0}fallback/{urn:xmpp:fallback:0}body")
    assert (stretch.get("start"), stretch.get("end")) == ("0", "7")
    assert answer.findtext("{jabber:client}body") == "> How?\nSo"
    mentioned = answer.find("{urn:xmpp:reference:0}reference").get("uri")
    assert mentioned == f"xmpp:{PATIENT}@{engine.domain}"
