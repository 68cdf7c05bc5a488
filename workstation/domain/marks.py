"""What a doctor marks for nobody else to see: pinned, snoozed, to be read again."""

from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value

MAX_SNOOZE_MS = 30 * 24 * 60 * 60_000
"""Nothing is snoozed for longer; what seems to be was noted under a wrong clock."""


class Snooze(Value):
    """Laid aside until a time (ms since the epoch); without one, until the patient writes.

    ``patient_ms`` and ``patient_unread`` are what the conversation's summary said at that moment:
    when the patient last wrote, and how much of it the doctor had not seen.
    """

    until_ms: int | None = None
    patient_ms: int | None = None
    patient_unread: int = 0

    def is_over(self, patient_ms: int | None, patient_unread: int, now_ms: int) -> bool:
        """Whether it has ended; a message of the patient ends it whatever the time.

        Without a time nothing that is unread may be hidden, since that might be for ever.
        """
        seen_then = 0 if self.until_ms is None else self.patient_unread
        return (
            patient_ms != self.patient_ms
            or patient_unread > seen_then
            or (self.until_ms is not None and _is_past(self.until_ms, now_ms))
        )


class Mark(Value):
    """The marks of one consultation; they stay on this computer.

    ``pinned_ms`` is when it was pinned. ``unread`` asks to be read again. ``no_reply_to`` says that
    nothing needs a reply of what was here when the newest message had this number
    (``Summary.newest``), the matter itself included; ``None`` without that mark. It covers what was
    on the screen when it was made, and nothing that comes later, wherever the archive puts it.
    """

    consultation_id: ConsultationId
    pinned_ms: int | None = None
    snooze: Snooze | None = None
    unread: bool = False
    no_reply_to: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is marked."""
        return self.unread or any(
            part is not None for part in (self.pinned_ms, self.snooze, self.no_reply_to)
        )


def _is_past(until_ms: int, now_ms: int) -> bool:
    return not 0 < until_ms - now_ms <= MAX_SNOOZE_MS
