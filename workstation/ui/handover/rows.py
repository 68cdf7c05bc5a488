"""The rows of the handover: a consultation, and what it leaves open below it.

There may be thousands, of which a screen shows thirty: each says its texts when it is asked.
"""

from collections.abc import Hashable, Iterator, Sequence

from workstation.domain.handover import HandoverItem
from workstation.domain.ids import ConsultationId
from workstation.domain.value import Value
from workstation.store.handover import HandoverEntry
from workstation.ui.handover.texts import (
    ItemTexts,
    item_texts,
    patient_name,
    severity_text,
    summary_text,
)
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole, theme


class PatientRow(Value):
    """The consultation that the rows below it belong to, as it is at a moment."""

    entry: HandoverEntry
    now_ms: int
    selectable: bool = True

    @property
    def key(self) -> Hashable:
        """The number of the consultation."""
        return self.consultation_id

    @property
    def consultation_id(self) -> ConsultationId:
        """The consultation that a click leads to."""
        return self.entry.row.consultation.consultation_id

    @property
    def height(self) -> int:
        """The height of name and matter, one below the other."""
        lines = theme.style(TextRole.BODY).line + theme.style(TextRole.CAPTION).line
        return lines + SPACE.x4

    @property
    def spoken(self) -> str:
        """Whose it is, how urgent, what the matter is, and how much is open."""
        consultation = self.entry.row.consultation
        severity, _ink = severity_text(self.entry, self.now_ms)
        open_count = tr("handover.open_items", count=len(self.entry.items))
        parts = patient_name(consultation), severity, summary_text(consultation), open_count
        return tr("handover.comma").join(parts)


class ItemRow(Value):
    """One line, as it is at a moment."""

    item: HandoverItem
    now_ms: int
    selectable: bool = True

    @property
    def key(self) -> Hashable:
        """The key of the line, which tells it from all others of the page."""
        item = self.item
        sentence = item.text if item.due_ms is not None else ""
        return item.consultation_id, item.kind, item.row, sentence

    @property
    def consultation_id(self) -> ConsultationId:
        """The consultation that a click leads to."""
        return self.item.consultation_id

    @property
    def height(self) -> int:
        """The height of one line of text."""
        return theme.style(TextRole.BODY).line + SPACE.x2

    @property
    def texts(self) -> ItemTexts:
        """The words of the line by their places in the row."""
        return item_texts(self.item, self.now_ms)

    @property
    def spoken(self) -> str:
        """The row for a screen reader, in one sentence that names what a machine found as that."""
        texts = self.texts
        kind = texts.kind
        if texts.machine:
            kind = tr("handover.spoken_kind", kind=texts.kind, how=texts.machine)
        reminder = tr("handover.reminds") if self.item.reminds and self.item.can_remind else ""
        parts = kind, texts.text, reminder, texts.time
        return tr("handover.comma").join(filter(None, parts))


HandoverRow = PatientRow | ItemRow


def handover_rows(entries: Sequence[HandoverEntry], now_ms: int) -> Iterator[HandoverRow]:
    """All rows in order."""
    for entry in entries:
        yield PatientRow(entry, now_ms)
        yield from (ItemRow(item, now_ms) for item in entry.items)
