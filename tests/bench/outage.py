"""The engine is killed and listens again: back online, and everything missed meanwhile is there.

"Back" is counted from the moment that Prosody's port accepts connections again, in the whole
program. The missed messages are sent by the patient after the engine's restart while the doctor's
line to it is held shut, into a room that the doctor had freshly joined: more than one page of the
archive, and more than a room replays.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from burst import DOCTOR, MEMORY, PATIENT, account_of
from desk import Work, at_desk, in_window, until
from measurement import Row, median

from tests.servers import rig
from tests.servers.burst import burst
from tests.servers.engine import Engine, room_address
from tests.servers.raw_client import signed_in
from workstation.domain.connection import Phase
from workstation.vault.lists import timelines

KILLS, MISSED = 5, 500
DOWN_SECONDS = 1.0


def rows() -> Iterator[Row]:
    if packages := rig.missing("prosody"):
        print(f"outage: NOT RUN, no {' '.join(packages)}", file=sys.stderr)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as fast,
        rig.running("prosody", Path(fast)) as engine,
    ):
        taken = in_window(lambda: kills(engine, Path(folder) / "kills"))
        yield Row(f"back online after a kill, median of {KILLS}", median(taken), "s", most=0.4)
        yield Row("  the same, longest", max(taken), "s", most=0.8)
        yield from all_there("an empty room", engine, Path(folder), 7_102, 0)
        yield from all_there("a room with one message", engine, Path(folder), 7_103, 1)


def all_there(kind: str, engine: Engine, folder: Path, room: int, known: int) -> Iterator[Row]:
    """What was missed in one room."""
    work = missed(engine, folder / str(room), room, known)
    caught, lacking, again = in_window(lambda: work)
    yield Row(f"{MISSED} missed in {kind}: all there after", caught, "s")
    yield Row("  not there once after reconnect", lacking, "", most=0)
    yield Row("  not there once after a restart", again, "", most=0)


async def kills(engine: Engine, profile: Path) -> list[float]:
    """Seconds from the port's opening to online, each kill a second long."""
    taken = []
    async with at_desk(profile, account_of(engine, 7_101)) as work:
        await work.online()
        for _ in range(KILLS):
            await asyncio.to_thread(engine.kill)
            await until(lambda: work.session.store.connection.phase is not Phase.ONLINE)
            await asyncio.sleep(DOWN_SECONDS)
            listening = asyncio.ensure_future(asyncio.to_thread(opened, engine))
            await work.online()
            online = time.monotonic()
            taken.append(online - await listening)
            # A session that held this long ends the outage: the next one begins afresh.
            await asyncio.sleep(6)
    return taken


def opened(engine: Engine) -> float:
    """Start the engine; the monotonic time when it accepts connections."""
    engine.start()
    return time.monotonic()


async def missed(engine: Engine, profile: Path, room: int, known: int) -> tuple[float, int, int]:
    """Seconds until all is there; how many are not there once, then and after a restart.

    The room had ``known`` messages when the doctor first joined it.
    """
    account = account_of(engine, room)
    await write(engine, room, known)
    async with at_desk(profile, account) as work:
        await work.online()
        await work.open_consultation(room)
        # The archive was looked at: only then is what comes later missed.
        await until(lambda: work.session.messaging.outbox.visits.caught_up(room) is not None)
        lines = work.active.conversation.view.timeline
        await until(lambda: lines.rowCount() > known)
        # The platform gives no password that is good, so the doctor stays out meanwhile.
        engine.hospital.expire_all(DOCTOR)
        good, engine.hospital.password_of = engine.hospital.password_of, lambda _: "0" * 32
        await asyncio.to_thread(engine.kill)
        await until(lambda: work.session.store.connection.phase is Phase.WAITING)
        await asyncio.to_thread(engine.start)
        await write(engine, room, MISSED)
        assert work.session.store.connection.phase is not Phase.ONLINE
        engine.hospital.password_of = good
        work.session.refresh()
        await work.online()
        start = time.monotonic()
        await whole(work, room)
        caught, lacking = time.monotonic() - start, await wrong(work, room)
    async with at_desk(profile, account) as work:
        await work.online()
        await until(lambda: not work.session.messaging.catch_up.open_requests)
        return caught, lacking, await wrong(work, room)


async def write(engine: Engine, room: int, count: int) -> None:
    """The patient writes so many texts."""
    async with signed_in(engine, PATIENT) as patient:
        address = room_address(room, engine.domain)
        await patient.join(address)
        await burst(patient, address, count)


async def whole(work: Work, room: int) -> None:
    """Wait until every message is there, or for as long as patience lasts."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(30):
            while await wrong(work, room):  # noqa: ASYNC110 - the vault tells nobody
                await asyncio.sleep(0.05)


async def wrong(work: Work, room: int) -> int:
    """How many of the messages are not there exactly once."""
    page = await work.session.vault.read(timelines.newest, room, 4 * MISSED)
    texts = [each.text for each in page.messages]
    # The first text may have been known before, under the same words.
    return sum(texts.count(f"burst {n}") != 1 for n in range(1, MISSED))
