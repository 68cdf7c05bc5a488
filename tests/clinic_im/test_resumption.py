"""XEP-0198: what is acknowledged, what is sent again, who may resume what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clinic_im.client import NS
from workstation.clinic.im.engine import EJABBERD, ENGINES
from workstation.clinic.im.resumption import MODULUS, Acknowledged, Resumption, Sent


def delay_of(message):
    return message.find("delay:delay", NS)


def stanza_id(message):
    return message.find("sid:stanza-id", NS).get("id")


async def test_stanzas_after_enable_are_counted_and_nothing_else(start):
    async with start() as running:
        client = await running.online(1001, managed=True)
        assert await client.handled() == 0
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        await client.send('<presence xmlns="jabber:client"/>')
        assert await client.handled() == 2
        assert await client.handled() == 2


async def test_what_was_not_acknowledged_is_sent_again_with_a_delay_and_the_same_stanza_id(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        previous = await doctor.enable()
        patient, _ = await running.joined(running.patient)
        await doctor.next()
        await doctor.ack(1)
        await patient.say(room, "m1", "one")
        await patient.say(room, "m2", "two")
        live = [await doctor.wait_for_message("m1"), await doctor.wait_for_message("m2")]
        await doctor.ack(2)
        await doctor.before_pong()
        doctor.socket.transport.abort()
        await patient.say(room, "m3", "three")
        await patient.wait_for_message("m3")
        again = await running.log_in(1001)
        resumed = await again.resume(previous, 2)
        second, third = await again.wait_for_message("m2"), await again.wait_for_message("m3")
    assert resumed.tag == f"{{{NS['sm']}}}resumed"
    assert resumed.get("h") == "1"
    assert stanza_id(second) == stanza_id(live[1])
    assert delay_of(second) is not None
    assert third.findtext("c:body", namespaces=NS) == "three"


async def test_a_resumed_session_is_still_in_its_rooms(start):
    async with start() as running:
        client = await running.online(1001)
        previous = await client.enable()
        room = running.room(running.consultation.consultation_id)
        await client.join(room, "1001")
        client.socket.transport.abort()
        again = await running.log_in(1001)
        await again.resume(previous, 2)
        await again.say(room, "m1", "still here")
        assert await again.wait_for_message("m1") is not None


async def test_an_unknown_session_is_not_found_and_binding_goes_on_on_the_same_stream(start):
    async with start() as running:
        client = await running.log_in(1001)
        failed = await client.resume("nonsense", 0)
        jid = await client.bind("desk")
    assert failed.tag == f"{{{NS['sm']}}}failed"
    assert failed.get("h") is None
    assert failed.find("e:item-not-found", NS) is not None
    assert jid == "1001@clinic.test/desk"


async def test_nobody_resumes_the_session_of_another_account(start):
    async with start() as running:
        client = await running.online(1001)
        previous = await client.enable()
        thief = await running.log_in(1002)
        failed = await thief.resume(previous, 0)
        assert await client.before_pong() == []
    assert failed.find("e:item-not-found", NS) is not None


async def test_after_the_time_is_over_the_server_says_what_it_had_handled(start):
    async with start(hibernation=60) as running:
        client = await running.online(1001)
        previous = await client.enable()
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        client.socket.transport.abort()
        again = await running.log_in(1001)
        running.clock.seconds += 61
        failed = await again.resume(previous, 2)
    assert failed.tag == f"{{{NS['sm']}}}failed"
    assert failed.get("h") == "2"


async def test_a_session_that_waited_too_long_leaves_its_rooms(start):
    async with start(hibernation=60) as running:
        doctor, room = await running.joined(1001, managed=True)
        patient, _ = await running.joined(running.patient)
        doctor.socket.transport.abort()
        assert await patient.before_pong() == []
        running.clock.seconds += 61
        running.service.sessions.expire()
        gone = await patient.next()
    assert gone.get("type") == "unavailable"
    assert gone.get("from") == f"{room}/1001"


async def test_without_resumption_a_lost_socket_leaves_its_rooms_at_once(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        patient, _ = await running.joined(running.patient)
        doctor.socket.transport.abort()
        gone = await patient.next()
    assert (gone.get("type"), gone.get("from")) == ("unavailable", f"{room}/1001")


async def test_resuming_beside_a_half_open_socket_drops_that_one_silently(start):
    async with start() as running:
        first = await running.online(1001)
        previous = await first.enable()
        second = await running.log_in(1001)
        assert (await second.resume(previous, 0)).tag == f"{{{NS['sm']}}}resumed"
        assert await first.dropped()
        assert await second.before_pong() == []


async def test_ejabberd_tells_the_half_open_socket_of_a_conflict(start):
    async with start(engine=EJABBERD) as running:
        first = await running.online(1001)
        previous = await first.enable()
        second = await running.log_in(1001)
        await second.resume(previous, 0)
        await first.closed()
        assert any("<conflict " in frame for frame in first.frames)
        assert await second.before_pong() == []
        assert [one.jid for one in running.service.sessions] == [first.jid]


@pytest.mark.parametrize(("engine", "answer"), [("prosody", "failed"), ("ejabberd", "resumed")])
async def test_a_resume_that_goes_backwards_is_engine_specific(start, engine, answer):
    async with start(engine=ENGINES[engine]) as running:
        client = await running.online(1001)
        previous = await client.enable()
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        await client.ack(1)
        await client.before_pong()
        client.socket.transport.abort()
        again = await running.log_in(1001)
        result = await again.resume(previous, 0)
    assert result.tag == f"{{{NS['sm']}}}{answer}"


@pytest.mark.parametrize("h", ["7", "-1", "", "x", "4294967296", "99999999999999999999"])
async def test_an_ack_of_what_was_never_sent_ends_the_stream(start, h):
    async with start() as running:
        client = await running.online(1001, managed=True)
        await client.ack(h)
        await client.closed()
    assert any(frame.startswith("<stream:error>") for frame in client.frames)


async def test_a_resume_of_what_was_never_sent_fails(start):
    async with start() as running:
        client = await running.online(1001)
        previous = await client.enable()
        again = await running.log_in(1001)
        failed = await again.resume(previous, 5)
    assert failed.find("e:undefined-condition", NS) is not None


async def test_enabling_twice_and_resuming_when_bound_are_unexpected(start):
    async with start() as running:
        client = await running.online(1001, managed=True)
        await client.send(f'<enable xmlns="{NS["sm"]}"/>')
        assert (await client.next()).find("e:unexpected-request", NS) is not None
        assert (await client.resume("x", 0)).find("e:unexpected-request", NS) is not None
        assert await client.handled() == 0


async def test_the_server_asks_for_an_ack_when_it_has_sent_something_once_until_answered(start):
    async with start() as running:
        client = await running.online(1001, managed=True)
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        assert (await client.frame()).startswith("<r ")
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        await client.ack(1)
        await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        assert (await client.frame()).startswith("<r ")


async def test_a_client_that_never_acknowledges_loses_its_session(start, monkeypatch):
    monkeypatch.setattr("workstation.clinic.im.resumption.MAX_UNACKED", 3)
    async with start() as running:
        client = await running.online(1001, managed=True)
        for _ in range(4):
            await client.iq("get", '<ping xmlns="urn:xmpp:ping"/>')
        running.service.sessions.expire()
        assert await client.dropped()


@given(acked=st.integers(0, MODULUS - 1), sent=st.integers(0, 20), step=st.integers(-5, 25))
def test_acks_move_forward_only_and_only_over_what_was_sent(acked, sent, step):
    resumption = Resumption("id", acked=acked)
    resumption.unacked.extend(Sent(str(number), 0) for number in range(sent))
    worth = resumption.acknowledge((acked + step) % MODULUS)
    frames = [frame for frame, _ in resumption.unacked]
    if step < 0:
        assert worth is Acknowledged.BACKWARD
    elif step > sent:
        assert worth is Acknowledged.TOO_HIGH
    else:
        assert worth is Acknowledged.FORWARD
        assert resumption.acked == (acked + step) % MODULUS
    assert frames == [str(n) for n in range(step if worth is Acknowledged.FORWARD else 0, sent)]


def test_the_count_of_handled_stanzas_wraps():
    resumption = Resumption("id", handled=MODULUS - 1)
    resumption.count_handled()
    assert resumption.handled == 0
