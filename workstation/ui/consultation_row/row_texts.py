"""From rows of the work queue to what is painted, in the current language."""

from collections.abc import Callable
from typing import assert_never

from workstation.base.clock import MINUTE_MS
from workstation.domain.changes import Draft
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.handover import HandoverKind
from workstation.domain.message import Delivery, MessageKind
from workstation.store.preview import Preview as Known
from workstation.store.preview import PreviewKind
from workstation.store.waiting import Lateness, WaitingLimits, lateness, waited_ms
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_data import PreviewLine, QueueRowData
from workstation.ui.conversation.due_day import due_text
from workstation.ui.conversation.head import who_asks
from workstation.ui.conversation.timeline.card import matter_text
from workstation.ui.conversation.timeline.message_state import present_delivery
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.painting.matched import MAX_SEARCHED_CHARACTERS
from workstation.ui.kit.strings import formats, join_sentences, tr
from workstation.ui.kit.theme import Icon

LATE = {Lateness.CALM: Ink.TERTIARY, Lateness.LATE: Ink.WARNING, Lateness.OVERDUE: Ink.DANGER}
MARKS = {
    Delivery.QUEUED: (Icon.CLOCK, Ink.TERTIARY),
    Delivery.SENDING: (Icon.REFRESH, Ink.TERTIARY),
    Delivery.FAILED: (Icon.ALERT, Ink.DANGER),
    Delivery.SENT: (Icon.CHECK, Ink.TERTIARY),
    Delivery.READ: (Icon.CHECKS, Ink.ACCENT),
}
UNSENT = frozenset({Delivery.QUEUED, Delivery.SENDING, Delivery.FAILED})
MAX_SPOKEN = 40
VoiceLength = Callable[[str], int | None]


def queue_row_data(
    row: WorklistRow, now_ms: int, voice_length: VoiceLength, *, online: bool
) -> QueueRowData:
    """One consultation's row; ``online`` is whether anything can be on its way."""
    consultation = row.consultation
    name = consultation.patient_name or tr("queue.no_name")
    byline = who_asks(consultation)
    team = _snooze_text(row, now_ms) or _reminder_text(row, now_ms) or consultation.team.name
    preview = _preview(row, voice_length)
    tail, icon, ink = _tail(row, now_ms)
    state = _state(row, online=online)
    mark, mark_ink = _mark(row, state)
    return QueueRowData(
        key=consultation.consultation_id,
        member_id=consultation.target.member_id,
        initials=initials(consultation.target.name or name),
        name=name,
        byline=byline,
        time=formats.list_time(row.last_ms, now_ms) if row.last_ms else "",
        preview=preview,
        team=team,
        tail=tail,
        tail_icon=icon,
        tail_ink=ink,
        badge=row.unread,
        dot=row.mark.unread,
        pinned=row.mark.pinned_ms is not None,
        mark=mark,
        mark_ink=mark_ink,
        labels=row.labels,
        is_numbered=consultation.target.has_namesake,
        spoken=_spoken(row, state, now_ms, spoken_preview(preview), byline, team),
    )


def _state(row: WorklistRow, *, online: bool) -> Delivery | None:
    """The state of own messages; one that has not gone out counts before all that did.

    The words of the row may be a draft or somebody's typing, and say nothing of it.
    """
    if row.failed:
        return Delivery.FAILED
    if row.unsent and row.state not in UNSENT:
        return Delivery.QUEUED
    return row.state and present_delivery(row.state, online=online)


def _mark(row: WorklistRow, state: Delivery | None) -> tuple[Icon | None, Ink]:
    """The icon of that state; beside something unread only of what has not gone out."""
    beside_unread = row.unread or row.mark.unread
    if state is None or (beside_unread and state not in UNSENT):
        return None, Ink.TERTIARY
    return MARKS.get(state, (None, Ink.TERTIARY))


def waiting_text(since_ms: int | None, now_ms: int, limits: WaitingLimits) -> tuple[str, Ink]:
    """How long a patient waits, and how urgent that looks; nothing once answered."""
    if since_ms is None:
        return "", Ink.TERTIARY
    minutes = waited_ms(since_ms, now_ms) // MINUTE_MS
    return formats.duration(minutes), LATE[lateness(since_ms, now_ms, limits)]


def _tail(row: WorklistRow, now_ms: int) -> tuple[str, Icon | None, Ink]:
    """How urgent an answer is, or that none is needed; the time left where two promises are set."""
    if row.no_reply:
        return tr("queue.mark.no_reply"), Icon.CHECK, Ink.TERTIARY
    waited, ink = waiting_text(row.waiting_since_ms, now_ms, row.limits)
    return _time_left(row, now_ms) or waited, Icon.CLOCK if waited else None, ink


def _time_left(row: WorklistRow, now_ms: int) -> str:
    if not row.counts_down or row.waiting_since_ms is None:
        return ""
    waited = waited_ms(row.waiting_since_ms, now_ms) // MINUTE_MS
    left = row.limits.overdue_ms // MINUTE_MS - waited
    if left > 0:
        return tr("queue.left", duration=formats.duration(left))
    return tr("queue.over", duration=formats.duration(-left))


def symptom_preview(consultation: Consultation, voice_length: VoiceLength) -> PreviewLine:
    """The matter in one line, where nothing was said yet and in history."""
    symptom = consultation.symptom
    if symptom.kind is SymptomKind.VOICE and symptom.content:
        return PreviewLine(_voice(voice_length(symptom.content)), Icon.MIC, Ink.PRIMARY)
    if symptom.written:
        words = matter_text(consultation)[:MAX_SEARCHED_CHARACTERS]
        return PreviewLine(words, None, Ink.PRIMARY)
    if count := len(consultation.pictures):
        return PreviewLine(tr("queue.pictures", count=count), Icon.IMAGE, Ink.PRIMARY)
    return PreviewLine(tr("queue.no_symptom"), None, Ink.SECONDARY)


def _preview(row: WorklistRow, voice_length: VoiceLength) -> PreviewLine:
    preview = row.preview
    if preview.kind is PreviewKind.TYPING:
        return PreviewLine(tr("queue.typing", name=preview.text), None, Ink.ACCENT)
    if preview.kind is PreviewKind.SYMPTOM:
        return symptom_preview(row.consultation, voice_length)
    is_draft = preview.kind is PreviewKind.DRAFT
    text, icon = (_draft_preview(preview), None) if is_draft else _message_preview(preview)
    key, ink = _label(row)
    return PreviewLine(tr(key, text=text) if key else text, None if preview.mine else icon, ink)


def _label(row: WorklistRow) -> tuple[str, Ink]:
    """What stands before the words: that the doctor is spoken to, before all else."""
    preview, ink = row.preview, Ink.PRIMARY if row.unread else Ink.SECONDARY
    if row.summary.mentioned:
        return "queue.mentioned", Ink.ACCENT
    if preview.kind is PreviewKind.DRAFT:
        return "queue.draft", Ink.SECONDARY
    if preview.mine:
        return "queue.mine", ink
    return "queue.edited" if preview.edited else "", ink


def _draft_preview(preview: Known) -> str:
    """All that lies in a draft to be sent, first what is attached: long words would cut it off."""
    attached = _attached(preview.count, preview.documents, preview.duration_ms)
    if attached and preview.text:
        return tr("queue.draft_with", attached=attached, text=preview.text)
    return attached or preview.text


def attached_text(draft: Draft) -> str:
    """What lies in a draft beside its words, as part of a sentence; empty for nothing."""
    documents = len(draft.documents)
    voice_ms = draft.voice.duration_ms if draft.voice is not None else None
    return _attached(len(draft.files) - documents, documents, voice_ms, within=True)


def _attached(pictures: int, documents: int, voice_ms: int | None, *, within: bool = False) -> str:
    attached = []
    if pictures:
        attached.append(tr("queue.pictures", count=pictures))
    if documents:
        attached.append(tr("queue.files", count=documents))
    if voice_ms is not None:
        attached.append(_voice_within(voice_ms) if within or attached else _named_voice(voice_ms))
    return join_sentences(tr("queue.comma"), attached)


def _message_preview(preview: Known) -> tuple[str, Icon | None]:
    if preview.retracted:
        return tr("conversation.retracted"), None
    if preview.unreadable:
        return tr("conversation.unreadable"), None
    match preview.media:
        case MessageKind.TEXT:
            return preview.text, None
        case MessageKind.VOICE:
            says = _named_voice if preview.mine else _voice
            return says(preview.duration_ms), Icon.MIC
        case MessageKind.IMAGE:
            return tr("queue.pictures", count=max(preview.count, 1)), Icon.IMAGE
        case MessageKind.FILE:
            return tr("conversation.file"), Icon.DOC
    assert_never(preview.media)


def _voice(length_ms: int | None) -> str:
    return formats.voice_length(length_ms) if length_ms else tr("queue.voice")


def _named_voice(length_ms: int | None) -> str:
    """The words for a voice where no icon says so: an own line begins with whose it is."""
    if not length_ms:
        return tr("queue.voice")
    return tr("queue.voice_named", length=formats.voice_length(length_ms))


def _voice_within(length_ms: int) -> str:
    """The name as of ``_named_voice`` within a sentence, where English has no capital."""
    return tr("queue.voice_within", length=formats.voice_length(length_ms))


def _reminder_text(row: WorklistRow, now_ms: int) -> str:
    """The reminder in place of the team: what is next to be done there.

    A promise whose day has come is said in any case, all else only while no answer is asked.
    """
    item = row.reminders[0] if row.reminders else None
    if item is None or item.due_ms is None:
        return ""
    if item.kind is HandoverKind.PROMISE and (row.reminds(now_ms) or not row.waiting):
        day, _ink = due_text(item.due_ms, now_ms)
        return tr("queue.promised", day=day, text=item.text)
    return "" if row.waiting else tr("queue.follow_up", day=formats.day(item.due_ms, now_ms))


def _snooze_text(row: WorklistRow, now_ms: int) -> str:
    """Until when a row is snoozed, in place of the team; empty for one that is not."""
    snooze = row.mark.snooze
    if snooze is None or not row.is_snoozed(now_ms):
        return ""
    if snooze.until_ms is None:
        return tr("queue.mark.aside_patient")
    return tr("queue.mark.aside_until", time=formats.coming_time(snooze.until_ms, now_ms))


def spoken_patient(row: WorklistRow, now_ms: int, *, online: bool) -> str:
    """Who it is and what is needed there, for a screen reader: waiting, urgency, unread."""
    return _spoken(row, _state(row, online=online), now_ms)


def spoken_facts(row: WorklistRow, now_ms: int, *, online: bool) -> str:
    """The row as a screen reader says it, with asker, team, time and number from the details."""
    consultation = row.consultation
    created_ms = consultation.created_ms
    return _spoken(
        row,
        _state(row, online=online),
        now_ms,
        who_asks(consultation),
        consultation.team.name,
        formats.day_time(created_ms, now_ms) if created_ms is not None else "",
        tr("queue.number_spoken", number=consultation.consultation_id),
    )


def _spoken(row: WorklistRow, state: Delivery | None, now_ms: int, *rest: str) -> str:
    """The row as a sentence in the order of need: keys cut it off, often behind the name."""
    since_ms = row.waiting_since_ms
    overdue = since_ms is not None and lateness(since_ms, now_ms, row.limits) is Lateness.OVERDUE
    waiting = waiting_text(since_ms, now_ms, row.limits)[0]
    parts = (
        row.consultation.patient_name or tr("queue.no_name"),
        tr("queue.waiting_spoken", duration=waiting) if waiting else "",
        tr("queue.section.priority") if overdue else "",
        tr("queue.mark.no_reply") if row.no_reply else _time_left(row, now_ms),
        tr("queue.unread", count=row.unread) if row.unread else "",
        tr("queue.mark.mentioned") if row.summary.mentioned else "",
        tr("queue.mark.is_unread") if row.mark.unread else "",
        tr(f"conversation.spoken.{state.value}") if state in UNSENT else "",
        tr("queue.mark.is_pinned") if row.mark.pinned_ms is not None else "",
        tr("note.spoken", labels=tr("queue.comma").join(row.labels)) if row.labels else "",
        *rest,
    )
    return tr("queue.comma").join(part for part in parts if part)


def spoken_preview(preview: PreviewLine) -> str:
    """The preview as a screen reader says it: the words cut short, and the kind that is drawn."""
    text = formats.beginning(preview.text, MAX_SPOKEN)
    kind = tr("queue.voice") if preview.icon is Icon.MIC else ""
    return text if kind in text else tr("queue.comma").join((kind, text))
