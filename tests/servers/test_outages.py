"""Lines that break, servers that die, programs that end: nothing lost, doubled or out of order."""

import asyncio
from pathlib import Path

from tests.servers.contract_steps import (
    archived,
    node_of,
    planned_waits,
    say_all,
    soon,
    talk,
    through_relay,
)
from tests.servers.engine import Engine
from tests.servers.marks import on_cluster
from tests.servers.raw_client import signed_in
from tests.servers.workplace import at_work
from workstation.domain.connection import Phase
from workstation.services.page_queue import PAGE_MESSAGES, SLOW_PAGE_MESSAGES

DOCTOR, PATIENT = 1001, 2001


async def test_what_was_missed_in_a_freshly_joined_room_is_all_there_once(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    """More than a page while the line is down, more again while the program is: 500 messages."""
    async with signed_in(engine, PATIENT) as patient, through_relay(engine) as relay:
        await patient.join(room)
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await say_all(patient, room, range(10))
            await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 10)
            relay.stall()
            relay.cut()
            await say_all(patient, room, range(10, 260))
            relay.flow()
            doctor.session.refresh()
            await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 260)
        await say_all(patient, room, range(260, 510))
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await patient.say(room, "510", "n-510")
            await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) >= 511)
            assert await doctor.texts(consultation_id) == [f"{n}" for n in range(511)]
            assert (await doctor.timeline(consultation_id)).gaps == ()
            worklist = doctor.session.store.worklist
            await doctor.until(lambda: worklist.row(consultation_id).unread == 511)


async def test_a_long_past_is_a_visible_gap_that_loads(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(room)
        await say_all(patient, room, range(250))
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        first = await doctor.wait_for_rows(consultation_id, bool)
        assert len(first) in {PAGE_MESSAGES, SLOW_PAGE_MESSAGES}
        while gaps := (await doctor.timeline(consultation_id)).gaps:
            known = len(await doctor.conversation(consultation_id))
            assert doctor.session.messaging.catch_up.load_gap(gaps[0])
            await doctor.wait_for_rows(consultation_id, lambda all_, known=known: len(all_) > known)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(250)]


async def test_what_is_typed_on_a_line_that_breaks_arrives_once_and_in_order(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with through_relay(engine) as relay, at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.phase(Phase.ONLINE)
        for number in range(60):
            await doctor.say(consultation_id, f"{number}")
            if number % 20 == 10:
                relay.cut()
        await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 60)
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(60)]
    assert await archived(engine, room) == [f"{n}" for n in range(60)]


async def test_a_server_that_hangs_for_a_while_costs_nothing(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        await soon(lambda: doctor.session.messaging.link.visit(consultation_id))
        for node in range(len(engine.endpoints)):
            engine.freeze(node)
        for number in range(10):
            await doctor.say(consultation_id, f"{number}")
        for node in range(len(engine.endpoints)):
            engine.thaw(node)
        await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 10)
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(10)]
    assert await archived(engine, room) == [f"{n}" for n in range(10)]


async def test_a_killed_server_costs_nothing_that_was_typed_or_said(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        for number in range(10):
            await doctor.say(consultation_id, f"{number}")
        nodes = range(len(engine.endpoints))
        for node in nodes:  # as by a power cut: none sees another end
            engine.freeze(node)
        for node in nodes:
            await asyncio.to_thread(engine.kill, node)
        for number in range(10, 20):
            await doctor.say(consultation_id, f"{number}")
        # Nodes that share tables wait for one that may have ended after them (Mnesia).
        await asyncio.gather(*[asyncio.to_thread(engine.start, node) for node in nodes])
        await doctor.wait_for_rows(consultation_id, lambda all_: len(all_) == 20)
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == [f"{n}" for n in range(20)]
    assert await archived(engine, room) == [f"{n}" for n in range(20)]


async def test_what_is_typed_before_the_program_ends_is_sent_by_its_next_run(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.wait_for_rows(
            consultation_id, lambda _: doctor.session.messaging.link.visit(consultation_id)
        )
    engine.hospital.servers, usual = [], engine.hospital.servers
    try:
        async with at_work(engine, DOCTOR, tmp_path) as doctor:
            await doctor.say(consultation_id, "written offline")
    finally:
        engine.hospital.servers = usual
    async with at_work(engine, DOCTOR, tmp_path) as doctor:
        await doctor.all_sent(consultation_id)
        assert await doctor.texts(consultation_id) == ["written offline"]
    assert await archived(engine, room) == ["written offline"]


@on_cluster
async def test_a_node_killed_in_mid_conversation(
    engine: Engine, consultation_id: int, room: str, tmp_path: Path
) -> None:
    async with (
        at_work(engine, DOCTOR, tmp_path) as doctor,
        signed_in(engine, PATIENT, node=1) as patient,
    ):
        await doctor.phase(Phase.ONLINE)
        node = node_of(engine, doctor)
        talking = asyncio.create_task(talk(doctor, consultation_id, 30))
        await patient.join(room)
        await soon(lambda: doctor.session.messaging.link.visit(consultation_id))
        connections = doctor.watch_connection()
        await asyncio.to_thread(engine.kill, node)
        try:
            # The drop itself may have come and gone while the process was being ended.
            await doctor.until(lambda: node_of(engine, doctor) != node)
            await doctor.phase(Phase.ONLINE)
            await soon(lambda: doctor.session.messaging.link.visit(consultation_id))
            assert planned_waits(connections) < 2
            assert node_of(engine, doctor) != node
            await talking
            await doctor.all_sent(consultation_id)
            assert await doctor.texts(consultation_id) == [f"{n}" for n in range(30)]
            assert await archived(engine, room, 1 - node) == [f"{n}" for n in range(30)]
        finally:
            await asyncio.to_thread(engine.start, node)
