"""The cluster's node that the doctor is on is killed: in the room again, on the other node.

Counted from the kill until the other node has let the doctor back into the room, in the whole
program; the dead node is up again and has joined its cluster before the next kill.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from burst import DOCTOR, PATIENT
from desk import Account, Work, at_desk, in_window, until
from measurement import Row, median

from tests.servers import rig
from tests.servers.engine import Engine

KILLS, ROOM = 3, 7_201
SETTLED_SECONDS = 8.0


def rows() -> Iterator[Row]:
    if packages := rig.missing("ejabberd"):
        print(f"failover: NOT RUN, no {' '.join(packages)}", file=sys.stderr)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        rig.running("ejabberd", Path(folder)) as engine,
    ):
        engine.hospital.begin(ROOM, [DOCTOR], PATIENT)
        engine.create_room(ROOM, [DOCTOR, PATIENT])
        taken = in_window(lambda: kills(engine, Path(folder) / "profile"))
    yield Row(f"on the other node after a kill, median of {KILLS}", median(taken), "s", most=2)
    yield Row("  the same, longest", max(taken), "s", most=2)


async def kills(engine: Engine, profile: Path) -> list[float]:
    """Seconds from each kill until the room is entered elsewhere."""
    account = Account(engine.hospital.url, engine.hospital.token(DOCTOR), DOCTOR, engine.domain)
    taken = []
    async with at_desk(profile, account) as work:
        for _ in range(KILLS):
            await until(lambda: work.session.messaging.link.visit(ROOM))
            node = node_of(engine, work)
            start = time.monotonic()
            await asyncio.to_thread(engine.kill, node)
            await until(lambda node=node: is_elsewhere(engine, work, node))
            taken.append(time.monotonic() - start)
            await asyncio.to_thread(engine.start, node)
            # The node takes over its share of the cluster, and the session counts as steady.
            await asyncio.sleep(SETTLED_SECONDS)
    return taken


def is_elsewhere(engine: Engine, work: Work, node: int) -> bool:
    """Whether the session is on another node than this, and in the room again."""
    return node_of(engine, work) != node and work.session.messaging.link.visit(ROOM)


def node_of(engine: Engine, work: Work) -> int:
    """The node that the doctor's session is on."""
    return [each.url for each in engine.endpoints].index(work.session.messaging.link.last_good)
