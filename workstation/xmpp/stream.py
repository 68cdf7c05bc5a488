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

from typing import Final

from workstation.domain.errors import RemoteProtocolError
from workstation.xmpp import namespaces as ns
from workstation.xmpp.authentication import (
    Admission,
    Authentication,
    Credentials,
    read_condition,
)
from workstation.xmpp.events import Event, StreamClosed, StreamFailed
from workstation.xmpp.ignored import Ignored, Reason
from workstation.xmpp.inline_sign_in import InlineSignIn
from workstation.xmpp.jid import Jid
from workstation.xmpp.transitions import ENDING, ServerFrame, StreamCommand, StreamState, next_state
from workstation.xmpp.xml import Element, element, parse, qualified, serialise

OPEN: Final = qualified(ns.FRAMING, "open")
CLOSE: Final = qualified(ns.FRAMING, "close")
FEATURES: Final = qualified(ns.STREAMS, "features")
ERROR: Final = qualified(ns.STREAMS, "error")
CHALLENGE: Final = qualified(ns.SASL, "challenge")
SUCCESS: Final = qualified(ns.SASL, "success")
FAILURE: Final = qualified(ns.SASL, "failure")
INLINE_CHALLENGE: Final = qualified(ns.SASL2, "challenge")
INLINE_SUCCESS: Final = qualified(ns.SASL2, "success")
INLINE_FAILURE: Final = qualified(ns.SASL2, "failure")
BIND: Final = qualified(ns.BIND, "bind")


class Stream:
    """The negotiation on one socket; ``nonce`` is fresh randomness, printable ASCII, no comma.

    From ``open`` to ``Authenticated`` (RFC 7395, RFC 6120, 6); then a session adopts it. One that
    failed or was closed is of no further use: begin another one on another socket.
    """

    def __init__(self, credentials: Credentials, nonce: str) -> None:
        self.state = StreamState.NEW
        self.offers: frozenset[str] = frozenset()
        self._credentials = credentials
        self._authentication = authentication = Authentication(self, credentials, nonce)
        self._pending: list[str] = []
        self._close_sent, self._features_due = False, False
        self._handlers = {
            OPEN: (ServerFrame.OPEN, self._on_open),
            FEATURES: (ServerFrame.FEATURES, self._on_features),
            CHALLENGE: (ServerFrame.CHALLENGE, authentication.on_challenge),
            SUCCESS: (ServerFrame.SUCCESS, authentication.on_success),
            FAILURE: (ServerFrame.FAILURE, authentication.on_failure),
            INLINE_CHALLENGE: (ServerFrame.INLINE_CHALLENGE, authentication.on_inline_challenge),
            INLINE_SUCCESS: (ServerFrame.INLINE_SUCCESS, self._on_inline_success),
            INLINE_FAILURE: (ServerFrame.INLINE_FAILURE, authentication.on_inline_failure),
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
        proving = self.state in {StreamState.AUTHENTICATING, StreamState.SIGNING_IN}
        return proving and self._authentication.derives

    @property
    def proves_by_token(self) -> bool:
        """Whether the server is checking a token, which it answers at once."""
        return self.state is StreamState.SIGNING_IN and self._authentication.by_token

    @property
    def admission(self) -> Admission | None:
        """The success of a sign-in that brought the session; ``None`` without one."""
        return self._authentication.admission

    def use_inline(self, sign_in: InlineSignIn) -> None:
        """Sign in with everything inside where the server takes that; before ``open``."""
        self._authentication.inline = sign_in

    def open(self) -> None:
        """Begin; raises ``LocalProtocolError`` when begun before."""
        self.advance(StreamCommand.OPEN)
        self.send_open()

    def retry(self, password: str, nonce: str) -> list[Event]:
        """Try this password, after ``AuthenticationRefused`` by the server or ``PasswordWanted``.

        ``nonce`` is a fresh one. Raises ``LocalProtocolError`` in any other state.
        """
        return self._authentication.retry(password, nonce)

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

    def send_open(self) -> None:
        """Begin the stream, or begin it anew (RFC 7395, 3.4)."""
        who = {"from": self.account} if self._authentication.names_account else {}
        self.send(element(OPEN, {"to": self.domain} | who | {"version": "1.0"}))

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
            return self._authentication.begin(root)
        if self.state is StreamState.ONLINE:
            if not self._features_due:
                raise RemoteProtocolError("features while online")
            self._features_due = False
            return []
        if BIND not in self.offers:
            raise RemoteProtocolError("no resource binding offered")
        return self._authentication.authenticated()

    def _on_inline_success(self, root: Element) -> list[Event]:
        self._features_due = True
        return self._authentication.on_inline_success(root)

    def _on_error(self, root: Element) -> list[Event]:
        self._send_close()
        return [StreamFailed(read_condition(root, ns.STREAM_ERRORS))]

    def _on_close(self, _root: Element) -> list[Event]:
        self._send_close()
        return [StreamClosed()]
