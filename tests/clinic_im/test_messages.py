"""Groupchat: what the room stamps, keeps, strips and refuses."""

import pytest

from tests.clinic_im.client import NS
from workstation.clinic.im.engine import EJABBERD, PROSODY

MARKER = f'<displayed xmlns="{NS["markers"]}" id="x"/>'
STORE = '<store xmlns="urn:xmpp:hints"/>'
NO_STORE = '<no-store xmlns="urn:xmpp:hints"/>'
TYPING = f'<composing xmlns="{NS["states"]}"/>'


def stanza_ids(message):
    return [(one.get("by"), one.get("id")) for one in message.iterfind("sid:stanza-id", NS)]


async def newest(client, room):
    items, _ = await client.page(room, "<max>1</max><before/>")
    return items[0].find("mam:result/fwd:forwarded/c:message", NS) if items else None


async def test_the_reflection_keeps_the_id_and_the_origin_id_and_gets_a_stanza_id(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        await doctor.say(room, "m1", "今天 &lt;好些&gt; 了吗？")
        own, others = await doctor.wait_for_message("m1"), await patient.wait_for_message("m1")
    for message, to in ((own, doctor.jid), (others, patient.jid)):
        assert message.get("from") == f"{room}/1001"
        assert message.get("to") == to
        assert message.find("sid:origin-id", NS).get("id") == "m1"
        assert message.findtext("c:body", namespaces=NS) == "今天 <好些> 了吗？"
    assert stanza_ids(own) == stanza_ids(others)
    assert [by for by, _ in stanza_ids(own)] == [room]


async def test_the_same_id_twice_is_two_messages_as_servers_do_not_dedupe(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        await doctor.say(room, "m1", "one")
        await doctor.say(room, "m1", "one")
        ids = stanza_ids(await doctor.wait_for_message("m1")) + stanza_ids(
            await doctor.wait_for_message("m1")
        )
    assert len({number for _, number in ids}) == 2


async def test_what_only_the_room_may_say_is_stripped_from_a_message(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        forged = (
            f'<stanza-id xmlns="urn:xmpp:sid:0" by="{room}" id="forged"/>'
            f'<stanza-id xmlns="urn:xmpp:sid:0" by="{room.upper()}/x" id="forged"/>'
            '<stanza-id xmlns="urn:xmpp:sid:0" by="1001@clinic.test" id="elsewhere"/>'
            f'<occupant-id xmlns="{NS["oid"]}" id="forged"/>'
            f'<delay xmlns="{NS["delay"]}" from="{room}" stamp="2000-01-01T00:00:00Z"/>'
        )
        await patient.say(room, "m1", "x", forged)
        message = await doctor.wait_for_message("m1")
    assert [number for _, number in stanza_ids(message) if number == "forged"] == []
    assert "elsewhere" in [number for _, number in stanza_ids(message)]
    occupants = [one.get("id") for one in message.iterfind("oid:occupant-id", NS)]
    assert len(occupants) == 1
    assert occupants != ["forged"]
    assert message.find("delay:delay", NS) is None


async def test_ejabberd_passes_a_forged_delay_through(start):
    async with start(engine=EJABBERD) as running:
        doctor, room = await running.joined(1001)
        forged = f'<delay xmlns="{NS["delay"]}" from="{room}" stamp="2000-01-01T00:00:00Z"/>'
        await doctor.say(room, "m1", "x", forged)
        message = await doctor.wait_for_message("m1")
    assert message.find("delay:delay", NS).get("stamp") == "2000-01-01T00:00:00Z"


async def test_the_archive_vouches_for_the_sender_whatever_the_sender_wrote(start):
    async with start() as running:
        patient, room = await running.joined(running.patient)
        forged = f'<x xmlns="{NS["user"]}"><item jid="1001@clinic.test/desk"/></x>'
        await patient.say(room, "m1", "x", forged)
        await patient.wait_for_message("m1")
        archived = await newest(patient, room)
    jids = [one.get("jid") for one in archived.iterfind("user:x/user:item", NS)]
    assert jids == [f"{running.patient}@clinic.test/desk"]


@pytest.mark.parametrize("engine", [PROSODY, EJABBERD], ids=lambda one: one.name)
@pytest.mark.parametrize(
    ("body", "extra", "kept_by"),
    [
        ("text", "", {"prosody", "ejabberd"}),
        ("text", NO_STORE, set()),
        ("", STORE, {"prosody", "ejabberd"}),
        ("", TYPING + NO_STORE, set()),
        ("", TYPING, set()),
        ("", MARKER, {"prosody"}),
        ("", MARKER + STORE, {"prosody", "ejabberd"}),
    ],
)
async def test_what_is_archived_and_what_is_stamped(start, engine, body, extra, kept_by):
    is_archived = engine.name in kept_by
    async with start(engine=engine) as running:
        doctor, room = await running.joined(1001)
        await doctor.say(room, "m1", body, extra)
        message = await doctor.wait_for_message("m1")
        archived = await newest(doctor, room)
    assert (archived is not None and archived.get("id") == "m1") is is_archived
    assert bool(stanza_ids(message)) is (is_archived or engine is EJABBERD)


async def test_a_subject_is_not_for_members_to_change(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        await doctor.say(room, "m1", "", "<subject>x</subject>")
        assert (await doctor.wait_for_message("m1")).find("c:error/e:forbidden", NS) is not None


async def test_who_has_not_joined_hears_nothing_and_may_not_speak(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        outside = await running.online(running.patient)
        await doctor.say(room, "m1", "x")
        await doctor.wait_for_message("m1")
        assert await outside.before_pong() == []
        await outside.say(room, "m2", "y")
        error = await outside.wait_for_message("m2")
        assert await doctor.before_pong() == []
    assert error.get("type") == "error"
    assert error.find("c:error/e:not-acceptable", NS) is not None


async def test_a_private_message_goes_to_one_occupant_and_is_not_archived(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        third, _ = await running.joined(running.colleague)
        await doctor.send(
            f'<message xmlns="jabber:client" type="chat" id="p1" to="{room}/{running.patient}">'
            "<body>privately</body></message>"
        )
        message = await patient.wait_for_message("p1")
        assert not [one for one in await third.before_pong() if one.get("id") == "p1"]
        archived = await newest(doctor, room)
    assert message.get("from") == f"{room}/1001"
    assert message.find("user:x", NS) is not None
    assert archived is None or archived.get("id") != "p1"


async def test_a_forged_archive_result_is_delivered_under_the_forgers_own_address(start):
    async with start() as running:
        doctor = await running.online(1001)
        forger = await running.online(running.patient)
        await forger.send(
            f'<message xmlns="jabber:client" to="{doctor.jid}" from="{doctor.jid}" id="f1">'
            f'<result xmlns="{NS["mam"]}" queryid="q" id="1"/></message>'
        )
        message = await doctor.wait_for_message("f1")
    assert message.get("from") == f"{running.patient}@clinic.test/desk"
    assert message.find("mam:result", NS) is not None


async def test_a_message_that_the_archive_could_not_give_back_is_refused(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        await doctor.say(room, "m1", "x" * (256 * 1024 - 1000))
        refused = await doctor.wait_for_message("m1")
        await doctor.say(room, "m2", "x" * (256 * 1024 - 4000))
        await doctor.wait_for_message("m2")
        archived = await newest(doctor, room)
    assert refused.find("c:error/e:policy-violation", NS) is not None
    assert archived.get("id") == "m2"


async def test_characters_beyond_the_basic_plane_come_back_as_they_went(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        text = "👩‍⚕️ 𠮷野家 \u202eabc\u202c &amp;amp; \u0085"
        await doctor.say(room, "m1", text)
        message = await doctor.wait_for_message("m1")
    assert message.findtext("c:body", namespaces=NS) == text.replace("&amp;", "&", 1)
