"""Processes what comes in: stored first, then shown, then acknowledged (the map, "In").

Invariant: the server may forget a stanza (XEP-0198 ``<a h>``) only after the vault has committed
it, and nothing is shown that a crash could take back. So one batch is one transaction, and the
order is commit, show (``inbound_storage``), acknowledge, and only then whatever follows from it
(``event_dispatcher``).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from workstation.domain.commands import Command
from workstation.domain.errors import StorageError
from workstation.domain.events import ArchivePage, Arrived, Event
from workstation.link.inbox import MAX_BATCH_EVENTS, Batch
from workstation.services.event_dispatcher import EventDispatcher
from workstation.services.inbound_storage import InboundStorage

GATHERING_SECONDS = 0.05
"""Too short to notice. The first message after a rest never waits, nor does an archive page."""


class EventSource(Protocol):
    """The session (``link.Link``)."""

    def __aiter__(self) -> AsyncIterator[Batch]:
        """Batches as they come."""

    def commit(self, mark: int) -> None:
        """Take note that everything up to the mark is durable."""

    def post(self, command: Command) -> None:
        """Carry out a command."""


class InboundProcessor:
    """The one consumer of the session's events.

    ``on_storage_error`` gets a failure of the disk in what follows from an event.
    """

    def __init__(
        self,
        source: EventSource,
        storage: InboundStorage,
        dispatcher: EventDispatcher,
        on_storage_error: Callable[[StorageError], None],
    ) -> None:
        self._source, self._storage, self._dispatcher = source, storage, dispatcher
        self._on_storage_error = on_storage_error

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
        stored = await self._storage.store(batch.events)
        self._source.commit(batch.mark)
        for result in stored.ingested:
            self._dispatcher.note_confirmed(result.changes)
        for event in (*stored.unfit_pages, *batch.events):
            await self._dispatch(event)
        await self._dispatcher.catch_up(batch.events, stored.ingested)
        # The window gets its turn between two batches.
        await asyncio.sleep(0)

    async def _dispatch(self, event: Event) -> None:
        try:
            await self._dispatcher.dispatch(event)
        except StorageError as error:
            self._on_storage_error(error)


def _is_of_flood(batch: Batch) -> bool:
    """Whether a batch is of a flood, so that more is worth gathering: live messages alone."""
    is_live = any(isinstance(event, Arrived) and event.live for event in batch.events)
    has_page = any(isinstance(event, ArchivePage) for event in batch.events)
    return is_live and not has_page and len(batch.events) < MAX_BATCH_EVENTS
