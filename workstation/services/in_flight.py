"""Messages that were handed to the connection, and which of them may have ended a session.

A suspect is sent alone, so that the end of a session names its cause (``under_way``, ``outbox``).
"""

from collections.abc import Callable, Iterable

from workstation.domain.ids import ConsultationId, OriginId
from workstation.services.under_way import UnderWay


class InFlight:
    """Messages that wait for their echo, each with its room and the visit it was posted in.

    ``on_removed`` is called when one of them is in flight no more.
    """

    def __init__(self, on_removed: Callable[[], None]) -> None:
        self._on_removed = on_removed
        self._posted: dict[OriginId, tuple[ConsultationId, int]] = {}
        self._suspects: set[OriginId] = set()

    def __contains__(self, origin_id: OriginId) -> bool:
        return origin_id in self._posted

    def add(self, origin_id: OriginId, consultation_id: ConsultationId, visit: int) -> None:
        """Count a message as in flight: it is being posted, in this visit to its room."""
        self._posted[origin_id] = consultation_id, visit

    def remove(self, origin_id: OriginId) -> None:
        """Count a message as in flight no more; a suspect remains one."""
        if self._posted.pop(origin_id, None) is not None:
            self._on_removed()

    def clear(self, origin_id: OriginId) -> bool:
        """Forget a message that was confirmed, or failed; whether it was a suspect."""
        was_suspect = origin_id in self._suspects
        self._suspects.discard(origin_id)
        self.remove(origin_id)
        return was_suspect

    def suspect(self, origin_ids: Iterable[OriginId]) -> None:
        """Suspect these messages: one of them ended a session."""
        self._suspects.update(origin_ids)

    def is_suspect(self, origin_id: OriginId) -> bool:
        """Whether a message may have ended a session."""
        return origin_id in self._suspects

    def under_way(self, visit: Callable[[ConsultationId], int | None]) -> UnderWay:
        """What is in flight; a message whose room was left since gets no answer.

        ``visit`` gives the present stay in a room.
        """
        present = {name for name, (room, at) in self._posted.items() if visit(room) == at}
        if present & self._suspects:
            return UnderWay.SUSPECT
        return UnderWay.INNOCENT if present else UnderWay.NOTHING

    def has_suspect_in(self, consultation_id: ConsultationId) -> bool:
        """Whether a suspect was posted to this room, in whatever visit."""
        suspects = (self._posted.get(name) for name in self._suspects)
        return any(at is not None and at[0] == consultation_id for at in suspects)
