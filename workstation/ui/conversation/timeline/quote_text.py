"""A quoted message in one line: its sender and its current text."""

from typing import assert_never

from workstation.domain.message import Attachment, Message, MessageKind, Quote
from workstation.domain.text_direction import in_sentence
from workstation.ui.conversation.timeline.file_card import written_name
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.conversation.timeline.message_state import withdrawn_text
from workstation.ui.kit.strings import formats, tr

MAX_CHARACTERS = 200
"""Characters of a text that are looked at; one line shows fewer."""


def quote_name(quote: Quote) -> str:
    """Whose message is quoted, and whether it was edited; of one that is not here, that."""
    if quote.message is None:
        return tr("conversation.quote.missing")
    name = speaker_name(quote.message)
    if not quote.message.edited:
        return name
    return f"{in_sentence(name)} · {tr('conversation.edited')}"


def quote_line(quote: Quote) -> str:
    """The message's current text; if it is not stored here, the text sent with the quote."""
    if quote.message is None:
        return _in_one_line(quote.excerpt)
    return _line(quote.message)


def quote_sentence(key: str, quote: Quote) -> str:
    """Name and line in the sentence behind ``key``."""
    return tr(key, name=quote_name(quote), line=quote_line(quote)).rstrip(" :：")


def _line(message: Message) -> str:
    if message.retracted:
        return withdrawn_text(message)
    if message.unreadable:
        return tr("conversation.unreadable")
    if message.attachment is None:
        return _in_one_line(message.text)
    return _line_of_kind(message, message.attachment)


def _line_of_kind(message: Message, attachment: Attachment) -> str:
    match message.kind:
        case MessageKind.TEXT:
            return _in_one_line(message.text)
        case MessageKind.IMAGE:
            return tr("conversation.image")
        case MessageKind.VOICE:
            length = formats.voice_length(attachment.duration_ms) if attachment.duration_ms else ""
            return " ".join(filter(None, (tr("conversation.voice_word"), length)))
        case MessageKind.FILE:
            return _in_one_line(written_name(attachment))
    assert_never(message.kind)


def _in_one_line(text: str) -> str:
    return " ".join(text[:MAX_CHARACTERS].split())
