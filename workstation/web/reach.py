"""Connections for strangers' addresses: named, judged and connected to in one go.

A look at the name before the connection is worth nothing: whoever owns the name answers the look
with one address and the connection with another (DNS rebinding)::

    look:     pictures.example → 203.0.113.5     fine
    connect:  pictures.example → 127.0.0.1       this computer's own services

Here the name is asked for once, each address that came is judged, and the connection is made to an
address that was judged; the name stays what TLS checks and what the server is told
(``test_a_name_that_leads_away_first_and_here_later_is_refused``). A connection that turns out to
end at this computer's own network card is one to this computer, and is closed before a byte is sent
(``test_this_computer_s_own_card_is_this_computer``).

Through a proxy it is the proxy that connects. Addresses written in numbers are judged all the same;
names are, as far as this computer knows them, where the proxy is on this computer, too.
"""

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpcore

from workstation.domain.address import Origin, is_loopback
from workstation.domain.errors import ForeignMedia
from workstation.domain.zones import Address, Zone, zone_of

HEAD_START_SECONDS = 0.25
"""How long the next address waits for the one before (RFC 8305, 5)."""


class ReachBounds(Protocol):
    """Who may be connected to: the rule of ``media.allowed`` as a wire asks for it."""

    @property
    def home(self) -> Origin:
        """The platform, whose own zone strangers may not come nearer than."""

    def named(self, host: str, port: int) -> bool:
        """Whether this host is not judged."""

    def reaches(self, zone: Zone, home: Zone) -> bool:
        """Whether an address in a zone may be connected to for a platform in another."""


class AddressFilter:
    """Says which of a name's addresses may be connected to; asked anew for every connection."""

    def __init__(self, bounds: ReachBounds) -> None:
        self._bounds = bounds

    async def admitted(self, host: str, port: int) -> Sequence[Address]:
        """The addresses of a host that may be connected to, in the system's order.

        Raises ``ForeignMedia`` where there is none, ``socket.gaierror`` for a name without any.
        """
        addresses = await _addresses(host, port)
        home = await self._home(max(zone_of(address) for address in addresses))
        admitted = [
            address for address in addresses if self._bounds.reaches(zone_of(address), home)
        ]
        if not admitted:
            raise ForeignMedia("leads to a place that is too near")
        return admitted

    def named(self, host: str, port: int) -> bool:
        """Whether the host is not judged at all."""
        return self._bounds.named(host, port)

    def require_elsewhere(self, stream: httpcore.AsyncNetworkStream) -> None:
        """Raise ``ForeignMedia`` for a connection that ends at this computer, if none may."""
        own, peer = (stream.get_extra_info(end) for end in ("client_addr", "server_addr"))
        here = bool(own and peer and own[0] == peer[0])
        if here and not self._bounds.reaches(Zone.COMPUTER, Zone.COMPUTER):
            raise ForeignMedia("leads to this computer")

    async def require_through_proxy(self, origin: Origin, proxy: str) -> None:
        """Raise ``ForeignMedia`` for what a proxy is not to be asked for, as far as is known.

        A name that this computer cannot resolve passes: the proxy may know it.
        """
        if self.named(origin.host, origin.port):
            return
        beside = is_loopback(urlsplit(proxy).hostname or "")
        if origin.address is None and not beside:
            return
        try:
            await self.admitted(origin.host, origin.port)
        except socket.gaierror:  # the proxy may know the name
            return

    async def _home(self, nearest: Zone) -> Zone:
        """Where the platform is; not asked for where it makes no difference."""
        home = self._bounds.home
        if nearest is Zone.INTERNET or home.loopback:
            return Zone.INTERNET
        try:
            return max(zone_of(address) for address in await _addresses(home.host, home.port))
        except socket.gaierror:
            return Zone.INTERNET


class FilteredBackend(httpcore.AsyncNetworkBackend):
    """Connects for the HTTP library (``httpcore``), to addresses that were judged."""

    def __init__(self, address_filter: AddressFilter) -> None:
        self._filter = address_filter
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  the library's word
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to a host within ``timeout`` seconds, its addresses tried in turn (RFC 8305).

        Raises ``ForeignMedia`` where no address may be connected to, and the library's
        ``ConnectError`` and ``ConnectTimeout``.
        """

        def connect(place: str) -> Awaitable[httpcore.AsyncNetworkStream]:
            return self._inner.connect_tcp(place, port, timeout, local_address, socket_options)

        if self._filter.named(host, port):
            return await connect(host)
        try:
            async with asyncio.timeout(timeout):
                places = [str(address) for address in await self._filter.admitted(host, port)]
                stream = await _first(connect, places)
        except socket.gaierror as error:
            raise httpcore.ConnectError(error) from error
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(error) from error
        try:
            self._filter.require_elsewhere(stream)
        except ForeignMedia:
            await stream.aclose()
            raise
        return stream

    async def sleep(self, seconds: float) -> None:
        """Wait, as the library asks for."""
        await asyncio.sleep(seconds)


async def _addresses(host: str, port: int) -> Sequence[Address]:
    """What the system says of a host, each once. Raises ``socket.gaierror``."""
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    infos = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(place[0]) for *_, place in infos))


async def _first(
    connect: Callable[[str], Awaitable[httpcore.AsyncNetworkStream]], places: Sequence[str]
) -> httpcore.AsyncNetworkStream:
    """The first connection that comes about; each address gives the one before a head start.

    Raises the last address's error where none does.
    """
    waiting = list(places)
    trying: set[asyncio.Task[httpcore.AsyncNetworkStream]] = set()
    error: BaseException | None = None
    try:
        while waiting or trying:
            if waiting:
                trying.add(asyncio.ensure_future(connect(waiting.pop(0))))
            done, trying = await asyncio.wait(
                trying,
                timeout=HEAD_START_SECONDS if waiting else None,
                return_when=asyncio.FIRST_COMPLETED,
            )
            for task in done:
                error = task.exception()
            made = [task.result() for task in done if task.exception() is None]
            if made:
                await _close(made[1:])
                return made[0]
    finally:
        for task in trying:
            task.cancel()
        await _close(await asyncio.gather(*trying, return_exceptions=True))
    raise error or httpcore.ConnectError("no address")


async def _close(ended: Iterable[httpcore.AsyncNetworkStream | BaseException]) -> None:
    """Close what came about after all though another one is taken."""
    for stream in ended:
        if isinstance(stream, httpcore.AsyncNetworkStream):
            await stream.aclose()
