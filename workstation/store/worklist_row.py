"""One row of the work queue: all that is known of a consultation in process."""

from workstation.domain.changes import Draft, Summary
from workstation.domain.consultation import Consultation
from workstation.domain.handover import HandoverItem
from workstation.domain.marks import Mark
from workstation.domain.message import Delivery
from workstation.domain.value import Value
from workstation.store.preview import Preview, preview_of, preview_while_written
from workstation.store.reminders import open_reminders
from workstation.store.waiting import WaitingLimits, WaitingRules, find_need

UNKNOWN_SINCE = 1 << 62
"""Waits since nobody knows when: after all others that wait."""


class WorklistRow(Value):
    """One row as it is shown, all but the time that passes.

    ``waiting_since_ms`` is ``None`` once answered, or while nobody knows.
    ``marked`` is ``None`` where nothing is, ``written`` what somebody writes there now, and stands
    before all that was said. ``reminders`` are the follow-up of the summary and what the doctor
    promised and wants to be reminded of, the earliest day first. ``labels`` are the doctor's own of
    the patient.

    Ten thousand are made at the start and twenty are seen: what only those need is not a field.
    """

    consultation: Consultation
    summary: Summary
    waiting: bool
    waiting_since_ms: int | None
    rules: WaitingRules
    marked: Mark | None = None
    written: Preview | None = None
    typing: str | None = None
    reminders: tuple[HandoverItem, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def preview(self) -> Preview:
        """The one line that it says."""
        return self.written or preview_of(self.consultation, self.summary)

    @property
    def state(self) -> Delivery | None:
        """The delivery state of an own message in the preview; ``None`` for others' messages."""
        preview = self.preview
        return preview.delivery if preview.mine else None

    @property
    def mark(self) -> Mark:
        """What the doctor marked."""
        return self.marked or Mark(self.consultation.consultation_id)

    @property
    def unread(self) -> int:
        """How many messages the doctor has not seen."""
        return self.summary.unread

    @property
    def unsent(self) -> int:
        """How many own messages wait or failed."""
        return self.summary.unsent

    @property
    def failed(self) -> int:
        """How many of them failed."""
        return self.summary.failed

    @property
    def last_ms(self) -> int:
        """When anything was last said, in ms since the epoch."""
        last = self.summary.last
        return max(0 if last is None else last.at_ms, self.consultation.created_ms or 0)

    @property
    def limits(self) -> WaitingLimits:
        """What is promised for the answer that is due."""
        return self.rules.limits(first_answer=self.summary.doctor_id is None)

    @property
    def counts_down(self) -> bool:
        """Whether the time left says more than the time waited, because two promises are set."""
        return self.rules.first is not None

    @property
    def no_reply(self) -> bool:
        """Whether nothing but the doctor's mark keeps it from waiting."""
        summary = self.summary
        is_marked = self.marked is not None and self.marked.no_reply_to is not None
        has_unanswered = summary.doctor_id is None or summary.is_unanswered
        return is_marked and not self.waiting and has_unanswered

    @property
    def due_ms(self) -> int | None:
        """Until when the answer is promised; ``None`` where none is needed, or nobody knows."""
        since_ms = self.waiting_since_ms
        return None if since_ms is None else since_ms + self.limits.overdue_ms

    @property
    def order(self) -> int:
        """Its place in its list, the smallest first, for as long as the row is this one."""
        if self.waiting:
            due_ms = self.due_ms
            return UNKNOWN_SINCE if due_ms is None else due_ms
        # Thanks that came after the answer move nothing.
        return -(self.summary.doctor_ms or self.last_ms)

    @property
    def badge(self) -> int:
        """What it adds to the number of unread: one where it is to be read again."""
        return self.summary.unread or int(self.marked is not None and self.marked.unread)

    @property
    def reminder_ms(self) -> int | None:
        """When the first day begins of which it reminds."""
        return self.reminders[0].due_ms if self.reminders else None

    def is_due(self, now_ms: int) -> bool:
        """Whether the day of a reminder has come, and nothing else is asked first."""
        return not self.waiting and self.reminds(now_ms)

    def reminds(self, now_ms: int) -> bool:
        """Whether the day of a reminder has come."""
        return self.reminder_ms is not None and self.reminder_ms <= now_ms

    def is_snoozed(self, now_ms: int) -> bool:
        """Whether the doctor laid it aside and nothing has ended that.

        Without a time a reminder's day ends it, since the patient may never write.
        """
        snooze = None if self.marked is None else self.marked.snooze
        if snooze is None or (snooze.until_ms is None and self.reminds(now_ms)):
            return False
        summary = self.summary
        return not snooze.is_over(summary.patient_ms, summary.patient_unread, now_ms)


def build_row(  # noqa: PLR0913, PLR0917 - all that a row is made of, for thousands at once
    consultation: Consultation,
    summary: Summary,
    draft: Draft | None,
    mark: Mark | None,
    typing: str | None,
    labels: tuple[str, ...],
    rules: WaitingRules,
    is_archive_read: bool,  # noqa: FBT001
) -> WorklistRow:
    """The row of a consultation in process; ``typing`` is the name of who writes there now.

    Before its archive was read nobody knows since when an answer is needed.
    """
    need = find_need(consultation, summary, mark, rules.courtesies)
    # The fields by their places: with names a queue of 1,000 takes two milliseconds more.
    return WorklistRow(
        consultation,
        summary,
        need is not None,
        need.since_ms if need is not None and is_archive_read else None,
        rules,
        mark,
        preview_while_written(draft, typing),
        typing,
        open_reminders(summary),
        labels,
    )
