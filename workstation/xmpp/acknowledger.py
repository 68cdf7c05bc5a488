"""The questions and answers of stream management (XEP-0198, 4)."""

from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Acknowledged, Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stream import Stream
from workstation.xmpp.xml import Element, element, qualified

REQUEST: Final = qualified(ns.STREAM_MANAGEMENT, "r")
ANSWER: Final = qualified(ns.STREAM_MANAGEMENT, "a")


class Acknowledger:
    """Answers the server with what is committed, and asks it about what was sent."""

    def __init__(self, wire: StanzaChannel) -> None:
        self._wire = wire
        self._resumption = wire.resumption
        self._answer_due = False
        self._full_answer_due = False

    def begin(self) -> None:
        """A new stream: no question of the old one needs an answer."""
        self._answer_due = self._full_answer_due = False
        self._wire.retransmitting = False

    def on_request(self, _: Element) -> list[Event]:
        """The server asks; however often it does so, it gets one answer per sending."""
        self._require_enabled()
        if self._answer_due:
            return [Ignored(Reason.REPEATED_QUESTION)]
        self._answer_due = True
        return []

    def on_answer(self, root: Element) -> list[Event]:
        """The server says what it has handled."""
        self._require_enabled()
        self._wire.retransmitting = False
        ids = self._resumption.acknowledge(root.get("h"))
        return [Acknowledged(ids)] if ids else []

    def on_commit(self) -> None:
        """After a commit: an answer that had to leave something out is followed by a full one."""
        if self._full_answer_due and self._resumption.is_settled:
            self._answer_due, self._full_answer_due = True, False

    def write_due(self, stream: Stream) -> None:
        """Before sending: give the answer that is wanted, ask about what was sent since."""
        if self._answer_due:
            self._answer_due = False
            self._full_answer_due = not self._resumption.is_settled
            self.write_answer(stream)
        if self._resumption.take_request_due():
            stream.send(element(REQUEST))

    def write_answer(self, stream: Stream) -> None:
        """Tell the server what is committed."""
        stream.send(element(ANSWER, {"h": str(self._resumption.h)}))

    def _require_enabled(self) -> None:
        if not self._resumption.enabled or not self._wire.online:
            raise RemoteProtocolError("stream management is not enabled")
