"""Connections to a proxy: where it takes none in time, or is silent, the proxy is what is named.

The library calls the first a ``ConnectTimeout``, and one more of the server behind it the same. For
the second it has no time at all: its limit for reading holds for an answer, which may take as long
as the caller lets it, and for the tunnel that is asked for before. So the call ended with its own
time, as if the server did not answer, and nobody looked at the proxy.

Tests: tests/web/test_dead_proxy.py.
"""

import asyncio
from typing import Any

import httpcore

from workstation.domain.errors import DeadlineExceeded, Unreachable
from workstation.domain.network_errors import of_proxy
from workstation.web.asyncio_backend import AsyncioBackend, AsyncioStream
from workstation.web.incoming_bytes import IncomingBytes

_TUNNEL_REQUEST = b"CONNECT "


class ProxyBackend(AsyncioBackend):
    """Connects to a proxy; ``seconds`` is the time in which it has to open a tunnel."""

    def __init__(self, proxy: str, seconds: float | None) -> None:
        super().__init__()
        self._proxy, self._seconds = proxy, seconds

    async def connect_tcp(self, *where: Any, **how: Any) -> httpcore.AsyncNetworkStream:
        """Connect, as the base does; raises ``Unreachable`` too."""
        try:
            return await super().connect_tcp(*where, **how)
        except httpcore.ConnectTimeout:
            raise Unreachable(of_proxy(self._proxy)) from None

    def _stream(self, incoming: IncomingBytes) -> AsyncioStream:
        return _ProxyStream(incoming, self._open, self._proxy, self._seconds)


class _ProxyStream(AsyncioStream):
    """A connection to a proxy, which has to answer in time where a tunnel is asked for.

    What is read through the tunnel comes over another stream: TLS begins there.
    """

    def __init__(
        self,
        incoming: IncomingBytes,
        among: set[AsyncioStream],
        proxy: str,
        seconds: float | None,
    ) -> None:
        super().__init__(incoming, among)
        self._proxy, self._seconds = proxy, seconds
        self._ends_at: float | None = None

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send, as the base does; a request for a tunnel begins the time for it."""
        if self._seconds is not None and buffer.startswith(_TUNNEL_REQUEST):
            self._ends_at = asyncio.get_running_loop().time() + self._seconds
        await super().write(buffer, timeout)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read, as the base does; raises ``DeadlineExceeded`` of the proxy too."""
        try:
            async with asyncio.timeout_at(self._ends_at) as limit:
                return await super().read(max_bytes, timeout)
        except TimeoutError:
            if not limit.expired():
                raise
            raise DeadlineExceeded(of_proxy(self._proxy)) from None

    def _over_tls(self, incoming: IncomingBytes) -> AsyncioStream:
        return _ProxyStream(incoming, self._among, self._proxy, self._seconds)
