"""The one module that knows the HTTP library (httpx; ``reach`` knows what it connects with).

Its transports are used without its client: the client is what follows redirects, keeps cookies,
reads the environment and logs whole addresses.
"""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from http import HTTPStatus

import httpx

from workstation.base.aligned_waits import STEP_SECONDS, aligned_wait
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
from workstation.web.proxy import proxy_error, proxy_for
from workstation.web.proxy_backend import ProxyBackend
from workstation.web.reach import AddressFilter, FilteredBackend, ReachBounds
from workstation.web.tls import tls_fault
from workstation.web.wire import Incoming, Request

_LIMITS = httpx.Limits(
    max_connections=CONNECTIONS,
    max_keepalive_connections=KEPT_CONNECTIONS,
    keepalive_expiry=KEPT_SECONDS,
)
# The caller's total deadline bounds everything else; that of an upload is long.
_TIMEOUT = httpx.Timeout(None, connect=CONNECT_SECONDS, write=WRITE_SECONDS).as_dict()


class HttpWire:
    """A ``Wire`` over pooled HTTP/1.1 connections, one pool per proxy.

    ``trust`` judges certificates; wires may share it. With ``bounds`` every address is judged when
    it is connected to (``reach``). Connections that nobody uses are not used again after four
    seconds, and closed within nine. To be used in one loop.
    """

    def __init__(
        self, network: Network, trust: ssl.SSLContext, bounds: ReachBounds | None = None
    ) -> None:
        self._network = network
        self._filter = AddressFilter(bounds) if bounds is not None else None
        self._context = trust
        self._pools: dict[str | None, _Transport] = {}
        self._idle = Idle(_idle_seconds, self._close_pools)
        self._closed = False

    @asynccontextmanager
    async def send(self, request: Request) -> AsyncIterator[Incoming]:
        """Send, and hold the answer open while the context lasts (errors: see ``Wire``)."""
        with self._idle.busy():
            async with self._exchange(request) as incoming:
                yield incoming

    @asynccontextmanager
    async def _exchange(self, request: Request) -> AsyncIterator[Incoming]:
        proxy = await proxy_for(request.address.origin, self._network.proxy)
        if proxy is not None and self._filter is not None:
            await self._filter.require_through_proxy(request.address.origin, proxy)
        pool = self._pool(proxy)
        with _mapped_errors(proxy):
            outgoing = httpx.Request(
                request.method,
                str(request.address),
                # Beyond ASCII as octets that mean nothing to HTTP (RFC 9110, 5.5).
                headers={n.encode(): v.encode() for n, v in request.headers.items()},
                content=request.body,
                extensions={"timeout": _TIMEOUT},
            )
            answer = await pool.handle_async_request(outgoing)
        chunks = _chunks(answer)
        try:
            if proxy is not None and answer.status_code == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
                raise ProxyRefused("HTTP 407")
            headers = {name.lower(): value for name, value in answer.headers.items()}
            yield Incoming(answer.status_code, headers, chunks)
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

    def _pool(self, proxy: str | None) -> "_Transport":
        if self._closed:  # while the system was asked for its proxy
            raise ConnectionDropped
        if proxy not in self._pools:
            self._pools[proxy] = self._open_pool(proxy)
        return self._pools[proxy]

    def _open_pool(self, proxy: str | None) -> "_Transport":
        return _Transport(self._context, self._proxy(proxy), self._backend(proxy))

    def _backend(self, proxy: str | None) -> AsyncioBackend:
        if proxy is not None:
            return ProxyBackend(proxy, _TIMEOUT["connect"])
        return AsyncioBackend() if self._filter is None else FilteredBackend(self._filter)

    def _proxy(self, address: str | None) -> httpx.Proxy | None:
        if address is None:
            return None
        encrypted = address.startswith("https:")
        return httpx.Proxy(address, ssl_context=self._context if encrypted else None)


class _Transport(httpx.AsyncHTTPTransport):
    """The library's transport over connections of our own: it has no parameter for that."""

    def __init__(
        self, context: ssl.SSLContext, proxy: httpx.Proxy | None, backend: AsyncioBackend
    ) -> None:
        super().__init__(verify=context, trust_env=False, limits=_LIMITS, proxy=proxy)
        self._pool._network_backend = backend  # noqa: SLF001
        self.close = backend.close


def _idle_seconds() -> float:
    """The seconds until what nobody uses is closed, together with what else is due."""
    return aligned_wait(KEPT_SECONDS + STEP_SECONDS, asyncio.get_running_loop().time())


async def _chunks(answer: httpx.Response) -> AsyncGenerator[bytes, None]:
    turn = Turn()
    with _mapped_errors():
        async for chunk in answer.aiter_raw():
            yield chunk
            await turn.give_way()


@contextmanager
def _mapped_errors(proxy: str | None = None) -> Iterator[None]:
    """Turn the library's errors into ours; the originals hold addresses and are dropped.

    Through a ``proxy`` it is its name that could not be found, and it that could not be reached.
    """
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        raise _own_error(error, proxy) from None


def _own_error(error: Exception, proxy: str | None) -> WorkstationError:
    connecting = isinstance(error, httpx.ConnectError)
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TlsFailure(tls_fault(cause))
        if connecting and isinstance(cause, ssl.SSLError) and cause.reason:
            return TlsFailure(tls_fault(cause))
        failure = proxy_error(cause, proxy) if connecting and proxy is not None else None
        if failure is not None:
            return failure
        if isinstance(cause, socket.gaierror):
            return NameNotResolved()
    return _by_kind(error)


def _by_kind(error: Exception) -> WorkstationError:
    match error:
        case httpx.ProxyError():
            return ProxyRefused(_refusal(error))
        case httpx.ConnectTimeout():
            return Unreachable("no answer to the connection")
        case httpx.ConnectError() | httpx.PoolTimeout():
            return Unreachable("connection refused or no route")
        case httpx.RemoteProtocolError() if not _broken_off(error):
            return NotThePlatform("not HTTP")
        case _:
            return ConnectionDropped()


def _refusal(error: httpx.ProxyError) -> str:
    """The status by which a proxy refuses a tunnel; the words behind it are its own."""
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
