"""Where a row of the work queue stands: its section, what is pinned, what is snoozed.

The ordered lists (waiting, answered, summed up) are updated row by row instead of sorted, which a
flood of changes would make expensive. Waiting consultations are ordered by when the answer is due,
which is the order of waiting where one limit applies to all answers.
"""

from collections.abc import Collection, Mapping, Sequence

from workstation.domain.ids import ConsultationId
from workstation.store.ordered_rows import OrderedRows
from workstation.store.waiting import QueueSection
from workstation.store.worklist_row import WorklistRow

Sections = Mapping[QueueSection, tuple[ConsultationId, ...]]


class QueueOrder:
    """The places of the rows in process; each change costs what it changes.

    A row that changed leaves as it was and enters as it is: its place follows from the row.
    """

    def __init__(self) -> None:
        self._waiting = OrderedRows()
        self._answered = OrderedRows()
        self._summed_up = OrderedRows()
        self._marked: dict[ConsultationId, WorklistRow] = {}
        self._reminding: dict[ConsultationId, WorklistRow] = {}

    def enter(self, row: WorklistRow) -> None:
        """Enter a row at its place."""
        consultation_id = row.consultation.consultation_id
        if row.marked is not None:
            self._marked[consultation_id] = row
        if row.reminders:
            self._reminding[consultation_id] = row
        self._list_of(row).put(consultation_id, row.order)

    def leave(self, row: WorklistRow) -> None:
        """Take out a row that entered."""
        consultation_id = row.consultation.consultation_id
        self._marked.pop(consultation_id, None)
        self._reminding.pop(consultation_id, None)
        self._list_of(row).drop(consultation_id, row.order)

    def sections(self, now_ms: int) -> dict[QueueSection, tuple[ConsultationId, ...]]:
        """The ids of each section in order; empty sections are left out."""
        due = self._due(now_ms)
        waiting_sections = {
            QueueSection.OVERDUE: self._waiting.until(now_ms),
            QueueSection.WAITING: self._waiting.beyond(now_ms),
            QueueSection.DUE: tuple(due),
            QueueSection.ANSWERED: tuple(row for row in self._answered if row not in due),
            QueueSection.SUMMED_UP: tuple(row for row in self._summed_up if row not in due),
        }
        return arrange_sections(waiting_sections, self._pinned(), self._snoozed(now_ms))

    def longest_waiting(
        self, now_ms: int, after: ConsultationId | None = None
    ) -> ConsultationId | None:
        """The consultation whose answer is due first; after a given one, the next in order.

        That is the one that waits longest, where one limit applies to all. Snoozed ones come last:
        they wait too, but the doctor knows of them.
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
        """The consultations whose snooze has ended and is still marked."""
        return tuple(
            consultation_id
            for consultation_id, row in self._marked.items()
            if row.mark.snooze is not None and not row.is_snoozed(now_ms)
        )

    def has_snoozed(self) -> bool:
        """Whether any row is marked as snoozed, over or not."""
        return any(row.mark.snooze is not None for row in self._marked.values())

    def _list_of(self, row: WorklistRow) -> OrderedRows:
        if row.waiting:
            return self._waiting
        return self._summed_up if row.summary.summed_up else self._answered

    def _waiting_order(self, now_ms: int) -> list[ConsultationId]:
        return sorted(self._waiting, key=self._snoozed(now_ms).__contains__)

    def _pinned(self) -> list[ConsultationId]:
        """The pinned rows, the latest first."""
        marks = [row.mark for row in self._marked.values()]
        pinned = [mark for mark in marks if mark.pinned_ms is not None]
        pinned.sort(key=lambda mark: (-(mark.pinned_ms or 0), mark.consultation_id))
        return [mark.consultation_id for mark in pinned]

    def _snoozed(self, now_ms: int) -> set[ConsultationId]:
        rows = self._marked.items()
        return {consultation_id for consultation_id, row in rows if row.is_snoozed(now_ms)}

    def _due(self, now_ms: int) -> dict[ConsultationId, None]:
        """The rows in which something is due, the earliest day first."""
        due = sorted(
            (row.reminder_ms or 0, consultation_id)
            for consultation_id, row in self._reminding.items()
            if row.is_due(now_ms)
        )
        return dict.fromkeys(consultation_id for _, consultation_id in due)


def arrange_sections(
    waiting_sections: Sections, pinned: Sequence[ConsultationId], aside: Collection[ConsultationId]
) -> dict[QueueSection, tuple[ConsultationId, ...]]:
    """The sections with what the doctor marked put in its place; empty ones are left out.

    Pinned rows come first among those that wait too long, and else have a section of their own.
    What is snoozed stands at the end, seen but out of the way.
    """
    late, ahead = set(waiting_sections.get(QueueSection.OVERDUE, ())), set(pinned)
    first = [
        consultation_id
        for consultation_id in pinned
        if consultation_id in late and consultation_id not in aside
    ]
    own = [
        consultation_id
        for consultation_id in pinned
        if consultation_id not in late and consultation_id not in aside
    ]
    placed = {
        QueueSection.OVERDUE: (
            *first,
            *_remaining(waiting_sections, QueueSection.OVERDUE, ahead, aside),
        ),
        QueueSection.PINNED: tuple(own),
        QueueSection.WAITING: _remaining(waiting_sections, QueueSection.WAITING, ahead, aside),
        QueueSection.DUE: _remaining(waiting_sections, QueueSection.DUE, ahead, aside),
        QueueSection.ANSWERED: _remaining(waiting_sections, QueueSection.ANSWERED, ahead, aside),
        QueueSection.SUMMED_UP: _remaining(waiting_sections, QueueSection.SUMMED_UP, ahead, aside),
        QueueSection.SNOOZED: tuple(
            consultation_id
            for ids in waiting_sections.values()
            for consultation_id in ids
            if consultation_id in aside
        ),
    }
    return {section: ids for section, ids in placed.items() if ids}


def hold_positions(
    current: Sections, target: Sections
) -> dict[QueueSection, tuple[ConsultationId, ...]]:
    """``target`` with every row that is shown left where it is, for a hand that is on the list.

    Rows that are new come below all others, so that nothing moves; rows that left are gone.
    """
    target_ids = [consultation_id for ids in target.values() for consultation_id in ids]
    stay = set(target_ids)
    placed = {
        section: tuple(consultation_id for consultation_id in ids if consultation_id in stay)
        for section, ids in current.items()
    }
    placed.pop(QueueSection.ARRIVED, None)
    placed_ids = {consultation_id for ids in placed.values() for consultation_id in ids}
    placed[QueueSection.ARRIVED] = tuple(
        consultation_id for consultation_id in target_ids if consultation_id not in placed_ids
    )
    return {section: ids for section, ids in placed.items() if ids}


def _remaining(
    sections: Sections,
    section: QueueSection,
    ahead: Collection[ConsultationId],
    aside: Collection[ConsultationId],
) -> tuple[ConsultationId, ...]:
    return tuple(
        consultation_id
        for consultation_id in sections.get(section, ())
        if consultation_id not in ahead and consultation_id not in aside
    )
