"""The preview line of a queue row: typing, draft, unsent, last message, else the symptom."""

import enum

from workstation.domain.changes import Draft, Summary
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.message import Delivery, Message, MessageKind, SpeakerRole
from workstation.domain.message_kinds import TRAITS
from workstation.domain.value import Value

MAX_CHARACTERS = 200
"""Characters of a preview's text; a row shows one line of them."""


class PreviewKind(enum.Enum):
    """Where a preview comes from, in the order of precedence."""

    TYPING = "typing"
    DRAFT = "draft"
    UNSENT = "unsent"
    MESSAGE = "message"
    SYMPTOM = "symptom"


class Preview(Value):
    """One line: a text, or what stands for a voice (``duration_ms``) or pictures (``count``).

    A draft may have all of these, and ``documents`` beside its pictures. ``text`` is the writer's
    name while ``kind`` is ``TYPING``. ``delivery`` is that of an own message. ``retracted`` and
    ``unreadable`` messages have no text. ``edited`` is another's message that its sender corrected.
    """

    kind: PreviewKind
    text: str = ""
    media: MessageKind = MessageKind.TEXT
    duration_ms: int | None = None
    count: int = 0
    delivery: Delivery = Delivery.RECEIVED
    mine: bool = False
    retracted: bool = False
    unreadable: bool = False
    edited: bool = False
    documents: int = 0


def preview_while_written(draft: Draft | None, typing: str | None) -> Preview | None:
    """What is being written there, by others or by the doctor; ``None`` where nothing is."""
    if typing is not None:
        return Preview(PreviewKind.TYPING, typing)
    if draft is not None and (draft.text or draft.files or draft.voice):
        return _of_draft(draft)
    return None


def preview_of(consultation: Consultation, summary: Summary) -> Preview:
    """The preview of a consultation in which nobody is typing."""
    if summary.last_unsent is not None:
        return _of_message(PreviewKind.UNSENT, summary.last_unsent)
    last = summary.last
    return _of_symptom(consultation) if last is None else _of_message(PreviewKind.MESSAGE, last)


def _of_draft(draft: Draft) -> Preview:
    documents = len(draft.documents)
    pictures = len(draft.files) - documents
    without_files = MessageKind.TEXT if draft.voice is None else MessageKind.VOICE
    attached = MessageKind.FILE if documents else without_files
    return Preview(
        PreviewKind.DRAFT,
        _line(draft.text),
        MessageKind.IMAGE if pictures else attached,
        duration_ms=None if draft.voice is None else draft.voice.duration_ms,
        count=pictures,
        documents=documents,
    )


def _of_message(kind: PreviewKind, message: Message) -> Preview:
    attachment, mine = message.attachment, message.speaker.role is SpeakerRole.ME
    return Preview(
        kind,
        _line(message.text),
        message.kind,
        None if attachment is None else attachment.duration_ms,
        1 if TRAITS.of(message.kind).is_picture else 0,
        message.delivery,
        mine,
        message.retracted,
        message.unreadable,
        message.edited and not mine,
    )


def _of_symptom(consultation: Consultation) -> Preview:
    symptom, pictures = consultation.symptom, len(consultation.pictures)
    if symptom.kind is SymptomKind.VOICE:
        return Preview(PreviewKind.SYMPTOM, media=MessageKind.VOICE, count=pictures)
    if symptom.kind is SymptomKind.IMAGE:
        return Preview(PreviewKind.SYMPTOM, media=MessageKind.IMAGE, count=pictures)
    return Preview(PreviewKind.SYMPTOM, _line(symptom.content), count=pictures)


def _line(text: str) -> str:
    return " ".join(text[: 2 * MAX_CHARACTERS].split())[:MAX_CHARACTERS]
