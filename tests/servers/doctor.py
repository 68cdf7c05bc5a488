"""The doctor's side: the product's own link, with the platform's calls under it, and a recorder.

Nothing is durable here: each batch counts as committed once it is recorded. What the services do
with a session is tested above it.
"""

import asyncio
import contextlib
import random
import secrets
import uuid
from collections.abc import AsyncIterator, Callable, Sequence
from typing import TypeVar

from tests.servers.engine import Engine
from workstation.base.clock import SystemClock
from workstation.config import Settings
from workstation.domain.address import is_loopback
from workstation.domain.commands import FetchPage, Send, SetRooms
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import ArchivePage, Arrived, ConnectionChanged, Event, Joined, Left
from workstation.domain.im import ImServer
from workstation.domain.message import Attachment, MessageKind
from workstation.link.endpoints import Addressing, Endpoint
from workstation.link.fast_tokens import FastTokens
from workstation.link.im_passwords import ImPasswords
from workstation.link.link import Link
from workstation.link.names import Names
from workstation.link.negotiation import Negotiator
from workstation.link.opening import open_socket
from workstation.link.quick_sign_in import QuickSignIn
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.servers import Servers
from workstation.link.session_driver import SessionDriver
from workstation.link.web_socket import WebSocket
from workstation.services.access import open_access
from workstation.services.server_address import read_address
from workstation.web.network import Network
from workstation.web.tls import tls_context
from workstation.xmpp.authentication import Credentials
from workstation.xmpp.session import XmppSession
from workstation.xmpp.stream import Stream

ANSWER_SECONDS = 60
E = TypeVar("E", bound=Event)


class Doctor:
    """One doctor's session; ``events`` is all that the link ever told, in order."""

    def __init__(self, link: Link, member_id: int) -> None:
        self.link = link
        self.member_id = member_id
        self.events: list[Event] = []
        self._changed = asyncio.Condition()

    async def listen(self) -> None:
        """Take what the link tells until cancelled."""
        async for batch in self.link:
            async with self._changed:
                self.events += batch.events
                self._changed.notify_all()
            self.link.commit(batch.mark)

    async def wait_for_event(
        self, kind: type[E], condition: Callable[[E], bool] = lambda _: True, *, since: int = 0
    ) -> E:
        """The first event of a kind that ``condition`` accepts, told already or yet to come."""

        def find() -> E | None:
            matching = (each for each in self.events[since:] if isinstance(each, kind))
            return next((each for each in matching if condition(each)), None)

        try:
            async with asyncio.timeout(ANSWER_SECONDS), self._changed:
                await self._changed.wait_for(lambda: find() is not None)
        except TimeoutError:
            raise AssertionError(f"no {kind.__name__} in {self.events[since:]}") from None
        event = find()
        assert event is not None
        return event

    async def phase(self, phase: Phase, *, since: int = 0) -> ConnectionChanged:
        """Wait for the session to be told in this phase."""
        return await self.wait_for_event(
            ConnectionChanged, lambda each: each.connection.phase is phase, since=since
        )

    async def back(self, consultation_id: int, *, since: int) -> bool:
        """Wait to be online and in the room again; whether the session is the same.

        A cut in the middle of a frame may have ended it (``RELIABILITY.md``, "What remains").
        """
        await self.phase(Phase.ONLINE, since=since)
        is_another = any(isinstance(each, Left) for each in self.events[since:])
        if is_another:
            await self.joined(consultation_id, since=since)
        return not is_another

    async def enter(self, *consultations: int) -> None:
        """Be in these rooms and no others."""
        since = len(self.events)
        self.link.post(SetRooms(tuple(consultations)))
        for consultation_id in consultations:
            await self.joined(consultation_id, since=since)

    async def joined(self, consultation_id: int, *, since: int = 0) -> Joined:
        return await self.wait_for_event(
            Joined, lambda each: each.consultation_id == consultation_id, since=since
        )

    async def say(self, consultation_id: int, text: str) -> Arrived:
        """Send a text; gives the room's echo of it."""
        return await self.send(Send(consultation_id, new_id(), MessageKind.TEXT, text))

    async def send(self, command: Send) -> Arrived:
        self.link.post(command)
        return await self.wait_for_message(command.origin_id)

    async def share(self, consultation_id: int, attachment: Attachment, kind: MessageKind) -> str:
        """Send a file that was uploaded already; gives its origin id."""
        echo = await self.send(Send(consultation_id, new_id(), kind, "", attachment))
        return echo.origin_id

    async def wait_for_message(self, origin_id: str, *, since: int = 0) -> Arrived:
        """The message of this id, once the room has reflected it behind the event ``since``."""
        return await self.wait_for_event(
            Arrived, lambda each: each.origin_id == origin_id, since=since
        )

    async def page(self, consultation_id: int, after: str | None = None) -> ArchivePage:
        """A page of the archive: forward from an id, or the newest."""
        query = new_id()
        self.link.post(FetchPage(consultation_id, query, after=after))
        return await self.wait_for_event(ArchivePage, lambda each: each.query == query)

    def connections(self, since: int = 0) -> list[Connection]:
        """Every state that the link told."""
        events = self.events[since:]
        return [each.connection for each in events if isinstance(each, ConnectionChanged)]

    def arrivals(self, consultation_id: int) -> list[Arrived]:
        """Live messages of a consultation in the order they came."""
        return [
            each
            for each in self.events
            if isinstance(each, Arrived) and each.consultation_id == consultation_id
        ]


def new_id() -> str:
    """An id that no other message has."""
    return secrets.token_hex(12)


@contextlib.asynccontextmanager
async def on_duty(  # noqa: PLR0913 - what differs between duties
    engine: Engine,
    member_id: int,
    *consultations: int,
    servers: Sequence[ImServer] = (),
    resource: str = "desk",
    encrypted: bool = False,
    quick: bool = False,
) -> AsyncIterator[Doctor]:
    """A doctor online and in these rooms, through the platform's calls 1.1 and 1.2.

    ``servers`` replace those that the platform lists; ``encrypted`` wants TLS even on loopback,
    ``quick`` a sign-in with everything inside.
    """
    clock, hospital = SystemClock(), engine.hospital
    base = read_address(hospital.url, Settings())
    access = await open_access(Settings(), base, hospital.token(member_id), clock)
    addressing = Addressing(plaintext=lambda host: is_loopback(host) and not encrypted)

    async def endpoints() -> list[Endpoint]:
        listed = servers or (await access.im.servers()).items
        return [addressing.endpoint(server) for server in listed]

    names = Names(engine.domain)
    session = XmppSession(resource, lambda: secrets.token_hex(8))
    wire = SessionDriver(session, names, clock, member_id, lambda: f"Doctor {member_id}")
    tokens = FastTokens(None, clock.now_ms, lambda _: None)
    secrets_of_im = ImPasswords(access.im.password, clock)
    negotiator = Negotiator(
        open_socket=lambda endpoint: _open(engine, endpoint),
        make_stream=lambda endpoint, password: Stream(
            Credentials(engine.domain, str(member_id), password, endpoint.private),
            secrets.token_hex(16),
        ),
        nonce=lambda: secrets.token_hex(16),
        passwords=secrets_of_im,
        quick=QuickSignIn(session, str(uuid.uuid4()), tokens, set()) if quick else None,
    )
    link = Link(
        wire,
        negotiator,
        Servers(endpoints, on_pass_begun=secrets_of_im.begin_pass),
        ReconnectPolicy(random.random),
        clock,
    )
    doctor = Doctor(link, member_id)
    tasks = [asyncio.create_task(link.run()), asyncio.create_task(doctor.listen())]
    try:
        await doctor.phase(Phase.ONLINE)
        await doctor.enter(*consultations)
        yield doctor
    finally:
        await link.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await access.aclose()


async def _open(engine: Engine, endpoint: Endpoint) -> WebSocket:
    network = Network(ca_file=engine.certificates.authority)
    return await open_socket(endpoint, tls_context(network), server_name=engine.domain)
