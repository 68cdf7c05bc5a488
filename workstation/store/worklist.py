"""The work queue: consultations in process, who waits longest first.

Everything of a row comes from four sources that change by themselves (list, summary, draft, mark),
in any order: a summary may be here before the platform names its consultation. So each source is
kept as it came, and a row is built anew from all of them when one changed; equal rows tell nobody.
Two ordered lists (waiting, answered) are changed row by row, never sorted anew: a flood of changes
would spend its time sorting.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from workstation.domain.changes import Changes, Draft, Listed, Place, Summary
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.marks import Mark
from workstation.domain.message import Delivery
from workstation.store.feed import Feed
from workstation.store.ordered_rows import OrderedRows
from workstation.store.preview import Preview, build_preview
from workstation.store.queue_order import arrange_sections
from workstation.store.waiting import DEFAULT_LIMITS, QueueSection, is_waiting, waiting_since_ms

UNKNOWN_SINCE = 1 << 62
"""Waits since nobody knows when: after all others that wait."""


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One row as it is shown, all but the time that passes.

    ``waiting_since_ms`` is ``None`` once answered, or where the platform gave no time.
    ``last_ms`` is when anything was last said; ``state`` is that of the own message in the
    preview, ``None`` for others'. ``badge`` is what the row adds to the number of unread: a
    consultation that the doctor marked to be read again counts as one.
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

    @property
    def badge(self) -> int:
        """What is unread, or is to be read again."""
        return self.unread or int(self.mark.unread)

    def is_snoozed(self, now_ms: int) -> bool:
        """Whether the doctor laid it aside and nothing has ended that."""
        snooze, summary = self.mark.snooze, self.summary
        return snooze is not None and not snooze.is_over(
            summary.patient_ms, summary.patient_unread, now_ms
        )


@dataclass(frozen=True, slots=True)
class RowsChanged:
    """Rows that are new or different, those of them that are new, and rows that left the queue."""

    changed: frozenset[ConsultationId] = frozenset()
    removed: frozenset[ConsultationId] = frozenset()
    added: frozenset[ConsultationId] = frozenset()


class Worklist:
    """Rows by consultation id, always in order; each change costs what it changes."""

    def __init__(self) -> None:
        self.feed: Feed[RowsChanged] = Feed()
        self._rows: dict[ConsultationId, WorklistRow] = {}
        self._listed: dict[ConsultationId, Listed] = {}
        self._summaries: dict[ConsultationId, Summary] = {}
        self._drafts: dict[ConsultationId, Draft] = {}
        self._marks: dict[ConsultationId, Mark] = {}
        self._typing: dict[ConsultationId, str] = {}
        self._waiting = OrderedRows()
        self._answered = OrderedRows()
        self.unread_total = 0
        self.limits = DEFAULT_LIMITS

    def load(
        self,
        listed: Iterable[Listed],
        summaries: Iterable[Summary],
        drafts: Iterable[Draft],
        marks: Iterable[Mark] = (),
    ) -> None:
        """Begin with what the vault holds."""
        self.apply(
            Changes(
                listed=tuple(listed),
                summaries=tuple(summaries),
                drafts=tuple(drafts),
                marks=tuple(marks),
            )
        )

    def apply(self, changes: Changes) -> None:
        """Take in what became different and tell which rows did."""
        touched = set(changes.forgotten)
        for consultation_id in changes.forgotten:
            self._listed.pop(consultation_id, None)
        for item in changes.listed:
            touched.add(self._list(item))
        for summary in changes.summaries:
            self._summaries[summary.consultation_id] = summary
            touched.add(summary.consultation_id)
        for draft in changes.drafts:
            self._drafts[draft.consultation_id] = draft
            touched.add(draft.consultation_id)
        for mark in changes.marks:
            touched.add(self._mark(mark))
        self._refresh(touched)

    def set_typing(self, consultation_id: ConsultationId, name: str | None) -> None:
        """Somebody writes there now, or nobody any more."""
        if name is None:
            self._typing.pop(consultation_id, None)
        else:
            self._typing[consultation_id] = name
        self._refresh({consultation_id})

    def row(self, consultation_id: ConsultationId) -> WorklistRow | None:
        """One row; ``None`` for what is not in process."""
        return self._rows.get(consultation_id)

    def draft(self, consultation_id: ConsultationId) -> Draft:
        """What is being written there; an empty one where nothing is."""
        return self._drafts.get(consultation_id, Draft(consultation_id, ""))

    def mark(self, consultation_id: ConsultationId) -> Mark:
        """What the doctor marked; also of a consultation that is not in process now."""
        return self._marks.get(consultation_id, Mark(consultation_id))

    def consultation_ids(self) -> tuple[ConsultationId, ...]:
        """The ids of all rows."""
        return tuple(self._rows)

    def sections(self, now_ms: int) -> dict[QueueSection, tuple[ConsultationId, ...]]:
        """The ids of each section in order; empty sections are left out."""
        limit = now_ms - self.limits.overdue_ms
        waiting_sections = {
            QueueSection.OVERDUE: self._waiting.until(limit),
            QueueSection.WAITING: self._waiting.beyond(limit),
            QueueSection.ANSWERED: tuple(self._answered),
        }
        return arrange_sections(waiting_sections, self._pinned(), self._snoozed(now_ms))

    def longest_waiting(
        self, now_ms: int, after: ConsultationId | None = None
    ) -> ConsultationId | None:
        """The consultation that waits longest; after a given one, the next in order.

        Those laid aside come after all others: they wait too, but the doctor knows of them.
        """
        order = self._waiting_order(now_ms)
        if not order:
            return None
        return order[(order.index(after) + 1) % len(order)] if after in order else order[0]

    def longest_waiting_besides(
        self, consultation_id: ConsultationId, now_ms: int
    ) -> ConsultationId | None:
        """The consultation that waits longest of all others; ``None`` when no other waits."""
        others = (other for other in self._waiting_order(now_ms) if other != consultation_id)
        return next(others, None)

    def expired_snoozes(self, now_ms: int) -> tuple[ConsultationId, ...]:
        """The consultations whose laying aside has ended and is still marked."""
        aside = self._snoozed(now_ms)
        return tuple(
            consultation_id
            for consultation_id, mark in self._marks.items()
            if mark.snooze is not None
            and consultation_id in self._rows
            and consultation_id not in aside
        )

    def __len__(self) -> int:
        """How many consultations are in process."""
        return len(self._rows)

    def _waiting_order(self, now_ms: int) -> list[ConsultationId]:
        aside = self._snoozed(now_ms)
        return sorted(self._waiting, key=lambda consultation_id: consultation_id in aside)

    def _list(self, item: Listed) -> ConsultationId:
        consultation_id = item.consultation.consultation_id
        if item.place is Place.IN_PROCESS:
            self._listed[consultation_id] = item
        else:
            self._listed.pop(consultation_id, None)
        return consultation_id

    def _mark(self, mark: Mark) -> ConsultationId:
        if mark:
            self._marks[mark.consultation_id] = mark
        else:
            self._marks.pop(mark.consultation_id, None)
        return mark.consultation_id

    def _pinned(self) -> list[ConsultationId]:
        """What is pinned, the latest first."""
        pinned = [mark for mark in self._marks.values() if mark.pinned_ms is not None]
        pinned.sort(key=lambda mark: (-(mark.pinned_ms or 0), mark.consultation_id))
        return [mark.consultation_id for mark in pinned if mark.consultation_id in self._rows]

    def _snoozed(self, now_ms: int) -> set[ConsultationId]:
        rows = (self._rows.get(consultation_id) for consultation_id in self._marks)
        return {
            row.consultation.consultation_id
            for row in rows
            if row is not None and row.is_snoozed(now_ms)
        }

    def _refresh(self, ids: Iterable[ConsultationId]) -> None:
        listed_before = set(self._rows) & (ids := set(ids))
        changed = {consultation_id for consultation_id in ids if self._put(consultation_id)}
        removed = frozenset(
            consultation_id for consultation_id in changed if consultation_id not in self._rows
        )
        if changed:
            present = frozenset(changed) - removed
            self.feed.publish(RowsChanged(present, removed, present - listed_before))

    def _put(self, consultation_id: ConsultationId) -> bool:
        previous, row = self._rows.get(consultation_id), self._build(consultation_id)
        if row == previous:
            return False
        self.unread_total += (row.badge if row else 0) - (previous.badge if previous else 0)
        self._place(consultation_id, row)
        if row is None:
            del self._rows[consultation_id]
        else:
            self._rows[consultation_id] = row
        return True

    def _place(self, consultation_id: ConsultationId, row: WorklistRow | None) -> None:
        self._waiting.drop(consultation_id) if row is None or not row.waiting else None
        self._answered.drop(consultation_id) if row is None or row.waiting else None
        if row is None:
            return
        if row.waiting:
            since = row.waiting_since_ms
            self._waiting.put(consultation_id, UNKNOWN_SINCE if since is None else since)
        else:
            self._answered.put(consultation_id, -row.last_ms)

    def _build(self, consultation_id: ConsultationId) -> WorklistRow | None:
        listed = self._listed.get(consultation_id)
        if listed is None:
            return None
        value, summary = (
            listed.consultation,
            self._summaries.get(consultation_id, Summary(consultation_id)),
        )
        typing = self._typing.get(consultation_id)
        preview = build_preview(value, summary, self._drafts.get(consultation_id), typing)
        last_message_ms = 0 if summary.last is None else summary.last.at_ms
        return WorklistRow(
            value,
            preview,
            unread=summary.unread,
            waiting=is_waiting(summary),
            waiting_since_ms=waiting_since_ms(value, summary),
            last_ms=max(last_message_ms, value.created_ms or 0),
            summary=summary,
            mark=self.mark(consultation_id),
            unsent=summary.unsent,
            failed=summary.failed,
            state=preview.delivery if preview.mine else None,
            typing=typing,
        )
