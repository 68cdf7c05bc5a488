"""The product from the click to the wire, without window and socket; it can die at any await."""

import asyncio
import contextlib
import itertools
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

from tests.simulation.media import Library, Put, Slots, nowhere
from tests.simulation.network import Connection, SimulatedSocket
from tests.simulation.people import DOMAIN, ME
from tests.xmpp.dialogue import OPEN
from tests.xmpp.inline_frames import AGENT, offer
from workstation.base.clock import Clock
from workstation.domain.changes import Changes
from workstation.domain.commands import SetRooms
from workstation.domain.connection import Phase
from workstation.domain.errors import DiskFull, WorkstationError
from workstation.domain.message import MessageKind
from workstation.domain.row_key import RowKey
from workstation.link.endpoints import Endpoint
from workstation.link.fast_tokens import FastTokens
from workstation.link.link import Link
from workstation.link.names import Names
from workstation.link.negotiation import Negotiator, Ready
from workstation.link.quick_sign_in import QuickSignIn
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.servers import Servers
from workstation.link.session_driver import SessionDriver
from workstation.services.outbox import GRACE_SECONDS
from workstation.session.messaging import Hooks, connect_messaging
from workstation.vault.unsent import files
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.binding import SM
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import BIND, Stream
from workstation.xmpp.transitions import StreamState

ENDPOINT = Endpoint("ws://127.0.0.1:5280/xmpp-websocket", "127.0.0.1", 5280, True, False)


ALWAYS = 60 * 24 * 365
"""So many minutes a message may be changed: longer than any simulated day."""


class Network:
    """Stands where negotiation stands: gives authenticated streams while a server listens."""

    def __init__(self, opened: Callable[[Connection], None]) -> None:
        self._opened = opened

    async def negotiate(self, endpoint: Endpoint) -> Ready:
        stream = _make_stream(endpoint, "x")
        stream.state, stream.offers = StreamState.AUTHENTICATED, frozenset({BIND, SM})
        connection = Connection()
        self._opened(connection)
        return Ready(endpoint, SimulatedSocket(connection), stream)

    def set_aside(self, _: Endpoint) -> None:
        """The sign-in that stands here is never a quick one."""


class QuickNetwork(Network):
    """The product's negotiation, with everything inside; what it sets aside is made as ever.

    What a server says before the proof lies ready: no cut there loses anything.
    """

    def __init__(
        self, opened: Callable[[Connection], None], session: XmppSession, tokens: FastTokens
    ) -> None:
        super().__init__(opened)
        self._quick = QuickSignIn(session, AGENT, tokens, set())
        self._negotiator = Negotiator(
            self._open, _make_stream, lambda: "nonce", OnePassword("x"), quick=self._quick
        )

    async def negotiate(self, endpoint: Endpoint) -> Ready:
        if endpoint.url in self._quick.slow:
            self._quick.slow.discard(endpoint.url)
            return await super().negotiate(endpoint)
        return await self._negotiator.negotiate(endpoint)

    def set_aside(self, endpoint: Endpoint) -> None:
        self._quick.set_aside(endpoint)

    async def _open(self, _: Endpoint) -> SimulatedSocket:
        connection = Connection(OPEN, offer())
        self._opened(connection)
        return SimulatedSocket(connection)


class OnePassword:
    """A password that holds as long as the test."""

    def __init__(self, password: str) -> None:
        self._password = password

    async def current(self) -> str:
        return self._password

    async def replace(self, _refused: str) -> str:
        """The same again: in the simulation it never ends."""
        return self._password


def _make_stream(_: Endpoint, password: str) -> Stream:
    return Stream(Credentials(DOMAIN, str(ME), password, private=True), "nonce")


async def _refuses(_: str) -> bool:
    return False


def _ignore(_: object) -> None:
    pass


class Client:
    """One run of the program on a vault that outlives it.

    The negotiator brings a socket to an authenticated stream (``link.negotiation.Negotiator``).
    """

    def __init__(  # noqa: PLR0913 - the edges of one program
        self,
        vault: Any,
        clock: Clock,
        make_negotiator: Callable[[XmppSession], Any],
        *,
        draw: Callable[[], float],
        show: Callable[[Changes], None],
        new_id: Callable[[], str],
        endpoint: Endpoint = ENDPOINT,
        member: int = ME,
        grace: float = GRACE_SECONDS,
        resource: str = "desk",
        put: Put = nowhere,
    ) -> None:
        self.vault, self.dead = vault, False
        self._endpoint = endpoint
        run = f"{draw():.16f}"
        numbers = itertools.count()
        session = XmppSession(resource, lambda: f"i{run}-{next(numbers)}")
        wire = SessionDriver(session, Names(DOMAIN), clock, member, lambda: "李医生")
        self.link = Link(
            wire,
            make_negotiator(session),
            Servers(self._endpoints),
            ReconnectPolicy(draw, _refuses),
            clock,
        )
        self._tasks: dict[asyncio.Task[Any], None] = {}  # in their order: a day is to repeat itself
        self.drawn: list[str] = []
        self._draw_id = new_id
        hooks = Hooks(
            on_changes=show,
            on_event=_ignore,
            on_storage_error=_ignore,
            spawn=self.spawn,
            make_id=self._new_id,
            grace=grace,
        )
        slots = Slots(self.link.request_slot, put)
        messaging = connect_messaging(self.link, self.vault, clock, slots, Library(), hooks)
        self.outbox, self.inbound = messaging.outbox, messaging.inbound
        self._outbox_writer = messaging.outbox_writer
        self.amendments, self._drafting = messaging.amendments, messaging.drafting
        self.amendments.minutes = ALWAYS
        self.catch_up, self.reading = messaging.catch_up, messaging.read_markers

    @property
    def online(self) -> bool:
        return self.link.connection.phase is Phase.ONLINE

    async def start(self, rooms: frozenset[int]) -> None:
        await self.outbox.start()
        self._begin(self.link.run()).add_done_callback(self._ended)
        self._begin(self.inbound.run()).add_done_callback(self._ended)
        self.link.post(SetRooms(tuple(sorted(rooms))))

    async def say(self, room: int, text: str) -> str:
        """As the session does it: committed on return, on its way by itself."""
        (origin_id,) = await self.send(room, (), text)
        return origin_id

    async def share(self, room: int, content: str) -> str:
        """A recording, as the session sends it."""
        file = await self._keep(content, "audio/ogg")
        origin_id = await self._outbox_writer.add_file(room, MessageKind.VOICE, file)
        self.spawn(self.outbox.pump(room))
        return origin_id

    async def send(self, room: int, pictures: Sequence[str], text: str) -> list[str]:
        """Pictures, then words if there are any; the ids of all these messages."""
        stored = [await self._keep(each, "image/png") for each in pictures]
        # The ids are drawn before the first wait.
        begin = len(self.drawn)
        await self._outbox_writer.add_draft(room, stored, text)
        self.spawn(self.outbox.pump(room))
        return self.drawn[begin : begin + len(stored) + bool(text)]

    async def answer(self, room: int, key: RowKey, text: str) -> str:
        """Words that answer a message, as the composer sends them."""
        draft = await self._drafting.quote(room, key)
        begin = len(self.drawn)
        quoted = "" if draft.quote is None else draft.quote.reference
        await self._outbox_writer.add_draft(room, [], text, quoted)
        self.spawn(self.outbox.pump(room))
        return self.drawn[begin]

    async def correct(self, room: int, origin_id: str, text: str) -> bool:
        """Other words for an own message; whether there was anything to correct."""
        done = await self.amendments.correct(room, origin_id, text)
        self.spawn(self.outbox.pump(room))
        return done

    async def withdraw(self, room: int, origin_id: str) -> bool:
        """An own message taken back, wherever it is; whether there was anything to take back."""
        done = await self.amendments.withdraw(room, origin_id)
        self.spawn(self.outbox.pump(room))
        return done

    async def retry(self, room: int, origin_id: str) -> None:
        """Once more, as the window asks for it."""
        await self.outbox.retry(origin_id)
        await self.outbox.pump(room)

    async def see(self, room: int, position: int) -> bool:
        """The doctor has this in sight; false when the program ended over it, or the disk."""
        try:
            await self.reading.mark_seen(room, position)
        except (asyncio.CancelledError, DiskFull):
            return False
        return True

    def spawn(self, work: Coroutine[Any, Any, Any], *, optional: bool = False) -> None:  # noqa: ARG002
        """Work beside the session, which goes on without it (``task_scope``)."""
        if self.dead:
            work.close()
            return
        self._begin(work).add_done_callback(self._end_quietly)

    def _begin(self, work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
        task = asyncio.ensure_future(work)
        self._tasks[task] = None
        task.add_done_callback(self._tasks.pop)
        return task

    async def kill(self) -> None:
        """No more than what is committed remains."""
        self.dead = True
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _end_quietly(self, task: asyncio.Task[Any]) -> None:
        with contextlib.suppress(WorkstationError):  # the doctor is told
            self._ended(task)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if not self.dead and not task.cancelled():
            task.result()

    async def _keep(self, content: str, media_type: str) -> str:
        data = content.encode()
        return (await self.vault.write(files.keep, data, media_type, content)).file_id

    def _new_id(self) -> str:
        self.drawn.append(self._draw_id())
        return self.drawn[-1]

    async def _endpoints(self) -> list[Endpoint]:
        return [self._endpoint]
