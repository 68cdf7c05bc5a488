"""The bench's load: what it claims to have sent is what the room keeps."""

import asyncio
import json
import sys
import time
from pathlib import Path

from tests.servers.burst import PROGRAM, Order, order_line
from tests.servers.engine import Engine
from tests.servers.raw_client import signed_in

ROOT = Path(__file__).parents[2]
DOCTOR, PATIENT, COUNT = 1001, 2001, 120


async def test_a_burst_is_archived_whole_and_timed(engine: Engine, consultation_id: int) -> None:
    room = engine.create_room(consultation_id, [DOCTOR, PATIENT])
    password = engine.password_for(PATIENT)
    order = Order(engine.endpoints[0].url, engine.domain, PATIENT, password, room, COUNT)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *PROGRAM,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    process.stdin.write(order_line(order).encode())
    assert await process.stdout.readline() == b"ready\n"
    before = time.monotonic()
    output, _ = await process.communicate(b"go\n")
    timing = json.loads(output)
    assert before <= timing["sent"] < timing["echoed"] <= time.monotonic()
    async with signed_in(engine, DOCTOR) as doctor:
        await doctor.join(room)
        first = await doctor.page(room, size=100)
        second = await doctor.page(room, first.last, size=100)
        assert first.bodies + second.bodies == [f"burst {number}" for number in range(COUNT)]
