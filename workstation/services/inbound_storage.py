"""What comes in is stored, in its order, and shown; what can never be stored is replaced.

A failing disk must not lose anything: the batch is tried again, unacknowledged, for as long as it
fails, and the full inbox slows the server down (``test_full_disk.py``). An event that *no* disk
would accept is another matter: left at the head of the stream it would end every session to come.
A batch that fails for any other reason is therefore halved until the one event is found. A message
"cannot be read" is stored in its place, at its own position, so that the archive's order and the
unread count hold (``test_quarantine.py``).

Example: [a, b, POISON, c] fails; [a, b] is stored, [POISON, c] fails; POISON is replaced, c stored.
"""

import logging
from collections.abc import Sequence
from typing import NamedTuple

from workstation.domain.changes import Changes
from workstation.domain.events import (
    UNFIT,
    ArchivePage,
    Arrived,
    Displayed,
    Event,
    Joined,
    PageFailed,
)
from workstation.services.catch_up import CatchUp
from workstation.services.read_markers import ReadMarkers
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.archive.ingest import Ingested, ingest, replace_unfit_items

log = logging.getLogger(__name__)

DURABLE = (Arrived, Displayed, Joined, ArchivePage)


class StoredEvents(NamedTuple):
    """What was made of events: all that is stored, and pages of which nothing could be."""

    ingested: list[Ingested]
    unfit_pages: list[PageFailed]


class InboundStorage:
    """Stores what comes in. Pages answer the open requests of ``catch_up``."""

    def __init__(self, vault: RetryingVault, catch_up: CatchUp, read_markers: ReadMarkers) -> None:
        self._vault, self._catch_up, self._read_markers = vault, catch_up, read_markers

    async def store(self, events: Sequence[Event]) -> StoredEvents:
        """Store events in their order and show them; what can never be stored is replaced.

        Each part is shown as soon as it is stored, since what the doctor does while the rest is
        tried is newer than it. Waits for as long as the disk fails.
        """
        stored = StoredEvents([], [])
        await self._store(events, stored)
        return stored

    async def _store(self, events: Sequence[Event], stored: StoredEvents) -> None:
        try:
            ingested = await self._ingest(events)
        except Exception as fault:  # noqa: BLE001 - whatever it is, the next batch must not wait
            if len(events) > 1:
                middle = len(events) // 2
                await self._store(events[:middle], stored)
                await self._store(events[middle:], stored)
            else:
                await self._quarantine(events[0], fault, stored)
        else:
            self._show(ingested, stored)

    def _show(self, ingested: Ingested, stored: StoredEvents) -> None:
        self._read_markers.on_changes(ingested.changes)
        self._vault.publish(ingested.changes)
        stored.ingested.append(ingested)

    async def _quarantine(self, event: Event, fault: Exception, stored: StoredEvents) -> None:
        """Store that an event cannot be read, in place of one that can never be stored."""
        log.error("an event cannot be kept: %s in %s", type(fault), type(event))
        try:
            if isinstance(event, Arrived):
                self._show(await self._ingest([event.unreadable()]), stored)
                return
            if isinstance(event, ArchivePage):
                fit = await self._vault.store(replace_unfit_items, event)
                self._show(await self._ingest([fit]), stored)
                return
        except Exception as second:  # noqa: BLE001 - as above
            log.error("nor can what stands for it: %s", type(second))  # noqa: TRY400
        if isinstance(event, ArchivePage):
            stored.unfit_pages.append(PageFailed(event.consultation_id, event.query, UNFIT))

    async def _ingest(self, events: Sequence[Event]) -> Ingested:
        """Store events, retried while the disk fails; the server keeps what is not acknowledged."""
        durable = [event for event in events if isinstance(event, DURABLE)]
        if not durable:
            return Ingested(Changes())
        return await self._vault.absorb(ingest, durable, dict(self._catch_up.open_requests))
