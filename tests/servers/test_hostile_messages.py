"""What a patient's program may send, and an engine hands on, ends nobody's session."""

from pathlib import Path

import pytest

from tests.servers.engine import Engine
from tests.servers.marks import on_real_engines
from tests.servers.raw_client import signed_in
from tests.servers.workplace import at_work
from workstation.domain.connection import Phase
from workstation.xmpp import limits

DOCTOR, PATIENT = 1001, 2001
HUGE = "x" * limits.FRAME_BYTES
CONTENTS = {
    "deep": "<a xmlns='x'>" * limits.DEPTH + "</a>" * limits.DEPTH,
    "wide": "<b xmlns='x'/>" * (limits.CHILDREN + 1),
    "huge": f"<body>{HUGE}</body>",
}
PRESENCES = {
    "deep": CONTENTS["deep"],
    "wide": CONTENTS["wide"],
    "blank": "<a xmlns='x y'/>",
    "reserved": "<xml:a/>",
}


@on_real_engines
@pytest.mark.parametrize("kind", CONTENTS)
async def test_a_message_beyond_a_bound_is_passed_by_and_its_archive_tells_of_it(
    kind: str, engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    if kind == "huge" and engine.name != "ejabberd":
        pytest.skip("this engine has a bound of its own")
    stanza = f"<message xmlns='jabber:client' type='groupchat' to='{room}' id='{kind}'>"
    async with signed_in(engine, PATIENT) as patient, at_work(engine, DOCTOR, tmp_path) as doctor:
        await patient.join(room)
        await patient.say(room, "before", "before")
        await doctor.message(consultation_id, "before")
        connections = doctor.watch_connection()
        await patient.send(f"{stanza}{CONTENTS[kind]}<body>{kind}</body></message>")
        await patient.say(room, "after", "after")
        rows = await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 3)
        assert [each.text for each in rows] == ["before", "", "after"]
        assert all(each.phase is Phase.ONLINE for each in connections)


@on_real_engines
@pytest.mark.parametrize("kind", PRESENCES)
async def test_somebody_with_an_odd_presence_keeps_nobody_out(
    kind: str, engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    """The room hands it to everybody who enters, so each session would end by it."""
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        presence = f"<presence xmlns='jabber:client' to='{room}/{PATIENT}'>"
        await patient.send(f"{presence}{PRESENCES[kind]}</presence>")
        await patient.say(room, "before", "before")
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.message(consultation_id, "before")
            connections = doctor.watch_connection()
            await doctor.say(consultation_id, "answer")
            await doctor.all_sent(consultation_id)
            assert await doctor.texts(consultation_id) == ["before", "answer"]
            await patient.say(room, "after", "after")
            await doctor.message(consultation_id, "after")
            assert all(each.phase is Phase.ONLINE for each in connections)


@on_real_engines
@pytest.mark.parametrize("stanza", ["presence", "message type='groupchat'"])
async def test_an_attribute_that_no_parser_takes_ends_nobody_s_session(
    stanza: str, engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    """Prosody hands it on with a prefix of its own; what it has stored so, it cannot read again."""
    name = stanza.partition(" ")[0]
    to = f"{room}/{PATIENT}" if name == "presence" else room
    odd = f"<{stanza} xmlns='jabber:client' to='{to}' xml:odd='1'><body>odd</body></{name}>"
    async with signed_in(engine, PATIENT) as patient, at_work(engine, DOCTOR, tmp_path) as doctor:
        await patient.join(room)
        await patient.say(room, "before", "before")
        await doctor.message(consultation_id, "before")
        connections = doctor.watch_connection()
        await patient.send(odd)
        await patient.say(room, "after", "after")
        await doctor.message(consultation_id, "after")
        assert all(each.phase is Phase.ONLINE for each in connections)
