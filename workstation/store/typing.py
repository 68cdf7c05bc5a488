"""Who is typing, with a time limit."""

from workstation.domain.ids import ConsultationId, MemberId

TYPING_MS = 30_000
"""After so long without a notification a member counts as having stopped."""


class TypingMembers:
    """Typing members by consultation, with their last notification (monotonic ms)."""

    def __init__(self) -> None:
        self._last_heard_ms: dict[ConsultationId, dict[MemberId, int]] = {}

    def update(
        self, consultation_id: ConsultationId, member_id: MemberId, now_ms: int, *, composing: bool
    ) -> None:
        """Note that a member began or stopped typing (XEP-0085); monotonic milliseconds."""
        writers = self._last_heard_ms.setdefault(consultation_id, {})
        if composing:
            writers[member_id] = now_ms
        else:
            writers.pop(member_id, None)

    def clear(self) -> None:
        """Forget everybody, as the session ended."""
        self._last_heard_ms.clear()

    def writers(self, consultation_id: ConsultationId, now_ms: int) -> tuple[MemberId, ...]:
        """Who writes there, the first to begin first; who fell silent long ago is left out."""
        last_heard = self._last_heard_ms.get(consultation_id, {})
        return tuple(member for member, at in last_heard.items() if now_ms - at < TYPING_MS)

    def forget_silent(self, now_ms: int) -> None:
        """Forget who fell silent long ago."""
        for consultation_id, last_heard in self._last_heard_ms.items():
            writers = self.writers(consultation_id, now_ms)
            self._last_heard_ms[consultation_id] = {each: last_heard[each] for each in writers}

    def consultation_ids(self) -> tuple[ConsultationId, ...]:
        """The consultations in which somebody is typing."""
        return tuple(
            consultation_id for consultation_id, writers in self._last_heard_ms.items() if writers
        )
