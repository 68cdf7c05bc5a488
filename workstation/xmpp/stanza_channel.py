"""What the parts of a session share: a way to send stanzas and to ask for answers."""

from collections.abc import Callable
from typing import Final

from workstation.domain.errors import LocalProtocolError
from workstation.domain.ids import StanzaId
from workstation.xmpp import limits
from workstation.xmpp.jid import Jid, JidParts
from workstation.xmpp.requests import IQ, AnswerHandler, Requests
from workstation.xmpp.stream import Stream
from workstation.xmpp.stream_management import Resumption
from workstation.xmpp.transitions import StreamState
from workstation.xmpp.xml import Element, element, serialise

ONLINE: Final = StreamState.ONLINE


class StanzaChannel:
    """The present stream, the counts that outlive it, and the open requests."""

    stream: Stream | None

    def __init__(self, ids: Callable[[], StanzaId]) -> None:
        self.stream = None
        self.jid = JidParts("", "")
        self.resumption = Resumption()
        self.requests = Requests()
        self.new_id = ids
        self._addresses: frozenset[str] = frozenset()

    def set_jid(self, jid: JidParts) -> None:
        """Take the full address that the server has bound us to (RFC 6120, 7.6).

        Stanzas to it are for us.
        """
        self.jid = jid
        self._addresses = frozenset({str(jid), jid.bare})

    @property
    def online(self) -> bool:
        """Whether stanzas can be sent."""
        return self.stream is not None and self.stream.state is ONLINE

    @property
    def can_send(self) -> bool:
        """Whether the next ``send`` of something small will be accepted."""
        return self.online and not self.resumption.is_full

    def send(self, stanza: Element, message_id: StanzaId | None = None) -> None:
        """Queue a stanza, and remember it until the server has acknowledged it.

        ``message_id`` is a message's origin id, empty for others. Raises ``LocalProtocolError``
        when offline, when a message is over ``limits.MESSAGE_BYTES``, or when too much is
        unacknowledged.
        """
        frame = serialise(stanza)
        if message_id and len(frame.encode()) > limits.MESSAGE_BYTES:
            raise LocalProtocolError("message exceeds the bound")
        if self.resumption.is_full:
            raise LocalProtocolError("too many unacknowledged stanzas")
        if self.stream is None or not self.online:
            raise LocalProtocolError("not online")
        self.stream.send_frames([frame])
        self.resumption.keep_sent(frame, message_id)

    def ask(
        self,
        kind: str,
        to: str,
        payload: Element,
        answer: AnswerHandler,
        request: StanzaId | None = None,
    ) -> StanzaId:
        """Send a request; its answer must come from ``to``. Gives the request's id.

        Without ``to`` our own account is asked, and the server may answer for it in any of the
        ways RFC 6120, 10.3.3 allows.
        """
        request = request or self.new_id()
        answerers = frozenset({to} if to else {"", self.jid.bare, str(self.jid), self.jid.domain})
        attributes = {"type": kind, "id": request} | ({"to": to} if to else {})
        self.requests.open(request, answerers, answer)
        try:
            self.send(element(IQ, attributes, payload))
        except LocalProtocolError:
            self.requests.forget(request)
            raise
        return request

    def is_mine(self, to: str | None, room_jid: Jid | None = None) -> bool:
        """Whether a stanza is addressed to us, to nobody in particular, or to ``room_jid``."""
        return to is None or to in self._addresses or to == room_jid
