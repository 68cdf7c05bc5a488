"""From rows of the work queue to what is painted, in the language in force."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.message import Delivery, MessageKind
from workstation.store.history import has_words
from workstation.store.preview import Preview as Known
from workstation.store.preview import PreviewKind
from workstation.store.waiting import Lateness, Section, WaitingLimits, lateness, waited_ms
from workstation.store.worklist import Worklist, WorklistRow
from workstation.ui.delegates.face import Face, Heading, Preview
from workstation.ui.painting import Ink
from workstation.ui.painting.initials import initials
from workstation.ui.panes.head import who_asks
from workstation.ui.strings import formats, tr
from workstation.ui.theme import Icon

MINUTE_MS = 60_000
SECTIONS = {
    Section.OVERDUE: ("queue.section.priority", Icon.FLAG, Ink.DANGER),
    Section.WAITING: ("queue.section.waiting", Icon.CLOCK, Ink.SECONDARY),
    Section.ANSWERED: ("queue.section.replied", Icon.CHECK, Ink.SECONDARY),
}
LATE = {Lateness.CALM: Ink.TERTIARY, Lateness.LATE: Ink.WARNING, Lateness.OVERDUE: Ink.DANGER}
MARKS = {
    Delivery.QUEUED: (Icon.CLOCK, Ink.TERTIARY),
    Delivery.SENDING: (Icon.REFRESH, Ink.TERTIARY),
    Delivery.FAILED: (Icon.ALERT, Ink.DANGER),
    Delivery.SENT: (Icon.CHECK, Ink.TERTIARY),
    Delivery.READ: (Icon.CHECKS, Ink.ACCENT),
}
VoiceLength = Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Showing:
    """How the queue is looked at: only rows with all ``words``, the newest first or not."""

    now_ms: int
    voice_length: VoiceLength
    words: str = ""
    newest_first: bool = False


def queue_entries(worklist: Worklist, showing: Showing) -> list[Face | Heading]:
    """The whole list, section by section."""
    return [
        entry
        for section, numbers in worklist.sections(showing.now_ms).items()
        for entry in _section(worklist, section, numbers, showing)
    ]


def face_of(
    row: WorklistRow, now_ms: int, voice_length: VoiceLength, limits: WaitingLimits
) -> Face:
    """One consultation's row."""
    told = row.consultation
    name = told.target.name or tr("queue.no_name")
    byline, team = who_asks(told), told.team.name
    shown = _preview(row, voice_length)
    tail, ink = waiting_text(row.waiting_since_ms, now_ms, limits)
    mark, mark_ink = MARKS.get(row.state, (None, Ink.TERTIARY)) if row.state else (None, Ink.ACCENT)
    return Face(
        key=told.consultation_id,
        member_id=told.target.member_id,
        initials=initials(name),
        name=name,
        byline=byline,
        time=formats.list_time(row.last_ms, now_ms) if row.last_ms else "",
        preview=shown,
        team=team,
        tail=tail,
        tail_icon=Icon.CLOCK if tail else None,
        tail_ink=ink,
        badge=row.unread,
        mark=mark,
        mark_ink=mark_ink,
        spoken=_spoken(name, byline, shown.text, team, tail=tail, unread=row.unread),
    )


def waiting_text(since_ms: int | None, now_ms: int, limits: WaitingLimits) -> tuple[str, Ink]:
    """How long a patient waits, and how urgent that looks; nothing once answered."""
    if since_ms is None:
        return "", Ink.TERTIARY
    minutes = waited_ms(since_ms, now_ms) // MINUTE_MS
    return formats.duration(minutes), LATE[lateness(since_ms, now_ms, limits)]


def symptom_preview(told: Consultation, voice_length: VoiceLength) -> Preview:
    """The matter in one line, where nothing was said yet and in history."""
    symptom = told.symptom
    if symptom.kind is SymptomKind.VOICE:
        return Preview(_voice(voice_length(symptom.content)), Icon.MIC, Ink.PRIMARY)
    if symptom.kind is SymptomKind.IMAGE or not symptom.content.strip():
        count = max(len(told.images), 1)
        return Preview(tr("queue.pictures", count=count), Icon.IMAGE, Ink.PRIMARY)
    return Preview(symptom.content, None, Ink.PRIMARY)


def _section(
    worklist: Worklist, section: Section, numbers: tuple[int, ...], showing: Showing
) -> Iterator[Face | Heading]:
    rows = [row for number in numbers if (row := worklist.row(number)) is not None]
    if showing.newest_first:
        rows.sort(key=lambda row: -(row.consultation.created_ms or 0))
    found = [row for row in rows if _has(row, showing.words)]
    if found:
        key, icon, ink = SECTIONS[section]
        yield Heading(section.value, icon, tr(key), len(found), ink)
        for row in found:
            yield face_of(row, showing.now_ms, showing.voice_length, worklist.limits)


def _has(row: WorklistRow, words: str) -> bool:
    return not words or has_words(row.consultation, words)


def _preview(row: WorklistRow, voice_length: VoiceLength) -> Preview:
    known = row.preview
    if known.kind is PreviewKind.TYPING:
        return Preview(tr("queue.typing", name=known.text), None, Ink.ACCENT)
    if known.kind is PreviewKind.SYMPTOM:
        return symptom_preview(row.consultation, voice_length)
    ink = Ink.PRIMARY if row.unread else Ink.SECONDARY
    text, icon = _said(known)
    if known.kind is PreviewKind.DRAFT:
        return Preview(tr("queue.draft", text=text), None, Ink.SECONDARY)
    if known.mine:
        return Preview(tr("queue.mine", text=text), None, ink)
    return Preview(text, icon, ink)


def _said(known: Known) -> tuple[str, Icon | None]:
    if known.retracted:
        return tr("conversation.retracted"), None
    if known.media is MessageKind.VOICE:
        return _voice(known.duration_ms), Icon.MIC
    if known.media is MessageKind.IMAGE:
        return tr("queue.pictures", count=max(known.count, 1)), Icon.IMAGE
    if known.media is MessageKind.FILE:
        return tr("conversation.file"), Icon.DOC
    return known.text, None


def _voice(length_ms: int | None) -> str:
    return formats.voice_length(length_ms) if length_ms else tr("queue.voice")


def _spoken(*parts: str, tail: str, unread: int) -> str:
    waiting = tr("queue.waiting_spoken", duration=tail) if tail else ""
    count = tr("queue.unread", count=unread) if unread else ""
    return tr("queue.comma").join(part for part in (*parts, waiting, count) if part)
