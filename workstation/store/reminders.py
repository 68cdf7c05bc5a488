"""A consultation's reminders: the follow-up of its summary, and promises that the doctor chose.

A promise for a later day, like a follow-up, is fulfilled once a doctor of the team writes on that
day or later. A promise for the same day is fulfilled by a message from the next day on, because a
second bubble right after the first fulfils nothing. Messages from before the doctor last changed
the day do not count. Tests: ``tests/store/test_reminders.py``.
"""

from datetime import timedelta, tzinfo

from workstation.domain.changes import Summary
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.domain.time_range import day_begins_ms, local_time
from workstation.store.follow_up import follow_up_ms


def open_reminders(summary: Summary) -> tuple[HandoverItem, ...]:
    """What is still to be done, the earliest day first."""
    if not summary.reminders and not summary.follow_up:
        return ()
    items = [item for item in summary.reminders if not is_kept(item, summary.doctor_ms)]
    due_ms = follow_up_ms(summary)
    if due_ms is not None:
        kind, at_ms = HandoverKind.FOLLOW_UP, summary.summed_up_ms
        items.append(
            HandoverItem(summary.consultation_id, kind, at_ms=at_ms, due_ms=due_ms, reminds=True)
        )
    return tuple(sorted(items, key=lambda item: item.due_ms or 0))


def is_kept(item: HandoverItem, doctor_ms: int | None, zone: tzinfo | None = None) -> bool:
    """Whether a promise is kept by what a doctor of the team last wrote, at ``doctor_ms``."""
    if item.kind is not HandoverKind.PROMISE or item.due_ms is None or doctor_ms is None:
        return False
    if doctor_ms < max(item.due_ms, item.marked_ms):
        return False
    written = local_time(item.at_ms, zone).date()
    return doctor_ms >= day_begins_ms(written + timedelta(days=1), zone)
