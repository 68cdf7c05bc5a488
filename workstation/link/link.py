"""The IM session held open all day: connect, lose, connect again (the contract, IM, "Session").

Use it like this::

    link = Link(...)
    task = asyncio.create_task(link.run())  # until ``close``
    async for batch in link:  # make it durable, then:
        link.committed(batch.mark)
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from workstation.clock import Clock
from workstation.domain import errors
from workstation.domain.commands import Command
from workstation.domain.connection import STOPPED, Connection, Phase
from workstation.domain.errors import ConnectionDropped, RemoteProtocolError, WorkstationError
from workstation.domain.events import ConnectionChanged, Event
from workstation.link import wake
from workstation.link.endings import CLOSED, CONFLICT, condition_of, ending
from workstation.link.endpoints import Endpoint
from workstation.link.inbox import Batch, Inbox
from workstation.link.negotiation import Negotiator, Ready
from workstation.link.outage import Outage
from workstation.link.requests import Slot
from workstation.link.servers import Servers
from workstation.link.socket import BROKEN
from workstation.link.wire import BLAMED, WireSession
from workstation.xmpp import events as wire

log = logging.getLogger(__name__)

TURN_SECONDS = 0.004
BIND_SECONDS = 10.0
RESUME_SECONDS = 4.0  # a server that lost a socket in mid-frame may keep a resume waiting longer
TICK_SECONDS = 1.0


class Link:
    """One account's session over every socket of the day."""

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        session: WireSession,
        negotiator: Negotiator,
        endpoints: Callable[[], Awaitable[Sequence[Endpoint]]],
        outage: Outage,
        clock: Clock,
        *,
        last_good: str = "",
        begun: Callable[[], None] | None = None,
    ) -> None:
        self.connection = Connection(Phase.SIGNED_OUT)
        self._wire, self._negotiator, self._outage, self._clock = session, negotiator, outage, clock
        self._servers, self._inbox = Servers(endpoints, last_good, begun), Inbox()
        self._ready: Ready | None = None
        self._closing, self._network = False, True
        self._work: asyncio.Task[None] | None = None
        self._online_at: float | None = None
        self._failure: WorkstationError | None = None
        session.slots.asked = self._flush

    @property
    def last_good(self) -> str:
        """The server that was online last."""
        return self._servers.last_good

    def __aiter__(self) -> AsyncIterator[Batch]:
        return self

    async def __anext__(self) -> Batch:
        return await self._inbox.take()

    def post(self, command: Command) -> None:
        """Carry out a command now, as far as that is possible (see ``WireSession.post``)."""
        self._deliver(self._wire.post(command))
        self._flush()

    def visit(self, consultation_id: int) -> int | None:
        """The present stay in a room (``Joined``); ``None`` while no message would go out."""
        return self._wire.visit(consultation_id)

    def committed(self, mark: int) -> None:
        """A batch is durable: the server may forget it."""
        self._inbox.done()
        self._wire.session.committed(mark)
        self._flush()

    async def slot(self, name: str, size: int, media_type: str) -> Slot:
        """A place for an upload. Raises ``UploadRefused``."""
        return await self._wire.slots.slot(name, size, media_type)

    def set_network(self, *, available: bool) -> None:
        """What the system says of the network; when it comes back, try at once."""
        if available and not self._network:
            self._came_back()
        self._network = available

    def retry_now(self) -> None:
        """Try now, after a conflict too; a socket that is open must show that it lives."""
        self._outage.end_wait()
        self._probe()

    def _came_back(self) -> None:
        """Network or computer did. A conflict or a refusal is for the doctor to end."""
        if self.connection.phase not in STOPPED:
            self._outage.nudge()
            self._probe()

    def _probe(self) -> None:
        if self._ready is not None:
            self._ready.socket.probe()

    async def run(self) -> None:
        """Hold the session until ``close``; never raises but on defects."""
        self._work = asyncio.current_task()
        awake = asyncio.create_task(wake.watch(self._clock, self._came_back))
        try:
            while not self._is_ending():
                ready = await self._connect()
                if ready is not None:
                    await self._use(ready)
        finally:
            awake.cancel()
            await asyncio.gather(awake, return_exceptions=True)

    async def close(self) -> None:
        """End the session in order, within two seconds."""
        self._closing = True
        self._outage.end_wait()
        if (ready := self._ready) is not None:
            with contextlib.suppress(WorkstationError):
                self._wire.session.close()
            self._flush()
            await ready.socket.close()
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        self._tell(Phase.SIGNED_OUT)

    async def _connect(self) -> Ready | None:
        """One round over the servers; ``None`` when none let us in."""
        self._tell(Phase.CONNECTING)
        try:
            return await self._servers.connect(self._negotiator.negotiate)
        except WorkstationError as error:
            self._failure = self._servers.failure(error)
            log.info("no IM session: %s", self._failure)
            if isinstance(error, errors.TokenRejected):
                self._tell(Phase.REFUSED)
                await self._outage.until_told()
            elif self._servers.over:
                await self._wait()
        return None

    async def _wait(self) -> None:
        pause = self._servers.pause
        seconds = self._outage.next_wait() + pause
        retry_at = self._clock.monotonic() + seconds
        self._tell(Phase.WAITING if self._network else Phase.NO_NETWORK, retry_at)
        await self._outage.wait(seconds, self.last_good, in_peace=pause > 0.0)

    async def _use(self, ready: Ready) -> None:
        """Hold one socket until it is lost."""
        failure: WorkstationError = ConnectionDropped()
        self._online_at = None
        try:
            self._ready = ready
            patience = RESUME_SECONDS if self._wire.session.can_resume else BIND_SECONDS
            for event in self._wire.session.adopt(ready.stream):
                self._deliver(self._wire.translated(event))
            self._flush()
            async with asyncio.TaskGroup() as group:
                heart = group.create_task(self._beat())
                failure = await self._read(ready, patience)
                heart.cancel()
        except* RemoteProtocolError as broken:
            failure = RemoteProtocolError(str(broken.exceptions[0]))
            log.warning("the IM server broke the protocol: %s", failure)
        except* TimeoutError:
            failure = errors.DeadlineExceeded("IM session")
        except* ConnectionDropped as dropped:
            failure = ConnectionDropped(str(dropped.exceptions[0]))
        finally:
            await self._lose(ready, failure)
        if not self._is_ending():
            await self._go_on(ready, failure)

    async def _go_on(self, ready: Ready, failure: WorkstationError) -> None:
        """What follows a lost socket before the next round."""
        # A conflict is no fault of the server's: "use it here" goes back to the same one.
        if (condition := condition_of(failure)) != CONFLICT and not self._is_steady():
            self._servers.set_back(ready.endpoint, failure)
        if condition == CONFLICT:
            self._tell(Phase.CONFLICT)
            await self._outage.until_told()
        elif condition in BLAMED or (not self._is_steady() and self._servers.over):
            # A session that breaks at once would be opened and broken without end.
            await self._wait()

    def _is_ending(self) -> bool:
        """A group of tasks swallows a cancellation that meets a drop (CPython before 3.13)."""
        return self._closing or (self._work is not None and self._work.cancelling() > 0)

    def _is_steady(self) -> bool:
        lasted = self._clock.monotonic() - (self._online_at or 0.0)
        return self._online_at is not None and lasted >= self._outage.steady_seconds

    async def _read(self, ready: Ready, patience: float) -> WorkstationError:
        """Take frames until the stream ends; why it did. Online within ``patience`` seconds."""
        turn = self._clock.monotonic()
        limit = asyncio.timeout(patience)
        async with limit:
            while True:
                found = self._wire.session.receive(await ready.socket.receive())
                # All that one frame says is handed on at once: only then is the frame done.
                self._deliver([each for event in found for each in self._wire.translated(event)])
                for event in found:
                    failure = self._take(event, ready)
                    if isinstance(event, wire.Bound | wire.Resumed):
                        limit.reschedule(None)
                    if failure is not None:
                        self._flush()
                        return failure
                self._settle()
                self._flush()
                await self._inbox.room()
                if self._clock.monotonic() - turn >= TURN_SECONDS:
                    await asyncio.sleep(0)
                    turn = self._clock.monotonic()

    def _take(self, event: wire.Event, ready: Ready) -> WorkstationError | None:
        """What an event means for the connection; the failure when it ends the stream."""
        if isinstance(event, wire.Bound):
            self._deliver(self._wire.lose())
        if isinstance(event, wire.Bound | wire.Resumed):
            self._online(ready)
        if isinstance(event, wire.StreamFailed):
            self._deliver(self._wire.blamed(event.condition))
        return ending(event)

    def _online(self, ready: Ready) -> None:
        self._servers.good(ready.endpoint)
        self._failure = None
        self._online_at = self._clock.monotonic()
        log.info("online at %s", ready.endpoint.server)
        self._tell(Phase.ONLINE)

    def _settle(self) -> None:
        """Frames that mean nothing above need nobody to make them durable."""
        if self._inbox.idle:
            self._wire.session.committed(self._wire.session.mark)

    async def _beat(self) -> None:
        """Once a second: rooms and late answers."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            if self._is_steady():
                self._outage.over()
                self._servers.held()
            if self._wire.session.online:
                self._deliver(self._wire.tick())
                self._flush()

    async def _lose(self, ready: Ready, failure: WorkstationError) -> None:
        self._failure = failure
        if not self._is_ending():
            log.info("offline, %s: %s", ready.endpoint.server, failure)
        if isinstance(failure, RemoteProtocolError | errors.DeadlineExceeded):
            # Resumed, the server would send the same frame again, or keep silent again.
            self._wire.session.fail()
            self._flush()
        self._ready = None
        self._wire.session.lost()
        if isinstance(failure, RemoteProtocolError):
            await ready.socket.close(BROKEN)
        elif condition_of(failure) in {CLOSED, CONFLICT}:
            await ready.socket.close()
        else:
            await ready.socket.abort()
        if not self._wire.session.can_resume:
            self._deliver(self._wire.lose())
        self._tell(Phase.CONNECTING)

    def _flush(self) -> None:
        if self._ready is not None:
            self._ready.socket.send(self._wire.session.data_to_send())

    def _deliver(self, events: Sequence[Event]) -> None:
        if events:
            self._inbox.put(events, self._wire.session.mark)

    def _tell(self, phase: Phase, retry_at: float | None = None) -> None:
        same = phase is self.connection.phase
        since = self.connection.since if same else self._clock.monotonic()
        self.connection = Connection(phase, since, retry_at, self._failure)
        self._deliver([ConnectionChanged(self.connection)])
