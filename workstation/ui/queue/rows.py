"""From the work queue to its list: which sections, which rows; put into words when first seen."""

from collections import Counter
from collections.abc import Callable
from datetime import date

from workstation.base.clock import MINUTE_MS
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.ids import ConsultationId, MemberId
from workstation.domain.value import Value
from workstation.store.filters import Filter, count_passing, passes
from workstation.store.history import consultation_has_words
from workstation.store.queue_order import Sections
from workstation.store.waiting import QueueSection, waited_ms
from workstation.store.worklist import Worklist
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_data import Heading, QueueRowData
from workstation.ui.consultation_row.row_texts import VoiceLength, queue_row_data
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon
from workstation.ui.queue.row_delegate import QueueEntry

SECTIONS = {
    QueueSection.OVERDUE: ("queue.section.priority", Icon.FLAG, Ink.DANGER),
    QueueSection.PINNED: ("queue.section.pinned", Icon.PIN, Ink.SECONDARY),
    QueueSection.WAITING: ("queue.section.waiting", Icon.CLOCK, Ink.SECONDARY),
    QueueSection.DUE: ("queue.section.due", Icon.BELL, Ink.WARNING),
    QueueSection.ANSWERED: ("queue.section.replied", Icon.CHECK, Ink.SECONDARY),
    QueueSection.SUMMED_UP: ("queue.section.summed_up", Icon.DOC, Ink.SECONDARY),
    QueueSection.SNOOZED: ("queue.section.snoozed", Icon.MOON, Ink.SECONDARY),
    QueueSection.ARRIVED: ("queue.section.arrived", Icon.BELL, Ink.ACCENT),
}


class QueueSelection(Value):
    """What of the queue is looked at: rows with all ``words`` that pass all filters.

    ``labels`` are those that the patient must have, all of them.

    The consultation that is ``open`` passes every filter, whatever becomes of it while it is read.
    Words it must have: among what was searched for it would look as if it were found.
    """

    words: str = ""
    filters: frozenset[Filter] = frozenset()
    open: ConsultationId | None = None
    labels: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether this may hide anything."""
        return bool(self.words or self.filters or self.labels)


class RowVersion(Value):
    """What of a row's words changes without the row: they are made anew when this is another one.

    ``wording`` is another number after whatever changes all words at once.
    """

    waited: int | None
    today: date
    aside: bool
    wording: int
    voice: int | None


class _Worded(Value):
    """An entry that was seen, in the words of then."""

    entry: QueueEntry
    version: RowVersion
    data: QueueRowData


class QueueRows:
    """Entries for the list, of ten thousand rows as of twenty: words are made for what is seen."""

    def __init__(
        self,
        worklist: Worklist,
        voice_length: VoiceLength,
        me: MemberId,
        spells: Callable[[str, Consultation], bool],
    ) -> None:
        self._worklist, self._voice_length, self._me = worklist, voice_length, me
        self._spells = spells
        self._entries: dict[ConsultationId, QueueEntry] = {}
        self._worded: dict[ConsultationId, _Worded] = {}
        self._now_ms = self._wording = 0
        self.is_online = True
        self._make = self._make_row_data  # one for all entries

    def clear(self) -> None:
        """Forget all words: everything is to be said anew, as in another language."""
        self._wording += 1

    def set_online(self, *, online: bool) -> None:
        """Set whether anything can be on its way now."""
        if online != self.is_online:
            self.is_online = online
            self.clear()

    def newest_first(self, sections: Sections) -> dict[QueueSection, tuple[ConsultationId, ...]]:
        """Each section by when its consultations were opened."""

        def opened(consultation_id: ConsultationId) -> int:
            row = self._worklist.row(consultation_id)
            return -((row.consultation.created_ms if row else None) or 0)

        return {section: tuple(sorted(rows, key=opened)) for section, rows in sections.items()}

    def entries(
        self, sections: Sections, selection: QueueSelection, now_ms: int
    ) -> list[QueueEntry | Heading]:
        """The list, section by section, without what is not looked at."""
        self._drop_gone()
        self._now_ms, today = now_ms, formats.local(now_ms).date()
        entries: list[QueueEntry | Heading] = []
        for section, consultation_ids in sections.items():
            rows = self._visible_rows(consultation_ids, selection, now_ms)
            if rows:
                key, icon, ink = SECTIONS[section]
                entries.append(Heading(section.value, icon, tr(key), len(rows), ink))
                entries += [self._entry(row, now_ms, today) for row in rows]
        return entries

    def count_filters(self, now_ms: int) -> dict[Filter, int]:
        """How many rows of the whole queue each filter would show by itself."""
        rows = self._worklist.rows()
        return {each: count_passing(rows, each, me=self._me, now_ms=now_ms) for each in Filter}

    def count_labels(self) -> Counter[str]:
        """How many rows of the whole queue each label would show by itself."""
        return Counter(label for row in self._worklist.rows() for label in row.labels)

    def shows(
        self, consultation_id: ConsultationId, selection: QueueSelection, now_ms: int
    ) -> bool:
        """Whether a consultation is among what is looked at."""
        return bool(self._visible_rows((consultation_id,), selection, now_ms))

    def _visible_rows(
        self, consultation_ids: tuple[ConsultationId, ...], selection: QueueSelection, now_ms: int
    ) -> list[WorklistRow]:
        rows = [
            row
            for consultation_id in consultation_ids
            if (row := self._worklist.row(consultation_id)) is not None
        ]
        return [row for row in rows if self._passes(row, selection, now_ms)] if selection else rows

    def _passes(self, row: WorklistRow, selection: QueueSelection, now_ms: int) -> bool:
        if selection.words and not self._has_words(row.consultation, selection.words):
            return False
        if row.consultation.consultation_id == selection.open:
            return True
        if selection.labels and not selection.labels.issubset(row.labels):
            return False
        return passes(row, selection.filters, me=self._me, now_ms=now_ms)

    def _has_words(self, consultation: Consultation, words: str) -> bool:
        """Whether a row has the words: in what it shows, in the note, or spelling the name."""
        noted = self._worklist.notes.has_words(consultation, words)
        return (
            noted
            or consultation_has_words(consultation, words)
            or self._spells(words.strip(), consultation)
        )

    def _entry(self, row: WorklistRow, now_ms: int, today: date) -> QueueEntry:
        consultation_id = row.consultation.consultation_id
        entry, worded = self._entries.get(consultation_id), self._worded.get(consultation_id)
        is_same = entry is not None and entry.row is row
        if is_same and worded is not None and worded.entry is entry:
            is_same = worded.version == self._version(row, now_ms, today)
        if entry is None or not is_same:
            self._entries[consultation_id] = entry = QueueEntry(row, self._make)
        return entry

    def _make_row_data(self, entry: QueueEntry) -> QueueRowData:
        """An entry in words, as of when the list was last shown."""
        worded = self._worded.get(entry.key)
        if worded is None or worded.entry is not entry:
            version = self._version(entry.row, self._now_ms, formats.local(self._now_ms).date())
            row, length, online = entry.row, self._voice_length, self.is_online
            data = queue_row_data(row, self._now_ms, length, online=online)
            self._worded[entry.key] = worded = _Worded(entry, version, data)
        return worded.data

    def _version(self, row: WorklistRow, now_ms: int, today: date) -> RowVersion:
        since, symptom = row.waiting_since_ms, row.consultation.symptom
        return RowVersion(
            None if since is None else waited_ms(since, now_ms) // MINUTE_MS,
            today,
            row.is_snoozed(now_ms),
            self._wording,
            self._voice_length(symptom.content) if symptom.kind is SymptomKind.VOICE else None,
        )

    def _drop_gone(self) -> None:
        if len(self._entries) > len(self._worklist):
            for consultation_id in [
                key for key in self._entries if self._worklist.row(key) is None
            ]:
                del self._entries[consultation_id]
                self._worded.pop(consultation_id, None)
