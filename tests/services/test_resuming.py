"""A page that got no answer is asked for again as soon as the session goes on."""

import asyncio

from tests.simulation.virtual_time import VirtualLoop, run
from workstation.clock import SystemClock
from workstation.domain.changes import Changes
from workstation.domain.commands import FetchPage
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import ConnectionChanged, Joined, PageFailed
from workstation.link.inbox import Batch
from workstation.services.catch_up import CatchUp
from workstation.services.inbound import InboundProcessor
from workstation.services.outbox import Outbox
from workstation.services.read_markers import ReadMarkers
from workstation.vault.database import Vault

ROOM = 7


class Line:
    """A link that keeps what is asked of it."""

    def __init__(self) -> None:
        self.posted = []

    def post(self, command) -> None:
        self.posted.append(command)

    def commit(self, mark: int) -> None:
        pass

    def visit(self, _consultation_id: int) -> int | None:
        return 1

    @property
    def pages(self):
        return [each for each in self.posted if isinstance(each, FetchPage)]


def test_a_catch_up_cut_off_in_the_middle_goes_on_with_the_resumed_session() -> None:
    run(VirtualLoop(), _cut_off_and_resumed())


async def _cut_off_and_resumed() -> None:
    line, vault, work = Line(), Vault.in_memory(threads=False), []
    catch_up = CatchUp(line.post, lambda _: None)
    outbox = Outbox(
        vault, line, SystemClock(), on_changes=_ignore, upload=_nothing, new_id=lambda: "never"
    )
    inbound = InboundProcessor(
        line,
        vault,
        catch_up=catch_up,
        outbox=outbox,
        read_markers=ReadMarkers(vault, line.post, _ignore),
        on_changes=_ignore,
        on_event=_ignore,
        spawn=lambda coroutine, **_: work.append(asyncio.ensure_future(coroutine)),
    )
    await inbound.process(Batch((Joined(ROOM, archives=True, visit=1),), 1))
    (asked,) = line.pages
    await inbound.process(Batch((PageFailed(ROOM, asked.query, "not online"),), 2))
    online = ConnectionChanged(Connection(Phase.ONLINE))
    await inbound.process(Batch((online,), 3))
    await asyncio.gather(*work)
    assert [each.consultation_id for each in line.pages] == [ROOM, ROOM]
    assert catch_up.failed == frozenset()
    vault.close()


def _ignore(_: Changes | object) -> None:
    pass


async def _nothing(_: object) -> None:
    return None
