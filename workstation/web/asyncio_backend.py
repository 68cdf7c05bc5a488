"""Connections for the HTTP library (``httpcore``), made by asyncio itself.

The library brings a backend along that works over several event loops (``anyio``): 45 ms of loading
at the first request, in the thread of the window, for a choice that is made here for good. What the
library needs is small: connect, start TLS, read, write, and a few words on waiting.
"""

import asyncio
import contextlib
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from typing import Any

import httpcore
from httpcore import _synchronization

from workstation.base.blocking_call import look_up
from workstation.base.staggered_race import race
from workstation.domain.errors import ConnectionDropped
from workstation.domain.zones import Address
from workstation.web.deferred_verification import wait_until_verified
from workstation.web.incoming_bytes import IncomingBytes

HEAD_START_SECONDS = 0.25
"""How long the next address waits for the one before (RFC 8305, 5)."""


class _AsyncioWaiting:
    """What the library's pools wait with, in place of ``anyio``'s.

    Nothing is lost: ``anyio`` shields only from its own cancellations, which nobody uses here, and
    the wait for a free connection is bounded by the caller's deadline alone (``exchange``).
    """

    Lock, Event = asyncio.Lock, asyncio.Event

    @staticmethod
    def CancelScope(*, shield: bool) -> contextlib.AbstractContextManager[None]:  # noqa: ARG004, N802
        return contextlib.nullcontext()

    @staticmethod
    def fail_after(_seconds: float | None) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


# The library has no parameter for it. Should it look elsewhere one day, it waits as it did before.
# Which loop this is it would find out anew for each lock, by a module that is not installed.
_synchronization.anyio = _AsyncioWaiting  # type: ignore[assignment, attr-defined]
_synchronization.current_async_library = lambda: "asyncio"


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Connects to a host's addresses in turn, each with a head start (RFC 8305).

    It holds what it connected until that is closed. The library's pool forgets connections: those
    being made while it is closed, and the rest of several where whoever closes them is cancelled.
    Tests: tests/web/test_exchange.py.
    """

    def __init__(self) -> None:
        self._open: set[AsyncioStream] = set()
        self._closed = False

    def close(self) -> None:
        """Close every connection, for good, and what is still being connected once it is."""
        self._closed = True
        for stream in tuple(self._open):
            stream.close()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the library's word
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host within ``timeout`` seconds.

        Raises the library's ``ConnectError`` and ``ConnectTimeout``; ``ConnectionDropped`` once
        this is closed.
        """
        self._require_open()
        loop = asyncio.get_running_loop()
        own = None if local_address is None else (local_address, 0)

        async def connect(address: Address) -> httpcore.AsyncNetworkStream:
            _, incoming = await loop.create_connection(
                IncomingBytes, str(address), port, local_addr=own
            )
            return self._stream(incoming)

        with _mapped(httpcore.ConnectError, httpcore.ConnectTimeout):
            async with asyncio.timeout(timeout):
                stream = await first_connection(connect, await self.admitted(host, port))
        try:
            self._require_open()
            for option in socket_options or ():
                stream.get_extra_info("socket").setsockopt(*option)
        except BaseException:
            await stream.aclose()
            raise
        return stream

    def _require_open(self) -> None:
        if self._closed:
            raise ConnectionDropped

    def _stream(self, incoming: IncomingBytes) -> "AsyncioStream":
        return AsyncioStream(incoming, self._open)

    async def admitted(self, host: str, port: int) -> Sequence[Address]:
        """The addresses to try. Raises ``socket.gaierror`` for a name without any."""
        return await addresses_of(host, port)

    async def sleep(self, seconds: float) -> None:
        """Wait, as the library asks for."""
        await asyncio.sleep(seconds)


class _EndedInHandshakeError(ssl.SSLError):
    """Raised where the server went away before TLS stood: it takes none of our versions."""

    reason = "UNEXPECTED_EOF_WHILE_READING"


class AsyncioStream(httpcore.AsyncNetworkStream):
    """One connection as the library uses it; it is in ``among`` until it is closed."""

    def __init__(self, incoming: IncomingBytes, among: "set[AsyncioStream]") -> None:
        self._incoming, self._among = incoming, among
        among.add(self)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        """Read bytes as soon as there are any, none at the end."""
        with _mapped(httpcore.ReadError, httpcore.ReadTimeout):
            async with asyncio.timeout(timeout):
                return await self._incoming.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        """Send; waits where the other side is slow."""
        with _mapped(httpcore.WriteError, httpcore.WriteTimeout):
            async with asyncio.timeout(timeout):
                self._incoming.transport.write(buffer)
                await self._incoming.drain()

    def close(self) -> None:
        """Close at once: whatever was still to be said is of no use to anybody."""
        self._among.discard(self)
        self._incoming.transport.close()  # says goodbye where TLS is spoken
        self._incoming.transport.abort()

    async def aclose(self) -> None:
        """Close, without waiting: the library, cancelled there, would leave others open."""
        self.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109
    ) -> httpcore.AsyncNetworkStream:
        """TLS over this connection, which may be a tunnel in another TLS."""
        try:
            with _mapped(httpcore.ConnectError, httpcore.ConnectTimeout):
                async with asyncio.timeout(timeout):
                    incoming = await self._begin_tls(ssl_context, server_hostname)
                await wait_until_verified(incoming.transport)
        except BaseException:
            self.close()
            raise
        self._among.discard(self)
        return self._over_tls(incoming)

    def _over_tls(self, incoming: IncomingBytes) -> "AsyncioStream":
        return AsyncioStream(incoming, self._among)

    async def _begin_tls(self, context: ssl.SSLContext, hostname: str | None) -> IncomingBytes:
        loop, inner = asyncio.get_running_loop(), IncomingBytes()
        outer = self._incoming.transport
        try:
            transport = await loop.start_tls(outer, inner, context, server_hostname=hostname)
        except ConnectionResetError as error:
            if error.errno is None:  # asyncio's word for an end; the system's reset has a number
                raise _EndedInHandshakeError from error
            raise
        if transport is None:
            raise _EndedInHandshakeError
        inner.connection_made(transport)
        return inner

    def get_extra_info(self, info: str) -> Any:
        """What the library asks of a connection."""
        transport = self._incoming.transport
        match info:
            case "is_readable":  # nobody asked anything: what comes then is an end or out of place
                return self._incoming.ended or bool(self._incoming.buffer)
            case "client_addr":
                return transport.get_extra_info("sockname")
            case "server_addr":
                return transport.get_extra_info("peername")
            case _:
                return transport.get_extra_info(info)


@contextlib.contextmanager
def _mapped(broken: type[Exception], late: type[Exception]) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise late(error) from error
    except (OSError, EOFError) as error:
        raise broken(error) from error


async def addresses_of(host: str, port: int) -> Sequence[Address]:
    """What the system says of a host, each once. Raises ``socket.gaierror``."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    # In a thread of its own: names that are waited for while the network is away (a minute, where
    # each server of names is) would hold the few threads in which photos are read and files saved.
    infos = await look_up(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(place[0]) for *_, place in infos))


async def first_connection(
    connect: Callable[[Address], Awaitable[httpcore.AsyncNetworkStream]],
    addresses: Sequence[Address],
) -> httpcore.AsyncNetworkStream:
    """The first connection that comes about; each address gives the one before a head start.

    Raises the last address's error where none does.
    """
    return await race(
        addresses,
        connect,
        seconds=HEAD_START_SECONDS,
        discard=_close,
        failure=lambda errors: errors[-1] if errors else httpcore.ConnectError("no address"),
    )


async def _close(late: httpcore.AsyncNetworkStream) -> None:
    await late.aclose()
