"""The IM session: everything above the stream, over as many sockets as the day brings.

How to drive it::

    stream = Stream(credentials, nonce)  # one per socket; several may race
    stream.open()
    stream.receive(frame)  # each frame, until Authenticated
    session.adopt(stream)  # the winner: resumes the old session, or binds
    session.receive(frame)  # each frame; Bound or Resumed: online
    session.commit(mark)  # a past session.mark whose effects are durable
    session.drop_stream()  # the socket is gone, however that came

After *every* call of anything here, send what ``data_to_send`` gives, in order. After
``RemoteProtocolError``, send it and close the socket: the next stream begins a new session.
"""

from collections.abc import Callable
from typing import Final

from workstation.domain.errors import LocalProtocolError, RemoteProtocolError
from workstation.domain.ids import StanzaId
from workstation.xmpp import namespaces as ns
from workstation.xmpp.answering import REQUESTS, serve
from workstation.xmpp.archive import RESULT, Archive
from workstation.xmpp.authentication import RESUMED
from workstation.xmpp.binding import ENABLED, FAILED, Binding
from workstation.xmpp.discovery import Discovery
from workstation.xmpp.displayed_sync import EVENT, DisplayedSync
from workstation.xmpp.events import Event
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.invitations import read_invitation
from workstation.xmpp.messages import Messages
from workstation.xmpp.poisoned_entries import PoisonedEntries, is_live, is_overlooked
from workstation.xmpp.reading import MESSAGE
from workstation.xmpp.requests import IQ
from workstation.xmpp.rooms import PRESENCE, Rooms
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stream import Stream
from workstation.xmpp.stream_management import ANSWER, REQUEST, Acknowledger
from workstation.xmpp.transitions import ServerFrame, StreamState
from workstation.xmpp.upload import Upload
from workstation.xmpp.xml import Element, FrameBeyondBounds, child, parse, qualified

# Every frame passes these comparisons, and CPython 3.11 looks a member up by a function of Python.
ONLINE, CLOSING, CLOSED = StreamState.ONLINE, StreamState.CLOSING, StreamState.CLOSED
CARBONS: Final = tuple(qualified(ns.CARBONS, name) for name in ("received", "sent"))


class XmppSession:
    """One installation's session as one account.

    ``resource`` is stable per installation; ``ids`` gives a fresh unguessable id at each call.
    The parts ``rooms``, ``messages``, ``archive``, ``discovery``, ``upload`` and
    ``displayed_sync`` hold the commands; each raises ``LocalProtocolError`` when offline.
    """

    def __init__(self, resource: str, ids: Callable[[], StanzaId]) -> None:
        self._wire = StanzaChannel(ids)
        self.rooms = Rooms(self._wire)
        self.messages = Messages(self._wire, self.rooms)
        self.archive = Archive(self._wire, self.rooms)
        self.discovery = Discovery(self._wire)
        self.upload = Upload(self._wire)
        self.displayed_sync = DisplayedSync(self._wire)
        self._resumption = self._wire.resumption
        self._acknowledger = Acknowledger(self._resumption)
        self._binding = Binding(self._wire, resource, self._end_session)
        self._poison = PoisonedEntries()
        self._stanza_handlers = {
            MESSAGE: self._on_message,
            PRESENCE: self.rooms.receive_presence,
            IQ: self._on_iq,
        }
        self._binding_handlers = {
            ENABLED: self._binding.on_enabled,
            RESUMED: self._binding.on_resumed,
            FAILED: self._binding.on_failed,
        }
        self._question_handlers = {
            REQUEST: self._acknowledger.on_request,
            ANSWER: self._acknowledger.on_answer,
        }

    @property
    def online(self) -> bool:
        """Whether commands can be given."""
        return self._wire.online

    @property
    def jid(self) -> str:
        """The full address the server bound us to; empty before."""
        return str(self._wire.jid) if self._wire.jid.domain else ""

    @property
    def can_resume(self) -> bool:
        """Whether the next stream will try to resume this session."""
        return self._resumption.can_resume

    @property
    def can_send(self) -> bool:
        """Whether a message can be sent now, or must wait for an acknowledgement or a stream."""
        return self._wire.can_send

    @property
    def awaits_acknowledgement(self) -> bool:
        """Whether the server was asked what it has handled, and did not answer yet."""
        return self._acknowledger.is_asking

    @property
    def unacknowledged(self) -> tuple[StanzaId, ...]:
        """The ids of own messages the server has not acknowledged, oldest first."""
        return self._resumption.unacknowledged

    @property
    def largest_unacknowledged(self) -> tuple[StanzaId, ...]:
        """The unacknowledged ids whose stanza is larger than any acknowledged so far."""
        return self._resumption.largest_unacknowledged

    @property
    def stanzas_sent(self) -> int:
        """How many stanzas this session has sent, by XEP-0198's count; 0 where none is counted."""
        return self._resumption.sent

    @property
    def stanzas_acknowledged(self) -> int:
        """How many stanzas the server has handled, as far as it said so."""
        return self._resumption.acknowledged

    @property
    def mark(self) -> int:
        """Where reception stands; give it to ``commit`` when all until here is durable."""
        return self._resumption.mark

    @property
    def contested(self) -> bool:
        """Whether a stream that was given up may have taken this session from its successor."""
        return self._binding.contested

    def settle(self) -> None:
        """Note that streams given up so far are over: a later ``conflict`` is of another client."""
        self._binding.settle()

    def ask_inside(self, stream: Stream) -> list[Element]:
        """What a sign-in asks for the session (``InlineSignIn.ask_session``)."""
        return self._binding.ask_inside(stream)

    def give_up(self, stream: Stream, *, broken: bool) -> None:
        """Note that a stream ended before ``adopt``; ``broken`` by what it said, or by silence."""
        self._binding.give_up(stream, broken=broken)

    def adopt(self, stream: Stream) -> list[Event]:
        """Go on with an authenticated stream: resume if the server promised it, else bind anew.

        What it decided is written into ``data_to_send``; ``Resumed``, ``Bound`` or ``BindRefused``
        follow, or are given where the sign-in brought the session. Raises ``LocalProtocolError``
        while another stream is in use, ``RemoteProtocolError`` for a session that is not ours.
        """
        if self._wire.stream is not None:
            raise LocalProtocolError("another stream is in use")
        self._wire.stream = stream
        self._acknowledger.begin(stream)
        try:
            return self._binding.begin(stream)
        except LocalProtocolError:
            self.drop_stream()
            raise
        except RemoteProtocolError:
            self.fail()
            raise

    def receive(self, frame: str | bytes) -> list[Event]:
        """Take one frame.

        Raises ``RemoteProtocolError`` when the server broke the protocol: send what is pending
        and close the socket. After the stream's end whatever still comes is passed over.
        """
        stream = self._require_stream()
        if stream.state is CLOSED:
            return []
        try:
            root = self._read(frame)
            if stream.state is CLOSING:
                return stream.process(root)
            return self._process(stream, root)
        except RemoteProtocolError:
            self.fail()
            raise

    def commit(self, mark: int) -> None:
        """Let the server forget what was received up to a former ``mark``: it is durable.

        Call it after the database committed, never before: what is acknowledged here is not sent
        again. Raises ``LocalProtocolError`` for a mark beyond what was received.
        """
        self._resumption.commit(mark)
        self._acknowledger.on_commit()

    def data_to_send(self) -> list[str]:
        """The frames to send now, in order.

        Each is given once, so send them all or drop the stream.
        """
        stream = self._wire.stream
        if stream is None:
            return []
        if stream.state is ONLINE:
            self._acknowledger.write_due(stream)
        return stream.data_to_send()

    def close(self) -> None:
        """End the session in order: nothing is resumed after this.

        Raises ``LocalProtocolError`` without a stream. Send what is due, then close the socket.
        """
        stream = self._require_stream()
        if stream.state is ONLINE and self._resumption.enabled:
            self._acknowledger.write_answer(stream)
        stream.close()
        self._resumption.forget()

    def fail(self) -> None:
        """Give the stream up, as ``receive`` does itself: the carrier refused a frame (too large).

        Without this the next stream would resume, and be sent the same frame again for ever.
        """
        self._require_stream().fail()
        self._resumption.forget()

    def drop_stream(self) -> None:
        """Let go of the stream, whose socket is gone; ``adopt`` the next one once authenticated."""
        self._wire.stream = None

    def forget(self, request: StanzaId) -> None:
        """Wait no longer for a request's answer."""
        self._wire.requests.forget(request)
        self.archive.forget(request)
        self.discovery.forget(request)

    def _read(self, frame: str | bytes) -> Element:
        try:
            return parse(frame)
        except RemoteProtocolError as broken:
            at_once = isinstance(broken, FrameBeyondBounds)
            passed = None
            if isinstance(frame, str):
                passed = self._poison.recover_head(frame, at_once=at_once)
            if passed is None:
                raise
            return passed

    def _require_stream(self) -> Stream:
        if self._wire.stream is None:
            raise LocalProtocolError("no stream")
        return self._wire.stream

    def _end_session(self) -> list[Event]:
        """End what was open in the old session: a new one begins."""
        events = self._wire.requests.fail() + self.rooms.lose()
        self.archive.lose()
        self.discovery.lose()
        return events

    def _process(self, stream: Stream, root: Element) -> list[Event]:
        """Hand an element to the part that it is for; the stream keeps its own."""
        if root.tag in self._stanza_handlers:
            return self._on_stanza(stream, root)
        if root.tag in self._question_handlers:
            return self._question_handlers[root.tag](root)
        if root.tag in self._binding_handlers:
            return self._binding_handlers[root.tag](stream, root)
        return stream.process(root)

    def _on_stanza(self, stream: Stream, stanza: Element) -> list[Event]:
        if stream.state is not ONLINE:
            if self._binding.is_answer(stream, stanza):
                return self._binding.on_answer(stream, stanza)
            stream.advance(ServerFrame.STANZA)
        self._resumption.count_received()
        if not self._wire.is_mine(stanza.get("to")):
            return [Ignored(Reason.MISADDRESSED)]
        if is_overlooked(stanza) and stanza.tag != PRESENCE and not is_live(stanza):
            self.archive.break_pages(stanza.get("from", ""))
            return [Ignored(Reason.UNREADABLE_STANZA)]
        return self._stanza_handlers[stanza.tag](stanza)

    def _on_message(self, stanza: Element) -> list[Event]:
        kind = stanza.get("type")
        if kind == "groupchat":
            return self.messages.receive_live(stanza)
        if kind == "error":
            return self.messages.receive_error(stanza)
        if (result := child(stanza, RESULT)) is not None:
            return self.archive.take_result(stanza, result)
        if (invitation := read_invitation(stanza)) is not None:
            return [invitation]
        return self.displayed_sync.receive_push(stanza) or [Ignored(_why_ignored(stanza))]

    def _on_iq(self, stanza: Element) -> list[Event]:
        if stanza.get("type") in REQUESTS:
            return serve(self._wire, stanza)
        return self._wire.requests.answer(stanza)


def _why_ignored(stanza: Element) -> Reason:
    if any(child(stanza, name) is not None for name in CARBONS):
        return Reason.CARBON
    return Reason.DIRECT_MESSAGE if child(stanza, EVENT) is None else Reason.PUSHED_EVENT
