"""What comes in: durable first, then seen, then acknowledged (the map, "In: frame to pixel")."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from typing import Any, Protocol

from workstation.domain.changes import Changes
from workstation.domain.commands import Command
from workstation.domain.connection import Phase
from workstation.domain.errors import StorageError
from workstation.domain.events import (
    SESSION_LOST,
    UNFIT,
    ArchivePage,
    Arrived,
    Broken,
    ConnectionChanged,
    Displayed,
    Event,
    Invited,
    Joined,
    Left,
    PageFailed,
    Typing,
    Undelivered,
)
from workstation.domain.message import Delivery, SpeakerRole
from workstation.link.inbox import Batch
from workstation.services.catch_up import CatchUp
from workstation.services.full_disk import kept
from workstation.services.outbox import Outbox
from workstation.vault import pages
from workstation.vault.database import Vault
from workstation.vault.ingest import Ingested, fitting, ingest

log = logging.getLogger(__name__)

DURABLE = (Arrived, Displayed, Joined, ArchivePage)
Told = ConnectionChanged | Typing | Invited | Joined | Left | PageFailed
CONFIRMED = frozenset({Delivery.SENT, Delivery.READ})


class Source(Protocol):
    """The session (``link.Link``)."""

    def __aiter__(self) -> AsyncIterator[Batch]:
        """Batches as they come."""

    def committed(self, mark: int) -> None:
        """Everything up to the mark is durable."""

    def post(self, command: Command) -> None:
        """Carry out a command."""


class Inbound:
    """The one consumer of the session's events.

    ``show`` gets what became different, ``tell`` the events that are not kept: the state of the
    connection and of the rooms, typing, invitations. ``spawn`` runs work that must not hold up the
    stream, ``trouble`` is told when the disk does not take what came.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        source: Source,
        vault: Vault,
        *,
        catch_up: CatchUp,
        outbox: Outbox,
        show: Callable[[Changes], None],
        tell: Callable[[Told], None],
        spawn: Callable[[Coroutine[Any, Any, None]], object],
        trouble: Callable[[StorageError], None] = lambda _: None,
    ) -> None:
        self._source, self._vault = source, vault
        self._catch_up, self._outbox = catch_up, outbox
        self._show, self._tell, self._spawn = show, tell, spawn
        self._trouble = trouble

    async def run(self) -> None:
        """Take batches until cancelled."""
        async for batch in self._source:
            await self.take(batch)

    async def take(self, batch: Batch) -> None:
        """Make one batch durable, show it, acknowledge it, then do what follows from it."""
        durable = await self._kept(batch.events)
        for done in durable:
            self._show(done.changes)
        self._source.committed(batch.mark)
        for done in durable:
            self._note_confirmed(done.changes)
        for event in batch.events:
            await self._followed(event)
        for done in durable:
            self._catch_up.follow(done.steps)
        for room in self._due(batch.events):
            await self._begin(room)
        # The window gets its turn between two batches.
        await asyncio.sleep(0)

    def _due(self, events: Sequence[Event]) -> set[int]:
        """Rooms of which enough live messages came to ask their archives again."""
        heard = (event.consultation_id for event in events if isinstance(event, Arrived))
        return {room for room in heard if self._catch_up.heard(room)}

    async def _kept(self, events: Sequence[Event]) -> list[Ingested]:
        """Make events durable in their order; one that the vault can never take is set aside."""
        try:
            return [await self._ingested(events)]
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next batch must not wait
            if len(events) == 1:
                return await self._set_aside(events[0], fault)
        middle = len(events) // 2
        return [*await self._kept(events[:middle]), *await self._kept(events[middle:])]

    async def _ingested(self, events: Sequence[Event]) -> Ingested:
        """While the disk takes nothing, nothing is shown or acknowledged: the server has it."""
        return await kept(lambda: self._ingest(events), self._trouble)

    async def _set_aside(self, event: Event, fault: Exception) -> list[Ingested]:
        """In place of what can never be kept stands that it cannot be read."""
        log.error("an event cannot be kept: %s in %s", type(fault).__name__, type(event).__name__)
        try:
            if isinstance(event, Arrived):
                return [await self._ingested([event.unreadable()])]
            if isinstance(event, ArchivePage):
                fit = await self._vault.write(fitting, event)
                return [await self._ingested([fit])]
        except Exception as second:  # noqa: BLE001 - as above
            log.error("nor can what stands for it: %s", type(second).__name__)  # noqa: TRY400
        if isinstance(event, ArchivePage):
            await self._follow(PageFailed(event.consultation_id, event.query, UNFIT))
        return []

    async def _followed(self, event: Event) -> None:
        try:
            await self._follow(event)
        except StorageError as error:
            self._trouble(error)

    async def _ingest(self, events: Sequence[Event]) -> Ingested:
        durable = [event for event in events if isinstance(event, DURABLE)]
        if not durable:
            return Ingested(Changes())
        return await self._vault.absorb(ingest, durable, dict(self._catch_up.wants))

    def _note_confirmed(self, changes: Changes) -> None:
        for message in changes.messages:
            if (
                message.speaker.role is SpeakerRole.ME
                and message.delivery in CONFIRMED
                and self._outbox.cleared(message.origin_id)
            ):
                self._spawn(self._outbox.pump_all())

    async def _follow(self, event: Event) -> None:
        match event:
            case Joined(consultation_id, visit=visit):
                self._tell(event)
                self._outbox.joined(consultation_id, visit)
                await self._begin(consultation_id)
            case Left(consultation_id):
                self._tell(event)
                if self._outbox.left(consultation_id):
                    self._spawn(self._outbox.pump_all())
            case PageFailed():
                self._catch_up.answer_failed(event)
                if event.reason != SESSION_LOST:
                    if event.consultation_id in self._catch_up.failed:
                        self._tell(event)
                    self._spawn(self._ask_later(event.consultation_id))
            case Undelivered():
                self._spawn(self._outbox.refused(event))
            case Broken():
                await self._outbox.broken(event)
            case ConnectionChanged() | Typing() | Invited():
                self._connection(event)

    async def _ask_later(self, room: int) -> None:
        """A room that did not answer is asked again, unless a new session did so before."""
        await asyncio.sleep(self._catch_up.next_wait(room))
        if room in self._catch_up.failed:
            await self._begin(room)

    async def _begin(self, room: int) -> None:
        want = await kept(lambda: self._vault.read(pages.first_want, room), self._trouble)
        self._catch_up.begin(want)

    def _connection(self, event: ConnectionChanged | Typing | Invited) -> None:
        self._tell(event)
        online = isinstance(event, ConnectionChanged) and event.connection.phase is Phase.ONLINE
        if online:
            self._spawn(self._go_on())

    async def _go_on(self) -> None:
        """A session was begun or taken up again: ask anew what got no answer, send what waits."""
        for room in sorted(self._catch_up.failed):
            await self._begin(room)
        await self._outbox.pump_all()
