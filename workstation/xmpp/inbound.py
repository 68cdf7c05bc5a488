"""Which part of a session takes an inbound stanza."""

from typing import Final

from workstation.xmpp import namespaces as ns
from workstation.xmpp.archive import RESULT, Archive
from workstation.xmpp.events import Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.invitations import read_invitation
from workstation.xmpp.messages import Messages
from workstation.xmpp.reading import MESSAGE
from workstation.xmpp.requests import IQ
from workstation.xmpp.rooms import PRESENCE, Rooms
from workstation.xmpp.serving import REQUESTS, serve
from workstation.xmpp.wire import Wire
from workstation.xmpp.xml import Element, child, qualified

PUSHED: Final = qualified(ns.EVENTS, "event")
CARBONS: Final = tuple(qualified(ns.CARBONS, name) for name in ("received", "sent"))


class Inbound:
    """Takes messages, presences and requests that are addressed to us, and ignores others."""

    def __init__(self, wire: Wire, rooms: Rooms, messages: Messages, archive: Archive) -> None:
        self._wire = wire
        self._rooms = rooms
        self._messages = messages
        self._archive = archive
        self._parts = {MESSAGE: self._message, PRESENCE: rooms.presence, IQ: self._request}

    @property
    def names(self) -> frozenset[str]:
        """The elements that are stanzas (RFC 6120, 8)."""
        return frozenset(self._parts)

    def receive(self, stanza: Element) -> list[Event]:
        """Take a stanza."""
        if not self._wire.is_mine(stanza.get("to")):
            return [Ignored(Reason.MISADDRESSED)]
        return self._parts[stanza.tag](stanza)

    def _message(self, stanza: Element) -> list[Event]:
        kind = stanza.get("type")
        if kind == "groupchat":
            return self._messages.live(stanza)
        if kind == "error":
            return self._messages.error(stanza)
        result = child(stanza, RESULT)
        if result is not None:
            return self._archive.result(stanza, result)
        return [read_invitation(stanza) or Ignored(_why_ignored(stanza))]

    def _request(self, stanza: Element) -> list[Event]:
        if stanza.get("type") in REQUESTS:
            return serve(self._wire, stanza)
        return self._wire.requests.answer(stanza)


def _why_ignored(stanza: Element) -> Reason:
    if any(child(stanza, name) is not None for name in CARBONS):
        return Reason.CARBON
    return Reason.DIRECT_MESSAGE if child(stanza, PUSHED) is None else Reason.PUSHED_EVENT
