"""One scene for any desktop client, measured from outside: a doctor, a patient, a room on Prosody.

``make bench BENCH=scene`` plays it with a window of ours. To put another client beside it, name a
program that starts it: ``CLIENT=/path/to/start make bench BENCH=scene``. It finds the account, its
password, the room's address and the server's ports in its environment (``SCENE_...``), and what it
starts must enter the room. Both are a tree of processes, of which the system tells CPU and memory,
and a name in the room, which the patient sees come and go. Only of ours it is known what is stored,
looked up while the server is down, so that nothing can be fetched then.

Bounded: whoever is not in the room within a minute, or at rest within two, ends the scene.
"""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from dataclasses import asdict
from pathlib import Path

from burst import DOCTOR, MEMORY, PATIENT, account_of
from desk import Account, at_desk, in_window
from measurement import Row, pss_megabytes
from rooms import count

from tests.servers import rig
from tests.servers.burst import burst
from tests.servers.engine import Engine, room_address
from tests.servers.raw_client import NS, RawClient, signed_in

CLIENT = os.environ.get("CLIENT", "")
ROOM, LIVE, MISSED = 9_001, 2_000, 50
IDLE_SECONDS, REST_SECONDS, QUIET_SHARE = 60.0, 1.0, 0.03
ENTERED_WITHIN, AT_REST_WITHIN = 60.0, 120.0
STORED_ONCE = (
    "(SELECT text FROM message WHERE text LIKE 'burst %' OR text LIKE 'missed %'"
    " GROUP BY text HAVING count(*) = 1)"
)
TICK = os.sysconf("SC_CLK_TCK")


def rows() -> Iterator[Row]:
    if packages := rig.missing("prosody"):
        print(f"scene: NOT RUN, no {' '.join(packages)}", file=sys.stderr)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as fast,
        rig.running("prosody", Path(fast)) as engine,
    ):
        profile, account = Path(folder), account_of(engine, ROOM)
        if not CLIENT:  # the first start makes the profile that the scene is played with
            in_window(lambda: known(profile, account))
        yield from asyncio.run(played(engine, profile, account))
        if not CLIENT:
            engine.kill()
            stored = in_window(lambda: stored_by_us(profile, account))
            yield Row("  not stored exactly once", LIVE + MISSED - stored, "", most=0)


async def known(profile: Path, account: Account) -> None:
    """Work once, so that the scene begins with a warm profile."""
    async with at_desk(profile, account) as work:
        await work.online()


async def played(engine: Engine, profile: Path, account: Account) -> list[Row]:
    """The scene with one client; it ends with it."""
    address, got = room_address(ROOM, engine.domain), list[Row]()
    async with contextlib.AsyncExitStack() as ending:
        patient = await ending.enter_async_context(signed_in(engine, PATIENT))
        await patient.join(address)
        began = time.monotonic()
        client = await ending.enter_async_context(started(engine, profile, account))
        await doctor_enters(patient, address)
        got.append(Row("start to seen in the room", time.monotonic() - began, "s"))
        await asyncio.sleep(3)
        got.append(Row("  CPU from the start to 3 s after", cpu_of(client.pid), "s", most=0.55))
        got += [row async for row in at_rest(client.pid)]
        got += [row async for row in flooded(client.pid, patient, address)]
        await asyncio.to_thread(engine.kill)
        await asyncio.to_thread(engine.start)
        listening = time.monotonic()
        again = await ending.enter_async_context(signed_in(engine, PATIENT, resource="again"))
        await again.join(address)
        for number in range(MISSED):
            await again.say(address, f"missed {number}", f"missed-{number}")
        await doctor_enters(again, address)
        name = "seen in the room again after kill -9"
        got.append(Row(name, time.monotonic() - listening, "s"))
        await rest(client.pid)
    return got


@contextlib.asynccontextmanager
async def started(engine: Engine, profile: Path, account: Account) -> AsyncIterator[Process]:
    """The client that is measured; the kernel ends it with this process, should that be killed."""
    endpoint = engine.endpoints[0]
    about = {
        "SCENE_ACCOUNT": f"{DOCTOR}@{engine.domain}",
        "SCENE_PASSWORD": engine.password_for(DOCTOR),
        "SCENE_ROOM": room_address(ROOM, engine.domain),
        "SCENE_PORT": str(endpoint.c2s_port),
        "SCENE_WEBSOCKET": endpoint.url,
    }
    ours = [sys.executable, "-m", "tests.servers.signed_in", str(profile)]
    command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--", *([CLIENT] if CLIENT else ours)]
    client = await asyncio.create_subprocess_exec(*command, stdin=PIPE, env=os.environ | about)
    try:
        if client.stdin is not None:
            client.stdin.write(json.dumps(asdict(account)).encode() + b"\n")
        yield client
    finally:
        with contextlib.suppress(ProcessLookupError):
            client.terminate()
            try:
                await asyncio.wait_for(client.wait(), 10)
            except TimeoutError:
                client.kill()
                await client.wait()


async def doctor_enters(patient: RawClient, address: str) -> None:
    """Wait until the room shows the doctor."""
    account = f"{DOCTOR}@{patient.domain}/"
    async with asyncio.timeout(ENTERED_WITHIN):
        while True:
            try:
                seen = await patient.tag("c:presence")
            except TimeoutError:  # nothing was said in the meantime
                continue
            items = (each.get("jid") or "" for each in seen.iterfind("muc-user:x/*", NS))
            is_here = (seen.get("from") or "").startswith(address) and seen.get("type") is None
            if is_here and any(jid.startswith(account) for jid in items):
                return


async def at_rest(pid: int) -> AsyncIterator[Row]:
    """What it takes while nothing happens."""
    await rest(pid)
    before = cpu_of(pid)
    await asyncio.sleep(IDLE_SECONDS)
    yield Row("idle CPU", (cpu_of(pid) - before) / IDLE_SECONDS * 100, "% of a core", most=0.1)
    yield Row("idle memory (PSS)", sum(map(pss_megabytes, tree(pid))), "MB", most=90)


async def flooded(pid: int, patient: RawClient, address: str) -> AsyncIterator[Row]:
    """What a burst costs, until it is digested."""
    cpu, began = cpu_of(pid), time.monotonic()
    timing = await burst(patient, address, LIVE)
    yield Row(f"burst of {LIVE:,}: relayed by the server", timing.echoed - timing.sent, "s")
    await rest(pid)
    yield Row("  client at rest", time.monotonic() - began - REST_SECONDS, "s")
    yield Row("  CPU of it", cpu_of(pid) - cpu, "s", most=0.9)
    yield Row("  memory (PSS) after it", sum(map(pss_megabytes, tree(pid))), "MB")


async def rest(pid: int) -> None:
    """Wait until a client has nearly done nothing for a second."""
    async with asyncio.timeout(AT_REST_WITHIN):
        while True:
            before = cpu_of(pid)
            await asyncio.sleep(REST_SECONDS)
            if cpu_of(pid) - before <= QUIET_SHARE * REST_SECONDS:
                return


def tree(pid: int) -> list[int]:
    """A process and all that it started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text().split()]
    return [pid, *(each for child in children for each in tree(child))]


def cpu_of(pid: int) -> float:
    """Seconds of CPU that a tree of processes has used, those that ended included."""
    stats = (Path(f"/proc/{each}/stat").read_text().rpartition(")")[2] for each in tree(pid))
    return sum(sum(map(int, stat.split()[11:15])) for stat in stats) / TICK


async def stored_by_us(profile: Path, account: Account) -> int:
    """How many of the messages are in our database exactly once."""
    async with at_desk(profile, account) as work:
        return await count(work, STORED_ONCE)
