"""Opening the WebSocket of an endpoint, and what it means that one cannot be opened."""

import asyncio
import contextlib
import logging
import socket
import ssl
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio import client as library
from websockets.asyncio.client import HTTPProxyConnection, connect
from websockets.client import ClientProtocol
from websockets.exceptions import (
    InvalidHandshake,
    InvalidMessage,
    InvalidProxy,
    InvalidProxyStatus,
    InvalidStatus,
    ProxyError,
    WebSocketException,
)

from workstation.domain.address import is_name
from workstation.domain.connection_report import Hop
from workstation.domain.errors import (
    DeadlineExceeded,
    NameNotResolved,
    ProxyRefused,
    RedirectRefused,
    TlsFailure,
    Unreachable,
    WorkstationError,
)
from workstation.domain.network_errors import ENDED_IN_HANDSHAKE
from workstation.domain.sign_in_errors import NoImServer
from workstation.link.endpoints import Endpoint
from workstation.link.live_connection import LiveConnection
from workstation.link.web_socket import CLOSE_SECONDS, WebSocket
from workstation.web.deferred_verification import wait_until_verified
from workstation.web.proxy import proxy_error
from workstation.web.tls import ended_in_handshake, tls_error, tls_fault
from workstation.xmpp import limits

OPEN_SECONDS = 10.0
PING_BYTES = 125
"""Most that a ping brings (RFC 6455, 5.5); the library counts one between two fragments, too."""
NEXT_ADDRESS_SECONDS = 0.25
AWAY_STATUSES = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""Answers of a gateway whose server is down."""

OWN_ERRORS: tuple[tuple[type[Exception], type[WorkstationError]], ...] = (
    (TimeoutError, DeadlineExceeded),
    (socket.gaierror, NameNotResolved),
    (ProxyError, ProxyRefused),
    (InvalidProxy, ProxyRefused),
    (ImportError, ProxyRefused),  # a kind of proxy that needs a library this program has not
    (InvalidHandshake, NoImServer),
    (Exception, Unreachable),
)
"""The first that fits."""

# The library's own messages could name addresses and frames.
QUIET_LOG = logging.getLogger("workstation.link.websocket")
QUIET_LOG.setLevel(logging.CRITICAL)
QUIET_LOG.propagate = False


class _Connection(LiveConnection):
    """A connection that reports how far it came and when data arrived.

    It is made once there is a TCP connection, a proxy's tunnel included, and asyncio tells it of
    its transport after the TLS handshake. The certificate is trusted when it says more than that.
    """

    def __init__(
        self,
        on_hop: Callable[[Hop], None],
        on_heard: Callable[[], None],
        protocol: ClientProtocol,
        **options: Any,
    ) -> None:
        super().__init__(protocol, **options)
        self._on_hop, self._on_heard = on_hop, on_heard
        on_hop(Hop.TLS)

    async def handshake(self, *options: Any, **named: Any) -> None:
        await wait_until_verified(self.transport)
        self._on_hop(Hop.WEB_SOCKET)
        await super().handshake(*options, **named)

    def data_received(self, data: bytes) -> None:
        self._on_heard()
        super().data_received(data)


class _ProxyConnection(HTTPProxyConnection):
    """Asks a proxy for the tunnel once its certificate is trusted, not as soon as TLS stands."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._asking = asyncio.ensure_future(self._ask(transport))

    async def _ask(self, transport: asyncio.BaseTransport) -> None:
        try:
            await wait_until_verified(transport)
        except OSError as error:
            if not self.response.done():
                self.response.set_exception(error)
        else:
            super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        self._asking.cancel()
        # Of a proxy that says no and hangs up the library tells its reader the end a second time.
        with contextlib.suppress(EOFError):
            super().connection_lost(exc)


library.HTTPProxyConnection = _ProxyConnection  # type: ignore[misc]  # it has no parameter for it


class _Connecting(connect):
    """A connection that follows no redirect: the platform's word alone says who gets a password."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


class _Way:
    """The way to the server, through a proxy's tunnel where there is one.

    It is open with the first hop: what fails from there on is no fault of the proxy.
    """

    def __init__(
        self, on_hop: Callable[[Hop], None], proxy: str | None, *, encrypted: bool
    ) -> None:
        self.proxy = proxy
        self._on_hop, self._encrypted = on_hop, encrypted
        self._hop: Hop | None = None

    @property
    def is_open(self) -> bool:
        """Whether a connection to the server is there."""
        return self._hop is not None

    @property
    def is_in_handshake(self) -> bool:
        """Whether TLS with the server has begun, and does not stand yet."""
        return self._encrypted and self._hop is Hop.TLS

    def note(self, hop: Hop) -> None:
        """Note that the connection came as far as this."""
        self._hop = hop
        self._on_hop(hop)


def next_address_after(host: str) -> float | None:
    """Seconds after which a name's next address is tried, too (RFC 8305): one may be a dead end."""
    return NEXT_ADDRESS_SECONDS if is_name(host) else None


async def open_socket(  # noqa: PLR0913 - the parts of one connection
    endpoint: Endpoint,
    trust: ssl.SSLContext,
    *,
    server_name: str,
    proxy: str | None = None,
    on_hop: Callable[[Hop], None] = lambda _: None,
    on_heard: Callable[[], None] = lambda: None,
) -> WebSocket:
    """Connect to an endpoint, whose certificate must carry ``server_name``.

    ``trust`` verifies it, and a proxy's. ``on_hop`` is called for each hop, ``on_heard`` when data
    of the server arrived. Raises ``NetworkError``, ``RedirectRefused`` or ``NoImServer``.
    """
    way = _Way(on_hop, proxy, encrypted=endpoint.encrypted)
    try:
        connection: Any = await _Connecting(
            endpoint.url,
            subprotocols=["xmpp"],  # type: ignore[list-item]  # a NewType of str
            compression=None,
            proxy=proxy,
            max_size=limits.CARRIED_BYTES + PING_BYTES,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=None,
            logger=QUIET_LOG,
            user_agent_header=None,
            create_connection=partial(_Connection, way.note, on_heard),  # type: ignore[arg-type]
            happy_eyeballs_delay=next_address_after(_connected_host(endpoint, proxy)),
            **_tls_options(endpoint, trust, server_name, proxy),
        )
    except (OSError, WebSocketException, EOFError, ImportError) as error:
        raise _own_error(error, way) from None
    except ValueError as error:
        # The address was read before: what is left is a proxy's account that is no text.
        raise ProxyRefused(type(error).__name__) from None
    if connection.subprotocol != "xmpp":
        await WebSocket(connection).close()
        raise NoImServer("no XMPP subprotocol")
    return WebSocket(connection)


def _connected_host(endpoint: Endpoint, proxy: str | None) -> str:
    """The host whose addresses are connected to: the proxy's, if there is one."""
    return endpoint.host if proxy is None else urlsplit(proxy).hostname or ""


def _tls_options(
    endpoint: Endpoint, trust: ssl.SSLContext, server_name: str, proxy: str | None
) -> dict[str, Any]:
    """The options for TLS, always all named: the library's own choice obeys the environment."""
    options: dict[str, Any] = {}
    if endpoint.encrypted:
        options |= {"ssl": trust, "server_hostname": server_name}
    if proxy is not None and proxy.startswith("https:"):
        options |= {"proxy_ssl": trust}
    return options


def _own_error(error: Exception, way: _Way) -> WorkstationError:
    """Our error for one of the library's, whose texts may hold addresses."""
    if way.is_in_handshake and ended_in_handshake(error):
        return TlsFailure(ENDED_IN_HANDSHAKE)
    proxy = None if way.is_open else way.proxy
    if proxy is not None and (failure := proxy_error(error, proxy)) is not None:
        return failure
    if (fault := tls_error(error)) is not None:
        return TlsFailure(tls_fault(fault))
    if isinstance(error, InvalidProxyStatus):
        return ProxyRefused(f"HTTP {error.response.status_code}")
    if isinstance(error, InvalidStatus):
        return _read_status(error.response.status_code)
    broke_off = isinstance(error, InvalidMessage) and isinstance(error.__cause__, EOFError)
    ours = (
        Unreachable
        if broke_off
        else next(o for library_error, o in OWN_ERRORS if isinstance(error, library_error))
    )
    return ours(type(error).__name__)


def _read_status(status: int) -> WorkstationError:
    """The error for a server that answers HTTP and opens no WebSocket."""
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return RedirectRefused(f"HTTP {status}")
    if status in AWAY_STATUSES:
        return Unreachable(f"HTTP {status}")
    return NoImServer(f"HTTP {status}")
