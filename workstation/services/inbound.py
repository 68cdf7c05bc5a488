"""What comes in: durable first, then seen, then acknowledged (the map, "In: frame to pixel").

Invariant: the server may forget a stanza (XEP-0198 ``<a h>``) only after the vault has committed
it, and nobody sees what a crash could take back. So one batch is one transaction, and its order is
commit, show, acknowledge, and only then whatever follows from it.

A disk that takes nothing must not lose anything: the batch is tried again, unacknowledged, for as
long as that lasts, and the full inbox slows the server down (``test_full_disk.py``). An event that
*no* disk would take is another matter: kept at the head of the stream it would end every session
to come. A batch that fails for any other reason is therefore halved until the one event is found;
in its place stands a message that cannot be read, at its own position, so that the archive's order
and the unread count hold (``test_quarantine.py``).

Example: [a, b, POISON, c] fails; [a, b] is kept, [POISON, c] fails; POISON is set aside, c kept.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from typing import Protocol

from workstation.base.task_scope import Spawn
from workstation.domain.changes import Changes
from workstation.domain.commands import Command
from workstation.domain.connection import Phase
from workstation.domain.errors import StorageError
from workstation.domain.events import (
    FRAME_REFUSED,
    SESSION_LOST,
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
    Overlooked,
    PageFailed,
    PresentMembers,
    Typing,
    Undelivered,
)
from workstation.domain.ids import ConsultationId
from workstation.domain.send_blocker import LEFT_BY_US
from workstation.link.inbox import MAX_BATCH_EVENTS, Batch
from workstation.services.catch_up import CatchUp
from workstation.services.outbox import Outbox
from workstation.services.read_markers import ReadMarkers
from workstation.vault.archive import gaps, pages
from workstation.vault.archive.ingest import Ingested, ingest, replace_unfit_items
from workstation.vault.database import Vault, retry_until_stored

log = logging.getLogger(__name__)

GATHERING_SECONDS = 0.05
"""Less than one sees. What comes after a rest never waits, nor does any page of an archive."""
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

    ``on_changes`` gets what became different, ``on_event`` the events that are not kept: the state
    of the connection and of the rooms, who is there, typing, invitations. ``spawn`` runs work that
    must not hold up the stream, ``on_storage_error`` is told when the disk takes nothing.
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
        self._asked_later: dict[ConsultationId, object] = {}
        self._entered: set[ConsultationId] = set()

    async def run(self) -> None:
        """Take batches until cancelled.

        What follows a live message at once is gathered for a moment: in a flood each batch costs a
        transaction and a word to everybody who shows something of it, however little is in it.
        """
        async for batch in self._source:
            await self.process(batch)
            if _is_of_flood(batch):
                await asyncio.sleep(GATHERING_SECONDS)

    async def process(self, batch: Batch) -> None:
        """Make one batch durable, show it, acknowledge it, then do what follows from it.

        In this order, whatever fails: what is acknowledged is on the disk (XEP-0198, 4), and "sent"
        is not said before it is. Waits as long as the disk takes nothing; an event that the vault
        can never take is set aside alone.
        """
        ingested = await self._store(batch.events)
        self._source.commit(batch.mark)
        for result in ingested:
            self._note_confirmed(result.changes)
        for event in batch.events:
            await self._dispatch_guarded(event)
        await self._begin_catch_ups(
            dict.fromkeys(each.consultation_id for each in batch.events if isinstance(each, Joined))
        )
        for result in ingested:
            for consultation_id in self._catch_up.apply_steps(result.steps):
                self._retry_later(PageFailed(consultation_id, "", TOO_MANY_PAGES))
        await self._begin_catch_ups(self._rooms_to_verify(batch.events))
        # The window gets its turn between two batches.
        await asyncio.sleep(0)

    def _rooms_to_verify(self, events: Sequence[Event]) -> set[ConsultationId]:
        """Rooms to ask again: those of which enough live messages came, or an unread one."""
        ids = (event.consultation_id for event in events if isinstance(event, Arrived))
        due = {each for each in ids if self._catch_up.count_live_message(each)}
        for event in events:
            if isinstance(event, Overlooked):
                self._catch_up.note_overlooked(event.consultation_id)
        return due | self._catch_up.take_overlooked()

    async def _store(self, events: Sequence[Event]) -> list[Ingested]:
        """Make events durable in their order and show them; what can never be kept is set aside.

        Each part is shown as soon as it is stored: what the doctor does while the rest is tried is
        the newer word.
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
        """While the disk takes nothing, nothing is shown or acknowledged: the server has it."""
        return await retry_until_stored(lambda: self._ingest(events), self._on_storage_error)

    async def _quarantine(self, event: Event, fault: Exception) -> list[Ingested]:
        """In place of what can never be kept stands that it cannot be read."""
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
                self._entered.add(consultation_id)
                self._catch_up.enter(consultation_id)
                self._outbox.on_joined(consultation_id, visit)
            case Left():
                self._on_left(event)
            case PageFailed():
                if self._catch_up.on_page_failed(event):
                    self._spawn(self._show_gaps(event.consultation_id))
                is_catch_up = event.consultation_id in self._catch_up.failed
                if event.reason not in {SESSION_LOST, FRAME_REFUSED} and is_catch_up:
                    self._retry_later(event)
            case Undelivered():
                log.info("a room refused a message: %s", event.reason)
                self._spawn(self._outbox.on_refused(event))
            case Broken():
                await self._outbox.on_session_killed(event)
            case ConnectionChanged() | Typing() | Invited() | PresentMembers():
                self._on_transient(event)

    def _on_left(self, event: Left) -> None:
        self._on_event(event)
        self._entered.discard(event.consultation_id)
        if event.reason == LEFT_BY_US:
            self._asked_later.pop(event.consultation_id, None)
            if self._catch_up.leave(event.consultation_id):
                self._spawn(self._show_gaps(event.consultation_id))
        if self._outbox.on_left(event.consultation_id):
            self._spawn(self._outbox.pump_all())

    async def _show_gaps(self, consultation_id: ConsultationId) -> None:
        """Nobody loads the gap any more that got no answer: it may be asked for again."""
        # In turn with what is written, so that no page that comes meanwhile is shown before it.
        of_room = await self._vault.read_in_turn(gaps.of_room, consultation_id)
        self._on_changes(Changes(gaps_of=frozenset({consultation_id}), gaps=of_room))

    def _retry_later(self, failure: PageFailed) -> None:
        """Its room has not caught up: say so where one writes there, and ask again.

        Once, however often it failed since: each way into the room asks it at once besides, and on
        a line that comes and goes all day hundreds would wait, each followed by another.
        """
        if self._catch_up.lost.is_doubtful(failure.consultation_id):
            self._catch_up.go_on_without(failure.consultation_id)
        else:
            self._on_event(failure)
        if failure.consultation_id not in self._asked_later:
            turn = self._asked_later[failure.consultation_id] = object()
            self._spawn(self._retry_catch_up_later(failure.consultation_id, turn), optional=True)

    async def _retry_catch_up_later(self, consultation_id: ConsultationId, turn: object) -> None:
        """A room that did not answer is asked again, unless a new session did so before.

        One that was left meanwhile, and may be back, is asked in a turn of its own.
        """
        await asyncio.sleep(self._catch_up.next_backoff(consultation_id))
        if self._asked_later.get(consultation_id) is not turn:
            return
        del self._asked_later[consultation_id]
        if consultation_id in self._catch_up.failed:
            await self._begin_catch_ups([consultation_id], again=True)

    async def _begin_catch_ups(
        self, consultation_ids: Collection[ConsultationId], *, again: bool = False
    ) -> None:
        """Ask the archives of these rooms; hundreds are entered at once, so the vault once.

        One that is not entered yet is asked when it is: asked twice, it would be blamed for neither
        (``lost_pages``).
        """
        entered = [room for room in consultation_ids if room in self._entered]
        if not entered:
            return
        requests = await retry_until_stored(
            lambda: self._vault.read(pages.first_requests, entered), self._on_storage_error
        )
        for request in requests:
            room = request.consultation_id
            if not self._catch_up.begin(request, again=again):
                self._retry_later(PageFailed(room, "", FRAME_REFUSED))
            elif self._catch_up.lost.is_doubtful(room):
                self._catch_up.go_on_without(room)

    def _on_transient(self, event: ConnectionChanged | Typing | Invited | PresentMembers) -> None:
        self._on_event(event)
        online = isinstance(event, ConnectionChanged) and event.connection.phase is Phase.ONLINE
        if online:
            self._spawn(self._read_markers.resend())
            self._spawn(self._resume_work())

    async def _resume_work(self) -> None:
        """A session was begun or taken up again: ask anew what got no answer, send what waits."""
        await self._begin_catch_ups(sorted(self._catch_up.failed))
        await self._outbox.pump_all()


def _is_of_flood(batch: Batch) -> bool:
    """Whether more may follow that is worth gathering: live messages, and nothing waits already."""
    is_live = any(isinstance(event, Arrived) and event.live for event in batch.events)
    has_page = any(isinstance(event, ArchivePage) for event in batch.events)
    return is_live and not has_page and len(batch.events) < MAX_BATCH_EVENTS
