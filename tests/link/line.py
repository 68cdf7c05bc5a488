"""A link without a network: a server of a few words, on a clock that costs no time."""

import asyncio
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Self

from tests.simulation.virtual_time import VirtualClock, VirtualLoop
from workstation.domain.connection import Phase
from workstation.domain.errors import ConnectionDropped, WorkstationError
from workstation.domain.events import ConnectionChanged, Event
from workstation.link.endpoints import Endpoint
from workstation.link.link import Link
from workstation.link.names import Names
from workstation.link.negotiation import Ready
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.servers import Servers
from workstation.link.session_driver import SessionDriver
from workstation.link.trace import ConnectionTrace
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.binding import SM
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import BIND, Stream
from workstation.xmpp.transitions import StreamState

ME, DOMAIN = 1001, "clinic.test"
FIRST, SECOND = (
    Endpoint(f"ws://{host}:5280/xmpp-websocket", host, 5280, True, False)
    for host in ("127.0.0.1", "127.0.0.2")
)
NAMES = {"id": re.compile(r'id="([^"]+)"'), "previd": re.compile(r'previd="([^"]+)"')}
FOREVER = 1_000.0


class Handled:
    """How many stanzas of the session the server has handled, over all its sockets."""

    count = 0


class Socket:
    """The client's end; what it sends is answered as far as a session needs it.

    A ``mute`` one takes what is sent, and nothing comes of it: its line is dead. Frames come whole.
    """

    content_bytes = 0

    def __init__(self, handled: Handled | None = None, *, mute: bool = False) -> None:
        self.sent: list[str] = []
        self.probes = 0
        self.mute = mute
        self._handled = handled or Handled()
        self._frames: asyncio.Queue[str | WorkstationError] = asyncio.Queue()

    async def receive(self) -> str:
        frame = await self._frames.get()
        if isinstance(frame, WorkstationError):
            raise frame
        return frame

    def send(self, frames: Iterable[str]) -> None:
        for frame in frames:
            self.sent.append(frame)
            if not self.mute:
                self._handle(frame)

    def _handle(self, frame: str) -> None:
        self._handled.count += frame.startswith(("<iq ", "<message ", "<presence "))
        if frame.startswith("<r "):
            self.acknowledge()
        elif answer := _answer(frame, self._handled):
            self.say(answer)

    def acknowledge(self) -> None:
        """The server says what it has handled."""
        self.say(f"<a xmlns='urn:xmpp:sm:3' h='{self._handled.count}'/>")

    def say(self, frame: str) -> None:
        """The server sends this."""
        self._frames.put_nowait(frame)

    @property
    def unread(self) -> int:
        """How many frames still lie with the server."""
        return self._frames.qsize()

    def drop(self, error: WorkstationError | None = None) -> None:
        """The line is gone, by this error where one is given."""
        self._frames.put_nowait(error or ConnectionDropped("cut"))

    def probe(self) -> None:
        self.probes += 1

    async def close(self, _code: int = 1000) -> None:
        pass

    async def abort(self) -> None:
        pass


class Line:
    """A link, what it told, and the sockets it had; ``down`` refuses new ones, and takes a while.

    ``tries`` are the moments of its tries, ``hosts`` what was tried; a ``mute`` one lets us in and
    then says nothing. ``asked`` counts calls of the platform, which gives ``servers`` or fails.
    ``failure`` is how each server fails, or how each host does.
    """

    def __init__(self, loop: VirtualLoop) -> None:
        self.clock = VirtualClock(loop)
        self.down: float | None = None
        self.mute = ""
        self.failure: WorkstationError | Mapping[str, WorkstationError] | None = None
        self.hosts: list[str] = []
        self.set_apart: list[Endpoint] = []
        self.servers: list[Endpoint] | WorkstationError = [FIRST]
        self.asked = 0
        self.make_socket: type[Socket] = Socket
        self.sockets: list[Socket] = []
        self._handled = Handled()
        self.tries: list[float] = []
        self.events: list[Event] = []
        session = XmppSession("desk", iter(f"i{n}" for n in range(10**6)).__next__)
        self.wire = SessionDriver(session, Names(DOMAIN), self.clock, ME, lambda: "")
        self.trace = ConnectionTrace(self.clock)
        self.link = Link(
            self.wire, self, self._servers(), ReconnectPolicy(lambda: 1.0, _shut), self.clock
        )

    def _servers(self) -> Servers:
        return Servers(self._endpoints, trace=self.trace)

    async def negotiate(self, endpoint: Endpoint) -> Ready:
        self.tries.append(self.clock.monotonic())
        self.hosts.append(endpoint.host)
        if self.down is not None:
            await asyncio.sleep(self.down)
            raise ConnectionDropped("down")
        if isinstance(self.failure, WorkstationError):
            raise self.failure
        if self.failure is not None:
            raise self.failure[endpoint.host]
        stream = Stream(Credentials(DOMAIN, str(ME), "x", private=True), "nonce")
        stream.state, stream.offers = StreamState.AUTHENTICATED, frozenset({BIND, SM})
        self.sockets.append(self.make_socket(self._handled, mute=endpoint.host == self.mute))
        return Ready(endpoint, self.sockets[-1], stream)

    def set_aside(self, endpoint: Endpoint) -> None:
        self.set_apart.append(endpoint)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.ensure_future(self.link.run()), asyncio.ensure_future(self._take())]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.link.close()
        self._tasks[1].cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def phase(self, phase: Phase) -> None:
        """Wait until the link says so."""
        async with asyncio.timeout(FOREVER):
            while self.link.connection.phase is not phase:  # noqa: ASYNC110 - time is virtual
                await asyncio.sleep(0.01)

    async def pause(self, seconds: float = 0.01) -> None:
        """Let so much time pass."""
        await asyncio.sleep(seconds)

    async def until(self, true: Callable[[], object]) -> None:
        """Wait until it is so."""
        async with asyncio.timeout(FOREVER):
            while not true():
                await self.pause()

    def disk_hangs(self) -> None:
        """From now on nobody takes what comes in."""
        self._tasks[1].cancel()

    @property
    def phases(self) -> Sequence[ConnectionChanged]:
        """Each state of the connection that was told, in order."""
        return [each for each in self.events if isinstance(each, ConnectionChanged)]

    async def _take(self) -> None:
        async for batch in self.link:
            self.events += batch.events
            self.link.commit(batch.mark)

    async def _endpoints(self) -> list[Endpoint]:
        self.asked += 1
        if isinstance(self.servers, WorkstationError):
            raise self.servers
        return self.servers


def _answer(frame: str, handled: Handled) -> str:
    result = {key: name.search(frame) for key, name in NAMES.items()}
    if "urn:ietf:params:xml:ns:xmpp-bind" in frame and result["id"]:
        jid = f"{ME}@{DOMAIN}/desk"
        bind = f"<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>{jid}</jid></bind>"
        name = result["id"].group(1)
        return f"<iq xmlns='jabber:client' type='result' id='{name}'>{bind}</iq>"
    if frame.startswith("<enable "):
        handled.count = 0
        return "<enabled xmlns='urn:xmpp:sm:3' id='sm' resume='true'/>"
    if frame.startswith("<resume ") and result["previd"]:
        name = result["previd"].group(1)
        return f"<resumed xmlns='urn:xmpp:sm:3' previd='{name}' h='{handled.count}'/>"
    return ""


async def _shut(_: str) -> bool:
    return False
