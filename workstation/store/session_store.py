"""The state of one sign-in, and the only way in which it changes.

Only changes that the vault has committed are applied (``apply``): the screen never shows what a
crash could undo. While the server is down, connecting and waiting alternate; for the doctor that is
one outage, so ``offline_since`` is set once, when the session is lost.
"""

from typing import Literal

from workstation.domain.changes import Changes
from workstation.domain.connection import Connection, Phase
from workstation.domain.events import Joined, Left, PageFailed
from workstation.domain.ids import ConsultationId, MemberId
from workstation.store.feed import Feed
from workstation.store.history import History
from workstation.store.patient_notes import PatientNotes
from workstation.store.presence import RoomPresence
from workstation.store.send_blockers import SendBlockers
from workstation.store.typing import TypingMembers
from workstation.store.worklist import Worklist

MESSAGES_COMING = frozenset({Phase.CONNECTING, Phase.ONLINE})
"""In any other phase nobody knows when they come: then no patient may be passed over for them."""


class SessionStore:
    """The stores of one sign-in. ``apply`` brings what the vault has committed.

    ``names`` are the display names of doctors, by account; without ``is_durable`` nothing that
    the doctor writes is kept beyond the program's end.
    """

    def __init__(self, *, is_durable: bool = True) -> None:
        self.is_durable = is_durable
        self.worklist = Worklist()
        self.history = History()
        self.typing = TypingMembers()
        self.presence = RoomPresence()
        self.send_blockers = SendBlockers()
        self.names: dict[MemberId, str] = {}
        self.changes: Feed[Changes] = Feed()
        self.connections: Feed[Connection] = Feed()
        self.connection = Connection(Phase.SIGNED_OUT)
        self.offline_since = 0.0
        self.in_front: ConsultationId | None = None
        self.fronted: Feed[ConsultationId] = Feed()

    @property
    def outlook(self) -> Literal["online", "offline", "unkept"]:
        """What becomes of what is sent now: it goes, or waits on the disk, or in memory only."""
        if self.is_online:
            return "online"
        return "offline" if self.is_durable else "unkept"

    @property
    def notes(self) -> PatientNotes:
        """What this doctor has noted about patients."""
        return self.worklist.notes

    def bring_to_front(self, consultation_id: ConsultationId) -> None:
        """Set the conversation that the doctor looks at; there is one at a time."""
        if consultation_id != self.in_front:
            self.in_front = consultation_id
            self.fronted.publish(consultation_id)

    def apply(self, changes: Changes) -> None:
        """Apply changes, then publish them."""
        if not changes:
            return
        self.names.update(changes.names)
        self.worklist.apply(changes)
        self.history.apply(changes)
        self.changes.publish(changes)

    def on_room_event(self, event: Joined | Left | PageFailed, now: float) -> None:
        """Apply an event of a room; ignored without a session, whose absence is shown instead."""
        if isinstance(event, Left):
            self.presence.leave(event.consultation_id)
        if not (isinstance(event, Joined) and event.archives):
            self.worklist.unread_archives.settle([event.consultation_id])
        if self.is_online:
            self.send_blockers.on_room_event(event, now)

    def on_caught_up(self, consultation_id: ConsultationId) -> None:
        """Note that the archive of a room was read: nothing is missing there."""
        self.send_blockers.clear(consultation_id)
        self.worklist.unread_archives.settle([consultation_id])

    @property
    def is_online(self) -> bool:
        """Whether there is a session, so that anything can be on its way."""
        return self.connection.phase is Phase.ONLINE

    def set_connection(self, connection: Connection) -> None:
        """Set the connection's state; without a session nobody counts as typing."""
        if connection == self.connection:
            return
        if self.connection.phase in {Phase.ONLINE, Phase.SIGNED_OUT}:
            # Connecting and waiting take turns; to the doctor that is one absence.
            self.offline_since = connection.since
        self.connection = connection
        self.worklist.unread_archives.set_coming(coming=connection.phase in MESSAGES_COMING)
        if connection.phase is not Phase.ONLINE:
            for room in self.typing.consultation_ids():
                self.worklist.set_typing(room, None)
            self.typing.clear()
            self.send_blockers.clear_all()
        self.connections.publish(connection)
