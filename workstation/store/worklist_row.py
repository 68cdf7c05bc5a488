"""One row of the work queue: all that is known of a consultation in process."""

from workstation.domain.changes import Draft, Summary
from workstation.domain.consultation import Consultation
from workstation.domain.handover import HandoverItem
from workstation.domain.marks import Mark
from workstation.domain.message import Delivery
from workstation.domain.value import value
from workstation.store.preview import Preview, build_preview
from workstation.store.reminders import open_reminders
from workstation.store.waiting import DEFAULT_LIMITS, WaitingLimits, WaitingRules, find_need


@value
class WorklistRow:
    """One row as it is shown, all but the time that passes.

    ``waiting_since_ms`` is ``None`` once answered, or where the platform gave no time.
    ``last_ms`` is when anything was last said; ``state`` is that of the own message in the
    preview, ``None`` for others'. ``no_reply`` is true while nothing but the doctor's mark keeps it
    from waiting, ``counts_down`` where the time left says more than the time waited, because two
    promises are set. ``reminders`` are the follow-up of the summary and what the doctor promised
    and wants to be reminded of, the earliest day first. ``labels`` are the doctor's own of the
    patient. ``badge`` is what the row adds to the number of unread: a consultation that the doctor
    marked to be read again counts as one.
    """

    consultation: Consultation
    preview: Preview
    unread: int
    waiting: bool
    waiting_since_ms: int | None
    last_ms: int
    summary: Summary
    mark: Mark
    unsent: int = 0
    failed: int = 0
    state: Delivery | None = None
    typing: str | None = None
    limits: WaitingLimits = DEFAULT_LIMITS
    no_reply: bool = False
    counts_down: bool = False
    reminders: tuple[HandoverItem, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def due_ms(self) -> int | None:
        """Until when the answer is promised; ``None`` where none is needed, or nobody knows."""
        since_ms = self.waiting_since_ms
        return None if since_ms is None else since_ms + self.limits.overdue_ms

    @property
    def badge(self) -> int:
        """What is unread, or is to be read again."""
        return self.unread or int(self.mark.unread)

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
        snooze, summary = self.mark.snooze, self.summary
        if snooze is None or (snooze.until_ms is None and self.reminds(now_ms)):
            return False
        return not snooze.is_over(summary.patient_ms, summary.patient_unread, now_ms)


def build_row(  # noqa: PLR0913, PLR0917 - all that a row is made of, for thousands at once
    consultation: Consultation,
    summary: Summary,
    draft: Draft | None,
    mark: Mark,
    typing: str | None,
    labels: tuple[str, ...],
    rules: WaitingRules,
) -> WorklistRow:
    """The row of a consultation in process; ``typing`` is the name of who writes there now."""
    preview = build_preview(consultation, summary, draft, typing)
    need = find_need(consultation, summary, mark, rules.courtesies)
    is_first = summary.doctor_id is None
    has_unanswered = is_first or summary.is_unanswered
    last_message_ms = 0 if summary.last is None else summary.last.at_ms
    # The fields by their places: with names a queue of 1,000 takes two milliseconds more.
    return WorklistRow(
        consultation,
        preview,
        summary.unread,
        need is not None,
        None if need is None else need.since_ms,
        max(last_message_ms, consultation.created_ms or 0),
        summary,
        mark,
        summary.unsent,
        summary.failed,
        preview.delivery if preview.mine else None,
        typing,
        rules.limits(first_answer=is_first),
        need is None and mark.no_reply_to is not None and has_unanswered,
        rules.first is not None,
        open_reminders(summary),
        labels,
    )
