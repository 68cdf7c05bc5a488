"""Each XEP that the product uses, engine by engine; where engines differ, how.

The table in `docs/im-server.md` says what these tests see.
"""

import asyncio

from websockets.exceptions import ConnectionClosed

from tests.servers.engine import Engine
from tests.servers.marks import on_real_engines
from tests.servers.raw_client import NS, RawClient, dial, signed_in

DOCTOR, PATIENT = 1001, 2001
STORE = "<store xmlns='urn:xmpp:hints'/>"
NO_STORE = "<no-store xmlns='urn:xmpp:hints'/>"
TYPING = f"<composing xmlns='{NS['states']}'/>"


def _has(path: str):
    return lambda element: element.find(path, NS) is not None


async def _say(client: RawClient, room: str, message_id: str, payload: str) -> None:
    await client.send(
        f"<message xmlns='jabber:client' type='groupchat' to='{room}' id='{message_id}'>"
        f"{payload}</message>"
    )


async def test_passwords_of_the_platform_are_taken_by_plain(engine: Engine) -> None:
    async with await dial(engine.domain, engine.endpoints[0].url) as client:
        await client.send(f"<open xmlns='{NS['framing']}' to='{engine.domain}' version='1.0'/>")
        features = await client.wait_for(lambda element: element.tag.endswith("}features"))
        offered = {each.text for each in features.iterfind(".//sasl:mechanism", NS)}
    # Only who holds the password (or keys made of it) can offer SCRAM: a checking engine cannot.
    scram = {"SCRAM-SHA-1", "SCRAM-SHA-256"} if engine.name == "clinic" else set()
    assert offered == {"PLAIN"} | scram


async def test_xep_0030_disco_finds_rooms_and_upload(engine: Engine) -> None:
    async with signed_in(engine, DOCTOR) as client:
        items = await client.iq(
            "get", "<query xmlns='http://jabber.org/protocol/disco#items'/>", engine.domain
        )
        jids = {each.get("jid") for each in items[0]}
        assert {f"consult.{engine.domain}", f"upload.{engine.domain}"} <= jids
        info = await client.iq("get", f"<query xmlns='{NS['disco']}'/>", f"upload.{engine.domain}")
        features = {each.get("var") for each in info.iterfind("disco:query/disco:feature", NS)}
        assert NS["upload"] in features
        maximum = info.findtext(".//{jabber:x:data}field[@var='max-file-size']/*")
        assert maximum == str(16 * 1024 * 1024)


async def test_xep_0045_a_room_tells_its_features(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as client:
        info = await client.iq("get", f"<query xmlns='{NS['disco']}'/>", room)
    features = {each.get("var") for each in info.iterfind("disco:query/disco:feature", NS)}
    assert {"muc_membersonly", "muc_persistent", "muc_nonanonymous"} <= features
    assert {NS["mam"], NS["sid"], NS["occupant"]} <= features


async def test_xep_0045_two_members_cannot_share_a_nick(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await doctor.join(room)
        refused = await patient.join(room, nick=str(DOCTOR))
        assert refused.find("c:error/stanzas:conflict", NS) is not None


async def test_xep_0172_a_name_in_the_join_reaches_the_others(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    name = "<nick xmlns='http://jabber.org/protocol/nick'>林若川</nick>"
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await doctor.join(room, extra=name)
        seen = await patient.wait_for(
            lambda element: (
                element.tag.endswith("}presence") and element.get("from") == f"{room}/{DOCTOR}"
            )
        )
        assert seen.findtext("{http://jabber.org/protocol/nick}nick") == "林若川"


async def test_xep_0085_typing_is_relayed_and_not_kept(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await doctor.join(room)
        await _say(doctor, room, "t-1", TYPING + NO_STORE)
        seen = await patient.message("t-1")
        assert seen.find("states:composing", NS) is not None
        assert (await patient.page(room)).messages == []
    # ejabberd stamps an id of the archive on what the archive does not hold: no anchor, then.
    stamped = seen.find("sid:stanza-id", NS) is not None
    assert stamped == (engine.name == "ejabberd")


async def test_xep_0333_a_read_mark_is_kept_when_it_asks(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    mark = f"<displayed xmlns='{NS['markers']}' id='any'/>"
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await _say(doctor, room, "asks", mark + STORE)
        await _say(doctor, room, "does-not", mark)
        await doctor.message("does-not")
        archived = {each.get("id") for _, each in (await doctor.page(room)).messages}
    assert archived == ({"asks"} if engine.name == "ejabberd" else {"asks", "does-not"})


async def test_xep_0359_a_forged_archive_id_is_taken_off(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    forged = f"<stanza-id xmlns='{NS['sid']}' by='{room}' id='forged'/>"
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await doctor.join(room)
        await _say(doctor, room, "f-1", f"<body>x</body>{forged}")
        seen = await patient.message("f-1")
        assert "forged" not in {each.get("id") for each in seen.iterfind("sid:stanza-id", NS)}


async def test_xep_0359_nobody_removes_a_second_copy(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        for _ in range(2):
            await doctor.say(room, "twice", "same-id")
            await doctor.message("same-id")
        assert (await doctor.page(room)).bodies == ["twice", "twice"]


async def test_xep_0313_a_page_after_an_unknown_id(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await doctor.say(room, "kept", "k-1")
        await doctor.message("k-1")
        rsm = f"<set xmlns='{NS['rsm']}'><max>5</max><after>no-such-id</after></set>"
        answer = await doctor.iq("set", f"<query xmlns='{NS['mam']}'>{rsm}</query>", room)
    refused = answer.find("c:error/stanzas:item-not-found", NS) is not None
    # ejabberd answers from the start of the archive instead: nothing is lost, but much is read.
    assert refused == (engine.name != "ejabberd")


async def test_xep_0410_a_ping_to_oneself_tells_who_is_out(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    ping = "<ping xmlns='urn:xmpp:ping'/>"
    async with signed_in(engine, DOCTOR) as doctor:
        outside = await doctor.iq("get", ping, f"{room}/{DOCTOR}")
        assert outside.find("c:error/stanzas:not-acceptable", NS) is not None
        await doctor.join(room)
        assert (await doctor.iq("get", ping, f"{room}/{DOCTOR}")).get("type") == "result"


async def test_xep_0045_a_doctors_other_computer_stays_when_one_goes(
    engine: Engine, consultation_id: int
) -> None:
    """What the engines tell of it differs; of this session's departure none of them speaks."""
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    ping = "<ping xmlns='urn:xmpp:ping'/>"
    async with (
        signed_in(engine, DOCTOR, resource="a") as here,
        signed_in(engine, DOCTOR, resource="b") as there,
    ):
        await here.join(room)
        await there.join(room)
        await there.send(
            f"<presence xmlns='jabber:client' to='{room}/{DOCTOR}' type='unavailable'/>"
        )
        await there.wait_for(lambda element: element.get("type") == "unavailable")
        assert (await here.iq("get", ping, f"{room}/{DOCTOR}")).get("type") == "result"
        assert (await there.iq("get", ping, f"{room}/{DOCTOR}")).get("type") == "error"


async def test_xep_0447_a_file_with_its_facts_comes_through_whole(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    facts = (
        "<file xmlns='urn:xmpp:file:metadata:0'><media-type>audio/ogg</media-type>"
        "<name>v.opus</name><size>900</size><length>2400</length></file>"
    )
    source = "<url-data xmlns='http://jabber.org/protocol/url-data' target='https://x.test/v'/>"
    shared = (
        "<body>https://x.test/v</body><file-sharing xmlns='urn:xmpp:sfs:0' disposition='inline'>"
        f"{facts}<sources>{source}</sources></file-sharing>"
        f"<x xmlns='{NS['oob']}'><url>https://x.test/v</url></x>"
    )
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await doctor.join(room)
        await _say(doctor, room, "v-1", shared)
        live = await patient.message("v-1")
        ((_, archived),) = (await patient.page(room)).messages
    for message in (live, archived):
        assert message.findtext(".//{urn:xmpp:file:metadata:0}length") == "2400"
        target = message.find(".//{http://jabber.org/protocol/url-data}url-data")
        assert target.get("target") == message.findtext("oob:x/oob:url", None, NS)


async def test_xep_0308_and_0424_corrections_and_retractions_are_kept(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    correction = "<body>better</body><replace xmlns='urn:xmpp:message-correct:0' id='c-1'/>"
    retraction = f"<retract xmlns='urn:xmpp:message-retract:1' id='any'/>{STORE}"
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await doctor.say(room, "good", "c-1")
        await _say(doctor, room, "c-2", correction)
        await _say(doctor, room, "c-3", retraction)
        await doctor.message("c-3")
        archived = [each for _, each in (await doctor.page(room)).messages]
    assert [each.get("id") for each in archived] == ["c-1", "c-2", "c-3"]
    assert archived[1].find("{urn:xmpp:message-correct:0}replace").get("id") == "c-1"
    assert archived[2].find("{urn:xmpp:message-retract:1}retract") is not None


async def test_xep_0424_a_message_is_withdrawn_by_the_id_that_its_room_gave_it(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await doctor.say(room, "slip", "w-1")
        live = await doctor.message("w-1")
        named = live.find("{urn:xmpp:sid:0}stanza-id").get("id")
        fallback = "<fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:message-retract:1'/>"
        retraction = f"<retract xmlns='urn:xmpp:message-retract:1' id='{named}'/>"
        await _say(doctor, room, "w-2", f"<body>gone</body>{retraction}{fallback}{STORE}")
        await doctor.message("w-2")
        archived = [each for _, each in (await doctor.page(room)).messages]
    taken_out = engine.name == "ejabberd"
    assert [each.get("id") for each in archived] == ["w-1", "w-2"][taken_out:]
    assert archived[-1].find("{urn:xmpp:message-retract:1}retract").get("id") == named


async def test_xep_0198_a_failed_resume_tells_what_was_handled(engine: Engine) -> None:
    async with signed_in(engine, DOCTOR, resource="handled") as client:
        previous = client.resumption_id
        await client.iq("get", "<ping xmlns='urn:xmpp:ping'/>", engine.domain)
        await client.send(f"<r xmlns='{NS['sm']}'/>")
        acknowledged = await client.tag("sm:a")
        assert acknowledged.get("h") == "2"  # the presence and the ping
    async with await dial(engine.domain, engine.endpoints[0].url) as client:
        await client.login(DOCTOR, await asyncio.to_thread(engine.password_for, DOCTOR))
        # The session ended in order: there is nothing to resume.
        failed = await client.resume(previous, 0)
        assert failed.find("stanzas:item-not-found", NS) is not None


async def test_the_same_resource_again_ends_the_older_session(engine: Engine) -> None:
    async with (
        signed_in(engine, DOCTOR, resource="desk") as older,
        signed_in(engine, DOCTOR, resource="desk"),
    ):
        error = await older.wait_for(lambda element: element.tag.endswith("}error"))
        assert error.find("{urn:ietf:params:xml:ns:xmpp-streams}conflict") is not None


async def test_a_stanza_over_the_bound_is_not_relayed(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await doctor.say(room, "x" * 300_000, "huge")
        try:
            answer = await doctor.wait_for(
                lambda element: element.get("id") == "huge" or element.tag.endswith("}error")
            )
        except ConnectionClosed:
            relayed = False
        else:
            relayed = answer.find("c:body", NS) is not None
    # ejabberd has no bound on its WebSocket: the client must keep its own.
    assert relayed == (engine.name == "ejabberd")


@on_real_engines
async def test_prosody_alone_leaves_the_stream_prefix_undeclared(engine: Engine) -> None:
    async with await dial(engine.domain, engine.endpoints[0].url) as client:
        await client.open_stream()
        await client.send("<opened></closed>")
        text = await client.socket.recv()
    assert ("<stream:error>" in text) == (engine.name == "prosody")
