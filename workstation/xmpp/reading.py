"""What one groupchat message of a room says, live or archived.

Only what the room vouches for counts: its own ``<stanza-id>`` and the address it gives for the
sender. Everything else in a message was written by whoever sent it.
"""

from typing import Final, NamedTuple

from workstation.domain.ids import ArchiveId, OriginId
from workstation.domain.message import Attachment
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.attachments import (
    FILE_SHARING,
    OUT_OF_BAND,
    read_out_of_band,
    read_shared,
)
from workstation.xmpp.events import Composing, Displayed, Event, RoomMessage
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import Jid
from workstation.xmpp.mentions import REFERENCE, read_mentions
from workstation.xmpp.replies import FALLBACK, REPLY, read_reply
from workstation.xmpp.xml import Element, children, qualified

MESSAGE: Final = qualified(ns.CLIENT, "message")
BODY: Final = qualified(ns.CLIENT, "body")
SUBJECT: Final = qualified(ns.CLIENT, "subject")
ORIGIN_ID: Final = qualified(ns.STANZA_IDS, "origin-id")
STANZA_ID: Final = qualified(ns.STANZA_IDS, "stanza-id")
REPLACE: Final = qualified(ns.CORRECTION, "replace")
RETRACT: Final = qualified(ns.RETRACTION, "retract")
DISPLAYED: Final = qualified(ns.CHAT_MARKERS, "displayed")
DELAY: Final = qualified(ns.DELAY, "delay")
CHAT_STATES: Final = {
    qualified(ns.CHAT_STATES, state): state == "composing"
    for state in ("active", "composing", "paused", "inactive", "gone")
}

NO_ARCHIVE_ID: Final = ArchiveId("")


def payloads_by_name(message: Element) -> dict[str, Element]:
    """A message's children by name; the first of a name counts, as for a reader from the top."""
    by_name = {element.tag: element for element in message}
    if len(by_name) != len(message):
        for element in reversed(message[:]):
            by_name[element.tag] = element
    return by_name


def identifier(value: str | None) -> str:
    """An id as it came, or nothing when it is absent or beyond the bound."""
    return value if value and len(value) <= limits.IDENTIFIER else ""


def vouched_id(message: Element, payload: dict[str, Element], room_jid: Jid) -> ArchiveId:
    """The archive id stamped by the room itself (XEP-0359, 3.1); none when there are several.

    A stamp by anybody else is a claim of the sender's and says nothing.
    """
    stamp = payload.get(STANZA_ID)
    if stamp is None:
        return NO_ARCHIVE_ID
    if len(payload) == len(message):
        return ArchiveId(identifier(stamp.get("id")) if stamp.get("by") == room_jid else "")
    own = [stamp for stamp in children(message, STANZA_ID) if stamp.get("by") == room_jid]
    return ArchiveId(identifier(own[0].get("id")) if len(own) == 1 else "")


class MessageEnvelope(NamedTuple):
    """What the room says of a message, whatever the message says of itself.

    ``account`` is ``None`` where it does not show who speaks; ``archive_id`` and ``at_ms`` are
    empty where it tells nothing that can be trusted.
    """

    room_jid: Jid
    account: Jid | None
    nickname: str
    archive_id: ArchiveId
    at_ms: int | None


def read_message(message: Element, payload: dict[str, Element], envelope: MessageEnvelope) -> Event:
    """One event for one message: text, file, correction, retraction, marker or typing.

    ``Ignored`` where it is none of these. ``envelope`` says for whom the room or its archive
    vouches; what the message says of itself names nobody.
    """
    body = payload.get(BODY)
    words = "" if body is None else body.text or ""
    mentions = read_mentions(message, len(words)) if REFERENCE in payload else ()
    reply, words, cut = read_reply(message, words) if REPLY in payload else (None, words, ())
    attachment, words = _read_attachment(message, payload, words)
    is_said = bool(words) or attachment is not None
    retracts = _read_retracted_id(message, is_said=is_said) if RETRACT in payload else ""
    if not is_said and not retracts:
        return _read_signal(payload, envelope)
    origin = payload.get(ORIGIN_ID)
    return RoomMessage(
        envelope.room_jid,
        envelope.account,
        envelope.nickname,
        OriginId(identifier(message.get("id") if origin is None else origin.get("id"))),
        envelope.archive_id,
        words,
        attachment,
        _read_id(payload, REPLACE) if REPLACE in payload else "",
        retracts,
        envelope.at_ms,
        reply,
        tuple(filter(None, (mention.without(cut) for mention in mentions)))
        if attachment is None
        else (),
        is_id_unique=origin is not None,
    )


def _read_attachment(
    message: Element, payload: dict[str, Element], words: str
) -> tuple[Attachment | None, str]:
    """The file of a message and the words beside it; its address as body is no words."""
    attachment = None
    if FILE_SHARING in payload:
        attachment = read_shared(payload[FILE_SHARING])
    if attachment is None and OUT_OF_BAND in payload:
        attachment = read_out_of_band(payload[OUT_OF_BAND])
    if attachment is None:
        return None, words
    words = "" if words.strip() == attachment.url else words
    further = [url for url in _further_urls(message, attachment.url) if url not in words.split()]
    return attachment, "\n".join(filter(None, [words, *further]))


def _further_urls(message: Element, first_url: str) -> list[str]:
    """The addresses of further files of the same message: shown as text rather than hidden."""
    files = [read_shared(sharing) for sharing in children(message, FILE_SHARING)]
    files += [read_out_of_band(data) for data in children(message, OUT_OF_BAND)]
    urls = dict.fromkeys(file.url for file in files if file is not None)
    return [url for url in urls if url != first_url]


def _read_id(payload: dict[str, Element], name: str) -> str:
    return identifier(payload[name].get("id"))


def _read_retracted_id(message: Element, *, is_said: bool) -> str:
    """The id of the message that this one retracts.

    Empty where something is said beside it that is not declared to stand for the retraction
    (XEP-0428): what a message says is never hidden by what else is in it. A declaration that names
    nothing and no part of the words is about all of them; slixmpp 1.17 writes it so.
    """
    declared = [(one.get("for"), len(one)) for one in children(message, FALLBACK)]
    stands_for_it = (ns.RETRACTION in {name for name, _ in declared}) or (None, 0) in declared
    if is_said and not stands_for_it:
        return ""
    return identifier(next(children(message, RETRACT)).get("id"))


def _read_signal(payload: dict[str, Element], envelope: MessageEnvelope) -> Event:
    """Read a message without content: a marker, typing, or nothing that is understood here."""
    room_jid, account, _, archive_id, at_ms = envelope
    displayed = identifier(payload[DISPLAYED].get("id")) if DISPLAYED in payload else ""
    state = next((CHAT_STATES[name] for name in payload if name in CHAT_STATES), None)
    if not displayed and state is None:
        return Ignored(Reason.NO_CONTENT, room_jid)
    if account is None:
        return Ignored(Reason.UNVOUCHED, room_jid)
    if displayed:
        return Displayed(room_jid, account, displayed, archive_id, at_ms)
    return Composing(room_jid, account, bool(state))
