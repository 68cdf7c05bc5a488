"""From an endpoint to an authenticated stream, and a race between several endpoints."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from workstation.base import staggered_race
from workstation.domain.connection_report import Hop
from workstation.domain.errors import (
    ConnectionDropped,
    DeadlineExceeded,
    LocalProtocolError,
    RemoteProtocolError,
)
from workstation.domain.sign_in_errors import (
    NoServers,
    PasswordRefused,
    SessionRefused,
    WeakerSignIn,
)
from workstation.domain.value import Value
from workstation.link.endpoints import Endpoint
from workstation.link.quick_sign_in import QuickAttempt, QuickSignIn
from workstation.link.reasons import most_telling
from workstation.link.web_socket import PROTOCOL_ERROR, WebSocket
from workstation.xmpp.events import (
    Authenticated,
    AuthenticationRefused,
    Event,
    PasswordWanted,
    StreamClosed,
    StreamFailed,
)
from workstation.xmpp.stream import Stream

STAGGER_SECONDS = 0.25
NEGOTIATION_SECONDS = 15.0
TOKEN_SECONDS = 4.0
"""A token is looked at by the server alone; one that lost a socket in mid-frame may keep the
resumption inside waiting for longer."""


class PasswordSource(Protocol):
    """Where the short-lived password comes from."""

    async def current(self) -> str:
        """A password with at least a minute to live."""

    async def replace(self, refused: str) -> str:
        """Another password than ``refused``; raises ``PasswordRefused`` if this pass has none."""


class Ready(Value):
    """An authenticated stream on its socket, which the receiver has to close."""

    endpoint: Endpoint
    socket: WebSocket
    stream: Stream


class Negotiator(Value):
    """Brings one endpoint to an authenticated stream.

    ``make_stream`` gives a stream for an endpoint and a password; ``nonce`` fresh randomness.
    ``on_mechanism`` gets the strongest mechanism of an authenticated server, ``on_hop`` how far the
    attempt at an endpoint came. ``quick`` signs in with everything inside, where that is enabled.
    """

    open_socket: Callable[[Endpoint], Awaitable[WebSocket]]
    make_stream: Callable[[Endpoint, str], Stream]
    nonce: Callable[[], str]
    passwords: PasswordSource
    on_mechanism: Callable[[str], None] = lambda _: None
    on_hop: Callable[[Endpoint, Hop], None] = lambda _, _hop: None
    quick: QuickSignIn | None = None

    async def negotiate(self, endpoint: Endpoint) -> Ready:
        """Open a socket to an endpoint and prove the password on it.

        Within ``NEGOTIATION_SECONDS``. Raises ``NetworkError`` (``DeadlineExceeded`` included),
        ``MessagingError`` such as ``PasswordRefused``, or what the platform's calls for a password
        raise; the socket is closed then.
        """
        socket = await self.open_socket(endpoint)
        attempt = None if self.quick is None else self.quick.begin(endpoint)
        broken = False
        try:
            async with asyncio.timeout(NEGOTIATION_SECONDS):
                return await self._authenticate(endpoint, socket, attempt)
        except TimeoutError:
            broken = True
            await socket.abort()
            raise DeadlineExceeded("sign-in to IM") from None
        except RemoteProtocolError:
            broken = True
            await socket.close(PROTOCOL_ERROR)
            raise
        except LocalProtocolError:
            # An account or password that SASL cannot carry (RFC 4013): nothing was sent.
            await socket.abort()
            raise PasswordRefused("malformed-request") from None
        except BaseException:
            await socket.abort()
            raise
        finally:
            if attempt is not None:
                attempt.end(broken=broken)

    def set_aside(self, endpoint: Endpoint) -> None:
        """Sign in step by step there next time: what the quick sign-in brought was no session."""
        if self.quick is not None:
            self.quick.set_aside(endpoint)

    async def _authenticate(
        self, endpoint: Endpoint, socket: WebSocket, attempt: QuickAttempt | None
    ) -> Ready:
        self.on_hop(endpoint, Hop.PASSWORD)
        by_token = attempt is not None and attempt.token is not None
        password = "" if by_token else await self.passwords.current()
        self.on_hop(endpoint, Hop.SASL)
        stream = self.make_stream(endpoint, password)
        if attempt is not None:
            attempt.equip(stream)
        stream.open()
        while True:
            socket.send(stream.data_to_send())
            async with asyncio.timeout(TOKEN_SECONDS if stream.proves_by_token else None):
                frame = await socket.receive()
            for event in await _receive(stream, frame):
                if attempt is not None:
                    attempt.note(event)
                if isinstance(event, Authenticated):
                    self.on_mechanism(event.strongest)
                    self.on_hop(endpoint, Hop.SESSION)
                    return Ready(endpoint, socket, stream)
                if isinstance(event, PasswordWanted):
                    password = await self.passwords.current()
                    stream.retry(password, self.nonce())
                if isinstance(event, AuthenticationRefused):
                    password = await self._replace(password, event)
                    stream.retry(password, self.nonce())
                if isinstance(event, StreamFailed):
                    raise SessionRefused(event.condition)
                if isinstance(event, StreamClosed):
                    raise ConnectionDropped("stream closed")

    async def _replace(self, password: str, refused: AuthenticationRefused) -> str:
        """Another password, where it is the password that was refused."""
        if refused.condition == "weaker-mechanism":
            raise WeakerSignIn(refused.condition)
        if refused.condition != "not-authorized":
            raise PasswordRefused(refused.condition)
        return await self.passwords.replace(password)


async def _receive(stream: Stream, frame: str | bytes) -> list[Event]:
    """The events of a frame; a password is hashed in a thread, as the server chooses the rounds."""
    if stream.derives:
        return await asyncio.to_thread(stream.receive, frame)
    return stream.receive(frame)


async def race(
    endpoints: Sequence[Endpoint],
    negotiate: Callable[[Endpoint], Awaitable[Ready]],
) -> Ready:
    """The first endpoint that gets there; each next one starts some seconds after the last.

    A failure starts the next one at once. The losers are ended. When all fail, the most telling
    error is raised; without endpoints ``NoServers``.
    """
    return await staggered_race.race(
        endpoints,
        negotiate,
        seconds=STAGGER_SECONDS,
        discard=_abort,
        failure=lambda errors: most_telling(errors) or NoServers(),
    )


async def _abort(late: Ready) -> None:
    await late.socket.abort()
