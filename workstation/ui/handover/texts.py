"""A handover in words, in the current language: for the window, for paper and for a colleague."""

from collections.abc import Sequence

from workstation.base.clock import MINUTE_MS
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.guards import Doubts
from workstation.domain.handover import MACHINE_FOUND, HandoverItem, HandoverKind
from workstation.domain.value import Value
from workstation.store.handover import HandoverEntry
from workstation.store.waiting import QueueSection, waited_ms
from workstation.ui.composer.send_confirmation import MAX_SENTENCES
from workstation.ui.consultation_row.row_texts import waiting_text
from workstation.ui.conversation.due_day import due_text
from workstation.ui.conversation.timeline.card import matter_text
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr, tr_unmarked

MAX_SUMMARY_CHARACTERS = 80
MAX_ITEM_CHARACTERS = 160
TOLD_COLLEAGUES = frozenset({HandoverKind.PROMISE, HandoverKind.FOLLOW_UP, HandoverKind.QUESTION})
SECTIONS = {QueueSection.OVERDUE: "priority", QueueSection.ANSWERED: "replied"}


class ItemTexts(Value):
    """One line: what it is, what it says, and when that is due or how old it is.

    ``machine`` says that a machine found it, empty where nobody had to.
    """

    kind: str
    text: str
    time: str
    ink: Ink
    machine: str = ""


def patient_name(consultation: Consultation) -> str:
    """The patient's name, or what stands for a missing one."""
    return consultation.patient_name or tr("queue.no_name")


def section_text(section: QueueSection) -> str:
    """The queue's own name of a section."""
    return tr(f"queue.section.{SECTIONS.get(section, section.value)}")


def severity_text(entry: HandoverEntry, now_ms: int) -> tuple[str, Ink]:
    """How urgent a consultation is: how long it waits, or the section that it stands in."""
    row = entry.row
    waited, ink = waiting_text(row.waiting_since_ms, now_ms, row.limits)
    if row.waiting and waited:
        key = "overdue" if entry.section is QueueSection.OVERDUE else "waits"
        return tr(f"handover.{key}", duration=waited), ink
    section = QueueSection.WAITING if row.waiting else entry.section
    return section_text(section), Ink.TERTIARY


def waited_text(entry: HandoverEntry, now_ms: int) -> str:
    """How long its patient waits, alone; nothing while nobody does."""
    row = entry.row
    waited, _ink = waiting_text(row.waiting_since_ms, now_ms, row.limits)
    return waited if row.waiting else ""


def summary_text(consultation: Consultation) -> str:
    """The matter in one line, with the team."""
    return " · ".join(filter(None, (consultation.team.name, _matter(consultation))))


def _matter(consultation: Consultation) -> str:
    symptom = consultation.symptom
    if symptom.written:
        return formats.beginning(matter_text(consultation), MAX_SUMMARY_CHARACTERS)
    if symptom.kind is SymptomKind.VOICE and symptom.content:
        return tr("handover.matter.voice")
    return tr("handover.matter.pictures") if consultation.pictures else tr("queue.no_symptom")


def item_texts(item: HandoverItem, now_ms: int) -> ItemTexts:
    """What a line says now."""
    kind = tr(f"handover.kind.{item.kind.value}")
    text = formats.beginning(item.text, MAX_ITEM_CHARACTERS)
    time, ink = _age(item, now_ms), Ink.TERTIARY
    match item.kind:
        case HandoverKind.PROMISE | HandoverKind.FOLLOW_UP:
            time, ink = due_text(item.due_ms or 0, now_ms)
            text = text or tr("handover.follow_up")
        case HandoverKind.UNREAD:
            text = text or tr("handover.no_words")
            if item.count > 1:
                time = tr("handover.unread_for", duration=time, number=item.count)
        case HandoverKind.UNSENT:
            text = text or tr("handover.no_words")
            time, ink = tr("handover.unsent", count=item.count), Ink.WARNING
        case HandoverKind.DRAFT:
            text, time = text or tr("handover.no_words"), ""
        case HandoverKind.QUESTION:
            pass
    machine = tr("handover.machine") if item.kind in MACHINE_FOUND else ""
    return ItemTexts(kind, text, time, ink, machine)


def handover_message(entry: HandoverEntry, colleague: str, now_ms: int) -> str:
    """The message that hands a consultation over, in its room: the patient reads it, too.

    So neither drafts nor what is not read or sent are in it.
    """
    consultation = entry.row.consultation
    lines = [
        tr_unmarked("handover.message.first", name=colleague),
        tr_unmarked("handover.message.summary", text=summary_text(consultation)),
    ]
    for item in entry.items:
        if item.kind in TOLD_COLLEAGUES:
            text = formats.beginning(item.text, MAX_ITEM_CHARACTERS) or tr("handover.follow_up")
            day = _date(item.due_ms, now_ms)
            key = f"handover.message.{item.kind.value}"
            lines.append(tr_unmarked(key, text=text, day=day))
    return "\n".join(lines)


def _date(due_ms: int | None, now_ms: int) -> str:
    """The day something is due by its date: the record is read on other days, too."""
    if due_ms is None:
        return ""
    return formats.date_of(formats.local_day(due_ms), formats.local_day(now_ms))


def doubt_sentences(doubtful: Sequence[tuple[Consultation, Doubts]]) -> list[str]:
    """The reasons not to send it as it is, a line for each consultation, as many as are shown."""
    lines = [_doubt(consultation, doubts) for consultation, doubts in doubtful]
    if len(lines) <= MAX_SENTENCES:
        return lines
    rest = tr("handover.doubt.more", count=len(lines) - MAX_SENTENCES + 1)
    return [*lines[: MAX_SENTENCES - 1], rest]


def _doubt(consultation: Consultation, doubts: Doubts) -> str:
    target, parts = patient_name(consultation), []
    if doubts.named:
        names = tr("composer.guard.between").join(doubts.named)
        parts.append(tr("handover.doubt.named", names=names))
    if doubts.answers:
        parts.append(tr("handover.doubt.answered", count=len(doubts.answers)))
    return tr("handover.doubt.line", name=target, doubts=tr("handover.doubt.and").join(parts))


def _age(item: HandoverItem, now_ms: int) -> str:
    return formats.duration(waited_ms(item.at_ms, now_ms) // MINUTE_MS)
