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
from workstation.xmpp import limits
from workstation.xmpp import namespaces as ns
from workstation.xmpp.acknowledger import ANSWER, REQUEST, Acknowledger
from workstation.xmpp.archive import Archive
from workstation.xmpp.discovery import Discovery
from workstation.xmpp.events import (
    Acknowledged,
    BindRefused,
    Bound,
    Event,
    Pong,
    Resumed,
    ResumptionFailed,
)
from workstation.xmpp.jid import Jid, JidParts
from workstation.xmpp.messages import Messages
from workstation.xmpp.poisoned_entries import PoisonedEntries
from workstation.xmpp.requests import IQ, is_error
from workstation.xmpp.rooms import PING, PRESENCE, Rooms
from workstation.xmpp.stanza_channel import StanzaChannel
from workstation.xmpp.stanza_errors import read_condition, read_error
from workstation.xmpp.stanza_router import StanzaRouter
from workstation.xmpp.stream import BIND, Stream
from workstation.xmpp.transitions import ServerFrame, StreamCommand, StreamState
from workstation.xmpp.upload import Upload
from workstation.xmpp.xml import Element, child, element, qualified, text

SM: Final = qualified(ns.STREAM_MANAGEMENT, "sm")
ENABLE: Final = qualified(ns.STREAM_MANAGEMENT, "enable")
ENABLED: Final = qualified(ns.STREAM_MANAGEMENT, "enabled")
RESUME: Final = qualified(ns.STREAM_MANAGEMENT, "resume")
RESUMED: Final = qualified(ns.STREAM_MANAGEMENT, "resumed")
FAILED: Final = qualified(ns.STREAM_MANAGEMENT, "failed")
RESOURCE: Final = qualified(ns.BIND, "resource")
JID: Final = qualified(ns.BIND, "jid")
TRUE: Final = frozenset({"true", "1"})


class XmppSession:
    """One installation's session as one account.

    ``resource`` is stable per installation; ``ids`` gives a fresh unguessable id at each call.
    The parts ``rooms``, ``messages``, ``archive``, ``discovery`` and ``upload`` hold the commands;
    each raises ``LocalProtocolError`` when offline.
    """

    def __init__(self, resource: str, ids: Callable[[], str]) -> None:
        self._resource = resource
        self._wire = StanzaChannel(ids)
        self.rooms = Rooms(self._wire)
        self.messages = Messages(self._wire, self.rooms)
        self.archive = Archive(self._wire, self.rooms)
        self.discovery = Discovery(self._wire)
        self.upload = Upload(self._wire)
        self._router = StanzaRouter(self._wire, self.rooms, self.messages, self.archive)
        self._resumption = self._wire.resumption
        self._acknowledger = Acknowledger(self._wire)
        self._poison = PoisonedEntries()
        self._binding = ""
        self._handlers = dict.fromkeys(self._router.names, self._on_stanza) | {
            REQUEST: self._acknowledger.on_request,
            ANSWER: self._acknowledger.on_answer,
            ENABLED: self._on_enabled,
            RESUMED: self._on_resumed,
            FAILED: self._on_failed,
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
    def unacknowledged(self) -> tuple[str, ...]:
        """The ids of own messages the server has not acknowledged, oldest first."""
        return self._resumption.unacknowledged

    @property
    def mark(self) -> int:
        """Where reception stands; give it to ``commit`` when all until here is durable."""
        return self._resumption.mark

    def adopt(self, stream: Stream) -> list[Event]:
        """Go on with an authenticated stream: resume if the server promised it, else bind anew."""
        if self._wire.stream is not None:
            raise LocalProtocolError("another stream is in use")
        resumes = self._resumption.can_resume and SM in stream.offers
        stream.advance(StreamCommand.RESUME if resumes else StreamCommand.BIND)
        self._wire.stream = stream
        self._acknowledger.begin()
        if not resumes:
            return self._bind(stream)
        h = self._resumption.rebase()
        stream.send(element(RESUME, {"previd": self._resumption.session_id, "h": str(h)}))
        return []

    def receive(self, frame: str | bytes) -> list[Event]:
        """Take one frame.

        Raises ``RemoteProtocolError`` when the server broke the protocol: send what is pending
        and close the socket. After the stream's end whatever still comes is passed over.
        """
        stream = self._require_stream()
        if stream.state is StreamState.CLOSED:
            return []
        try:
            root = self._read(stream, frame)
            part = self._handlers.get(root.tag)
            if part is None or stream.state is StreamState.CLOSING:
                return stream.process(root)
            return part(root)
        except RemoteProtocolError:
            self.fail()
            raise

    def commit(self, mark: int) -> None:
        """Everything received up to a former ``mark`` is durable: the server may forget it."""
        self._resumption.commit(mark)
        self._acknowledger.on_commit()

    def data_to_send(self) -> list[str]:
        """The frames to send now, in order; each is given once."""
        stream = self._wire.stream
        if stream is None:
            return []
        if stream.state is StreamState.ONLINE:
            self._acknowledger.write_due(stream)
        return stream.data_to_send()

    def close(self) -> None:
        """End the session in order: nothing is resumed after this."""
        stream = self._require_stream()
        if stream.state is StreamState.ONLINE and self._resumption.enabled:
            self._acknowledger.write_answer(stream)
        stream.close()
        self._resumption.forget()

    def fail(self) -> None:
        """The carrier refused a frame (too large): give the stream up, as ``receive`` does itself.

        Without this the next stream would resume, and be sent the same frame again for ever.
        """
        self._require_stream().fail()
        self._resumption.forget()

    def drop_stream(self) -> None:
        """The socket is gone. ``adopt`` the next stream when it is authenticated."""
        self._wire.stream = None

    def ping(self) -> str:
        """Ask the server for a sign of life (XEP-0199); ``Pong`` follows under the id given."""
        return self._wire.ask("get", self._wire.jid.domain, element(PING), _on_pong)

    def forget(self, request: str) -> None:
        """Wait no longer for a request's answer."""
        self._wire.requests.forget(request)
        self.archive.forget(request)

    def _read(self, stream: Stream, frame: str | bytes) -> Element:
        try:
            return stream.read(frame)
        except RemoteProtocolError:
            passed = self._poison.recover_head(frame) if isinstance(frame, str) else None
            if passed is None:
                raise
            return passed

    def _require_stream(self) -> Stream:
        if self._wire.stream is None:
            raise LocalProtocolError("no stream")
        return self._wire.stream

    def _bind(self, stream: Stream) -> list[Event]:
        """Begin a new session; all that was open in the old one has failed."""
        events = self._wire.requests.fail() + self.rooms.lose()
        self.archive.lose()
        self._resumption.forget()
        self._binding = self._wire.new_id()
        wish = element(BIND, None, element(RESOURCE, text=self._resource))
        stream.send(element(IQ, {"type": "set", "id": self._binding}, wish))
        return events

    def _on_stanza(self, root: Element) -> list[Event]:
        stream = self._require_stream()
        if stream.state is not StreamState.ONLINE:
            if stream.state is StreamState.BINDING and root.get("id") == self._binding:
                return self._on_bound(stream, root)
            stream.advance(ServerFrame.STANZA)
        self._resumption.count_received()
        return self._router.receive(root)

    def _on_bound(self, stream: Stream, stanza: Element) -> list[Event]:
        if is_error(stanza):
            return [BindRefused(read_error(stanza)[0])]
        self._wire.set_jid(_read_bound_jid(stanza, stream.account))
        stream.advance(ServerFrame.BOUND)
        if SM not in stream.offers:
            stream.advance(StreamCommand.ENTER)
            return self._enter()
        stream.advance(StreamCommand.ENABLE)
        wish = {"resume": "true", "max": str(limits.RESUMPTION_SECONDS)}
        stream.send(element(ENABLE, wish))
        return []

    def _on_enabled(self, root: Element) -> list[Event]:
        self._require_stream().advance(ServerFrame.ENABLED)
        can_resume = root.get("resume") in TRUE
        self._resumption.enable(root.get("id", "") if can_resume else "")
        return self._enter()

    def _enter(self) -> list[Event]:
        """Online; an available presence lets invitations through."""
        self._wire.send(element(PRESENCE))
        return [Bound(str(self._wire.jid), self._resumption.can_resume)]

    def _on_failed(self, root: Element) -> list[Event]:
        stream = self._require_stream()
        resuming = stream.state is StreamState.RESUMING
        stream.advance(ServerFrame.FAILED)
        if not resuming:
            return self._enter()
        handled, unknown = self._resumption.split_unacknowledged(root.get("h"))
        stream.advance(StreamCommand.BIND)
        return [ResumptionFailed(read_condition(root), handled, unknown), *self._bind(stream)]

    def _on_resumed(self, root: Element) -> list[Event]:
        stream = self._require_stream()
        stream.advance(ServerFrame.RESUMED)
        if root.get("previd") != self._resumption.session_id:
            raise RemoteProtocolError("another session resumed")
        ids = self._resumption.acknowledge(root.get("h"))
        stream.send_frames(self._resumption.resend())
        self._wire.retransmitting = True
        return [Resumed(), *([Acknowledged(ids)] if ids else [])]


def _read_bound_jid(stanza: Element, account: Jid) -> JidParts:
    bind = child(stanza, BIND)
    try:
        jid = JidParts.parse((None if bind is None else text(bind, JID)) or "")
    except ValueError:
        raise RemoteProtocolError("bound to no address") from None
    if jid.bare != account or not jid.resource:
        raise RemoteProtocolError("bound to another account")
    return jid


def _on_pong(request: str, _: Element) -> list[Event]:
    return [Pong(request)]
