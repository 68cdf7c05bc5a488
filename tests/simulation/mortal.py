"""A doctor's program that kills itself at a named point between the click and the echo.

``python -m tests.simulation.mortal VAULT PORT CONSULTATION POINT SKIP TEXTS``; the password comes
on standard input. It prints the id of each message that it called queued. Without a point it lives
until nothing waits any more.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from tests.fakes.sudden_end import die
from tests.simulation.desk import desk
from tests.simulation.people import ME
from tests.vault.people import KEY
from workstation.domain.events import Arrived
from workstation.link.link import Link
from workstation.link.web_socket import WebSocket
from workstation.services.inbound import InboundProcessor
from workstation.services.outbox import Outbox
from workstation.services.outbox_writer import OutboxWriter
from workstation.vault.archive.ingest import ingest
from workstation.vault.conversation import members
from workstation.vault.database import Vault
from workstation.vault.unsent import outbox

PATIENCE = 20
POINTS = (
    "before the commit",
    "inside the commit",
    "queued",
    "before it is marked",
    "marked as under way",
    "handed to the session",
    "given to the socket",
    "written to the network",
    "echo received",
    "inside taking it in",
    "echo committed",
    "acknowledged",
)


class Death:
    """The end at one point, after it was passed ``skip`` times."""

    def __init__(self, point: str, skip: int) -> None:
        self._point, self._skip = point, skip

    def reach(self, point: str) -> None:
        """Kill this process here, if it is the point and the time to die."""
        if point != self._point:
            return
        if self._skip == 0:
            die()
        self._skip -= 1


def arm(death: Death) -> None:
    """Put the points into the program's way."""
    _around(OutboxWriter, "add_draft", death, "before the commit", "queued")
    _within(outbox, "send_draft", death, "inside the commit")
    _around(Outbox, "_post", death, "before it is marked", "")
    _within(outbox, "mark_sending", death, "marked as under way")
    _within(Link, "post", death, "handed to the session")
    _messages(death)
    _echoes(death)


def _around(owner: Any, name: str, death: Death, before: str, after: str) -> None:
    inner: Callable[..., Awaitable[Any]] = getattr(owner, name)

    async def outer(*args: Any, **rest: Any) -> Any:
        death.reach(before)
        result = await inner(*args, **rest)
        death.reach(after)
        return result

    setattr(owner, name, outer)


def _within(owner: Any, name: str, death: Death, point: str) -> None:
    inner = getattr(owner, name)

    def outer(*args: Any, **rest: Any) -> Any:
        result = inner(*args, **rest)
        death.reach(point)
        return result

    setattr(owner, name, outer)


def _messages(death: Death) -> None:
    send = WebSocket.send

    def sending(self: WebSocket, frames: Any) -> None:
        handed_over = list(frames)
        send(self, handed_over)
        if any("groupchat" in frame for frame in handed_over):
            death.reach("given to the socket")
            asyncio.get_running_loop().call_later(0.002, death.reach, "written to the network")

    WebSocket.send = sending  # type: ignore[method-assign]


def _echoes(death: Death) -> None:
    import workstation.services.inbound_storage as services

    take = InboundProcessor.process

    async def taking(self: InboundProcessor, batch: Any) -> None:
        mine = [e for e in batch.events if isinstance(e, Arrived) and e.member_id == ME]
        if mine:
            death.reach("echo received")
        await take(self, batch)
        if mine:
            death.reach("acknowledged")

    def taking_in(connection: Any, events: Any, requests: Any) -> Any:
        ingested = ingest(connection, events, requests)
        if any(isinstance(e, Arrived) and e.member_id == ME for e in events):
            death.reach("inside taking it in")
        return ingested

    committed = Link.commit

    def commit(self: Link, mark: int) -> None:
        death.reach("echo committed")
        committed(self, mark)

    InboundProcessor.process = taking  # type: ignore[method-assign]
    services.ingest = taking_in
    Link.commit = commit  # type: ignore[method-assign]


async def live(path: Path, port: int, room: int, password: str, texts: list[str]) -> None:
    """One life of a doctor's program: send the texts, and end once the room has them all."""
    vault = Vault.open(path, KEY)
    await vault.write(members.set_me, ME, "")
    client = desk(vault, port, password)
    await client.start(frozenset({room}))
    for text in texts:
        print(await client.say(room, text), flush=True)  # noqa: T201 - read by the test
    async with asyncio.timeout(PATIENCE):
        while await vault.read(outbox.entries):  # noqa: ASYNC110 - the vault tells nobody
            await asyncio.sleep(0.01)
    await client.link.close()
    await client.kill()
    vault.close()


def main() -> None:
    path, port, room, point, skip, *texts = sys.argv[1:]
    arm(Death(point, int(skip)))
    password = sys.stdin.readline().strip()
    asyncio.run(live(Path(path), int(port), int(room), password, texts))


if __name__ == "__main__":
    main()
