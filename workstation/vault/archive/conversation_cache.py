"""What a transaction needs of a room for each message: read once, kept up to date by hand."""

from typing import TYPE_CHECKING

from workstation.domain.ids import ConsultationId, MemberId
from workstation.vault.archive import amendments, order, unread
from workstation.vault.conversation.message_reader import MessageReader, displayed_to

if TYPE_CHECKING:
    import apsw


class ConversationCache:
    """What is known of one room in this transaction; code that changes it must update it here."""

    def __init__(
        self, connection: "apsw.Connection", consultation_id: ConsultationId, me: MemberId | None
    ) -> None:
        self._connection = connection
        self.consultation_id = consultation_id
        self.reader = MessageReader(connection, consultation_id)
        self.markers_wait = unread.has_waiting_markers(connection, consultation_id)
        self.amendments_wait = amendments.has_unbound(connection, consultation_id)
        self.read_by_me = None if me is None else displayed_to(connection, consultation_id, me)
        self._end: int | None = None

    def take_next_place(self) -> tuple[int, bool]:
        """The place of the next live message; true if a gap may stand right before it."""
        if self._end is not None:
            self._end += 1
            return self._end, False
        self._end = order.append(self._connection, self.consultation_id)
        return self._end, True

    def forget_end(self) -> None:
        """Read the end anew: something else than a live message has moved it."""
        self._end = None
