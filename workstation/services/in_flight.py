"""Messages that were handed to the connection, and which of them may have ended a session.

A suspect is sent alone: while one is in flight no other message is sent, so that the end of a
session names its cause (``outbox``).
"""

from collections.abc import Callable, Iterable

from workstation.domain.ids import ConsultationId, OriginId


class InFlight:
    """Messages that wait for their echo, each with its room and the visit it was posted in."""

    def __init__(self) -> None:
        self._posted: dict[OriginId, tuple[ConsultationId, int]] = {}
        self._suspects: set[OriginId] = set()

    def __contains__(self, origin_id: OriginId) -> bool:
        return origin_id in self._posted

    def add(self, origin_id: OriginId, consultation_id: ConsultationId, visit: int) -> None:
        """A message is being posted, in this visit to its room."""
        self._posted[origin_id] = consultation_id, visit

    def remove(self, origin_id: OriginId) -> None:
        """It is in flight no more; a suspect remains one."""
        self._posted.pop(origin_id, None)

    def clear(self, origin_id: OriginId) -> bool:
        """It was confirmed, or failed; whether it was a suspect."""
        was_suspect = origin_id in self._suspects
        self._suspects.discard(origin_id)
        self.remove(origin_id)
        return was_suspect

    def suspect(self, origin_ids: Iterable[OriginId]) -> None:
        """One of these ended a session."""
        self._suspects.update(origin_ids)

    def is_suspect(self, origin_id: OriginId) -> bool:
        """Whether it may have ended a session."""
        return origin_id in self._suspects

    def has_suspect(self, visit: Callable[[ConsultationId], int | None]) -> bool:
        """Whether a suspect is in flight; one whose room was left since gets no answer.

        ``visit`` gives the present stay in a room.
        """
        suspects = (self._posted.get(name) for name in self._suspects)
        return any(at is not None and visit(at[0]) == at[1] for at in suspects)

    def has_suspect_in(self, consultation_id: ConsultationId) -> bool:
        """Whether a suspect was posted to this room, in whatever visit."""
        suspects = (self._posted.get(name) for name in self._suspects)
        return any(at is not None and at[0] == consultation_id for at in suspects)
