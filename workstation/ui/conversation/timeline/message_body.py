"""Which body a message's bubble has, by its kind."""

from typing import assert_never

from workstation.domain.message import Attachment, MessageKind
from workstation.ui.conversation.timeline.bodies import Body, PictureBody, TextBody
from workstation.ui.conversation.timeline.file_card import FileBody
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.conversation.timeline.message_facts import media_address
from workstation.ui.conversation.timeline.message_state import withdrawn_text
from workstation.ui.conversation.timeline.quote_block import QuotedBody
from workstation.ui.conversation.timeline.voice import VoiceBody
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import tr


def body_of(item: MessageItem, max_width: float) -> Body:
    """What a message's bubble holds, laid out no wider than ``max_width``."""
    message = item.message
    if message.retracted:
        return TextBody(withdrawn_text(message), max_width, Ink.TERTIARY)
    body = _own_body(item, max_width)
    return body if message.quote is None else QuotedBody(message.quote, body, max_width)


def _own_body(item: MessageItem, max_width: float) -> Body:
    message, attachment = item.message, item.message.attachment
    if message.unreadable:
        return TextBody(tr("conversation.unreadable"), max_width, Ink.TERTIARY)
    if attachment is None:
        spans = tuple((mention.begin, mention.end) for mention in message.mentions)
        return TextBody(message.text, max_width, mentions=spans)
    return _body_by_kind(item, attachment, max_width)


def _body_by_kind(item: MessageItem, attachment: Attachment, max_width: float) -> Body:
    message, url = item.message, media_address(item.message)
    match message.kind:
        case MessageKind.TEXT:
            return TextBody(message.text, max_width)
        case MessageKind.IMAGE:
            return PictureBody(url)
        case MessageKind.VOICE:
            return VoiceBody(
                url,
                message.key,
                max_width,
                attachment.duration_ms,
                unheard=not message.played,
                bookmarks=item.bookmarks,
            )
        case MessageKind.FILE:
            return FileBody(url, attachment, max_width)
    assert_never(message.kind)
