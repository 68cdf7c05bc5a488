"""Opening, authentication and binding as RFC 7395 and RFC 6120 have them."""

import pytest
from websockets.exceptions import InvalidStatus

from tests.clinic_im.client import NS, Refused, sasl
from workstation.clinic.im.engine import EJABBERD


@pytest.mark.parametrize("mechanism", ["SCRAM-SHA-1", "SCRAM-SHA-256"])
async def test_a_doctor_logs_in_with_scram_and_binds_a_resource(start, mechanism):
    async with start() as running:
        client = await running.connect()
        features = await client.open()
        offered = [one.text for one in features.findall("sasl:mechanisms/sasl:mechanism", NS)]
        await client.scram("1001", running.password(1001), mechanism)
        bound_features = await client.open()
        jid = await client.bind("desk")
    assert offered == ["SCRAM-SHA-256", "SCRAM-SHA-1", "PLAIN"]
    assert bound_features.find("bind:bind", NS) is not None
    assert bound_features.find("sm:sm", NS) is not None
    assert jid == "1001@clinic.test/desk"


async def test_every_live_password_is_good_with_scram(start):
    async with start() as running:
        earlier, later = running.password(1001), running.password(1001)
        for password in (earlier, later):
            client = await running.connect()
            await client.open()
            await client.scram("1001", password)


async def test_an_engine_may_add_an_attribute_to_the_scram_challenge(start):
    async with start(engine=EJABBERD) as running:
        client = await running.connect()
        await client.open()
        await client.scram("1001", running.password(1001))


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256"])
async def test_an_expired_password_is_not_authorized_and_a_fresh_one_is_on_the_same_socket(
    start, mechanism
):
    async with start() as running:
        client = await running.connect()
        await client.open()
        expired = running.password(1001)
        running.clock.seconds += 3601
        log_in = client.plain if mechanism == "PLAIN" else client.scram
        with pytest.raises(Refused, match="not-authorized"):
            await log_in("1001", expired)
        await log_in("1001", running.password(1001))


@pytest.mark.parametrize("account", ["9999", "nobody", "", "1001@clinic.test", "１００１", "-1"])
@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-256"])
async def test_only_the_account_of_the_password_is_authorized(start, account, mechanism):
    async with start() as running:
        client = await running.connect()
        await client.open()
        log_in = client.plain if mechanism == "PLAIN" else client.scram
        with pytest.raises(Refused):
            await log_in(account, running.password(1001))


async def test_a_wrong_password_with_scram_is_not_authorized(start):
    async with start() as running:
        running.password(1001)
        client = await running.connect()
        await client.open()
        with pytest.raises(Refused, match="not-authorized"):
            await client.scram("1001", "0" * 32)


@pytest.mark.parametrize(
    ("frame", "condition"),
    [
        (sasl("auth", b"", ' mechanism="GSSAPI"'), "invalid-mechanism"),
        (f'<auth xmlns="{NS["sasl"]}" mechanism="PLAIN">***</auth>', "incorrect-encoding"),
        (sasl("auth", b"no separators", ' mechanism="PLAIN"'), "malformed-request"),
        (sasl("auth", b"nonsense", ' mechanism="SCRAM-SHA-1"'), "not-authorized"),
        (sasl("response", b"c=biws,r=x,p=x"), "not-authorized"),
        (f'<abort xmlns="{NS["sasl"]}"/>', "aborted"),
    ],
)
async def test_authentication_that_makes_no_sense_fails_with_a_condition(start, frame, condition):
    async with start() as running:
        client = await running.connect()
        await client.open()
        await client.send(frame)
        failure = await client.next()
    assert failure[0].tag == f"{{{NS['sasl']}}}{condition}"


async def test_another_domain_is_unknown(start):
    async with start() as running:
        client = await running.connect()
        error = await client.open("elsewhere.test")
        code = await client.closed()
    assert error.find("se:host-unknown", NS) is not None
    assert code == 1000


async def test_a_stanza_before_authentication_ends_the_stream(start):
    async with start() as running:
        client = await running.connect()
        await client.open()
        await client.send('<iq xmlns="jabber:client" type="get" id="1"/>')
        assert (await client.next()).find("se:not-authorized", NS) is not None
        assert await client.closed() == 1000


async def test_the_stream_error_lacks_its_prefix_as_prosody_sends_it(start):
    async with start() as running:
        client = await running.online(1001)
        await client.send("<broken")
        await client.closed()
    error = next(frame for frame in client.frames if frame.startswith("<stream:error"))
    condition = f"<not-well-formed xmlns='{NS['se']}'/>"
    assert error == f"<stream:error>{condition}</stream:error>"


async def test_the_stream_error_declares_its_prefix_as_ejabberd_sends_it(start):
    async with start(engine=EJABBERD) as running:
        client = await running.online(1001)
        await client.send("<broken")
        await client.closed()
    error = next(frame for frame in client.frames if frame.startswith("<stream:error"))
    assert "xmlns:stream='http://etherx.jabber.org/streams'" in error


@pytest.mark.parametrize(
    ("frame", "condition"),
    [
        ('<!DOCTYPE x><message xmlns="jabber:client"/>', "not-well-formed"),
        ('<message xmlns="jabber:client"><body>\x01</body></message>', "not-well-formed"),
        ("<a/><b/>", "not-well-formed"),
        ('<unknown xmlns="urn:example"/>', "unsupported-stanza-type"),
        ("<x>" + "y" * (256 * 1024) + "</x>", "policy-violation"),
    ],
)
async def test_a_frame_that_breaks_the_rules_ends_the_stream(start, frame, condition):
    async with start() as running:
        client = await running.online(1001)
        await client.send(frame)
        code = await client.closed()
    assert code == 1000
    assert any(f"<{condition} " in frame for frame in client.frames)
    assert client.frames[-1] == f'<close xmlns="{NS["framing"]}"/>'


@pytest.mark.parametrize(("frame", "code"), [(b"<open/>", 1003), ("  \n", 1007)])
async def test_binary_and_blank_frames_close_the_socket(start, frame, code):
    async with start() as running:
        client = await running.connect()
        await client.send(frame)
        assert await client.closed() == code


async def test_nothing_takes_effect_after_a_frame_that_closed_the_socket(start):
    async with start() as running:
        client, room = await running.joined(1001)
        archive_count = running.service.archive.count(room)
        await client.send(b"binary")
        await client.say(room, "m1", "too late")
        assert await client.closed() == 1003
        assert running.service.archive.count(room) == archive_count


async def test_an_answer_to_a_request_without_id_has_none(start):
    async with start() as running:
        client = await running.online(1001)
        await client.send('<iq xmlns="jabber:client" type="get" to="elsewhere.test"/>')
        assert (await client.next()).get("id") is None


async def test_a_socket_without_the_subprotocol_is_refused(start):
    async with start() as running:
        with pytest.raises(InvalidStatus) as refused:
            await running.connect(subprotocols=None)
    assert refused.value.response.status_code == 501


async def test_a_polite_close_is_answered_and_ends_the_session(start):
    async with start() as running:
        client = await running.online(1001, managed=True)
        await client.send(f'<close xmlns="{NS["framing"]}"/>')
        code = await client.closed()
        left = list(running.service.sessions)
    assert code == 1000
    assert client.frames[-1] == f'<close xmlns="{NS["framing"]}"/>'
    assert client.frames[-2].startswith(f'<a xmlns="{NS["sm"]}"')
    assert left == []


async def test_the_same_resource_elsewhere_is_a_conflict_for_the_first(start):
    async with start() as running:
        first = await running.online(1001, "desk")
        other = await running.online(1001, "other")
        second = await running.online(1001, "desk")
        await first.closed()
        assert "<conflict " in first.frames[-2]
        assert await second.before_pong() == []
        assert await other.before_pong() == []


async def test_a_resource_is_made_up_for_who_names_none(start):
    async with start() as running:
        client = await running.log_in(1001)
        jid = await client.bind("")
    assert jid.partition("/")[2]


@pytest.mark.parametrize(
    ("payload", "to"),
    [
        ('<query xmlns="jabber:iq:roster"/>', ""),
        ('<ping xmlns="urn:xmpp:ping"/>', "clinic.test"),
        ('<query xmlns="http://jabber.org/protocol/disco#info"/>', "clinic.test"),
        ('<query xmlns="http://jabber.org/protocol/disco#info"/>', "1001@clinic.test"),
        ('<query xmlns="http://jabber.org/protocol/disco#items"/>', "1001@clinic.test"),
        ('<query xmlns="jabber:iq:roster"/>', "1001@clinic.test"),
    ],
)
async def test_the_domain_answers_what_clients_ask_at_login(start, payload, to):
    async with start() as running:
        client = await running.online(1001)
        assert (await client.iq("get", payload, to)).get("type") == "result"


@pytest.mark.parametrize(
    ("to", "category"), [("clinic.test", "server"), ("1001@clinic.test", "account")]
)
async def test_discovery_tells_a_server_from_an_account(start, to, category):
    async with start() as running:
        client = await running.online(1001)
        answer = await client.iq("get", f'<query xmlns="{NS["info"]}"/>', to)
        node = await client.iq("get", f'<query xmlns="{NS["info"]}" node="urn:example"/>', to)
    assert answer.find("info:query/info:identity", NS).get("category") == category
    assert node.find("c:error/e:item-not-found", NS) is not None


async def test_discovery_leads_to_the_rooms_and_the_uploads(start):
    async with start() as running:
        client = await running.online(1001)
        query = '<query xmlns="http://jabber.org/protocol/disco#items"/>'
        answer = await client.iq("get", query, "clinic.test")
    jids = [item.get("jid") for item in answer.iterfind("items:query/items:item", NS)]
    assert jids == ["consult.clinic.test", "upload.clinic.test"]


@pytest.mark.parametrize(
    "to", ["elsewhere.test", "1002@clinic.test/nowhere", "consult.clinic.test"]
)
async def test_an_answer_is_never_answered(start, to):
    async with start() as running:
        client = await running.online(1001)
        await client.send(f'<iq xmlns="jabber:client" type="result" id="1" to="{to}"/>')
        await client.send(f'<iq xmlns="jabber:client" type="error" id="2" to="{to}"/>')
        await client.send(f'<message xmlns="jabber:client" type="error" id="3" to="{to}"/>')
        assert await client.before_pong() == []


@pytest.mark.parametrize(
    ("to", "condition"),
    [
        ("elsewhere.test", "remote-server-not-found"),
        ("@clinic.test", "jid-malformed"),
        ("1002@clinic.test/nowhere", "service-unavailable"),
        ("1002@clinic.test", "service-unavailable"),
        ("upload.clinic.test", "service-unavailable"),
        ("consult.clinic.test", "service-unavailable"),
        ("clinic.test", "service-unavailable"),
    ],
)
async def test_what_nobody_can_answer_comes_back_as_an_error(start, to, condition):
    async with start() as running:
        client = await running.online(1001)
        answer = await client.iq("get", '<query xmlns="urn:example:unknown"/>', to)
    assert answer.get("type") == "error"
    assert answer.find(f"c:error/e:{condition}", NS) is not None
