"""What is recorded of each engine: a doctor (the core) and a patient who is not the product."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable

from tests.servers.engine import Engine
from tests.servers.raw_client import RawClient, signed_in
from tests.xmpp.recorded_doctor import CLIENT, COLLEAGUE, DOCTOR, PATIENT, Doctor
from workstation.xmpp import events


@contextlib.asynccontextmanager
async def consultation(
    engine: Engine, number: int, members: tuple[int, ...] = (DOCTOR, PATIENT)
) -> AsyncIterator[tuple[Doctor, RawClient, str]]:
    """A doctor online and in a room with a patient."""
    room = await asyncio.to_thread(engine.create_room, number, list(members))
    doctor = Doctor(engine)
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await doctor.connect()
        await doctor.online()
        await doctor.enter(room)
        yield doctor, patient, room


async def conversation(engine: Engine) -> Doctor:
    """Both speak, in all kinds of messages."""
    async with consultation(engine, 101) as (doctor, patient, room):
        await doctor.do("messages.send_text", room, "d-1", '今天感觉怎么样? <3 & "quotes"')
        echo = await doctor.until(events.RoomMessage)
        await patient.say(room, "better", "p-1")
        received = await doctor.until(events.RoomMessage)
        await doctor.do("commit")
        await doctor.do("messages.mark_displayed", room, received.archive_id)
        await doctor.do("messages.set_composing", room, composing=True)
        await doctor.until(events.Composing)
        picture = {
            "url": "https://upload.clinic.test/a/rash.jpg",
            "media_type": "image/jpeg",
            "name": "rash.jpg",
            "size": 12345,
            "width": 640,
            "height": 480,
        }
        await doctor.do("messages.send_file", room, "d-2", picture)
        await doctor.until(events.RoomMessage)
        await doctor.do("messages.send_text", room, "d-3", "Better", replaces="d-1")
        await doctor.until(events.RoomMessage)
        await doctor.do("messages.retract", room, "d-4", echo.archive_id)
        await doctor.until(events.RoomMessage)
        await patient.send(
            f"<message {CLIENT} type='groupchat' to='{room}' id='p-2'>"
            "<body>https://upload.clinic.test/b/cough.opus</body>"
            "<x xmlns='jabber:x:oob'><url>https://upload.clinic.test/b/cough.opus</url></x></message>"
        )
        await doctor.until(events.RoomMessage)
        await patient.send(
            f"<message {CLIENT} type='groupchat' to='{room}' id='p-3'>"
            f"<displayed xmlns='urn:xmpp:chat-markers:0' id='{echo.archive_id}'/>"
            "<store xmlns='urn:xmpp:hints'/></message>"
        )
        await doctor.until(events.Displayed)
        for after in ("", echo.archive_id, "no-such-id"):
            await doctor.do("archive.query", room, after=after, limit=3)
            await doctor.until(events.ArchivePage, events.RequestFailed)
        for before in (None, echo.archive_id, "no-such-id"):
            await doctor.do("archive.query", room, before=before, limit=3)
            await doctor.until(events.ArchivePage, events.RequestFailed)
        await doctor.do("archive.query", room, after="", limit=100)
        await doctor.until(events.ArchivePage)
        await doctor.do("rooms.self_ping", room)
        await doctor.until(events.SelfPinged)
        await doctor.do("rooms.leave", room)
        await doctor.drain()
        await doctor.do("close")
        await doctor.drain()
    return doctor


async def forgeries(engine: Engine) -> Doctor:
    """What a patient with a client of their own can try."""
    async with consultation(engine, 102) as (doctor, patient, room):
        doctor.note("stamps of the room, forged: archive id, delay, real address")
        forged = (
            f"<stanza-id xmlns='urn:xmpp:sid:0' id='forged' by='{room}'/>"
            f"<delay xmlns='urn:xmpp:delay' from='{room}' stamp='1970-01-01T00:00:00Z'/>"
            f"<delay xmlns='urn:xmpp:delay' from='clinic.test' stamp='1970-01-01T00:00:00Z'/>"
            "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='1001@clinic.test/desk'/></x>"
        )
        await patient.send(
            f"<message {CLIENT} type='groupchat' to='{room}' id='f-1'><body>forged stamps</body>"
            f"{forged}</message>"
        )
        await doctor.until(events.RoomMessage)
        doctor.note("an archive result in a direct message")
        inner = (
            f"<message {CLIENT} from='{room}/1001' type='groupchat' id='f-2'>"
            "<body>never said</body></message>"
        )
        result = (
            "<result xmlns='urn:xmpp:mam:2' queryid='id-9' id='f-3'><forwarded "
            f"xmlns='urn:xmpp:forward:0'><delay xmlns='urn:xmpp:delay' "
            f"stamp='2026-01-01T00:00:00Z'/>{inner}</forwarded></result>"
        )
        for to in ("1001@clinic.test/desk", f"{room}/1001"):
            await patient.send(f"<message {CLIENT} type='chat' to='{to}'>{result}</message>")
        doctor.note("carbon copies, direct and in the room")
        carbon = (
            "<received xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'>"
            f"{inner}</forwarded></received>"
        )
        await patient.send(
            f"<message {CLIENT} type='chat' to='1001@clinic.test'>{carbon}</message>"
        )
        await patient.send(f"<message {CLIENT} type='groupchat' to='{room}'>{carbon}</message>")
        doctor.note("private messages, requests, a roster push, an invitation to elsewhere")
        await patient.send(
            f"<message {CLIENT} type='chat' to='{room}/1001'><body>private</body></message>"
        )
        roster = "<query xmlns='jabber:iq:roster'><item jid='x@clinic.test'/></query>"
        await patient.send(f"<iq {CLIENT} type='set' id='r' to='{room}/1001'>{roster}</iq>")
        await patient.send(
            f"<message {CLIENT} to='1001@clinic.test'>"
            "<x xmlns='jabber:x:conference' jid='trap@elsewhere.example'/></message>"
        )
        doctor.note("a presence that claims to be the doctor's own")
        await patient.send(
            f"<presence {CLIENT} to='{room}/2001'>"
            "<nick xmlns='http://jabber.org/protocol/nick'>Dr. Chen 陈</nick>"
            "<x xmlns='http://jabber.org/protocol/muc#user'><item jid='1001@clinic.test/desk'/>"
            "<status code='110'/></x></presence>"
        )
        await doctor.drain()
        await patient.say(room, "after the forged presence", "f-9")
        await doctor.until(events.RoomMessage)
        await doctor.do("archive.query", room, after="", limit=50)
        await doctor.until(events.ArchivePage)
    return doctor


async def resumption(engine: Engine) -> Doctor:
    """A lost socket: what was not committed comes again, what was not acknowledged is resent."""
    async with consultation(engine, 103) as (doctor, patient, room):
        await doctor.do("commit")
        await patient.say(room, "one", "p-1")
        await doctor.until(events.RoomMessage)
        doctor.command("messages.send_text", room, "d-1", "sent into the void")
        doctor.outbox.clear()
        doctor.cut()
        await patient.say(room, "two", "p-2")
        await asyncio.sleep(0.3)
        await doctor.connect()
        await doctor.online()
        await doctor.until(events.RoomMessage, times=3)
        await doctor.do("commit")
        await patient.say(room, "three", "p-3")
        await doctor.until(events.RoomMessage)
        await doctor.drain()
    return doctor


async def lost_session(engine: Engine) -> Doctor:
    """The engine restarts: nothing can be resumed."""
    async with consultation(engine, 104) as (doctor, patient, room):
        await patient.say(room, "before", "p-1")
        await doctor.until(events.RoomMessage)
        await doctor.do("commit")
        doctor.command("messages.send_text", room, "d-1", "lost with the server")
        doctor.outbox.clear()
        await asyncio.to_thread(engine.stop)
        await doctor.drain()
        doctor.cut()
        await asyncio.to_thread(engine.start)
        await doctor.connect()
        await doctor.online()
        if isinstance(doctor.events[-1], events.Resumed):
            return doctor
        await doctor.enter(room)
        await doctor.do("archive.query", room, after="")
        await doctor.until(events.ArchivePage)
    return doctor


async def refusals(engine: Engine) -> Doctor:
    """A wrong password and a second one; rooms that are closed; a nick that is taken."""
    room = await asyncio.to_thread(engine.create_room, 105, [PATIENT, DOCTOR])
    closed = await asyncio.to_thread(engine.create_room, 106, [PATIENT])
    doctor = Doctor(engine)
    await doctor.connect(password="0" * 32)
    await doctor.until(events.AuthenticationRefused)
    await doctor.do("retry", await asyncio.to_thread(engine.password_for, DOCTOR))
    await doctor.online()
    async with signed_in(engine, PATIENT) as patient:
        await patient.send(
            f"<presence {CLIENT} to='{room}/1001'><x xmlns='http://jabber.org/protocol/muc'/></presence>"
        )
        await asyncio.sleep(0.3)
        for jid in (room, closed, "consult-0@nowhere.clinic.test"):
            await doctor.do("rooms.join", jid, str(DOCTOR))
            await doctor.until(events.JoinRefused)
            await doctor.drain()
        await doctor.do("discovery.find_upload", "clinic.test")
        service = await doctor.until(events.UploadService)
        for size in (1644, 10**12):
            await doctor.do("upload.request_slot", service.jid, "v.opus", size, "audio/ogg")
            await doctor.until(events.UploadSlot, events.RequestFailed)
        await doctor.do("archive.query", closed)
        await doctor.until(events.RequestFailed)
    return doctor


async def expulsion(engine: Engine) -> Doctor:
    """Invited, expelled, and replaced by the same installation elsewhere."""
    await asyncio.to_thread(engine.create_room, 108, [DOCTOR])
    async with consultation(engine, 107, (DOCTOR, PATIENT, COLLEAGUE)) as (doctor, _, room):
        await asyncio.to_thread(engine.invite, 108, DOCTOR)
        await doctor.until(events.Invited)
        async with signed_in(engine, COLLEAGUE) as colleague:
            await colleague.join(room)
            await doctor.until(events.OccupantChanged)
        await doctor.until(events.OccupantChanged)
        await asyncio.to_thread(engine.expel, 107, DOCTOR)
        await doctor.until(events.RoomLeft)
        await doctor.drain()
        async with signed_in(engine, DOCTOR, resource="desk"):
            await doctor.until(events.StreamFailed)
            await doctor.drain()
    return doctor


SCENARIOS: list[Callable[[Engine], Awaitable[Doctor]]] = [
    conversation, forgeries, resumption, refusals, expulsion, lost_session,
]  # fmt: skip
