"""A patient, on a foreign client where the engine takes one, and a doctor on the raw client."""

import asyncio

from tests.servers.contract_steps import get
from tests.servers.engine import Engine
from tests.servers.patient import online
from tests.servers.raw_client import NS, signed_in

DOCTOR, PATIENT = 1001, 2001
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(1000)
VOICE = b"OggS" + bytes(600)


async def test_text_goes_both_ways(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, online(engine, PATIENT, room) as patient:
        await doctor.join(room)
        await doctor.say(room, "您好，请问哪里不舒服？", "d-1")
        received = await patient.wait_for(lambda each: each.message_id == "d-1")
        assert (received.body, received.nick) == ("您好，请问哪里不舒服？", str(DOCTOR))
        await patient.say("头疼", "p-1")
        seen = await doctor.message("p-1")
        assert seen.findtext("c:body", None, NS) == "头疼"
        assert seen.get("from") == f"{room}/{PATIENT}"


async def test_pictures_and_voices_come_by_url(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, online(engine, PATIENT, room) as patient:
        await doctor.join(room)
        await patient.send_file(PICTURE, "皮疹.png", "image/png", "picture")
        await patient.send_file(VOICE, "voice.ogg", "audio/ogg", "voice")
        for message_id, content in (("picture", PICTURE), ("voice", VOICE)):
            message = await doctor.message(message_id)
            url = message.findtext("oob:x/oob:url", None, NS)
            assert message.findtext("c:body", None, NS) == url
            assert await asyncio.to_thread(get, url) == content


async def test_typing_and_read_marks_are_seen(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, online(engine, PATIENT, room) as patient:
        await doctor.join(room)
        await patient.type()
        await doctor.wait_for(lambda each: each.find("states:composing", NS) is not None)
        await doctor.say(room, "好的", "d-2")
        received = await patient.wait_for(lambda each: each.message_id == "d-2")
        await patient.mark_displayed(received.stanza_id)
        marker = await doctor.wait_for(lambda each: each.find("markers:displayed", NS) is not None)
        assert marker.find("markers:displayed", NS).get("id") == received.stanza_id
