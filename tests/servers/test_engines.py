"""What the product counts on, seen on each real engine through a client that is not the product."""

import asyncio
import ssl
import time
import urllib.error
import urllib.request
import xml.etree.ElementTree as ET

import pytest

from tests.servers import jwt
from tests.servers.ejabberd import JWT_SECRET
from tests.servers.engine import Engine
from tests.servers.marks import on_cluster, on_real_engines
from tests.servers.raw_client import NS, LoginRefused, dial, signed_in, statuses
from tests.servers.relay import Relay
from workstation.domain.events import Left
from workstation.domain.send_blocker import SendBlocker, blocker_of

DOCTOR, PATIENT, STRANGER = 1001, 2001, 3001
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


async def test_a_fresh_password_opens_a_session(engine: Engine) -> None:
    async with signed_in(engine, DOCTOR, resource="desk") as client:
        assert client.jid == f"{DOCTOR}@{engine.domain}/desk"
        assert client.resumption_id


async def test_a_password_that_ran_out_is_refused(engine: Engine) -> None:
    old = engine.password_for(DOCTOR, seconds=0)
    async with await dial(engine.domain, engine.endpoints[0].url) as client:
        with pytest.raises(LoginRefused, match="not-authorized"):
            await client.login(DOCTOR, old)


async def test_a_colleagues_password_is_refused(engine: Engine) -> None:
    password = engine.password_for(PATIENT)
    async with await dial(engine.domain, engine.endpoints[0].url) as client:
        with pytest.raises(LoginRefused, match="not-authorized"):
            await client.login(DOCTOR, password)


async def test_a_session_outlives_its_password(engine: Engine) -> None:
    async with signed_in(engine, 1002) as client:
        await asyncio.to_thread(engine.expire_passwords, 1002)
        answer = await client.iq("get", "<ping xmlns='urn:xmpp:ping'/>", engine.domain)
        assert answer.get("type") == "result"


@on_real_engines
async def test_a_silent_platform_signs_nobody_in(engine: Engine) -> None:
    password = engine.password_for(DOCTOR)
    engine.hospital.outage = True
    try:
        async with await dial(engine.domain, engine.endpoints[0].url) as client:
            with pytest.raises(LoginRefused) as refused:
                await client.login(DOCTOR, password)
    finally:
        engine.hospital.outage = False
    known = {"prosody": "temporary-auth-failure", "ejabberd": "not-authorized"}
    assert refused.value.condition == known[engine.name]


@on_real_engines
async def test_tls_shows_a_certificate_of_the_im_domain(engine: Engine) -> None:
    trust = ssl.create_default_context(cafile=engine.certificates.authority)
    password = engine.password_for(DOCTOR)
    async with await dial(engine.domain, engine.endpoints[0].tls_url, trust) as client:
        await client.login(DOCTOR, password)
    # Prosody refuses to show a certificate for a name it does not serve; ejabberd shows its own.
    with pytest.raises(ssl.SSLError):
        await dial("another.test", engine.endpoints[0].tls_url, trust)


@on_cluster
async def test_ejabberd_takes_a_signed_token_for_a_password(engine: Engine) -> None:
    domain = f"jwt.{engine.domain}"

    async def login(claims: dict[str, object], secret: bytes = JWT_SECRET) -> None:
        async with await dial(domain, engine.endpoints[0].url) as client:
            await client.login(DOCTOR, jwt.signed(claims, secret))

    good = {"sub": f"{DOCTOR}@{domain}", "exp": time.time() + 60}
    await login(good)
    for claims, secret in (
        (good | {"exp": time.time() - 1}, JWT_SECRET),
        (good | {"sub": f"{PATIENT}@{domain}"}, JWT_SECRET),
        (good, b"another secret, which the platform does not know"),
    ):
        with pytest.raises(LoginRefused, match="not-authorized"):
            await login(claims, secret)


async def test_members_join_and_strangers_do_not(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, STRANGER) as stranger:
        joined = await doctor.join(room)
        assert "110" in statuses(joined)
        assert joined.find("muc-user:x/muc-user:item", NS).get("jid") == doctor.jid
        refused = await stranger.join(room)
        assert refused.find("c:error/stanzas:registration-required", NS) is not None


async def test_a_doctor_is_in_the_rooms_of_more_than_a_hundred_consultations(
    engine: Engine, consultation_id: int
) -> None:
    """More than that ejabberd lets nobody into, unless it is told."""
    numbers = [consultation_id * 1_000 + number for number in range(101)]
    rooms = [await asyncio.to_thread(engine.create_room, each, [DOCTOR]) for each in numbers]
    async with signed_in(engine, DOCTOR) as doctor:
        for room in rooms:
            assert "110" in statuses(await doctor.join(room)), room


async def test_nobody_makes_a_room_of_his_own(engine: Engine) -> None:
    async with signed_in(engine, DOCTOR) as doctor:
        refused = await doctor.join(f"consult-99@consult.{engine.domain}")
        assert refused.get("type") == "error"
        condition = refused.find("c:error", NS)[0].tag.rpartition("}")[2]
    # ejabberd says the same of a ban (XEP-0045), so that this alone may mean either.
    no_room = SendBlocker.NOT_LET_IN if engine.name == "ejabberd" else SendBlocker.NO_ROOM
    assert blocker_of(Left(99, condition)) is no_room


async def test_a_message_comes_back_with_the_rooms_id_and_rests_in_the_archive(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await doctor.join(room)
        await patient.join(room)
        await doctor.say(room, "您好", "m-1")
        echo, seen = await doctor.message("m-1"), await patient.message("m-1")
        archive_id = echo.find("sid:stanza-id", NS).get("id")
        assert echo.find("sid:stanza-id", NS).get("by") == room
        assert seen.find("sid:stanza-id", NS).get("id") == archive_id
        assert seen.find("occupant:occupant-id", NS) is not None
        page = await patient.page(room)
        assert [each for each, _ in page.messages] == [archive_id]
        (_, archived) = page.messages[0]
        sender = archived.find("muc-user:x/muc-user:item", NS).get("jid")
        # Prosody archives the sender's bare address, ejabberd the full one.
        assert sender.partition("/")[0] == f"{DOCTOR}@{engine.domain}"


async def test_an_archive_is_read_page_by_page_without_gap_or_overlap(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR])
    texts = [f"{number}" for number in range(25)]
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        for text in texts:
            await doctor.say(room, text, f"m-{text}")
        await doctor.message("m-24")
        read, last = [], None
        while True:
            page = await doctor.page(room, last, size=10)
            read += page.bodies
            last = page.last
            if page.complete:
                break
        assert read == texts


async def test_an_upload_slot_takes_a_picture_and_gives_it_back(engine: Engine) -> None:
    async with signed_in(engine, DOCTOR) as doctor:
        put, headers, get = await _slot(doctor, f"upload.{engine.domain}", len(PICTURE))
    await asyncio.to_thread(_http, "PUT", put, PICTURE, headers)
    assert await asyncio.to_thread(_http, "GET", get) == PICTURE


async def test_a_picture_over_the_limit_gets_no_slot(engine: Engine) -> None:
    async with signed_in(engine, DOCTOR) as doctor:
        answer = await _ask_slot(doctor, f"upload.{engine.domain}", 2**30)
        assert answer.find("c:error/upload:file-too-large", NS) is not None


async def test_a_cut_session_resumes_with_what_it_missed(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    relay = Relay(engine.endpoints[0].http_port)
    try:
        url = f"ws://127.0.0.1:{relay.port}/xmpp-websocket"
        async with signed_in(engine, PATIENT) as patient, await dial(engine.domain, url) as old:
            await old.login(DOCTOR, engine.password_for(DOCTOR))
            await old.bind("desk")
            await old.join(room)
            await patient.join(room)
            relay.cut()
            await patient.say(room, "您在吗", "missed-1")
            await patient.message("missed-1")
            async with await dial(engine.domain, url) as new:
                await new.login(DOCTOR, engine.password_for(DOCTOR))
                answer = await new.resume(old.resumption_id, old.received)
                assert answer.tag.endswith("}resumed"), ET.tostring(answer)
                missed = await new.message("missed-1")
                assert missed.findtext("c:body", None, NS) == "您在吗"
    finally:
        relay.close()


async def test_an_unknown_session_is_refused_and_the_stream_binds_anew(engine: Engine) -> None:
    async with await dial(engine.domain, engine.endpoints[0].url) as client:
        await client.login(DOCTOR, engine.password_for(DOCTOR))
        answer = await client.resume("no-such-session", 0)
        assert answer.find("stanzas:item-not-found", NS) is not None
        await client.bind("desk")
        assert client.jid.endswith("/desk")


async def test_an_expelled_member_is_out_at_once_and_reads_nothing_more(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await asyncio.to_thread(engine.expel, consultation_id, DOCTOR)
        gone = await doctor.wait_for(lambda element: "321" in statuses(element))
        assert gone.get("type") == "unavailable"
        refused = await doctor.iq("set", f"<query xmlns='{NS['mam']}'/>", room)
        assert refused.get("type") == "error"


async def test_the_platform_invites(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR])
    async with signed_in(engine, DOCTOR) as doctor:
        await asyncio.to_thread(engine.invite, consultation_id, DOCTOR)
        invitation = await doctor.wait_for(lambda element: element.find("invite:x", NS) is not None)
        assert invitation.find("invite:x", NS).get("jid") == room


@on_cluster
async def test_a_killed_node_leaves_archive_and_members_to_the_other(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR, node=0) as doctor:
        await doctor.join(room)
        await doctor.say(room, "before", "k-1")
        await doctor.message("k-1")
        await asyncio.to_thread(engine.kill, 0)
    try:
        async with signed_in(engine, DOCTOR, node=1) as doctor:
            assert "110" in statuses(await doctor.join(room))
            assert (await doctor.page(room)).bodies == ["before"]
    finally:
        await asyncio.to_thread(engine.start, 0)


async def test_a_restarted_server_knows_its_rooms_and_their_archive(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        await doctor.say(room, "kept", "r-1")
        await doctor.message("r-1")
    await asyncio.to_thread(engine.stop)
    await asyncio.to_thread(engine.start)
    async with signed_in(engine, DOCTOR) as doctor:
        assert "110" in statuses(await doctor.join(room))
        assert (await doctor.page(room)).bodies == ["kept"]


async def _ask_slot(client, service: str, size: int) -> ET.Element:
    return await client.iq(
        "get",
        f"<request xmlns='{NS['upload']}' filename='p.png' size='{size}' "
        "content-type='image/png'/>",
        service,
    )


async def _slot(client, service: str, size: int) -> tuple[str, dict[str, str], str]:
    slot = (await _ask_slot(client, service, size)).find("upload:slot", NS)
    put, get = slot.find("upload:put", NS), slot.find("upload:get", NS)
    headers = {each.get("name"): each.text for each in put.iterfind("upload:header", NS)}
    return put.get("url"), headers, get.get("url")


def _http(method: str, url: str, body: bytes | None = None, headers: dict | None = None) -> bytes:
    declared = {"Content-Type": "image/png", **(headers or {})} if body else {}
    asked = urllib.request.Request(url, body, declared, method=method)  # noqa: S310
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(asked, timeout=60) as answer:
        return answer.read()
