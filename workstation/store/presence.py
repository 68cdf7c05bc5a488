"""Who is present in the rooms, according to the server; unknown for rooms that we left."""

from functools import lru_cache

from workstation.domain.ids import ConsultationId, MemberId
from workstation.store.feed import Feed

MAX_SHARED = 64


@lru_cache(maxsize=MAX_SHARED)
def _shared(member_ids: frozenset[MemberId]) -> frozenset[MemberId]:
    """These members, as one set: in nearly all of thousands of rooms the doctor is alone."""
    return member_ids


class RoomPresence:
    """Present members by consultation; ``changed`` publishes the ids that changed.

    A resumed session delivers what was missed (XEP-0198), so a lost connection changes nothing
    here: views also check whether there is a connection.
    """

    def __init__(self) -> None:
        self.changed: Feed[ConsultationId] = Feed()
        self._members: dict[ConsultationId, frozenset[MemberId]] = {}

    def members(self, consultation_id: ConsultationId) -> frozenset[MemberId]:
        """The members present, including the doctor; none for a room that is not entered."""
        return self._members.get(consultation_id, frozenset())

    def set_members(self, consultation_id: ConsultationId, member_ids: frozenset[MemberId]) -> None:
        """Set who is in the room of a consultation now."""
        if member_ids != self.members(consultation_id):
            self._members[consultation_id] = _shared(member_ids)
            self.changed.publish(consultation_id)

    def leave(self, consultation_id: ConsultationId) -> None:
        """Forget who is in a room that we left."""
        if self._members.pop(consultation_id, None):
            self.changed.publish(consultation_id)
