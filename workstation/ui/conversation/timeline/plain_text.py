"""Several messages as plain text for copying: sender, time, content.

Times are written with their date, as the text may be read on another day. Content other than text
is described in brackets. All lines of a message but the first are indented: otherwise a patient's
message could contain a line with the doctor's name and a time, and the text below it would pass for
the doctor's.
"""

from collections.abc import Iterable, Iterator

from workstation.domain.message import Message, MessageKind, SpeakerRole
from workstation.domain.message_kinds import TRAITS
from workstation.ui.conversation.timeline.card import matter_text
from workstation.ui.conversation.timeline.file_card import written_name
from workstation.ui.conversation.timeline.items import CardItem, MessageItem, TimelineItem
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.conversation.timeline.message_state import withdrawn_text
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.strings.message_kinds import KINDS

INDENT = "  "


def plain_text(items: Iterable[CardItem | MessageItem]) -> str:
    """The items as plain text: one block for each, an empty line between two; empty for none."""
    return "\n\n".join("\n".join(_block(item)) for item in items)


def text_of(item: TimelineItem) -> str:
    """The text of one item without sender and time; empty where it has none."""
    if isinstance(item, CardItem):
        return item.consultation.symptom.written
    if not isinstance(item, MessageItem) or item.message.kind is not MessageKind.TEXT:
        return ""
    return "" if item.message.retracted else item.message.text


def _block(item: CardItem | MessageItem) -> Iterator[str]:
    if isinstance(item, CardItem):
        consultation = item.consultation
        who = consultation.creator.name
        title = tr("conversation.card.title")
        yield _head(f"{title} · {who}" if who else title, consultation.created_ms)
        photos = len(consultation.pictures)
        counted = _bracketed(tr("conversation.pictures", count=photos)) if photos else ""
        yield from filter(None, (_indented(matter_text(consultation).strip()), counted))
        return
    message = item.message
    yield _head(speaker_name(message), message.at_ms)
    unsent = message.speaker.role is SpeakerRole.ME and message.position is None
    state = tr(f"conversation.spoken.{message.delivery.value}") if unsent else ""
    yield " ".join(filter(None, (_indented(_words(message)), _bracketed(state) if state else "")))


def _head(who: str, at_ms: int | None) -> str:
    return who if at_ms is None else f"{who} {formats.date_time(at_ms)}"


def _indented(words: str) -> str:
    """The content with all lines but the first indented, whatever the kind of line break."""
    return f"\n{INDENT}".join(words.splitlines())


def _words(message: Message) -> str:
    if message.retracted:
        return _bracketed(withdrawn_text(message))
    if message.unreadable:
        return _bracketed(tr("conversation.unreadable"))
    attachment = message.attachment
    if attachment is None or not TRAITS.of(message.kind).carries_file:
        return message.text
    length = formats.voice_length(attachment.duration_ms) if attachment.duration_ms else ""
    detail = length or ("" if TRAITS.of(message.kind).is_picture else written_name(attachment))
    return _bracketed(" ".join(filter(None, (tr(KINDS.of(message.kind)), detail))))


def _bracketed(words: str) -> str:
    return f"[{words}]"
