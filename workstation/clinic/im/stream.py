"""One XML stream over one WebSocket, server side (RFC 7395, RFC 6120): a pure state machine."""

import secrets
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, Protocol

from workstation.clinic.im import names
from workstation.clinic.im.inline_sign_in import InlineSignIn, make_inline_offer
from workstation.clinic.im.origin import portable
from workstation.clinic.im.sasl import (
    MECHANISMS,
    Authentication,
    AuthenticationStep,
    Challenge,
    Failure,
    Success,
)
from workstation.clinic.im.service import Service
from workstation.clinic.im.session import Session
from workstation.clinic.im.stream_management import StreamManagement
from workstation.domain.errors import ProtocolError
from workstation.xmpp import namespaces as ns
from workstation.xmpp.escape import attribute_text
from workstation.xmpp.jid import JidParts
from workstation.xmpp.xml import Element, element, parse, qualified, serialise, text

STANZAS: Final = frozenset({names.MESSAGE, names.PRESENCE, names.IQ})
Step = Callable[[Element], bool]
CLOSE: Final = f'<close xmlns="{ns.FRAMING}"/>'


class Socket(Protocol):
    """What a stream needs of the WebSocket below it."""

    def write(self, frame: str) -> None:
        """Queue one frame."""

    def close(self) -> None:
        """Close after what is queued."""

    def drop(self) -> None:
        """Break off without a word."""


class State(Enum):
    """What a stream expects next."""

    OPENING = auto()
    AUTHENTICATING = auto()
    REOPENING = auto()
    BINDING = auto()
    BOUND = auto()
    CLOSED = auto()


class Stream:
    """Feed it the frames of one socket in order; it writes to ``socket`` and acts on the service.

    ``base_url`` is the HTTP origin under which the client reached this server.
    """

    def __init__(self, service: Service, socket: Socket, base_url: str) -> None:
        self._service = service
        self._socket = socket
        self._base_url = base_url
        self._state = State.OPENING
        self._authentication = self.make_authentication()
        self._account: JidParts | None = None
        self._management = StreamManagement(service, self)
        self._inline = InlineSignIn(service, self, self._management)
        self.session: Session | None = None
        self._table: dict[State, Step] = {
            State.OPENING: self._open,
            State.AUTHENTICATING: self._authenticate,
            State.REOPENING: self._open,
            State.BINDING: self._bind_or_resume,
            State.BOUND: self._act_on_bound,
        }

    def receive(self, frame: str) -> None:
        """Act on one text frame."""
        try:
            root = parse(portable(frame, self._base_url))
        except ProtocolError:
            self.end("not-well-formed")
            return
        step = self._table.get(self._state)
        if step is None:
            return
        if root.tag == qualified(ns.FRAMING, "close"):
            self._finish_for_client()
        elif not step(root):
            self.end("not-authorized" if self._account is None else "unsupported-stanza-type")

    def on_socket_lost(self) -> None:
        """Note that the socket is gone."""
        self._state = State.CLOSED
        session, self.session = self.session, None
        if session is not None and session.stream is self:
            self._service.sessions.on_socket_lost(session)

    def on_drained(self) -> None:
        """Ask for an ack, if one is due: everything written is with the operating system."""
        self._management.request()

    def write(self, frame: str) -> None:
        """Queue one frame for the client."""
        if self._state is not State.CLOSED:
            self._socket.write(frame)

    def end(self, condition: str, text: str = "") -> None:
        """Send a stream error and close; a session with XEP-0198 ends with it."""
        self._socket.write(self._stream_error(condition, text))
        self._finish()
        self._socket.close()

    def close(self) -> None:
        """Say only ``<close/>``, as an administrator's kick does on Prosody."""
        self._finish()

    def drop(self) -> None:
        """Break the socket off without a word."""
        self._state = State.CLOSED
        self._socket.drop()

    def adopt(self, session: Session) -> None:
        """Speak for a session from now on."""
        self._state, self.session = State.BOUND, session

    def accept(self, member_id: int) -> None:
        """Note that this member has logged in, and may bind."""
        self._account = JidParts(str(member_id), self._service.domain)
        self._state = State.BINDING

    def begin_session(self, resource: str) -> Session:
        """Begin a new session of the account; raises ``ValueError`` for a resource that is none."""
        address = JidParts.parse(f"{self.account}/{resource}")
        service = self._service
        session = Session(address, self._base_url, service.stamps, self, service.faults)
        service.sessions.add(session)
        self.adopt(session)
        return session

    def make_authentication(self) -> Authentication:
        """Begin a new exchange of messages that prove the password."""
        extension = self._service.engine.scram_extension
        return Authentication(self._service.passwords, scram_extension=extension)

    def write_features(self) -> None:
        """Write what a stream offers whose account has logged in: a session, unless it has one."""
        offered = _bound_features() if self.session is None else ()
        self._socket.write(_features(*offered))

    @property
    def member(self) -> str:
        """The member id that has logged in, as the dial names it."""
        return "" if self._account is None else self._account.local

    @property
    def account(self) -> str:
        """The bare JID that has logged in."""
        return "" if self._account is None else self._account.bare

    def _finish(self) -> None:
        self._socket.write(CLOSE)
        self._state = State.CLOSED
        session, self.session = self.session, None
        if session is not None and session.stream is self:
            self._service.sessions.end(session)

    def _finish_for_client(self) -> None:
        self._management.acknowledge_last()
        self._finish()
        self._socket.close()

    def _open(self, root: Element) -> bool:
        if root.tag != qualified(ns.FRAMING, "open"):
            return False
        domain = self._service.domain
        self._socket.write(
            f'<open xmlns="{ns.FRAMING}" version="1.0" xml:lang="zh" '
            f'id="{secrets.token_hex(8)}" from="{attribute_text(domain)}"/>'
        )
        if root.get("to", "").lower() != domain:
            self.end("host-unknown")
            return True
        first = self._state is State.OPENING
        self._state = State.AUTHENTICATING if first else State.BINDING
        if first:
            inline = [make_inline_offer(MECHANISMS)] if root.get("from") else []
            self._socket.write(_features(*_mechanisms(), *inline))
        else:
            self.write_features()
        return True

    def _authenticate(self, root: Element) -> bool:
        if root.tag == qualified(ns.SASL, "auth"):
            self._authentication = self.make_authentication()
            self._send_step(self._authentication.begin(root.get("mechanism", ""), root.text or ""))
        elif root.tag == qualified(ns.SASL, "response"):
            self._send_step(self._authentication.respond(root.text or ""))
        elif root.tag == qualified(ns.SASL, "abort"):
            self._send_step(Failure("aborted"))
        else:
            return self._inline.receive(root)
        return True

    def _send_step(self, step: AuthenticationStep) -> None:
        match step:
            case Challenge(data):
                self._send_sasl("challenge", data)
            case Success(member_id, data):
                self._account = JidParts(str(member_id), self._service.domain)
                self._state = State.REOPENING
                self._send_sasl("success", data)
            case Failure(condition):
                failure = element(
                    qualified(ns.SASL, "failure"), {}, element(qualified(ns.SASL, condition))
                )
                self._socket.write(serialise(failure))

    def _send_sasl(self, name: str, data: str) -> None:
        self._socket.write(serialise(element(qualified(ns.SASL, name), text=data)))

    def _bind_or_resume(self, root: Element) -> bool:
        bind = qualified(ns.BIND, "bind")
        request = next((payload for payload in root if payload.tag == bind), None)
        if root.tag == names.IQ and root.get("type") == "set" and request is not None:
            self._bind(root, text(request, qualified(ns.BIND, "resource")) or "")
            return True
        return self._management.resume(root)

    def _bind(self, request: Element, resource: str) -> None:
        named = {"id": request.get("id", "")}
        try:
            session = self.begin_session(resource or secrets.token_urlsafe(9))
        except ValueError:
            condition = element(qualified(ns.STANZA_ERRORS, "bad-request"))
            error = element(names.ERROR, {"type": "modify"}, condition)
            self.write(serialise(element(names.IQ, {"type": "error"} | named, error)))
            return
        jid = element(qualified(ns.BIND, "jid"), text=session.jid)
        bound = element(qualified(ns.BIND, "bind"), {}, jid)
        self.write(serialise(element(names.IQ, {"type": "result"} | named, bound)))

    def _act_on_bound(self, root: Element) -> bool:
        if root.tag not in STANZAS:
            return self._management.receive(root)
        session = self.session
        if session is not None:
            self._service.receive(session, root)
            if session.resumption is not None:
                session.resumption.count_handled()
        return True

    def _stream_error(self, condition: str, text: str) -> str:
        declaration = (
            f" xmlns:stream='{ns.STREAMS}'" if self._service.engine.declares_stream_prefix else ""
        )
        text_element = (
            f"<text xmlns='{ns.STREAM_ERRORS}'>{attribute_text(text)}</text>" if text else ""
        )
        return (
            f"<stream:error{declaration}><{condition} xmlns='{ns.STREAM_ERRORS}'/>"
            f"{text_element}</stream:error>"
        )


def _features(*features: Element) -> str:
    inner = "".join(serialise(feature) for feature in features)
    return f"<stream:features xmlns:stream='{ns.STREAMS}'>{inner}</stream:features>"


def _mechanisms() -> tuple[Element, ...]:
    names = [element(qualified(ns.SASL, "mechanism"), text=name) for name in MECHANISMS]
    return (element(qualified(ns.SASL, "mechanisms"), {}, *names),)


def _bound_features() -> tuple[Element, ...]:
    return (element(qualified(ns.BIND, "bind")), element(qualified(ns.STREAM_MANAGEMENT, "sm")))
