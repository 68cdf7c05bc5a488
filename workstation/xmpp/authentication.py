"""Proving who signs in on one stream: by a token, by the password with all inside, or step by step.

Tried in this order, each on the same stream once the one before was refused::

    token       the server takes tokens, one is kept, and nobody listens     (XEP-0484)
    inline      it takes the whole session inside, by no weaker mechanism     (XEP-0388, 0386)
    SASL        everything else, and whenever the server refused the above    (RFC 6120, 6)

The strongest mechanism that a domain ever offered limits all three. A server that now offers only
weaker ones may be an impostor and gets no token either, though a token reveals no password. After
the server has refused a password no other way is tried with the same one: the event is
``not-authorized`` (``test_a_refused_password_is_not_tried_another_way``).
"""

from dataclasses import field, replace
from typing import Final, Protocol

from workstation.domain.errors import RemoteProtocolError
from workstation.domain.value import Value
from workstation.xmpp import limits, sasl
from workstation.xmpp import namespaces as ns
from workstation.xmpp.events import (
    Authenticated,
    AuthenticationRefused,
    Event,
    PasswordWanted,
    TokenIssued,
    TokenRefused,
)
from workstation.xmpp.fast_token import TOKEN_MECHANISM, FastToken, TokenProof, read_issued_token
from workstation.xmpp.inline_sign_in import (
    InlineOffer,
    InlineSignIn,
    make_authenticate,
    make_token_wishes,
    read_inline_offer,
)
from workstation.xmpp.jid import Jid, JidParts
from workstation.xmpp.transitions import StreamCommand
from workstation.xmpp.xml import Element, child, children, element, names_in, qualified, text

AUTH: Final = qualified(ns.SASL, "auth")
RESPONSE: Final = qualified(ns.SASL, "response")
MECHANISMS: Final = qualified(ns.SASL, "mechanisms")
MECHANISM: Final = qualified(ns.SASL, "mechanism")
INLINE_RESPONSE: Final = qualified(ns.SASL2, "response")
ADDITIONAL: Final = qualified(ns.SASL2, "additional-data")
WHO: Final = qualified(ns.SASL2, "authorization-identifier")
RESUMED: Final = qualified(ns.STREAM_MANAGEMENT, "resumed")
BOUND: Final = qualified(ns.BIND2, "bound")
ABOUT_THE_ACCOUNT: Final = frozenset(
    {"not-authorized", "account-disabled", "credentials-expired", "temporary-auth-failure"}
)
"""Refusals that another way of saying the same password does not change (RFC 6120, 6.5)."""


class Credentials(Value):
    """Who signs in, and what may be risked for it.

    ``private`` says that nobody can listen (TLS, or loopback): only then may PLAIN or a token be
    used. ``strongest`` is the strongest mechanism this domain ever offered, if known. ``password``
    is empty while a token may do.
    """

    domain: str
    username: str
    password: str = field(repr=False)
    private: bool
    strongest: str = ""


class Admission(Value):
    """A success that brought the session: ``jid`` is who we are in it."""

    success: Element = field(repr=False)
    jid: JidParts


class OpenedStream(Protocol):
    """What a sign-in needs of its stream."""

    @property
    def account(self) -> Jid:
        """The bare address that signs in."""

    def advance(self, trigger: StreamCommand) -> None:
        """Move on in the table of transitions."""

    def send(self, root: Element) -> None:
        """Queue one element."""

    def send_open(self) -> None:
        """Begin the stream anew."""


class Authentication:
    """The sign-in of one stream.

    ``nonce`` as the stream's. ``admission`` is what came inside, if anything.
    """

    def __init__(self, stream: OpenedStream, credentials: Credentials, nonce: str) -> None:
        self._stream, self._credentials, self._nonce = stream, credentials, nonce
        self.inline: InlineSignIn | None = None
        self.admission: Admission | None = None
        self._offer: InlineOffer | None = None
        self._mechanisms: tuple[str, ...] = ()
        self._mechanism: sasl.Mechanism | None = None
        self._proof: TokenProof | None = None
        self._issued: TokenIssued | None = None
        self._asks_session = False

    @property
    def derives(self) -> bool:
        """Whether the answer to the next challenge stretches the password."""
        return self._mechanism is not None and self._mechanism.derives

    @property
    def by_token(self) -> bool:
        """Whether a token is what proves who signs in."""
        return self._proof is not None

    @property
    def names_account(self) -> bool:
        """Whether ``<open/>`` names the account, for servers that offer tokens to nobody else."""
        return self.inline is not None and self._credentials.private

    def begin(self, features: Element) -> list[Event]:
        """Sign in by the best that these features offer."""
        self._mechanisms = _read_mechanisms(features)
        self._offer = read_inline_offer(features) if self.names_account else None
        return self._choose()

    def retry(self, password: str, nonce: str) -> list[Event]:
        """Sign in by another password."""
        self._credentials = replace(self._credentials, password=password)
        self._nonce = nonce
        return self._choose()

    def on_challenge(self, root: Element) -> list[Event]:
        """Answer a challenge as in RFC 6120, 6.4.3."""
        answer = self._attempt().respond(sasl.decode(root.text))
        self._stream.send(element(RESPONSE, text=sasl.encode(answer)))
        return []

    def on_inline_challenge(self, root: Element) -> list[Event]:
        """Answer as in XEP-0388, 2.5; raises ``RemoteProtocolError``: a token has no challenge."""
        if self.by_token:
            raise RemoteProtocolError("a token has no challenge")
        answer = self._attempt().respond(sasl.decode(root.text))
        self._stream.send(element(INLINE_RESPONSE, text=sasl.encode(answer)))
        return []

    def on_success(self, root: Element) -> list[Event]:
        """Accept a success if the server has proven itself; else raises ``RemoteProtocolError``."""
        self._attempt().verify(sasl.decode(root.text))
        self._stream.advance(StreamCommand.RESTART)
        self._stream.send_open()
        return []

    def on_inline_success(self, root: Element) -> list[Event]:
        """Accept an inline success: with the session inside, or waiting for features to bind one.

        Raises ``RemoteProtocolError`` for another account, or a session that was not asked for.
        """
        self._verify(text(root, ADDITIONAL))
        jid = self._read_who(root)
        self._issued = read_issued_token(root)
        if child(root, RESUMED) is None and child(root, BOUND) is None:
            self._stream.advance(StreamCommand.AWAIT_FEATURES)
            return []
        if not self._asks_session:
            raise RemoteProtocolError("a session that was not asked for")
        self.admission = Admission(root, jid)
        self._stream.advance(StreamCommand.TAKE_SESSION)
        return self.authenticated()

    def on_failure(self, root: Element) -> list[Event]:
        """Note that the password is refused."""
        return [_refusal(root, ns.SASL)]

    def on_inline_failure(self, root: Element) -> list[Event]:
        """Note that the token is refused, or the password, or this way of signing in."""
        refusal = _refusal(root, ns.SASL2)
        if self._proof is not None and self.inline is not None:
            self._proof, self.inline = None, replace(self.inline, token=None, wants_token=True)
            return [TokenRefused(refusal.condition), *self._choose()]
        if refusal.condition in ABOUT_THE_ACCOUNT or not self._mechanisms:
            return [refusal]
        self._offer = None
        return self._choose()

    def authenticated(self) -> list[Event]:
        """The events that follow once the server has proven itself."""
        name = TOKEN_MECHANISM if self.by_token else self._attempt().name
        issued = [] if self._issued is None else [self._issued]
        return [*issued, Authenticated(name, self._strongest_offered())]

    def _strongest_offered(self) -> str:
        inside = () if self._offer is None else self._offer.mechanisms
        return sasl.strongest_mechanism(self._mechanisms + inside)

    def _is_weaker(self) -> bool:
        return sasl.is_weaker(self._strongest_offered(), self._credentials.strongest)

    def _choose(self) -> list[Event]:
        sign_in, offer = self.inline, self._offer
        if sign_in is not None and offer is not None:
            if offer.token and sign_in.token is not None and not self._is_weaker():
                return self._begin_by_token(sign_in, sign_in.token)
            inside = sasl.strongest_mechanism(offer.mechanisms)
            if not sasl.is_weaker(inside, sasl.strongest_mechanism(self._mechanisms)):
                return self._begin(inside, sign_in)
        return self._begin(sasl.strongest_mechanism(self._mechanisms), None)

    def _begin(self, name: str, sign_in: InlineSignIn | None) -> list[Event]:
        credentials = self._credentials
        if not name:
            return [AuthenticationRefused("no-mechanism")]
        if sasl.is_weaker(name, credentials.strongest):
            return [AuthenticationRefused("weaker-mechanism")]
        if name == "PLAIN" and not credentials.private:
            return [AuthenticationRefused("plain-forbidden")]
        if not credentials.password and self.inline is not None:
            return [PasswordWanted()]
        attempt = sasl.make_mechanism(name, credentials.username, credentials.password, self._nonce)
        self._mechanism, initial = attempt, sasl.encode(attempt.initial())
        if sign_in is not None:
            self._sign_in(sign_in, name, initial, None)
            return []
        self._stream.advance(StreamCommand.AUTHENTICATE)
        self._stream.send(element(AUTH, {"mechanism": name}, text=initial))
        return []

    def _begin_by_token(self, sign_in: InlineSignIn, token: FastToken) -> list[Event]:
        self._proof = TokenProof(self._credentials.username, token)
        self._sign_in(sign_in, TOKEN_MECHANISM, self._proof.initial(), token)
        return []

    def _sign_in(
        self, sign_in: InlineSignIn, name: str, initial: str, by_token: FastToken | None
    ) -> None:
        self._stream.advance(StreamCommand.SIGN_IN)
        wishes = list(sign_in.ask_session())
        self._asks_session = bool(wishes)
        if self._offer is not None and self._offer.token:
            wishes += make_token_wishes(sign_in, by_token=by_token)
        self._stream.send(make_authenticate(sign_in, name, initial, wishes))

    def _verify(self, carried: str | None) -> None:
        if self._proof is not None:
            self._proof.verify(carried)
        else:
            self._attempt().verify(sasl.decode(carried))

    def _read_who(self, root: Element) -> JidParts:
        try:
            jid = JidParts.parse(text(root, WHO) or "")
        except ValueError:
            raise RemoteProtocolError("signed in as nobody") from None
        if jid.bare != self._stream.account:
            raise RemoteProtocolError("signed in as another account")
        return jid

    def _attempt(self) -> sasl.Mechanism:
        assert self._mechanism is not None  # noqa: S101 (the table: only after AUTHENTICATE)
        return self._mechanism


def _refusal(root: Element, namespace: str) -> AuthenticationRefused:
    words = text(root, qualified(namespace, "text")) or ""
    return AuthenticationRefused(read_condition(root, ns.SASL), words[: limits.SERVER_TEXT])


def _read_mechanisms(features: Element) -> tuple[str, ...]:
    offered = child(features, MECHANISMS)
    if offered is None:
        return ()
    names = [(name.text or "").strip() for name in children(offered, MECHANISM)]
    return tuple(names[: limits.MECHANISMS])


def read_condition(root: Element, namespace: str) -> str:
    """The defined condition inside a failure or an error; ``text`` explains and is none."""
    names = (name for name in names_in(root, namespace) if name != "text")
    return next(names, "undefined-condition")[: limits.IDENTIFIER]
