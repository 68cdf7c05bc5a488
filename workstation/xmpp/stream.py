"""One stream on one socket (RFC 7395): open, features, authentication, restart, close.

Begin with ``open``. Give every frame to ``receive`` and send what ``data_to_send`` gives, in order,
after each call of anything here. When ``Authenticated`` comes, hand the stream to
``XmppSession.adopt``: from then on the session receives. After ``RemoteProtocolError``, send what
is pending and close the socket.

Nothing here reads or writes a socket, so that every order of frames can be tried in a test. What
may follow what is a table (``transitions``), not a row of flags: a frame without a row in the
present state is the server's error and ends the stream, a command without one is ours
(``test_a_frame_out_of_order_ends_the_stream``). The order is what keeps the password: ``<success>``
counts only after the proof that only the real server can give, so that a server that skips it is
refused instead of believed::

    → auth(SCRAM)   ← success            refused: nobody proved anything
    → auth(SCRAM)   ← challenge → response ← success(signature)   verified

(``test_success_before_authentication_is_refused``). The features after success are read anew: those
before it came from somebody who had not proved to be the server.
"""

from dataclasses import field, replace
from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.domain.value import value
from workstation.xmpp import limits, sasl
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import (
    Authenticated,
    AuthenticationRefused,
    Event,
    StreamClosed,
    StreamFailed,
)
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.jid import Jid
from workstation.xmpp.transitions import ENDING, ServerFrame, StreamCommand, StreamState, next_state
from workstation.xmpp.xml import (
    Element,
    child,
    children,
    element,
    names_in,
    parse,
    qualified,
    serialise,
    text,
)

OPEN: Final = qualified(ns.FRAMING, "open")
CLOSE: Final = qualified(ns.FRAMING, "close")
FEATURES: Final = qualified(ns.STREAMS, "features")
ERROR: Final = qualified(ns.STREAMS, "error")
AUTH: Final = qualified(ns.SASL, "auth")
CHALLENGE: Final = qualified(ns.SASL, "challenge")
RESPONSE: Final = qualified(ns.SASL, "response")
SUCCESS: Final = qualified(ns.SASL, "success")
FAILURE: Final = qualified(ns.SASL, "failure")
MECHANISMS: Final = qualified(ns.SASL, "mechanisms")
MECHANISM: Final = qualified(ns.SASL, "mechanism")
BIND: Final = qualified(ns.BIND, "bind")


@value
class Credentials:
    """Who signs in, and what may be risked for it.

    ``private`` says that nobody can listen (TLS, or loopback): only then may PLAIN be used.
    ``strongest`` is the strongest mechanism this domain ever offered, if known.
    """

    domain: str
    username: str
    password: str = field(repr=False)
    private: bool
    strongest: str = ""


class Stream:
    """The negotiation on one socket; ``nonce`` is fresh randomness, printable ASCII, no comma.

    From ``open`` to ``Authenticated`` (RFC 7395, RFC 6120, 6); then a session adopts it. One that
    failed or was closed is of no further use: begin another one on another socket.
    """

    def __init__(self, credentials: Credentials, nonce: str) -> None:
        self.state = StreamState.NEW
        self.offers: frozenset[str] = frozenset()
        self._credentials = credentials
        self._nonce = nonce
        self._mechanism: sasl.Mechanism | None = None
        self._mechanisms: tuple[str, ...] = ()
        self._pending: list[str] = []
        self._close_sent = False
        self._handlers = {
            OPEN: (ServerFrame.OPEN, self._on_open),
            FEATURES: (ServerFrame.FEATURES, self._on_features),
            CHALLENGE: (ServerFrame.CHALLENGE, self._on_challenge),
            SUCCESS: (ServerFrame.SUCCESS, self._on_success),
            FAILURE: (ServerFrame.FAILURE, self._on_failure),
            ERROR: (ServerFrame.ERROR, self._on_error),
            CLOSE: (ServerFrame.CLOSE, self._on_close),
        }

    @property
    def domain(self) -> str:
        """The domain this stream is with."""
        return self._credentials.domain.lower()

    @property
    def account(self) -> Jid:
        """The bare address that signs in."""
        return Jid(f"{self._credentials.username}@{self.domain}".lower())

    @property
    def derives(self) -> bool:
        """Whether the next frame may take a second: its challenge stretches the password.

        Give that frame to ``receive`` in another thread than the window's.
        """
        attempt = self._mechanism
        return self.state is StreamState.AUTHENTICATING and attempt is not None and attempt.derives

    def open(self) -> None:
        """Begin; raises ``LocalProtocolError`` when begun before."""
        self.advance(StreamCommand.OPEN)
        self._send_open()

    def retry(self, password: str, nonce: str) -> list[Event]:
        """After ``AuthenticationRefused`` by the server: try another password on this stream.

        ``nonce`` is a fresh one. Raises ``LocalProtocolError`` in any other state.
        """
        self._credentials = replace(self._credentials, password=password)
        self._nonce = nonce
        return self._authenticate()

    def receive(self, frame: str | bytes) -> list[Event]:
        """Take one frame; nothing is said of what comes after the end.

        Raises ``RemoteProtocolError`` for one that breaks the protocol; the stream is closed then,
        and ``data_to_send`` holds the ``<close/>`` to send.
        """
        if self.state is StreamState.CLOSED:
            return []
        try:
            return self.process(parse(frame))
        except RemoteProtocolError:
            self.fail()
            raise

    def process(self, root: Element) -> list[Event]:
        """Take one element of the stream itself, not a stanza.

        Raises ``RemoteProtocolError`` for one that the table of transitions does not have in this
        state.
        """
        if self.state is StreamState.CLOSING and root.tag != CLOSE:
            return []
        step = self._handlers.get(root.tag)
        if step is None:
            return self._on_unknown()
        trigger, handler = step
        self.advance(trigger)
        return handler(root)

    def advance(self, trigger: StreamCommand | ServerFrame) -> None:
        """Move on in the table, or raise the protocol error of whoever did what has no row."""
        self.state = next_state(self.state, trigger)

    def send(self, root: Element) -> None:
        """Queue one element."""
        self._pending.append(serialise(root))

    def send_frames(self, frames: list[str]) -> None:
        """Queue frames that were serialised before."""
        self._pending += frames

    def data_to_send(self) -> list[str]:
        """The frames to send now, in order; each is given once."""
        pending, self._pending = self._pending, []
        return pending

    def close(self) -> None:
        """End the stream in order; wait a moment for ``StreamClosed``, then close the socket."""
        if self.state not in ENDING:
            self._send_close()
            self.advance(StreamCommand.CLOSE)

    def fail(self) -> None:
        """Give the stream up after the other side broke the protocol.

        ``<close/>``, then nothing more.
        """
        self._send_close()
        self.state = StreamState.CLOSED

    def _on_unknown(self) -> list[Event]:
        if self.state in {StreamState.ONLINE, StreamState.ENABLING}:
            return [Ignored(Reason.UNKNOWN_ELEMENT)]
        raise RemoteProtocolError(f"unknown element while {self.state.value}")

    def _send_open(self) -> None:
        self.send(element(OPEN, {"to": self.domain, "version": "1.0"}))

    def _send_close(self) -> None:
        if not self._close_sent and self.state is not StreamState.NEW:
            self._close_sent = True
            self.send(element(CLOSE))

    def _on_open(self, root: Element) -> list[Event]:
        if root.get("version") != "1.0" or root.get("from", self.domain) != self.domain:
            raise RemoteProtocolError("stream of another version or domain")
        return []

    def _on_features(self, root: Element) -> list[Event]:
        self.offers = frozenset(offer.tag for offer in root)
        if self.state is StreamState.OFFERED:
            self._mechanisms = _read_mechanisms(root)
            return self._authenticate()
        if BIND not in self.offers:
            raise RemoteProtocolError("no resource binding offered")
        name = self._mechanism.name if self._mechanism else ""
        return [Authenticated(name, sasl.strongest_mechanism(self._mechanisms))]

    def _authenticate(self) -> list[Event]:
        credentials = self._credentials
        name = sasl.strongest_mechanism(self._mechanisms)
        if not name:
            return [AuthenticationRefused("no-mechanism")]
        if sasl.is_weaker(name, credentials.strongest):
            return [AuthenticationRefused("weaker-mechanism")]
        if name == "PLAIN" and not credentials.private:
            return [AuthenticationRefused("plain-forbidden")]
        attempt = sasl.make_mechanism(name, credentials.username, credentials.password, self._nonce)
        self.advance(StreamCommand.AUTHENTICATE)
        self._mechanism = attempt
        self.send(element(AUTH, {"mechanism": name}, text=sasl.encode(attempt.initial())))
        return []

    def _on_challenge(self, root: Element) -> list[Event]:
        answer = self._attempt().respond(sasl.decode(root.text))
        self.send(element(RESPONSE, text=sasl.encode(answer)))
        return []

    def _on_success(self, root: Element) -> list[Event]:
        self._attempt().verify(sasl.decode(root.text))
        self.advance(StreamCommand.RESTART)
        self._send_open()
        return []

    def _attempt(self) -> sasl.Mechanism:
        assert self._mechanism is not None  # noqa: S101 (the table: only after AUTHENTICATE)
        return self._mechanism

    def _on_failure(self, root: Element) -> list[Event]:
        server_text = text(root, qualified(ns.SASL, "text")) or ""
        return [
            AuthenticationRefused(_read_condition(root, ns.SASL), server_text[: limits.SERVER_TEXT])
        ]

    def _on_error(self, root: Element) -> list[Event]:
        self._send_close()
        condition = _read_condition(root, ns.STREAM_ERRORS)
        other_host = text(root, qualified(ns.STREAM_ERRORS, "see-other-host")) or ""
        return [StreamFailed(condition, other_host[: limits.SERVER_TEXT])]

    def _on_close(self, root: Element) -> list[Event]:
        self._send_close()
        return [StreamClosed(root.get("see-other-uri", "")[: limits.SERVER_TEXT])]


def _read_mechanisms(features: Element) -> tuple[str, ...]:
    offered = child(features, MECHANISMS)
    if offered is None:
        return ()
    names = [(name.text or "").strip() for name in children(offered, MECHANISM)]
    return tuple(names[: limits.MECHANISMS])


def _read_condition(root: Element, namespace: str) -> str:
    """The defined condition inside a failure or an error; ``text`` explains and is none."""
    names = (name for name in names_in(root, namespace) if name != "text")
    return next(names, "undefined-condition")[: limits.IDENTIFIER]
