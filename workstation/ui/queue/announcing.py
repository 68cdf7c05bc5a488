"""Whose conversation is open, and what of the queue time alone changed, told to a screen reader.

The box under the keyboard stays the same when the patient changes, so nothing would be said, and a
reply would be written to another patient than was heard last. Nor does the keyboard come to a row
that goes to another section because midnight or the time for an answer has passed.
"""

from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_texts import spoken_facts, spoken_patient
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import tr


def announce_patient(row: WorklistRow, now_ms: int, *, online: bool, with_facts: bool) -> None:
    """Say who it is and what is needed; ``with_facts`` what stands in the details, too."""
    describe = spoken_facts if with_facts else spoken_patient
    announcer.announce(describe(row, now_ms, online=online), topic="patient", urgent=True)


class TimeAnnouncer:
    """Says how many reminders came due and how many answers overdue since it said so last.

    How many, and not whose: a loudspeaker is heard by others. What passes while nobody may be
    spoken to, as behind a locked window, is said afterwards.
    """

    def __init__(self, worklist: Worklist, now_ms: int) -> None:
        self._worklist, self._until_ms = worklist, now_ms

    def announce(self, now_ms: int) -> None:
        """Show what has passed by now."""
        if not announcer.is_needed:
            return
        since_ms, self._until_ms = self._until_ms, now_ms
        passed = range(since_ms + 1, now_ms + 1)
        ids = self._worklist.consultation_ids()
        rows = [row for row in map(self._worklist.row, ids) if row and not row.is_snoozed(now_ms)]
        overdue = sum(row.waiting and row.due_ms in passed for row in rows)
        due = sum(item.due_ms in passed for row in rows for item in row.reminders)
        if overdue:
            announcer.announce(tr("announced.overdue", count=overdue), topic="overdue")
        if due:
            announcer.announce(tr("announced.due", count=due), topic="due")


def start_text(worklist: Worklist, now_ms: int) -> str:
    """What waits, in one sentence, for who cannot see it at a glance."""
    sections = worklist.queue_order.sections(now_ms)
    total = tr("announced.start", count=len(worklist))
    overdue = len(sections.get(QueueSection.OVERDUE, ()))
    first = tr("announced.start_overdue", count=overdue) if overdue else ""
    due = len(sections.get(QueueSection.DUE, ()))
    reminders = tr("announced.due", count=due) if due else ""
    return tr("queue.comma").join(filter(None, (total, first, reminders)))
