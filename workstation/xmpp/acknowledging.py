"""The questions and answers of stream management (XEP-0198, 4)."""

from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import Acknowledged, Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.stream import Stream
from workstation.xmpp.wire import Wire
from workstation.xmpp.xml import Element, element, qualified

QUESTION: Final = qualified(ns.STREAM_MANAGEMENT, "r")
ANSWER: Final = qualified(ns.STREAM_MANAGEMENT, "a")


class Acknowledging:
    """Answers the server with what is committed, and asks it about what was sent."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._resumption = wire.resumption
        self._wanted = False
        self._owed = False

    def begin(self) -> None:
        """A new stream: no question of the old one needs an answer."""
        self._wanted = self._owed = False
        self._wire.retransmitting = False

    def questioned(self, _: Element) -> list[Event]:
        """The server asks; however often it does so, it gets one answer per sending."""
        self._require()
        if self._wanted:
            return [Ignored(Reason.REPEATED_QUESTION)]
        self._wanted = True
        return []

    def answered(self, root: Element) -> list[Event]:
        """The server says what it has handled."""
        self._require()
        self._wire.retransmitting = False
        ids = self._resumption.acknowledge(root.get("h"))
        return [Acknowledged(ids)] if ids else []

    def settle(self) -> None:
        """After a commit: an answer that had to leave something out is followed by a full one."""
        if self._owed and self._resumption.is_settled:
            self._wanted, self._owed = True, False

    def manage(self, stream: Stream) -> None:
        """Before sending: give the answer that is wanted, ask about what was sent since."""
        if self._wanted:
            self._wanted = False
            self._owed = not self._resumption.is_settled
            self.answer(stream)
        if self._resumption.take_unasked():
            stream.send(element(QUESTION))

    def answer(self, stream: Stream) -> None:
        """Tell the server what is committed."""
        stream.send(element(ANSWER, {"h": str(self._resumption.h)}))

    def _require(self) -> None:
        if not self._resumption.enabled or not self._wire.online:
            raise RemoteProtocolError("stream management is not enabled")
