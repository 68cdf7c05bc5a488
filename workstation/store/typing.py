"""Who writes right now: forgotten by itself when nothing more is heard."""

from workstation.domain.ids import ConsultationId, MemberId

TYPING_MS = 30_000
"""A writer that falls silent for so long has stopped, whatever it did not say."""


class TypingMembers:
    """Writers by consultation, with the time they were last heard (monotonic ms)."""

    def __init__(self) -> None:
        self._last_heard_ms: dict[ConsultationId, dict[MemberId, int]] = {}

    def update(
        self, consultation_id: ConsultationId, member_id: MemberId, now_ms: int, *, composing: bool
    ) -> None:
        """A member says that it writes, or that it stopped (XEP-0085); monotonic milliseconds."""
        writers = self._last_heard_ms.setdefault(consultation_id, {})
        if composing:
            writers[member_id] = now_ms
        else:
            writers.pop(member_id, None)

    def clear(self) -> None:
        """The session is gone: nobody is known to write."""
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
        """The consultations where somebody was heard."""
        return tuple(
            consultation_id for consultation_id, writers in self._last_heard_ms.items() if writers
        )
