"""What follows from events once they are stored, shown and acknowledged (``inbound``)."""

import logging
from collections.abc import Callable, Sequence

from workstation.base.task_scope import Spawn
from workstation.domain.changes import Changes
from workstation.domain.connection import Phase
from workstation.domain.events import (
    Broken,
    ConnectionChanged,
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
from workstation.services.catch_up_starter import CatchUpStarter
from workstation.services.outbox import Outbox
from workstation.services.read_markers import ReadMarkers
from workstation.vault.archive.ingest import Ingested

log = logging.getLogger(__name__)

TransientEvent = ConnectionChanged | Typing | Invited | Joined | Left | PageFailed | PresentMembers


class EventDispatcher:
    """Tells the parts of one session what concerns them.

    ``on_event`` gets events that are not stored: the state of the connection and of the rooms,
    presence, typing, invitations. ``spawn`` runs work that must not hold up the stream.
    """

    def __init__(
        self,
        catch_ups: CatchUpStarter,
        outbox: Outbox,
        read_markers: ReadMarkers,
        on_event: Callable[[TransientEvent], None],
        spawn: Spawn,
    ) -> None:
        self._catch_ups, self._outbox, self._read_markers = catch_ups, outbox, read_markers
        self._on_event, self._spawn = on_event, spawn

    def note_confirmed(self, changes: Changes) -> None:
        """Send what waited for own messages that are now in their rooms."""
        for consultation_id, origin_id in changes.confirmed:
            if self._outbox.clear_suspect(origin_id):
                self._spawn(self._outbox.pump_all())
            elif self._outbox.holds_back(consultation_id):
                self._spawn(self._outbox.pump(consultation_id))

    async def catch_up(self, events: Sequence[Event], ingested: Sequence[Ingested]) -> None:
        """Ask the archives for what is missing after these events."""
        joined = (each.consultation_id for each in events if isinstance(each, Joined))
        await self._catch_ups.begin(dict.fromkeys(joined))
        for result in ingested:
            self._catch_ups.apply_steps(result.steps)
        await self._catch_ups.begin(self._catch_ups.rooms_to_verify(events))

    async def dispatch(self, event: Event) -> None:
        """Tell all parts of one event. Raises ``StorageError``."""
        match event:
            case Joined(consultation_id, visit=visit):
                self._on_event(event)
                self._catch_ups.on_joined(consultation_id)
                self._outbox.on_joined(consultation_id, visit)
            case Left():
                self._on_left(event)
            case PageFailed():
                self._catch_ups.on_page_failed(event)
            case Undelivered():
                log.info("a room refused a message: %s", event.reason)
                self._spawn(self._outbox.on_refused(event))
            case Broken():
                await self._outbox.on_session_killed(event)
            case ConnectionChanged() | Typing() | Invited() | PresentMembers():
                self._on_transient(event)

    def _on_left(self, event: Left) -> None:
        self._on_event(event)
        self._catch_ups.on_left(event.consultation_id, is_final=event.reason == LEFT_BY_US)
        if self._outbox.on_left(event.consultation_id):
            self._spawn(self._outbox.pump_all())

    def _on_transient(self, event: ConnectionChanged | Typing | Invited | PresentMembers) -> None:
        self._on_event(event)
        online = isinstance(event, ConnectionChanged) and event.connection.phase is Phase.ONLINE
        if online:
            self._spawn(self._read_markers.resend())
            self._spawn(self._resume_work())

    async def _resume_work(self) -> None:
        """Repeat what failed, and send what waits: a session was begun or resumed."""
        await self._catch_ups.resume()
        await self._outbox.pump_all()
