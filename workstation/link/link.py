"""The IM session held open all day: connect, lose, connect again (the contract, IM, "Session").

Use it like this::

    link = Link(...)
    task = asyncio.create_task(link.run())  # until ``close``
    async for batch in link:  # make it durable, then:
        link.commit(batch.mark)

Sockets come and go; the session outlives them. That is the invariant: whoever stands above meets
one stream of events and one ``connection``, and never learns how many sockets it took. Four rules
keep it.

1. *A frame is done only whole.* All events of a frame are handed on before anything else is read,
   so that a commit never covers half of what the server counts as one (``inbox``).
2. *A frame that broke us is not asked for again.* The server resends what was not acknowledged: a
   resumption after a protocol error or a silence would be sent the same frame for ever. So
   ``_lose`` fails the session first, and the next one is new
   (``test_a_frame_that_the_carrier_refused_is_not_asked_for_again``).
3. *What the server, or a gateway, blames us for is not sent by the resumption*, which it would end:
   ``on_stream_failed`` names suspects, and the outbox sends them one at a time
   (``test_what_ended_a_session_is_not_sent_by_its_resumption``).
4. *Online is not yet steady.* A server that lets us in and drops us would be opened without end;
   only a session that held ``STEADY_SECONDS`` gives the next outage short waits again
   (``test_a_session_that_never_lasts_is_opened_less_and_less_often``).

A conflict (somebody signed in elsewhere) waits for the doctor, else two windows would take the
session from each other for ever.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence

from workstation.base.clock import Clock
from workstation.domain import errors
from workstation.domain.commands import Command
from workstation.domain.connection import STOPPED, Connection, Phase
from workstation.domain.connection_report import RoomCounts
from workstation.domain.errors import ConnectionDropped, RemoteProtocolError, WorkstationError
from workstation.domain.events import ConnectionChanged, Event
from workstation.domain.ids import ConsultationId
from workstation.link.acknowledgement_watch import AcknowledgementWatch
from workstation.link.endings import CONFLICT, condition_of, end_socket, failure_of, receive
from workstation.link.event_translator import BLAMING_CONDITIONS
from workstation.link.inbox import Batch, Inbox
from workstation.link.negotiation import Negotiator, Ready
from workstation.link.reconnect_policy import ReconnectPolicy
from workstation.link.requests import UploadTarget
from workstation.link.servers import Servers
from workstation.link.session_driver import SessionDriver
from workstation.link.ticker import Ticker
from workstation.link.uptime import Uptime
from workstation.xmpp import events as wire

log = logging.getLogger(__name__)

TURN_SECONDS = 0.004
BIND_SECONDS = 10.0
RESUME_SECONDS = 4.0  # a server that lost a socket in mid-frame may keep a resume waiting longer


class Link:
    """One account's session over every socket of the day; all is called in the loop's thread."""

    def __init__(
        self,
        driver: SessionDriver,
        negotiator: Negotiator,
        servers: Servers,
        reconnect: ReconnectPolicy,
        clock: Clock,
    ) -> None:
        self.connection = Connection(Phase.SIGNED_OUT)
        self._driver, self._translator, self._negotiator = driver, driver.translator, negotiator
        self._servers, self._reconnect, self._clock, self.inbox = servers, reconnect, clock, Inbox()
        self._ready: Ready | None = None
        self._watch = AcknowledgementWatch(driver.session, clock, self.inbox)
        self._closing, self._network = False, True
        self._work: asyncio.Task[None] | None = None
        self._uptime = Uptime(clock)
        self._ticker = Ticker(clock, self._due_seconds, self.on_awake)
        self._failure: WorkstationError | None = None
        driver.slots.on_request = self._flush

    @property
    def last_good(self) -> str:
        """The server that was online last."""
        return self._servers.last_good

    @property
    def room_counts(self) -> RoomCounts:
        """How many of the rooms that are wanted we are in."""
        return self._driver.room_counts()

    def __aiter__(self) -> AsyncIterator[Batch]:
        return self

    async def __anext__(self) -> Batch:
        return await self.inbox.take()

    def post(self, command: Command) -> None:
        """Carry out a command now, as far as that is possible; events tell what comes of it."""
        self._deliver(self._driver.post(command))
        self._flush()

    def visit(self, consultation_id: ConsultationId) -> int | None:
        """The present stay in a room (``Joined``); ``None`` while no message would go out."""
        return self._driver.visit(consultation_id)

    def commit(self, mark: int) -> None:
        """Acknowledge a batch, once the database has committed it: the server may forget it."""
        self.inbox.finish_batch()
        self._driver.session.commit(mark)
        self._flush()

    async def request_slot(self, name: str, size: int, media_type: str) -> UploadTarget:
        """A place for an upload. Raises ``UploadRefused``."""
        return await self._driver.slots.request_slot(name, size, media_type)

    def set_network(self, *, available: bool) -> None:
        """Note what the system says of the network; when it comes back, try at once."""
        if available and not self._network:
            self.on_awake()
        self._network = available

    def retry_now(self) -> None:
        """Try now, after a conflict too; a socket that is open must show that it lives."""
        self._reconnect.end_wait()
        self._probe()

    def on_awake(self) -> None:
        """Try again: computer or network is back; a conflict or refusal is the doctor's to end."""
        if self.connection.phase not in STOPPED:
            self._reconnect.nudge()
            self._probe()

    def _probe(self) -> None:
        if self._ready is not None:
            self._ready.socket.probe()

    async def run(self) -> None:
        """Hold the session until ``close``; never raises but on defects."""
        self._work = asyncio.current_task()
        ticking = self._ticker.begin()
        try:
            while not self._is_ending():
                ready = await self._connect()
                if ready is not None:
                    await self._hold(ready)
        finally:
            ticking.cancel()
            await asyncio.gather(ticking, return_exceptions=True)

    async def close(self) -> None:
        """End the session in order, within two seconds; ``run`` has ended then."""
        self._closing = True
        self._reconnect.end_wait()
        if (ready := self._ready) is not None:
            with contextlib.suppress(WorkstationError):
                self._driver.session.close()
            self._flush()
            await ready.socket.close()
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        self._set_phase(Phase.SIGNED_OUT)

    async def _connect(self) -> Ready | None:
        """One round over the servers; ``None`` when none let us in."""
        self._set_phase(Phase.CONNECTING)
        try:
            return await self._servers.connect(self._negotiator.negotiate)
        except WorkstationError as error:
            self._failure = self._servers.furthest_failure(error)
            log.info("no IM session: %s", self._failure)
            if isinstance(error, errors.TokenRejected):
                self._set_phase(Phase.REFUSED)
                await self._ticker.rest_until(self._reconnect.wait_for_retry())
            elif self._servers.is_pass_over:
                await self._wait()
        return None

    async def _wait(self) -> None:
        seconds = self._reconnect.next_wait() + self._servers.pause
        retry_at = self._clock.monotonic() + seconds
        self._set_phase(Phase.WAITING if self._network else Phase.NO_NETWORK, retry_at)
        await self._reconnect.wait(seconds, self.last_good, undisturbed=self._servers.pause > 0.0)

    async def _hold(self, ready: Ready) -> None:
        """Hold one socket until it is lost."""
        failure: WorkstationError = ConnectionDropped()
        self._uptime.reset()
        try:
            self._ready = ready
            self._take(self._driver.session.adopt(ready.stream), ready)
            self._flush()
            async with asyncio.TaskGroup() as group:
                ticker = group.create_task(self._tick(ready))
                failure = await self._read(ready)
                ticker.cancel()
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
            await self._decide_next(ready, failure)

    async def _decide_next(self, ready: Ready, failure: WorkstationError) -> None:
        """Wait after a lost socket before the next round, where its end calls for that."""
        # A conflict is no fault of the server's: "use it here" goes back to the same one.
        condition, steady = condition_of(failure), self._uptime.is_steady
        if condition != CONFLICT and not steady:
            self._servers.set_back(ready.endpoint, failure)
        # One with a sign-in of our own that was given up in the middle is nobody else's.
        if condition == CONFLICT and not self._driver.is_own_conflict():
            self._set_phase(Phase.CONFLICT)
            await self._ticker.rest_until(self._reconnect.wait_for_retry())
        elif condition in BLAMING_CONDITIONS or (self._servers.is_pass_over and not steady):
            # A session that breaks at once would be opened and broken without end.
            await self._wait()

    def _is_ending(self) -> bool:
        """Whether the link ends: a group of tasks swallows a cancellation that meets a drop."""
        return self._closing or (self._work is not None and self._work.cancelling() > 0)

    async def _read(self, ready: Ready) -> WorkstationError:
        """Take frames until the stream ends; returns why. Raises ``TimeoutError`` if not online."""
        turn, session = self._clock.monotonic(), self._driver.session
        async with asyncio.timeout(RESUME_SECONDS if session.can_resume else BIND_SECONDS) as limit:
            while True:
                if session.online:  # what holds us then is our own disk, not the server
                    limit.reschedule(None)
                    await self.inbox.wait_for_space()
                events = await receive(ready.socket, session)
                self._watch.on_received()
                if events and (failure := self._take(events, ready)) is not None:
                    self._flush()
                    return failure
                if self.inbox.idle:  # what means nothing above need not be made durable
                    session.commit(session.mark)
                self._flush()
                if self._clock.monotonic() - turn >= TURN_SECONDS:
                    await asyncio.sleep(0)
                    turn = self._clock.monotonic()

    def _take(self, events: Sequence[wire.Event], ready: Ready) -> WorkstationError | None:
        """Hand on all that one frame says at once: only then is the frame done."""
        translate = self._translator.translate
        self._deliver([each for event in events for each in translate(event)])
        return next(filter(None, [self._apply(event, ready) for event in events]), None)

    def _apply(self, event: wire.Event, ready: Ready) -> WorkstationError | None:
        """Apply an event to the connection; returns the failure when it ends the stream."""
        if isinstance(event, wire.Bound):
            self._deliver(self._driver.lose())
        if isinstance(event, wire.Bound | wire.Resumed):
            self._on_online(ready)
        if isinstance(event, wire.Resumed | wire.RoomLeft | wire.JoinRefused | wire.Invited):
            self._ticker.hasten()
        if isinstance(event, wire.StreamFailed):
            self._deliver(self._translator.on_stream_failed(event.condition))
        return failure_of(event)

    def _on_online(self, ready: Ready) -> None:
        self._servers.on_online(ready.endpoint)
        self._uptime.begin()
        self._failure = None
        log.info("online at %s", ready.endpoint.server)
        self._set_phase(Phase.ONLINE)

    async def _tick(self, ready: Ready) -> None:
        """Work off what is due at each tick: rooms and late answers."""
        while True:
            await self._ticker.tick()
            if self._uptime.is_steady:
                self._reconnect.reset()
                self._servers.on_steady()
            if self._driver.session.online:
                self._deliver(self._driver.tick(ready.socket.content_bytes))
                self._flush()
                self._watch.tick(ready.socket)

    def _due_seconds(self) -> float:
        due = min(self._driver.due_seconds(), self._watch.due_seconds())
        return due if self._ready and self._uptime.is_steady else 0.0

    async def _lose(self, ready: Ready, failure: WorkstationError) -> None:
        self._failure = failure
        self._servers.on_lost(ready.endpoint, failure)
        if not self._is_ending():
            log.info("offline, %s: %s", ready.endpoint.server, failure)
        if isinstance(failure, RemoteProtocolError | errors.DeadlineExceeded):
            # Resumed, the server would send the same frame again, or keep silent again.
            self._driver.session.fail()
            self._flush()
            if not self._uptime.has_begun:
                self._negotiator.set_aside(ready.endpoint)
        elif isinstance(failure, ConnectionDropped) and self._uptime.has_begun:
            self._deliver(self._driver.on_cut(steady=self._uptime.is_steady))
            if self._driver.cuts.is_quick:
                self._reconnect.reset()
        self._ready = None
        self._driver.session.drop_stream()
        await end_socket(ready.socket, failure)
        if not self._driver.session.can_resume:
            self._deliver(self._driver.lose())
        self._set_phase(Phase.CONNECTING)

    def _flush(self) -> None:
        if self._ready is not None and (frames := self._driver.session.data_to_send()):
            self._ready.socket.send(frames)
            self._watch.on_sent()

    def _deliver(self, events: Sequence[Event]) -> None:
        if events:
            self.inbox.put(events, self._driver.session.mark)

    def _set_phase(self, phase: Phase, retry_at: float | None = None) -> None:
        since = self.connection.since if phase is self.connection.phase else self._clock.monotonic()
        self.connection = Connection(phase, since, retry_at, self._failure)
        self._deliver([ConnectionChanged(self.connection)])
