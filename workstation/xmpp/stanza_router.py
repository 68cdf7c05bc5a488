"""Which part of a session takes an inbound stanza."""

from typing import Final

from workstation.xmpp import namespaces as ns
from workstation.xmpp.answering import REQUESTS, serve
from workstation.xmpp.archive import RESULT, Archive
from workstation.xmpp.events import Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.invitations import read_invitation
from workstation.xmpp.messages import Messages
from workstation.xmpp.reading import MESSAGE
from workstation.xmpp.requests import IQ
from workstation.xmpp.rooms import PRESENCE, Rooms
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.xml import Element, child, qualified

PUSHED: Final = qualified(ns.EVENTS, "event")
CARBONS: Final = tuple(qualified(ns.CARBONS, name) for name in ("received", "sent"))


class StanzaRouter:
    """Takes messages, presences and requests that are addressed to us, and ignores others."""

    def __init__(
        self, wire: StanzaChannel, rooms: Rooms, messages: Messages, archive: Archive
    ) -> None:
        self._wire = wire
        self._rooms = rooms
        self._messages = messages
        self._archive = archive
        self._handlers = {
            MESSAGE: self._on_message,
            PRESENCE: rooms.receive_presence,
            IQ: self._on_iq,
        }

    @property
    def names(self) -> frozenset[str]:
        """The elements that are stanzas (RFC 6120, 8)."""
        return frozenset(self._handlers)

    def receive(self, stanza: Element) -> list[Event]:
        """Take a stanza."""
        if not self._wire.is_mine(stanza.get("to")):
            return [Ignored(Reason.MISADDRESSED)]
        return self._handlers[stanza.tag](stanza)

    def _on_message(self, stanza: Element) -> list[Event]:
        kind = stanza.get("type")
        if kind == "groupchat":
            return self._messages.receive_live(stanza)
        if kind == "error":
            return self._messages.receive_error(stanza)
        result = child(stanza, RESULT)
        if result is not None:
            return self._archive.take_result(stanza, result)
        return [read_invitation(stanza) or Ignored(_why_ignored(stanza))]

    def _on_iq(self, stanza: Element) -> list[Event]:
        if stanza.get("type") in REQUESTS:
            return serve(self._wire, stanza)
        return self._wire.requests.answer(stanza)


def _why_ignored(stanza: Element) -> Reason:
    if any(child(stanza, name) is not None for name in CARBONS):
        return Reason.CARBON
    return Reason.DIRECT_MESSAGE if child(stanza, PUSHED) is None else Reason.PUSHED_EVENT
