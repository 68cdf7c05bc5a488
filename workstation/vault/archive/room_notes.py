"""What a transaction asks of a room for each message: asked once, kept true meanwhile."""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, MemberId
from workstation.vault.archive import amendments, order, unread
from workstation.vault.message_reader import MessageReader, displayed_to

if TYPE_CHECKING:
    import apsw


class RoomNotes:
    """Notes on one room. Whoever changes what they say must say so here."""

    def __init__(
        self, connection: "apsw.Connection", room: ConsultationId, me: MemberId | None
    ) -> None:
        self._connection = connection
        self.room = room
        self.reader = MessageReader(connection, room)
        self.markers_wait = unread.markers_wait(connection, room)
        self.amendments_wait = amendments.wait(connection, room)
        self.read_by_me = None if me is None else displayed_to(connection, room, me)
        self._end: int | None = None

    def next_place(self) -> tuple[int, bool]:
        """The place of the next live message; true if a gap may stand right before it."""
        if self._end is not None:
            self._end += 1
            return self._end, False
        self._end = order.append(self._connection, self.room)
        return self._end, True

    def forget_end(self) -> None:
        """Something else than a live message has moved the end."""
        self._end = None
