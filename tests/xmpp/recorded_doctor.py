"""The core on a socket of an engine, keeping the minutes."""

import asyncio
import contextlib
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.servers.engine import Engine
from tests.xmpp.transcript import Player
from workstation.xmpp import events

DOCTOR, PATIENT, COLLEAGUE, STRANGER = 1001, 2001, 1002, 3001
SECONDS = 60
CLIENT = "xmlns='jabber:client'"


class Doctor(Player):
    """The core on a socket of the engine."""

    def __init__(self, engine: Engine, prefix: str = "id") -> None:
        super().__init__(prefix)
        self.engine = engine
        self.socket: ClientConnection | None = None

    async def do(self, name: str, *arguments: Any, **options: Any) -> Any:
        """Run a command of the session, and send what comes of it."""
        result = self.command(name, *arguments, **options)
        await self._flush()
        return result

    async def _flush(self) -> None:
        frames, self.outbox = self.outbox, []
        assert self.socket is not None
        for frame in frames:
            with contextlib.suppress(ConnectionClosed):
                await self.socket.send(frame)

    async def connect(self, password: str = "", member: int = DOCTOR) -> None:
        url = self.engine.endpoints[0].url
        self.socket = await connect(
            url, subprotocols=[Subprotocol("xmpp")], compression=None, proxy=None
        )
        password = password or await asyncio.to_thread(self.engine.password_for, member)
        await self.do("connect", username=str(member), password=password, private=True)

    async def until(self, *kinds: type, times: int = 1) -> Any:
        """Read frames until that many events of these kinds came; gives the last."""
        assert self.socket is not None
        seen = len(self.events)
        async with asyncio.timeout(SECONDS):
            while True:
                expected = [each for each in self.events[seen:] if isinstance(each, kinds)]
                if len(expected) >= times:
                    return expected[-1]
                self.frame(str(await self.socket.recv()))
                await self._flush()

    async def drain(self, seconds: float = 0.4) -> None:
        """Read what still comes."""
        assert self.socket is not None
        with contextlib.suppress(TimeoutError, ConnectionClosed):
            while True:
                self.frame(str(await asyncio.wait_for(self.socket.recv(), seconds)))
                await self._flush()

    async def online(self) -> None:
        await self.until(events.Authenticated)
        await self.do("adopt")
        await self.until(events.Bound, events.Resumed)

    async def enter(self, room: str) -> None:
        await self.do("rooms.join", room, str(DOCTOR), "Dr. Chen 陈")
        await self.until(events.RoomJoined)
        await self.drain()

    def cut(self) -> None:
        """Lose the line without a word to the server."""
        assert self.socket is not None
        self.socket.transport.abort()
        self.command("drop_stream")
