"""A quoted message in one line: whose it is, and what it says now."""

from workstation.domain.message import Attachment, Message, Quote
from workstation.domain.message_kinds import ByKind
from workstation.ui.conversation.timeline.file_card import written_name
from workstation.ui.conversation.timeline.message_facts import speaker_name
from workstation.ui.conversation.timeline.message_state import withdrawn_text
from workstation.ui.kit.strings import formats, tr

MAX_CHARACTERS = 200
"""Characters of a text that are looked at; one line shows fewer."""


def quote_name(quote: Quote) -> str:
    """Whose message it is, and whether it was edited; of one that is not here, that."""
    if quote.message is None:
        return tr("conversation.quote.missing")
    name = speaker_name(quote.message)
    return f"{name} · {tr('conversation.edited')}" if quote.message.edited else name


def quote_line(quote: Quote) -> str:
    """What the message says now; of one that is not here, what its quoter says it said."""
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
    return _LINES.of(message.kind)(message, message.attachment)


def _in_one_line(text: str) -> str:
    return " ".join(text[:MAX_CHARACTERS].split())


def _text_line(message: Message, _attachment: Attachment) -> str:
    return _in_one_line(message.text)


def _image_line(_message: Message, _attachment: Attachment) -> str:
    return tr("conversation.image")


def _voice_line(_message: Message, attachment: Attachment) -> str:
    length = formats.voice_length(attachment.duration_ms) if attachment.duration_ms else ""
    return " ".join(filter(None, (tr("conversation.voice_word"), length)))


def _file_line(_message: Message, attachment: Attachment) -> str:
    return _in_one_line(written_name(attachment))


_LINES = ByKind(text=_text_line, image=_image_line, voice=_voice_line, file=_file_line)
