"""A burst of 2,000 messages from Prosody into the open conversation, in the whole program.

The sender is a process of its own. "Stored" is when the vault has taken the last message, "shown"
when it is painted, both counted from the moment the room echoed the last one to its sender. The
ticks of a five-millisecond timer in the window tell whether a doctor could have typed meanwhile;
the same ticks of the idle program before the burst tell what the machine does to them.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from desk import Account, Painted, Ticks, Work, at_desk, in_window
from measurement import ROOT, Row, median, percentile

from tests.servers import rig
from tests.servers.burst import PROGRAM, Order, order_line
from tests.servers.engine import Engine, room_address
from workstation.domain.changes import Changes
from workstation.vault.lists import timelines

DOCTOR, PATIENT = 1001, 2001
COUNT, TIMES = 2_000, 3
IDLE_SECONDS = 2.0
PATIENCE = 60
# The disk of the server is not the subject; that of the program is.
MEMORY = Path("/dev/shm")  # noqa: S108


@dataclass(frozen=True, slots=True)
class Outcome:
    """Seconds after the last echo, seconds of CPU, gaps in milliseconds."""

    sent: float
    stored: float
    displayed: float
    cpu: float
    gaps: list[float]
    busy: list[float]
    idle_gaps: list[float]


def account_of(engine: Engine, *rooms: int) -> Account:
    """A doctor with these consultations and no others."""
    engine.hospital.consultations.clear()
    for room in rooms:
        engine.hospital.begin(room, [DOCTOR], PATIENT)
        engine.create_room(room, [DOCTOR, PATIENT])
    return Account(engine.hospital.url, engine.hospital.token(DOCTOR), DOCTOR, engine.domain)


def rows() -> Iterator[Row]:
    if packages := rig.missing("prosody"):
        print(f"burst: NOT RUN, no {' '.join(packages)}", file=sys.stderr)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as fast,
        rig.running("prosody", Path(fast)) as engine,
    ):
        outcomes = in_window(lambda: all_of(engine, Path(folder)))
    yield Row("burst of 2,000: server took to relay it", median([o.sent for o in outcomes]), "s")
    stored, shown_seconds = (
        [getattr(o, name) for o in outcomes] for name in ("stored", "displayed")
    )
    yield Row("burst: stored after the server's last", median(stored), "s", most=0.3)
    yield Row("burst: shown after the server's last", median(shown_seconds), "s", most=0.3)
    yield Row("burst: CPU", median([o.cpu for o in outcomes]), "s", most=0.9)
    for name, part in (("p99", p99), ("longest", max)):
        most = {"p99": 16, "longest": 50}[name]
        gaps, busy, idle = (
            median([part(getattr(o, kind)) for o in outcomes])
            for kind in ("gaps", "busy", "idle_gaps")
        )
        yield Row(f"burst: gap between ticks, {name}", gaps, "ms", most=most)
        yield Row("  of it work of the window's thread", busy, "ms", most=most)
        yield Row("  gap of the idle program before", idle, "ms")


def p99(values: list[float]) -> float:
    """The value that 99 of 100 do not exceed, in the unit of ``values``."""
    return percentile(values, 99)


async def all_of(engine: Engine, folder: Path) -> list[Outcome]:
    """One burst after the other, each in a room and a profile of its own."""
    outcomes = []
    for number in range(TIMES):
        room = 7_001 + number
        async with at_desk(folder / f"profile{number}", account_of(engine, room)) as work:
            await work.online()
            await work.open_consultation(room)
            address = room_address(room, engine.domain)
            outcomes.append(await one(engine, work, address, room))
    return outcomes


async def one(engine: Engine, work: Work, address: str, room: int) -> Outcome:
    """One burst of ``COUNT`` messages out of a process of its own, and how the window stood it."""
    password = engine.password_for(PATIENT)
    order = Order(engine.endpoints[0].url, engine.domain, PATIENT, password, address, COUNT)
    sender = await asyncio.create_subprocess_exec(
        sys.executable, *PROGRAM, cwd=ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert sender.stdin is not None
    assert sender.stdout is not None
    sender.stdin.write(order_line(order).encode())
    assert await sender.stdout.readline() == b"ready\n"
    ticks, watch = Ticks(), Watch(work)
    ticks.start()
    await asyncio.sleep(IDLE_SECONDS)
    idle, cpu = ticks.stop(), time.process_time()
    ticks.start()
    output, _ = await sender.communicate(b"go\n")
    async with asyncio.timeout(PATIENCE):
        await watch.over.wait()
    gaps, cpu = ticks.stop(), time.process_time() - cpu
    timing = json.loads(output)
    await whole(work, room)
    ends = (watch.stored, watch.displayed)
    return Outcome(
        timing["echoed"] - timing["sent"],
        *(t - timing["echoed"] for t in ends),
        cpu,
        gaps,
        ticks.busy,
        idle,
    )


async def whole(work: Work, room: int) -> None:
    """Every message is there once, in order."""
    page = await work.session.vault.read(timelines.newest, room, COUNT + 1)
    assert [each.text for each in page.messages] == [f"burst {n}" for n in range(COUNT)]


class Watch:
    """Notes when the last message was stored and when it was on the screen."""

    def __init__(self, work: Work) -> None:
        self.stored = self.displayed = 0.0
        self.over = asyncio.Event()
        self._view = work.active.conversation.view
        work.session.store.changes.subscribe(self._changed)
        self._painted = Painted(self._view.viewport())
        self._painted.watched = self._look

    def _changed(self, changes: Changes) -> None:
        if any(each.text == f"burst {COUNT - 1}" for each in changes.messages):
            self.stored = time.monotonic()

    def _look(self) -> None:
        last = self._view.last_in_sight()
        if not self.displayed and last is not None and last.message.text == f"burst {COUNT - 1}":
            self.displayed = time.monotonic()
            self.over.set()
