"""A sign-in in few round trips: the session inline, and a token in place of the password.

After a server failed at it, or did not answer, the next sign-in is the ordinary one, and the one
after that quick again: no server is unreachable because of a feature that it lacks, and one that
was merely frozen costs one slow sign-in.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from workstation.domain.value import Value
from workstation.link.endpoints import Endpoint
from workstation.link.fast_tokens import FastTokens
from workstation.xmpp.events import Authenticated, Event, TokenIssued, TokenRefused
from workstation.xmpp.fast_token import FastToken
from workstation.xmpp.inline_sign_in import InlineSignIn
from workstation.xmpp.stream import Stream
from workstation.xmpp.xml import Element

LATER = "temporary-auth-failure"
"""The server could not look at the token; the token is good for all that is known."""


class InlineSession(Protocol):
    """The session that a sign-in brings (``XmppSession``)."""

    def ask_inside(self, stream: Stream) -> Sequence[Element]:
        """What the stream is to ask for."""

    def give_up(self, stream: Stream, *, broken: bool) -> None:
        """Note that a stream ended before it was adopted."""


class QuickSignIn(Value):
    """The quick sign-in of one account: its session, its installation's name (a UUID), tokens.

    ``slow`` are the servers whose next sign-in goes step by step.
    """

    session: InlineSession
    user_agent: str
    tokens: FastTokens
    slow: set[str]

    def begin(self, endpoint: Endpoint) -> "QuickAttempt | None":
        """Begin a quick sign-in at a server; ``None`` where the usual sign-in is to be taken."""
        if endpoint.url in self.slow:
            self.slow.discard(endpoint.url)
            return None
        return QuickAttempt(self, endpoint)

    def set_aside(self, endpoint: Endpoint) -> None:
        """Sign in step by step at a server from now on: it broke over the quick way."""
        self.slow.add(endpoint.url)


class QuickAttempt:
    """One sign-in at one server; ``token`` is what it has in place of the password."""

    def __init__(self, quick: QuickSignIn, endpoint: Endpoint) -> None:
        self._quick, self._endpoint = quick, endpoint
        self.token: FastToken | None = quick.tokens.take()
        self._give_up: Callable[[bool], None] = lambda _: None

    def equip(self, stream: Stream) -> None:
        """Let the stream sign in quickly; before it is opened."""
        session, tokens = self._quick.session, self._quick.tokens
        ask_session = partial(session.ask_inside, stream)
        stream.use_inline(
            InlineSignIn(self._quick.user_agent, ask_session, self.token, tokens.wants_new)
        )
        self._give_up = lambda broken: session.give_up(stream, broken=broken)

    def note(self, event: Event) -> None:
        """Process the server's events about tokens."""
        if isinstance(event, Authenticated):
            self._give_up = lambda _: None
        if isinstance(event, TokenIssued):
            self._quick.tokens.keep(event)
        if isinstance(event, TokenRefused) and event.condition != LATER and self.token is not None:
            self._quick.tokens.drop(self.token.secret)

    def end(self, *, broken: bool) -> None:
        """Note that the attempt ended; ``broken`` by a protocol error or a timeout.

        Nothing is disabled where it led to an authenticated stream.
        """
        self._give_up(broken)
        if broken:
            self._quick.set_aside(self._endpoint)
