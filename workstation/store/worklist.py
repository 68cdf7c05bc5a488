"""The work queue: active consultations, the one whose answer is due first on top.

A row is built from five sources that change independently (list, summary, draft, mark, note), in
any order: a summary may arrive before the platform lists its consultation. So each source is stored
separately, and a row is rebuilt from all of them when one changed; an equal row is not published.
Where each row stands is the matter of ``QueueOrder``.
"""

from collections.abc import Collection, Iterable, Sequence

from workstation.domain.changes import Changes, Draft, Listed, Place, Summary
from workstation.domain.consultation import Consultation
from workstation.domain.ids import ConsultationId
from workstation.domain.marks import Mark
from workstation.domain.notes import PatientNote, note_subject
from workstation.domain.value import Value
from workstation.store.feed import Feed
from workstation.store.namesakes import Namesakes
from workstation.store.patient_notes import PatientNotes
from workstation.store.queue_order import QueueOrder
from workstation.store.unread_archives import UnreadArchives
from workstation.store.waiting import DEFAULT_RULES, WaitingRules
from workstation.store.worklist_row import WorklistRow, build_row


class RowsChanged(Value):
    """Rows that are new or different, those of them that are new, and rows that left the queue."""

    changed: frozenset[ConsultationId] = frozenset()
    removed: frozenset[ConsultationId] = frozenset()
    added: frozenset[ConsultationId] = frozenset()


class Worklist:
    """Rows by consultation id; each change costs what it changes.

    ``unread_total`` is the sum of their badges.
    """

    def __init__(self) -> None:
        self.feed: Feed[RowsChanged] = Feed()
        self.notes = PatientNotes()
        self.unread_archives = UnreadArchives(self._refresh)
        self.queue_order = QueueOrder()
        self._rows: dict[ConsultationId, WorklistRow] = {}
        self._listed: dict[ConsultationId, Consultation] = {}
        self._summaries: dict[ConsultationId, Summary] = {}
        self._drafts: dict[ConsultationId, Draft] = {}
        self._marks: dict[ConsultationId, Mark] = {}
        self._typing: dict[ConsultationId, str] = {}
        self._namesakes = Namesakes()
        self.unread_total = 0
        self._rules = DEFAULT_RULES

    @property
    def rules(self) -> WaitingRules:
        """What starts the clock, and what is promised."""
        return self._rules

    def set_rules(self, rules: WaitingRules) -> None:
        """Apply other rules to every row, and publish that once."""
        if rules == self._rules:  # whatever else is set asks for it, too, and rows are many
            return
        self._rules = rules
        self._refresh(tuple(self._rows))
        self.feed.publish(RowsChanged())

    def load(
        self,
        listed: Iterable[Listed],
        summaries: Iterable[Summary],
        drafts: Iterable[Draft],
        marks: Iterable[Mark] = (),
        notes: Iterable[PatientNote] = (),
    ) -> None:
        """Begin with what the vault holds."""
        self.apply(
            Changes(
                listed=tuple(listed),
                summaries=tuple(summaries),
                drafts=tuple(drafts),
                marks=tuple(marks),
                notes=tuple(notes),
            )
        )

    def expect(self, listed: Iterable[Listed]) -> None:
        """Take a list whose rows are built as their summaries arrive, part by part.

        Namesakes are found before the first row is built.
        """
        self._namesakes.mark(self._listed, [self._list(item) for item in listed])

    def apply(self, changes: Changes) -> None:
        """Apply changes, and publish the rows that differ."""
        self.unread_archives.expect(changes, self._rows)
        touched = set(changes.forgotten)
        for consultation_id in changes.forgotten:  # a draft stays: should it come back, it shows
            self._listed.pop(consultation_id, None)
            self._summaries.pop(consultation_id, None)
            self._marks.pop(consultation_id, None)
        touched.update([self._list(item) for item in changes.listed])
        touched.update(self._namesakes.mark(self._listed, touched) if touched else ())
        self._summaries |= (summaries := {one.consultation_id: one for one in changes.summaries})
        self._drafts |= (drafts := {one.consultation_id: one for one in changes.drafts})
        touched.update(summaries, drafts)
        touched.update([self._mark(mark) for mark in changes.marks])
        touched.update(self._note(changes.notes))
        self._refresh(touched)

    def set_typing(self, consultation_id: ConsultationId, name: str | None) -> None:
        """Set who is typing there; ``None`` for nobody."""
        if self._typing.get(consultation_id) == name:
            return
        self._typing.pop(consultation_id, None)
        if name is not None:
            self._typing[consultation_id] = name
        self._refresh({consultation_id})

    def row(self, consultation_id: ConsultationId) -> WorklistRow | None:
        """One row; ``None`` for what is not in process."""
        return self._rows.get(consultation_id)

    def consultation(self, consultation_id: ConsultationId) -> Consultation | None:
        """One consultation in process."""
        return self._listed.get(consultation_id)

    def summaries(self) -> dict[ConsultationId, Summary]:
        """All summaries, by consultation."""
        return dict(self._summaries)

    def draft(self, consultation_id: ConsultationId) -> Draft:
        """The draft of a consultation; an empty one where nothing is written."""
        return self._drafts.get(consultation_id, Draft(consultation_id, ""))

    def drafts(self) -> tuple[Draft, ...]:
        """All that are held, also of what is not in process, and empty ones."""
        return tuple(self._drafts.values())

    def mark(self, consultation_id: ConsultationId) -> Mark:
        """What the doctor marked; also of a consultation that is not in process now."""
        return self._marks.get(consultation_id, Mark(consultation_id))

    def rows(self) -> tuple[WorklistRow, ...]:
        """All rows, in no order."""
        return tuple(self._rows.values())

    def consultation_ids(self) -> tuple[ConsultationId, ...]:
        """The ids of all rows."""
        return tuple(self._rows)

    def __len__(self) -> int:
        """How many consultations are in process."""
        return len(self._rows)

    def _list(self, item: Listed) -> ConsultationId:
        consultation_id = item.consultation.consultation_id
        if item.place is Place.IN_PROCESS:
            self._listed[consultation_id] = item.consultation
        else:
            self._listed.pop(consultation_id, None)
        return consultation_id

    def _mark(self, mark: Mark) -> ConsultationId:
        if mark:
            self._marks[mark.consultation_id] = mark
        else:
            self._marks.pop(mark.consultation_id, None)
        return mark.consultation_id

    def _note(self, notes: Sequence[PatientNote]) -> list[ConsultationId]:
        """Take in a note; returns the consultations in process of its patient."""
        subjects = {note.subject for note in notes}
        for note in notes:
            self.notes.put(note)
        return [
            consultation_id
            for consultation_id, consultation in (self._listed.items() if subjects else ())
            if note_subject(consultation) in subjects
        ]

    def _refresh(self, ids: Collection[ConsultationId]) -> None:
        rows = self._rows
        unlisted = {consultation_id for consultation_id in ids if consultation_id not in rows}
        changed = {consultation_id for consultation_id in ids if self._put(consultation_id)}
        present = frozenset(changed & rows.keys())
        if changed:
            removed = frozenset(changed - present)
            self.feed.publish(RowsChanged(present, removed, present & unlisted))

    def _put(self, consultation_id: ConsultationId) -> bool:
        previous, row = self._rows.get(consultation_id), self._build(consultation_id)
        if row is previous or (previous is not None and row == previous):
            return False
        if previous is not None:
            self.unread_total -= previous.badge
            self.queue_order.leave(previous)
        if row is not None:
            self._rows[consultation_id] = row
            self.unread_total += row.badge
            self.queue_order.enter(row)
        else:
            del self._rows[consultation_id]
        return True

    def _build(self, consultation_id: ConsultationId) -> WorklistRow | None:
        consultation = self._listed.get(consultation_id)
        if consultation is None:
            return None
        return build_row(
            consultation,
            self._summaries.get(consultation_id) or Summary(consultation_id),
            self._drafts.get(consultation_id),
            self._marks.get(consultation_id),
            self._typing.get(consultation_id),
            self.notes.labels_of(consultation),
            self._rules,
            consultation_id not in self.unread_archives,
        )
