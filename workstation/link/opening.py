"""Opening the WebSocket of an endpoint, and what it means that one cannot be opened."""

import logging
import socket
import ssl
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    InvalidHandshake,
    InvalidMessage,
    InvalidProxy,
    InvalidStatus,
    ProxyError,
    WebSocketException,
)
from websockets.protocol import State

from workstation.domain.address import is_name
from workstation.domain.errors import (
    DeadlineExceeded,
    NameNotResolved,
    ProxyRefused,
    RedirectRefused,
    TlsFailure,
    Unreachable,
    WorkstationError,
)
from workstation.domain.sign_in_errors import NoImServer
from workstation.link.endpoints import Endpoint
from workstation.link.web_socket import CLOSE_SECONDS, WebSocket
from workstation.web.tls import tls_fault
from workstation.xmpp import limits

OPEN_SECONDS = 10.0
PING_SECONDS = 20.0
PONG_SECONDS = 10.0
NEXT_ADDRESS_SECONDS = 0.25
AWAY_STATUSES = frozenset(
    {
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.BAD_GATEWAY,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.GATEWAY_TIMEOUT,
    }
)
"""What stands before a server says of one that is away."""

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


class _Connection(ClientConnection):
    """One that does not begin to ping when it was lost before it could.

    The library ends the pings when the connection is lost, not before they began, which would
    leave a task for one interval.
    """

    def start_keepalive(self) -> None:
        if self.state is not State.CLOSED:
            super().start_keepalive()


class _Connecting(connect):
    """Follows no redirect: whom the password goes to is the platform's word alone."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def next_address_after(host: str) -> float | None:
    """Seconds after which a name's next address is tried, too (RFC 8305): one may be a dead end."""
    return NEXT_ADDRESS_SECONDS if is_name(host) else None


async def open_socket(
    endpoint: Endpoint,
    tls: Callable[[], ssl.SSLContext],
    *,
    server_name: str,
    proxy: str | None = None,
) -> WebSocket:
    """Connect to an endpoint; the certificate must carry ``server_name``.

    Raises ``NetworkError``, ``RedirectRefused`` or ``NoImServer``.
    """
    secure: dict[str, Any] = {}
    if endpoint.encrypted:
        secure = {"ssl": tls(), "server_hostname": server_name}
    try:
        connection = await _Connecting(
            endpoint.url,
            subprotocols=["xmpp"],  # type: ignore[list-item]  # a NewType of str
            compression=None,
            proxy=proxy,
            max_size=limits.CARRIED_BYTES,
            open_timeout=OPEN_SECONDS,
            close_timeout=CLOSE_SECONDS,
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            logger=QUIET_LOG,
            user_agent_header=None,
            create_connection=_Connection,
            happy_eyeballs_delay=next_address_after(endpoint.host),
            **secure,
        )
    except (OSError, WebSocketException, EOFError, ImportError) as error:
        raise _own_error(error) from None
    except ValueError as error:
        # The address was read before: what is left is a proxy's account that is no text.
        raise ProxyRefused(type(error).__name__) from None
    if connection.subprotocol != "xmpp":
        await connection.close()
        raise NoImServer("no XMPP subprotocol")
    return WebSocket(connection)


def _own_error(error: Exception) -> WorkstationError:
    """Ours for the library's, whose texts may hold addresses."""
    if isinstance(error, ssl.SSLError):
        return TlsFailure(tls_fault(error))
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
    """What a server means that answers HTTP and opens no WebSocket."""
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return RedirectRefused(f"HTTP {status}")
    if status in AWAY_STATUSES:
        return Unreachable(f"HTTP {status}")
    return NoImServer(f"HTTP {status}")
