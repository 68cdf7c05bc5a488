"""What one groupchat message of a room says, live or archived.

Only what the room vouches for counts: its own ``<stanza-id>`` and the address it gives for the
sender. Everything else in a message was written by whoever sent it.
"""

from typing import Final, NamedTuple

from workstation.domain.message import Attachment
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.attachments import (
    FILE_SHARING,
    OUT_OF_BAND,
    fetchable,
    read_out_of_band,
    read_shared,
)
from workstation.xmpp.events import Composing, Displayed, Event, RoomMessage
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.xml import Element, children, qualified

MESSAGE: Final = qualified(ns.CLIENT, "message")
BODY: Final = qualified(ns.CLIENT, "body")
SUBJECT: Final = qualified(ns.CLIENT, "subject")
ORIGIN_ID: Final = qualified(ns.STANZA_IDS, "origin-id")
STANZA_ID: Final = qualified(ns.STANZA_IDS, "stanza-id")
REPLACE: Final = qualified(ns.CORRECTION, "replace")
RETRACT: Final = qualified(ns.RETRACTION, "retract")
FALLBACK: Final = qualified(ns.FALLBACK, "fallback")
DISPLAYED: Final = qualified(ns.CHAT_MARKERS, "displayed")
DELAY: Final = qualified(ns.DELAY, "delay")
CHAT_STATES: Final = {
    qualified(ns.CHAT_STATES, state): state == "composing"
    for state in ("active", "composing", "paused", "inactive", "gone")
}


def payloads(message: Element) -> dict[str, Element]:
    """A message's children by name; the first of a name counts."""
    found = {element.tag: element for element in message}
    if len(found) != len(message):
        for element in reversed(message[:]):
            found[element.tag] = element
    return found


def identifier(value: str | None) -> str:
    """An id as it came, or nothing when it is absent or beyond the bound."""
    return value if value and len(value) <= limits.IDENTIFIER else ""


def vouched_id(message: Element, found: dict[str, Element], room: str) -> str:
    """The archive id stamped by the room itself; none when there are several."""
    stamp = found.get(STANZA_ID)
    if stamp is None:
        return ""
    if len(found) == len(message):
        return identifier(stamp.get("id")) if stamp.get("by") == room else ""
    own = [stamp for stamp in children(message, STANZA_ID) if stamp.get("by") == room]
    return identifier(own[0].get("id")) if len(own) == 1 else ""


class Vouched(NamedTuple):
    """What the room says of a message, whatever the message says of itself.

    ``account`` is ``None`` where it does not show who speaks; ``archive_id`` and ``at_ms`` are
    empty where it tells nothing that can be trusted.
    """

    room: str
    account: str | None
    nickname: str
    archive_id: str
    at_ms: int | None


def read_message(message: Element, found: dict[str, Element], vouched: Vouched) -> Event:
    """One event for one message: text, file, correction, retraction, marker or typing."""
    body = found.get(BODY)
    words = "" if body is None else body.text or ""
    attachment, words = _attachment(message, found, words)
    is_said = bool(words) or attachment is not None
    retracts = _taken_back(message, is_said=is_said) if RETRACT in found else ""
    if not is_said and not retracts:
        return _signal(found, vouched)
    origin = found.get(ORIGIN_ID)
    return RoomMessage(
        vouched.room,
        vouched.account,
        vouched.nickname,
        identifier(message.get("id") if origin is None else origin.get("id")),
        vouched.archive_id,
        words,
        attachment,
        _named(found, REPLACE) if REPLACE in found else "",
        retracts,
        vouched.at_ms,
    )


def _attachment(
    message: Element, found: dict[str, Element], words: str
) -> tuple[Attachment | None, str]:
    """The file of a message and the words beside it; its address as body is no words."""
    attachment = None
    if FILE_SHARING in found:
        attachment = read_shared(found[FILE_SHARING])
    if attachment is None and OUT_OF_BAND in found:
        attachment = read_out_of_band(found[OUT_OF_BAND])
    if attachment is None:
        return None, words
    words = "" if words.strip() == attachment.url else words
    return attachment, "\n".join(filter(None, [words, *_further(message, attachment.url)]))


def _further(message: Element, shown: str) -> list[str]:
    """Addresses of further files of the same message: shown as text rather than hidden."""
    shared = [read_shared(sharing) for sharing in children(message, FILE_SHARING)]
    urls = [file.url for file in shared if file is not None and file.url != shown]
    return [url for url in dict.fromkeys(urls) if fetchable(url)]


def _named(found: dict[str, Element], name: str) -> str:
    return identifier(found[name].get("id"))


def _taken_back(message: Element, *, is_said: bool) -> str:
    """The message that this one retracts.

    None where something is said beside it that is not declared to stand for the retraction
    (XEP-0428): what a message says is never hidden by what else is in it.
    """
    stands_for = {element.get("for") for element in children(message, FALLBACK)}
    if is_said and ns.RETRACTION not in stands_for:
        return ""
    return identifier(next(children(message, RETRACT)).get("id"))


def _signal(found: dict[str, Element], vouched: Vouched) -> Event:
    """A message without content: a marker, typing, or nothing that is understood here."""
    room, account, _, archive_id, at_ms = vouched
    displayed = identifier(found[DISPLAYED].get("id")) if DISPLAYED in found else ""
    state = next((CHAT_STATES[name] for name in found if name in CHAT_STATES), None)
    if not displayed and state is None:
        return Ignored(Reason.NO_CONTENT, room)
    if account is None:
        return Ignored(Reason.UNVOUCHED, room)
    if displayed:
        return Displayed(room, account, displayed, archive_id, at_ms)
    return Composing(room, account, bool(state))
