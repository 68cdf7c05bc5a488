"""Five hundred rooms on Prosody: how soon the last is known up to now, and an outage after a burst.

The outage is the worst that was seen at a clinic: 2,000 live messages in the open conversation, the
engine killed, and 50 messages of the patient in the moment after it listens again. They count as
late from the moment the program is back online. What silent rooms cost is counted in frames.

All of it ends within four minutes, on a busy machine too: what was not reached by then is said so
instead of its row, and what comes after it is left out.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from pathlib import Path

from burst import DOCTOR, MEMORY, PATIENT, account_of
from desk import Account, Work, at_desk, in_window
from measurement import Row

from tests.servers import rig
from tests.servers.burst import burst
from tests.servers.engine import Engine, room_address
from tests.servers.raw_client import signed_in
from workstation.domain.connection import Phase
from workstation.link.web_socket import WebSocket

ROOMS, FIRST_ROOM = 500, 8_000
ALL = range(FIRST_ROOM, FIRST_ROOM + ROOMS)
OPEN = FIRST_ROOM + ROOMS // 2
LIVE, MISSED = 2_000, 50
SILENT_SECONDS = 20.0
BUDGET = 210.0
ENTERING = (
    (
        "<iq xmlns='jabber:client' type='get' id='about' to='{}'>"
        "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>"
    ),
    (
        f"<presence xmlns='jabber:client' to='{{}}/{DOCTOR}'>"
        "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"
    ),
    (
        "<iq xmlns='jabber:client' type='set' id='page' to='{}'><query xmlns='urn:xmpp:mam:2'>"
        "<set xmlns='http://jabber.org/protocol/rsm'><max>100</max><before/></set></query></iq>"
    ),
)


def rows() -> Iterator[Row]:
    if packages := rig.missing("prosody"):
        print(f"rooms: NOT RUN, no {' '.join(packages)}", file=sys.stderr)
        return
    over = time.monotonic() + BUDGET
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as fast,
        rig.running("prosody", Path(fast)) as engine,
    ):
        account, profile = account_of(engine, *ALL), Path(folder) / "rooms"
        floor = asyncio.run(asked_at_once(engine))
        yield Row(f"{ROOMS} rooms for a client that only sends: all answered after", floor, "s")
        for kind in ("first", "warm"):
            yield from in_window(lambda k=kind: bounded(start(profile, account, k), over))
        yield from in_window(lambda: bounded(silence_and_outage(engine, profile, account), over))


async def asked_at_once(engine: Engine) -> float:
    """Seconds that the engine alone takes to let a doctor into all rooms and tell what is new.

    Asked is what the program asks for each room, all at once, and no answer is looked at.
    """
    async with signed_in(engine, DOCTOR) as client:
        began = time.monotonic()
        for room in ALL:
            address = room_address(room, engine.domain)
            for frame in ENTERING:
                await client.send(frame.format(address))
        for _ in ALL:
            await client.wait_for(lambda answer: answer.get("id") == "page")
            client.inbox.clear()
        return time.monotonic() - began


async def bounded(measured: AsyncIterator[Row], over: float) -> list[Row]:
    """The rows that come before the time is over."""
    got: list[Row] = []
    try:
        async with asyncio.timeout(over - time.monotonic()):
            async for row in measured:
                got.append(row)  # noqa: PERF401 - those that came before the time was over count
    except TimeoutError:
        print(f"rooms: {BUDGET:g} s are over; what is missing was NOT REACHED", file=sys.stderr)
    return got


async def start(profile: Path, account: Account, kind: str) -> AsyncIterator[Row]:
    """How soon the desk is online, and all rooms are known up to now."""
    began, cpu = time.monotonic(), time.process_time()
    async with at_desk(profile, account) as work:
        await work.online()
        online = time.monotonic()
        yield Row(f"{ROOMS} rooms, {kind} start: online after", online - began, "s")
        await until_caught_up(work, ALL)
        yield Row("  last joined and caught up after", time.monotonic() - online, "s", most=1.5)
        yield Row("  CPU up to then", time.process_time() - cpu, "s", most=0.9)


async def silence_and_outage(engine: Engine, profile: Path, account: Account) -> AsyncIterator[Row]:
    """What silent rooms cost, then what an outage with so many costs."""
    frames = counted_frames()
    async with at_desk(profile, account) as work:
        await work.online()
        await work.open_consultation(OPEN)
        await until_caught_up(work, ALL)
        before = frames()
        await asyncio.sleep(SILENT_SECONDS)
        each_second = (frames() - before) / SILENT_SECONDS
        yield Row(f"{ROOMS} silent rooms: frames sent each second", each_second, "", most=0.5)
        async for row in outage(engine, work):
            yield row


async def outage(engine: Engine, work: Work) -> AsyncIterator[Row]:
    """The server is killed after a burst; how soon what was missed is stored."""
    before = await count(work)
    async with signed_in(engine, PATIENT) as patient:
        address = room_address(OPEN, engine.domain)
        await patient.join(address)
        await burst(patient, address, LIVE)
    await until_stored(work, before + LIVE)
    await asyncio.to_thread(engine.kill)
    await work_lost(work)
    # The platform gives no password that is good, so the doctor stays out meanwhile.
    engine.hospital.expire_all(DOCTOR)
    good, engine.hospital.password_of = engine.hospital.password_of, lambda _: "0" * 32
    await asyncio.to_thread(engine.start)
    async with signed_in(engine, PATIENT) as patient:
        await patient.join(address)
        for number in range(MISSED):
            await patient.say(address, f"missed {number}", f"missed-{number}")
            await patient.message(f"missed-{number}")
    engine.hospital.password_of = good
    work.session.refresh()
    await work.online()
    online, ahead = time.monotonic(), asyncio.ensure_future(ahead_of_open(work))
    await until_stored(work, MISSED, "message WHERE text LIKE 'missed %'")
    name = f"outage with {ROOMS} rooms: the {MISSED} missed are stored after"
    yield Row(name, time.monotonic() - online, "s", most=1.5)
    yield Row("  rooms caught up before the open one, which has most to read", await ahead, "")
    await until_caught_up(work, ALL)
    yield Row("  last of all caught up after", time.monotonic() - online, "s")


async def ahead_of_open(work: Work) -> int:
    """How many rooms have caught up when the open one has."""
    await until_caught_up(work, [OPEN])
    return sum(is_caught_up(work, room) for room in ALL) - 1


async def work_lost(work: Work) -> None:
    """Wait until the desk knows that the server is gone."""
    await until(lambda: work.session.store.connection.phase is not Phase.ONLINE)


async def until(true: Callable[[], object]) -> None:
    """Wait until something is true, for as long as the budget lasts."""
    while not true():  # noqa: ASYNC110 - the window has no event for whatever is waited for
        await asyncio.sleep(0.01)


async def until_caught_up(work: Work, rooms: Iterable[int]) -> None:
    """Wait until the archive of each is known up to now; looks at one of them at a time."""
    for room in rooms:
        await until(lambda room=room: is_caught_up(work, room))


def is_caught_up(work: Work, room: int) -> bool:
    """Whether a room's archive is known up to now, in the present stay there."""
    messaging = work.session.messaging
    return messaging.outbox.visits.is_open(room, messaging.link.visit(room))


def counted_frames() -> Callable[[], int]:
    """How many frames every socket has sent since then."""
    sent = [0]
    send = WebSocket.send

    def counting(socket: WebSocket, frames: Iterable[str]) -> None:
        written = tuple(frames)
        sent[0] += len(written)
        send(socket, written)

    WebSocket.send = counting  # type: ignore[method-assign]
    return lambda: sent[0]


async def until_stored(
    work: Work, many: int, what: str = f"message WHERE consultation_id = {OPEN}"
) -> None:
    """Wait until the database holds that many rows."""
    while await count(work, what) < many:  # noqa: ASYNC110 - the vault tells nobody
        await asyncio.sleep(0.02)


async def count(work: Work, what: str = f"message WHERE consultation_id = {OPEN}") -> int:
    """How many rows the database holds; ``what`` is a table with its condition."""
    return await work.session.vault.read(
        lambda connection: connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]  # noqa: S608
    )
