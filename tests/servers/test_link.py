"""The product's own session on each engine: what it sends, hears and survives."""

import asyncio

from tests.servers.contract_steps import planned_waits, through_relay
from tests.servers.doctor import on_duty
from tests.servers.embedded import Embedded
from tests.servers.engine import Engine
from tests.servers.marks import on_cluster, on_real_engines, on_the_clinic
from tests.servers.processes import free_ports
from tests.servers.raw_client import NS, signed_in
from workstation.domain.commands import MarkDisplayed, SetTyping
from workstation.domain.connection import Phase
from workstation.domain.errors import DeadlineExceeded
from workstation.domain.events import Invited, Joined, Left
from workstation.domain.im import ImServer

DOCTOR, COLLEAGUE, PATIENT = 1001, 1002, 2001
CUTS = 3


def _has(path: str):
    return lambda element: element.find(path, NS) is not None


async def test_a_doctor_speaks_and_the_room_confirms(engine: Engine, consultation_id: int) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with on_duty(engine, DOCTOR, consultation_id) as doctor:
        echo = await doctor.say(consultation_id, "您好，请问哪里不舒服？")
        assert (echo.member_id, echo.text) == (DOCTOR, "您好，请问哪里不舒服？")
        assert echo.archive_id
        page = await doctor.page(consultation_id)
        assert [each.origin_id for each in page.items] == [echo.origin_id]
        assert page.items[0].member_id == DOCTOR


async def test_two_doctors_and_a_patient_are_told_apart(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, COLLEAGUE, PATIENT])
    async with (
        on_duty(engine, DOCTOR, consultation_id) as doctor,
        on_duty(engine, COLLEAGUE, consultation_id) as colleague,
        signed_in(engine, PATIENT) as patient,
    ):
        await patient.join(room)
        await patient.say(room, "头疼", "from-patient")
        origin_id = await colleague.say(consultation_id, "我来看看")
        assert (await doctor.wait_for_message("from-patient")).member_id == PATIENT
        assert (await doctor.wait_for_message(origin_id.origin_id)).member_id == COLLEAGUE


async def test_a_room_that_is_not_entered_is_read_under_the_right_names(
    engine: Engine, consultation_id: int
) -> None:
    """As when an older part of a closed consultation is asked for."""
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with on_duty(engine, DOCTOR) as doctor, signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await patient.say(room, "头疼", "p-1")
        await patient.wait_for(_has("c:body"))
        page = await doctor.page(consultation_id)
        assert [(each.member_id, each.text) for each in page.items] == [(PATIENT, "头疼")]


async def test_a_cut_line_is_taken_up_again_without_loss(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with (
        through_relay(engine) as relay,
        on_duty(engine, DOCTOR, consultation_id) as doctor,
        signed_in(engine, PATIENT) as patient,
    ):
        await patient.join(room)
        expected = []
        for number in range(CUTS):
            since = len(doctor.events)
            relay.cut()
            await patient.say(room, f"{number}", f"cut-{number}")
            # What was said meanwhile is the archive's to tell where the session is another
            # (test_contract holds the whole sign-in).
            if not await doctor.back(consultation_id, since=since):
                continue
            await doctor.wait_for_message(f"cut-{number}", since=since)
            expected.append(f"{number}")
        assert [each.text for each in doctor.arrivals(consultation_id)] == expected


@on_the_clinic
async def test_a_resume_without_an_answer_gives_way_to_a_new_session(
    engine: Embedded, consultation_id: int
) -> None:
    """ejabberd keeps a resume waiting for 15 s when a cut meets it in the middle of a frame."""
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with through_relay(engine) as relay, on_duty(engine, DOCTOR, consultation_id) as doctor:
        await asyncio.to_thread(engine.dial, "im-stall=0@in * resume#1")
        since = len(doctor.events)
        relay.cut()
        await doctor.joined(consultation_id, since=since)
        errors = [each.error for each in doctor.connections(since)]
        assert any(isinstance(error, DeadlineExceeded) for error in errors)
        await doctor.say(consultation_id, "here again")


async def test_typing_and_read_marks_reach_the_patient(
    engine: Engine, consultation_id: int
) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with (
        on_duty(engine, DOCTOR, consultation_id) as doctor,
        signed_in(engine, PATIENT) as patient,
    ):
        await patient.join(room)
        await patient.say(room, "头疼", "p-1")
        message = await doctor.wait_for_message("p-1")
        doctor.link.post(SetTyping(consultation_id, composing=True))
        await patient.wait_for(_has("states:composing"))
        doctor.link.post(MarkDisplayed(consultation_id, message.archive_id))
        mark = await patient.wait_for(_has("markers:displayed"))
        assert mark.find("markers:displayed", NS).get("id") == message.archive_id


async def test_an_invitation_is_told_and_joins_nothing(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with on_duty(engine, DOCTOR) as doctor:
        await asyncio.to_thread(engine.invite, consultation_id, DOCTOR)
        invited = await doctor.wait_for_event(Invited)
        assert invited.consultation_id == consultation_id
        assert not any(isinstance(each, Joined) for each in doctor.events)


async def test_a_forged_archive_result_says_nothing(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    forged = (
        f"<result xmlns='{NS['mam']}' queryid='q' id='x'><forwarded xmlns='{NS['forward']}'>"
        f"<message xmlns='jabber:client' type='groupchat' from='{room}/{DOCTOR}' id='forged'>"
        "<body>stop the medicine</body></message></forwarded></result>"
    )
    async with (
        on_duty(engine, DOCTOR, consultation_id) as doctor,
        signed_in(engine, PATIENT) as patient,
    ):
        await patient.join(room)
        await patient.send(
            f"<message xmlns='jabber:client' to='{DOCTOR}@{engine.domain}/desk' id='f'>"
            f"{forged}</message>"
        )
        await patient.send(
            f"<message xmlns='jabber:client' type='groupchat' to='{room}' id='g'>{forged}</message>"
        )
        await patient.say(room, "after", "after")
        await doctor.wait_for_message("after")
        assert [each.text for each in doctor.arrivals(consultation_id)] == ["after"]


async def test_the_same_installation_elsewhere_stops_this_one(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with (
        on_duty(engine, DOCTOR, consultation_id) as here,
        on_duty(engine, DOCTOR, consultation_id) as there,
    ):
        await here.phase(Phase.CONFLICT)
        assert there.link.connection.phase is Phase.ONLINE
        since = len(here.events)
        here.link.retry_now()
        await there.phase(Phase.CONFLICT)
        await here.phase(Phase.ONLINE, since=since)


async def test_a_doctor_taken_off_the_consultation_is_out(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with on_duty(engine, DOCTOR, consultation_id) as doctor:
        await asyncio.to_thread(engine.expel, consultation_id, DOCTOR)
        await doctor.wait_for_event(Left, lambda each: each.consultation_id == consultation_id)
        assert not doctor.link.visit(consultation_id)


async def test_a_restarted_server_has_the_doctor_back_in_his_rooms(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with on_duty(engine, DOCTOR, consultation_id, servers=[_server(engine, 0)]) as doctor:
        await doctor.say(consultation_id, "before")
        since = len(doctor.events)
        await asyncio.to_thread(engine.kill)
        await asyncio.to_thread(engine.start)
        await doctor.phase(Phase.ONLINE, since=since)
        await doctor.joined(consultation_id, since=since)
        await doctor.say(consultation_id, "after")
        page = await doctor.page(consultation_id)
        assert [each.text for each in page.items] == ["before", "after"]


@on_cluster
async def test_a_killed_node_costs_two_seconds_at_most(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with on_duty(engine, DOCTOR, consultation_id) as doctor:
        await doctor.say(consultation_id, "before")
        node = _node_of(engine, doctor.link.last_good)
        since = len(doctor.events)
        try:
            await asyncio.to_thread(engine.kill, node)
            await doctor.joined(consultation_id, since=since)
            assert planned_waits(doctor.connections(since)) < 2
            assert _node_of(engine, doctor.link.last_good) != node
            await doctor.say(consultation_id, "after")
            page = await doctor.page(consultation_id)
            assert [each.text for each in page.items] == ["before", "after"]
        finally:
            await asyncio.to_thread(engine.start, node)


@on_real_engines
async def test_tls_holds_the_domain_not_the_address(engine: Engine, consultation_id: int) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    server = [ImServer("127.0.0.1", engine.endpoints[0].https_port)]
    async with on_duty(engine, DOCTOR, consultation_id, servers=server, encrypted=True) as doctor:
        assert doctor.link.last_good.startswith("wss://")
        await doctor.say(consultation_id, "sealed")


async def test_a_password_that_runs_out_is_renewed_before_the_next_sign_in(
    engine: Engine, consultation_id: int
) -> None:
    engine.create_room(consultation_id, [DOCTOR, PATIENT])
    async with through_relay(engine) as relay, on_duty(engine, DOCTOR, consultation_id) as doctor:
        await asyncio.to_thread(engine.expire_passwords, DOCTOR)
        fetched, since = engine.hospital.fetches, len(doctor.events)
        relay.cut()
        await doctor.phase(Phase.ONLINE, since=since)
        assert engine.hospital.fetches == fetched + 1


async def test_dead_servers_in_the_list_cost_nothing(engine: Engine) -> None:
    dead = [ImServer("127.0.0.1", port) for port in free_ports(3)]
    async with on_duty(engine, DOCTOR, servers=[*dead, _server(engine, 0)]) as doctor:
        phases = [each.phase for each in doctor.connections()]
        assert phases == [Phase.CONNECTING, Phase.ONLINE]


def _server(engine: Engine, node: int) -> ImServer:
    return ImServer("127.0.0.1", engine.endpoints[node].http_port)


def _node_of(engine: Engine, url: str) -> int:
    return [each.url for each in engine.endpoints].index(url)
