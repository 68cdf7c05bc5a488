"""The control calls: end sessions, expire passwords, speak for a member, send any frame."""

import socket

import pytest
from httpx import AsyncClient

from tests.clinic_im.client import NS, Refused
from workstation.domain.errors import ConfigurationError


@pytest.mark.parametrize("how", ["drop", "close", "system-shutdown"])
async def test_killing_ends_the_sessions_of_a_member_and_no_other(start, how):
    async with start() as running:
        doctor, other = await running.online(1001), await running.online(1002)
        assert running.im.control.act("kill", {"member_id": 1001, "how": how}) == 1
        if how == "close":
            assert (await doctor.next()).tag.endswith("close")
            await doctor.send(f'<close xmlns="{NS["framing"]}"/>')
            await doctor.socket.close()
        code = await doctor.closed()
        assert await other.before_pong() == []
    assert {"drop": None, "system-shutdown": 1000}.get(how, code) == code
    if how == "system-shutdown":
        assert "<system-shutdown " in doctor.frames[-2]


async def test_a_killed_session_may_be_resumed_but_not_after_a_restart(start):
    async with start() as running:
        client = await running.online(1001)
        previous = await client.enable()
        running.im.control.act("kill", {"member_id": 1001})
        assert await client.dropped()
        again = await running.log_in(1001)
        assert (await again.resume(previous, 0)).tag.endswith("resumed")
        assert running.im.control.act("restart", {}) == 1
        assert await again.dropped()
        after = await running.log_in(1001)
        failed = await after.resume(previous, 0)
    assert failed.tag.endswith("failed")
    assert failed.get("h") is None


async def test_waiting_sessions_can_be_ended_before_their_time(start):
    async with start() as running:
        client = await running.online(1001)
        previous = await client.enable()
        await client.send('<presence xmlns="jabber:client"/>')
        await client.before_pong()
        client.socket.transport.abort()
        again = await running.log_in(1001)
        expire = ("expire-sessions", {"member_id": 1001})
        await running.until(lambda: running.im.control.act(*expire) == 1)
        assert (await again.resume(previous, 0)).get("h") == "2"


async def test_expired_passwords_end_no_session(start):
    async with start() as running:
        client, password = await running.online(1001), running.password(1001)
        running.im.control.act("expire-passwords", {"member_id": 1001})
        assert await client.before_pong() == []
        other = await running.connect()
        await other.open()
        with pytest.raises(Refused):
            await other.plain("1001", password)


async def test_a_member_can_be_made_to_speak_many_times(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        number = running.consultation.consultation_id
        body = {"consultation_id": number, "member_id": running.patient, "text": "消息"}
        assert running.im.control.act("say", body | {"count": 3}) == 3
        joined = await doctor.next()
        texts = [(await doctor.next()).findtext("c:body", namespaces=NS) for _ in range(3)]
        running.im.control.act("say", body)
        assert (await doctor.next()).findtext("c:body", namespaces=NS) == "消息"
    assert joined.get("from") == f"{room}/{running.patient}"
    assert texts == ["消息 1", "消息 2", "消息 3"]


async def test_who_is_no_member_any_more_says_nothing_and_holds_up_nobody(start):
    async with start() as running:
        doctor, room = await running.joined(1001)
        number = running.consultation.consultation_id
        body = {"consultation_id": number, "member_id": running.patient, "text": "消息"}
        running.im.control.act("say", body)
        assert (await doctor.next()).get("from") == f"{room}/{running.patient}"
        assert (await doctor.next()).findtext("c:body", namespaces=NS) == "消息"
        running.im.control.act("put-out", body | {"status": 321})
        running.im.control.act("say", body)
        left = await doctor.next()
        assert (left.get("from"), left.get("type")) == (f"{room}/{running.patient}", "unavailable")
        assert await doctor.before_pong() == []


async def test_any_frame_can_be_sent(start):
    async with start() as running:
        client = await running.online(1001)
        assert running.im.control.act("send", {"member_id": 1001, "frame": "<odd"}) == 1
        assert await client.frame() == "<odd"


async def test_nothing_more_is_written_once_the_client_is_gone(start):
    async with start() as running:
        client = await running.online(1001)
        client.socket.transport.get_extra_info("socket").shutdown(socket.SHUT_RDWR)
        for _ in range(20):
            running.im.control.act("send", {"member_id": 1001, "frame": "<late/>"})
        await running.until(lambda: not running.service.sessions.of("1001@clinic.test"))


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("nonsense", {}),
        ("lose-room", {"consultation_id": 999_999}),
        ("lose-room", {"consultation_id": "1"}),
        ("lose-room", {}),
        ("say", {"consultation_id": 20426, "member_id": 999_999, "text": "x"}),
        ("put-out", {"consultation_id": 20426, "member_id": 1001, "status": 1}),
        ("expire-passwords", {"member_id": True}),
    ],
)
async def test_an_action_that_makes_no_sense_says_so(start, action, body):
    async with start() as running:
        with pytest.raises(ConfigurationError):
            running.im.control.act(action, body)


async def test_the_control_calls_are_for_who_has_the_key(start):
    async with start() as running, AsyncClient(trust_env=False) as http:
        client = await running.online(1001)
        url = f"{running.address}/_clinic/im/kill"
        stranger = await http.post(url, json={})
        key = {"X-CLINIC-CONTROL": running.clinic.tokens.control_key()}
        wrong = await http.post(f"{running.address}/_clinic/im/nonsense", json={}, headers=key)
        assert await client.before_pong() == []
        right = await http.post(url, json={}, headers=key)
        assert await client.dropped()
    assert stranger.status_code == 404
    assert wrong.json()["success"] is False
    assert right.json() == {"success": True, "concerned": 1}
