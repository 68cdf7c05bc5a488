"""A trial of the wire beyond the sign-in: a message to oneself, there and back (RFC 6121, 8.5.3).

For checks alone. No presence is sent, so that nothing which waits for the doctor is delivered
here; the message is a headline with a hint not to keep it, so that no archive has it either.
"""

import enum
from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp import namespaces as ns
from workstation.xmpp.binding import JID, RESOURCE
from workstation.xmpp.reading import MESSAGE
from workstation.xmpp.requests import IQ
from workstation.xmpp.stream import BIND, Stream
from workstation.xmpp.transitions import StreamCommand
from workstation.xmpp.xml import Element, child, element, parse, qualified, text

BODY: Final = qualified(ns.CLIENT, "body")
NO_STORE: Final = qualified(ns.HINTS, "no-store")


class EchoState(enum.Enum):
    """How far the trial is; the last two are ends."""

    UNDER_WAY = "under way"
    RETURNED = "returned"
    REFUSED = "refused"


class Echo:
    """A trial on an authenticated stream: binds ``resource``, waits for its own ``message_id``.

    Send what the stream's ``data_to_send`` gives after each call.
    """

    def __init__(self, stream: Stream, resource: str, message_id: str) -> None:
        self._stream, self._message_id = stream, message_id
        stream.advance(StreamCommand.BIND)
        wish = element(BIND, None, element(RESOURCE, text=resource))
        stream.send(element(IQ, {"type": "set", "id": message_id}, wish))

    def receive(self, frame: str | bytes) -> EchoState:
        """Take one frame, and say how far the trial is then; what is to be sent follows from it.

        Raises ``RemoteProtocolError`` for what is no XMPP or no answer to what was asked.
        """
        root = parse(frame)
        if root.get("id") != self._message_id:
            return EchoState.UNDER_WAY
        if root.get("type") == "error":
            return EchoState.REFUSED
        if root.tag == IQ:
            self._send_message(_read_bound_jid(root))
            return EchoState.UNDER_WAY
        returned = root.tag == MESSAGE and text(root, BODY) == self._message_id
        return EchoState.RETURNED if returned else EchoState.UNDER_WAY

    def _send_message(self, address: str) -> None:
        attributes = {"type": "headline", "to": address, "id": self._message_id}
        body = element(BODY, text=self._message_id)
        self._stream.send(element(MESSAGE, attributes, body, element(NO_STORE)))


def _read_bound_jid(bound: Element) -> str:
    bind = child(bound, BIND)
    address = None if bind is None else text(bind, JID)
    if not address:
        raise RemoteProtocolError("bound to no address")
    return address
