"""Processes what comes in: stored first, then shown, then acknowledged (the map, "In").

Invariant: the server may forget a stanza (XEP-0198 ``<a h>``) only after the vault has committed
it, and nothing is shown that a crash could take back. So one batch is one transaction, and the
order is commit, show, acknowledge, and only then whatever follows from it.

A failing disk must not lose anything: the batch is tried again, unacknowledged, for as long as it
fails, and the full inbox slows the server down (``test_full_disk.py``). An event that *no* disk
would accept is another matter: left at the head of the stream it would end every session to come.
A batch that fails for any other reason is therefore halved until the one event is found. A message
"cannot be read" is stored in its place, at its own position, so that the archive's order and the
unread count hold (``test_quarantine.py``).

Example: [a, b, POISON, c] fails; [a, b] is stored, [POISON, c] fails; POISON is replaced, c stored.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Protocol

from workstation.base.task_scope import Spawn
from workstation.domain.changes import Changes
from workstation.domain.commands import Command
from workstation.domain.connection import Phase
from workstation.domain.errors import StorageError
from workstation.domain.events import (
    TOO_MANY_PAGES,
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
    PresentMembers,
    Typing,
    Undelivered,
)
from workstation.domain.send_blocker import LEFT_BY_US
from workstation.link.inbox import MAX_BATCH_EVENTS, Batch
from workstation.services.catch_up import CatchUp
from workstation.services.catch_up_starter import CatchUpStarter
from workstation.services.outbox import Outbox
from workstation.services.read_markers import ReadMarkers
from workstation.vault.archive.ingest import Ingested, ingest, replace_unfit_items
from workstation.vault.database import Vault, retry_until_stored

log = logging.getLogger(__name__)

GATHERING_SECONDS = 0.05
"""Too short to notice. The first message after a rest never waits, nor does an archive page."""
DURABLE = (Arrived, Displayed, Joined, ArchivePage)
TransientEvent = ConnectionChanged | Typing | Invited | Joined | Left | PageFailed | PresentMembers


class EventSource(Protocol):
    """The session (``link.Link``)."""

    def __aiter__(self) -> AsyncIterator[Batch]:
        """Batches as they come."""

    def commit(self, mark: int) -> None:
        """Everything up to the mark is durable."""

    def post(self, command: Command) -> None:
        """Carry out a command."""


class InboundProcessor:
    """The one consumer of the session's events.

    ``on_changes`` gets the changes of the database, ``on_event`` events that are not stored: the
    state of the connection and of the rooms, presence, typing, invitations. ``spawn`` runs work
    that must not hold up the stream, ``on_storage_error`` is called when the disk fails.
    ``catch_ups`` begins the catch-ups of the rooms.
    """

    def __init__(  # noqa: PLR0913 - the parts of one machine, put together once
        self,
        source: EventSource,
        vault: Vault,
        *,
        catch_up: CatchUp,
        outbox: Outbox,
        read_markers: ReadMarkers,
        on_changes: Callable[[Changes], None],
        on_event: Callable[[TransientEvent], None],
        spawn: Spawn,
        on_storage_error: Callable[[StorageError], None] = lambda _: None,
    ) -> None:
        self._source, self._vault = source, vault
        self._catch_up, self._outbox, self._read_markers = catch_up, outbox, read_markers
        self._on_changes, self._on_event, self._spawn = on_changes, on_event, spawn
        self._on_storage_error = on_storage_error
        self.catch_ups = CatchUpStarter(
            vault,
            catch_up,
            on_changes=on_changes,
            on_failure=on_event,
            spawn=spawn,
            on_storage_error=on_storage_error,
        )

    async def run(self) -> None:
        """Process batches until cancelled.

        Events right after a live message are gathered for a moment: in a flood each batch costs a
        transaction and a notification of every subscriber, however small it is.
        """
        async for batch in self._source:
            await self.process(batch)
            if _is_of_flood(batch):
                await asyncio.sleep(GATHERING_SECONDS)

    async def process(self, batch: Batch) -> None:
        """Store one batch, show it, acknowledge it, then do what follows from it.

        In this order, whatever fails: what is acknowledged is on the disk (XEP-0198, 4), and so is
        what is shown as sent. Waits for as long as the disk fails; an event that can never be
        stored is replaced alone.
        """
        ingested = await self._store(batch.events)
        self._source.commit(batch.mark)
        for result in ingested:
            self._note_confirmed(result.changes)
        for event in batch.events:
            await self._dispatch_guarded(event)
        await self.catch_ups.begin(
            dict.fromkeys(each.consultation_id for each in batch.events if isinstance(each, Joined))
        )
        for result in ingested:
            for consultation_id in self._catch_up.apply_steps(result.steps):
                self.catch_ups.retry_later(PageFailed(consultation_id, "", TOO_MANY_PAGES))
        await self.catch_ups.begin(self.catch_ups.rooms_to_verify(batch.events))
        # The window gets its turn between two batches.
        await asyncio.sleep(0)

    async def _store(self, events: Sequence[Event]) -> list[Ingested]:
        """Store events in their order and show them; what can never be stored is replaced.

        Each part is shown as soon as it is stored, since what the doctor does while the rest is
        tried is newer than it.
        """
        try:
            ingested = [await self._ingest_until_stored(events)]
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next batch must not wait
            if len(events) > 1:
                middle = len(events) // 2
                return [*await self._store(events[:middle]), *await self._store(events[middle:])]
            ingested = await self._quarantine(events[0], fault)
        for result in ingested:
            self._read_markers.on_changes(result.changes)
            self._on_changes(result.changes)
        return ingested

    async def _ingest_until_stored(self, events: Sequence[Event]) -> Ingested:
        """Retried while the disk fails; the server keeps the events, as nothing is acknowledged."""
        return await retry_until_stored(lambda: self._ingest(events), self._on_storage_error)

    async def _quarantine(self, event: Event, fault: Exception) -> list[Ingested]:
        """Store that it cannot be read in place of an event that can never be stored."""
        log.error("an event cannot be kept: %s in %s", type(fault), type(event))
        try:
            if isinstance(event, Arrived):
                return [await self._ingest_until_stored([event.unreadable()])]
            if isinstance(event, ArchivePage):
                fit = await retry_until_stored(
                    lambda: self._vault.write(replace_unfit_items, event), self._on_storage_error
                )
                return [await self._ingest_until_stored([fit])]
        except Exception as second:  # noqa: BLE001 - as above
            log.error("nor can what stands for it: %s", type(second))  # noqa: TRY400
        if isinstance(event, ArchivePage):
            await self._dispatch(PageFailed(event.consultation_id, event.query, UNFIT))
        return []

    async def _dispatch_guarded(self, event: Event) -> None:
        try:
            await self._dispatch(event)
        except StorageError as error:
            self._on_storage_error(error)

    async def _ingest(self, events: Sequence[Event]) -> Ingested:
        durable = [event for event in events if isinstance(event, DURABLE)]
        if not durable:
            return Ingested(Changes())
        return await self._vault.absorb(ingest, durable, dict(self._catch_up.open_requests))

    def _note_confirmed(self, changes: Changes) -> None:
        for consultation_id, origin_id in changes.confirmed:
            if self._outbox.clear_suspect(origin_id):
                self._spawn(self._outbox.pump_all())
            elif self._outbox.holds_back(consultation_id):
                self._spawn(self._outbox.pump(consultation_id))

    async def _dispatch(self, event: Event) -> None:
        match event:
            case Joined(consultation_id, visit=visit):
                self._on_event(event)
                self.catch_ups.on_joined(consultation_id)
                self._outbox.on_joined(consultation_id, visit)
            case Left():
                self._on_left(event)
            case PageFailed():
                self.catch_ups.on_page_failed(event)
            case Undelivered():
                log.info("a room refused a message: %s", event.reason)
                self._spawn(self._outbox.on_refused(event))
            case Broken():
                await self._outbox.on_session_killed(event)
            case ConnectionChanged() | Typing() | Invited() | PresentMembers():
                self._on_transient(event)

    def _on_left(self, event: Left) -> None:
        self._on_event(event)
        self.catch_ups.on_left(event.consultation_id, is_final=event.reason == LEFT_BY_US)
        if self._outbox.on_left(event.consultation_id):
            self._spawn(self._outbox.pump_all())

    def _on_transient(self, event: ConnectionChanged | Typing | Invited | PresentMembers) -> None:
        self._on_event(event)
        online = isinstance(event, ConnectionChanged) and event.connection.phase is Phase.ONLINE
        if online:
            self._spawn(self._read_markers.resend())
            self._spawn(self._resume_work())

    async def _resume_work(self) -> None:
        """A session was begun or resumed: repeat what failed, send what waits."""
        await self.catch_ups.resume()
        await self._outbox.pump_all()


def _is_of_flood(batch: Batch) -> bool:
    """Whether more is likely to follow and worth gathering: live messages, and nothing else."""
    is_live = any(isinstance(event, Arrived) and event.live for event in batch.events)
    has_page = any(isinstance(event, ArchivePage) for event in batch.events)
    return is_live and not has_page and len(batch.events) < MAX_BATCH_EVENTS
