"""The one module that knows the HTTP library (httpcore; ``reach`` knows what it connects with).

It keeps connections and speaks HTTP/1.1 over them, and nothing more: no client stands over it that
would follow redirects, keep cookies, read the environment or log whole addresses.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

import httpcore

from workstation.domain.address import PORTS, Origin
from workstation.domain.errors import (
    ConnectionDropped,
    NameNotResolved,
    NotThePlatform,
    ProxyRefused,
    TlsFailure,
    Unreachable,
    WorkstationError,
)
from workstation.web.asyncio_backend import AsyncioBackend
from workstation.web.bounds import (
    CONNECT_SECONDS,
    CONNECTIONS,
    KEPT_CONNECTIONS,
    KEPT_SECONDS,
    WRITE_SECONDS,
)
from workstation.web.idle import Idle
from workstation.web.incoming_bytes import Turn
from workstation.web.network import Network
from workstation.web.proxy import proxy_for
from workstation.web.reach import AddressFilter, FilteredBackend, ReachBounds
from workstation.web.tls import tls_fault
from workstation.web.wire import Incoming, Request

# The caller's total deadline bounds everything else; that of an upload is long.
_TIMEOUT = {"connect": CONNECT_SECONDS, "write": WRITE_SECONDS}
_WITH_BODY = {"POST", "PUT", "PATCH"}
_LIBRARY_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)


class HttpWire:
    """A ``Wire`` over pooled HTTP/1.1 connections, one pool per proxy.

    ``trust`` judges certificates; wires may share it. With ``bounds`` every address is judged when
    it is connected to (``reach``). Connections that nobody uses are closed after four seconds. To
    be used in one loop.
    """

    def __init__(
        self, network: Network, trust: ssl.SSLContext, bounds: ReachBounds | None = None
    ) -> None:
        self._network = network
        self._filter = AddressFilter(bounds) if bounds is not None else None
        self._context = trust
        self._pools: dict[str | None, _Pool] = {}
        self._idle = Idle(KEPT_SECONDS, self._close_pools)
        self._closed = False

    @asynccontextmanager
    async def send(self, request: Request) -> AsyncIterator[Incoming]:
        """Send, and hold the answer open while the context lasts (errors: see ``Wire``)."""
        with self._idle.busy():
            async with self._exchange(request) as incoming:
                yield incoming

    @asynccontextmanager
    async def _exchange(self, request: Request) -> AsyncIterator[Incoming]:
        proxy = await proxy_for(request.link.origin, self._network.proxy)
        if proxy is not None and self._filter is not None:
            await self._filter.require_through_proxy(request.link.origin, proxy)
        pool = self._pool(proxy)
        with _mapped_errors():
            answer = await pool.handle_async_request(_outgoing(request))
        chunks = _chunks(answer)
        try:
            if proxy is not None and answer.status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
                raise ProxyRefused("HTTP 407")
            yield Incoming(answer.status, _joined(answer.headers), chunks)
        finally:
            await answer.aclose()
            # Half read, it would be left to the garbage collector, outside of any task.
            await chunks.aclose()

    async def aclose(self) -> None:
        """Close all connections, for good; every request ends with ``ConnectionDropped``."""
        self._closed = True
        self._idle.close()
        self._close_pools()
        await asyncio.sleep(0)  # in which the loop closes the sockets

    def _close_pools(self) -> None:
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    def _pool(self, proxy: str | None) -> "_Pool":
        if self._closed:  # while the system was asked for its proxy
            raise ConnectionDropped
        if proxy not in self._pools:
            self._pools[proxy] = self._open_pool(proxy)
        return self._pools[proxy]

    def _open_pool(self, proxy: str | None) -> "_Pool":
        backend = AsyncioBackend()
        if proxy is None and self._filter is not None:
            backend = FilteredBackend(self._filter)
        return _Pool(self._context, self._proxy(proxy), backend)

    def _proxy(self, address: str | None) -> httpcore.Proxy | None:
        if address is None:
            return None
        scheme, _, rest = address.partition("://")
        account, _, host = rest.rpartition("@")
        user, _, password = account.partition(":")
        return httpcore.Proxy(
            _url(Origin.of(f"{scheme}://{host}"), "/"),
            auth=(unquote_to_bytes(user), unquote_to_bytes(password)) if account else None,
            ssl_context=self._context if scheme == "https" else None,
        )


class _Pool(httpcore.AsyncConnectionPool):
    """The library's pool over connections of our own, which ``close`` closes."""

    def __init__(
        self, context: ssl.SSLContext, proxy: httpcore.Proxy | None, backend: AsyncioBackend
    ) -> None:
        super().__init__(
            context,
            proxy,
            max_connections=CONNECTIONS,
            max_keepalive_connections=KEPT_CONNECTIONS,
            keepalive_expiry=KEPT_SECONDS,
            network_backend=backend,
        )
        self.close = backend.close


def _outgoing(request: Request) -> httpcore.Request:
    """The request as the library takes it, with the headers that say where it ends."""
    # Beyond ASCII as octets that mean nothing to HTTP (RFC 9110, 5.5).
    headers = {name.encode(): value.encode() for name, value in request.headers.items()}
    origin, body = request.link.origin, request.body
    if isinstance(body, bytes):
        if body or request.method in _WITH_BODY:
            headers[b"Content-Length"] = b"%d" % len(body)
    elif b"Content-Length" not in headers:
        headers[b"Transfer-Encoding"] = b"chunked"
    return httpcore.Request(
        request.method,
        _url(origin, request.link.target),
        headers=[(b"Host", str(origin).partition("://")[2].encode()), *headers.items()],
        content=body,
        extensions={"timeout": _TIMEOUT},
    )


def _url(origin: Origin, target: str) -> httpcore.URL:
    port = None if origin.port == PORTS[origin.scheme] else origin.port
    return httpcore.URL(scheme=origin.scheme, host=origin.host, port=port, target=target)


def _joined(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """By lower names, what came under one name as one (RFC 9110, 5.2)."""
    joined: dict[str, str] = {}
    for octets, value in headers:
        name, text = octets.decode("ascii").lower(), _text(value)
        joined[name] = f"{joined[name]}, {text}" if name in joined else text
    return joined


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


async def _chunks(answer: httpcore.Response) -> AsyncGenerator[bytes, None]:
    turn = Turn()
    with _mapped_errors():
        async for chunk in answer.aiter_stream():
            yield chunk
            await turn.give_way()


@contextmanager
def _mapped_errors() -> Iterator[None]:
    """Turn the library's errors into ours; the originals hold addresses and are dropped."""
    try:
        yield
    except (*_LIBRARY_ERRORS, OSError) as error:
        raise _own_error(error) from None


def _own_error(error: Exception) -> WorkstationError:
    connecting = isinstance(error, httpcore.ConnectError)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TlsFailure(tls_fault(cause))
        if connecting and isinstance(cause, ssl.SSLError) and cause.reason:
            return TlsFailure(tls_fault(cause))
        if isinstance(cause, socket.gaierror):
            return NameNotResolved()
    return _by_kind(error)


def _by_kind(error: Exception) -> WorkstationError:
    match error:
        case httpcore.ProxyError():
            return ProxyRefused(_refusal(error))
        case httpcore.ConnectTimeout():
            return Unreachable("no answer to the connection")
        case httpcore.ConnectError() | httpcore.PoolTimeout():
            return Unreachable("connection refused or no route")
        case httpcore.RemoteProtocolError() if not _broken_off(error):
            return NotThePlatform("not HTTP")
        case _:
            return ConnectionDropped()


def _refusal(error: httpcore.ProxyError) -> str:
    """The status by which a proxy makes no tunnel; the words behind it are its own."""
    status = re.match(r"\d{3}\b", str(error))
    return f"HTTP {status[0]}" if status else ""


def _broken_off(error: Exception) -> bool:
    text = str(error)
    return text.startswith(("Server disconnected", "peer closed", "<ConnectionTerminated"))


def _causes(error: BaseException) -> Iterator[BaseException]:
    waiting: list[BaseException | None] = [error]
    seen: set[int] = set()
    while waiting:
        cause = waiting.pop(0)
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        waiting += [cause.__cause__, cause.__context__]
        if isinstance(cause, BaseExceptionGroup):
            waiting += cause.exceptions
