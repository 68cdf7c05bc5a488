"""What happened while the doctor did not look: pure functions of the queue's rows."""

from collections import Counter
from collections.abc import Iterable

from workstation.base.clock import MINUTE_MS
from workstation.domain.ids import MemberId
from workstation.domain.value import Value
from workstation.store.worklist_row import WorklistRow

ABSENCE_MS = 15 * MINUTE_MS


class ActivitySummary(Value):
    """What has changed since a moment.

    ``opened`` counts new consultations, ``wrote`` others with unread messages of the patient.
    ``answered`` counts the consultations that each colleague answered (by account, most first).
    """

    opened: int = 0
    wrote: int = 0
    answered: tuple[tuple[MemberId, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything happened."""
        return bool(self.opened or self.wrote or self.answered)


def is_absence(last_seen_ms: int, now_ms: int) -> bool:
    """Whether the doctor was away long enough since then for a summary to be shown."""
    return now_ms - last_seen_ms >= ABSENCE_MS


def summarise_activity(
    rows: Iterable[WorklistRow], last_seen_ms: int, me: MemberId
) -> ActivitySummary:
    """Summarise the rows since ``last_seen_ms``; ``me`` is this doctor's account."""
    opened = wrote_count = 0
    answered: Counter[MemberId] = Counter()
    for row in rows:
        summary = row.summary
        is_new = _is_after(row.consultation.created_ms, last_seen_ms)
        opened += is_new
        wrote_count += (
            not is_new
            and summary.patient_unread > 0
            and _is_after(summary.patient_ms, last_seen_ms)
        )
        if summary.doctor_id not in {None, me} and _is_after(summary.doctor_ms, last_seen_ms):
            answered[summary.doctor_id or MemberId(0)] += 1
    by_number = sorted(answered.items(), key=lambda pair: (-pair[1], pair[0]))
    return ActivitySummary(opened, wrote_count, tuple(by_number))


def _is_after(moment_ms: int | None, last_seen_ms: int) -> bool:
    return moment_ms is not None and moment_ms > last_seen_ms
