"""Which files of a consultation are originals: all that were sent and not withdrawn."""

from collections.abc import Iterator

from workstation.domain.changes import Timeline
from workstation.domain.consultation import Consultation, SymptomKind
from workstation.domain.evidence import Original, OriginalKind
from workstation.domain.local_file import local_address
from workstation.domain.message import Message
from workstation.domain.message_kinds import ByKind

_KINDS = ByKind(
    text=None, image=OriginalKind.PHOTO, voice=OriginalKind.VOICE, file=OriginalKind.DOCUMENT
)


def originals_of(consultation: Consultation, conversation: Timeline) -> tuple[Original, ...]:
    """The originals, each once, in the order in which they were sent."""
    originals: dict[str, Original] = {}
    for original in _all(consultation, conversation):
        originals.setdefault(original.url, original)
    return tuple(originals.values())


def original_address(message: Message) -> str:
    """The address of a message's file; empty for a message that has none."""
    if message.retracted or message.attachment is None or _KINDS.of(message.kind) is None:
        return ""
    return message.attachment.url or local_address(message.file_id)


def _all(consultation: Consultation, conversation: Timeline) -> Iterator[Original]:
    sent_ms = consultation.created_ms
    if consultation.symptom.kind is SymptomKind.VOICE:
        yield Original(consultation.symptom.content, OriginalKind.VOICE, at_ms=sent_ms)
    for url in consultation.pictures:
        yield Original(url, OriginalKind.PHOTO, at_ms=sent_ms)
    for message in (*conversation.messages, *conversation.unsent):
        url, kind = original_address(message), _KINDS.of(message.kind)
        if url and kind is not None and message.attachment is not None:
            yield Original(url, kind, message.speaker, message.at_ms, message.attachment.size)
