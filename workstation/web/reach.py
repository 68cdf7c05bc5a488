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

import socket
from collections.abc import Iterable, Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpcore

from workstation.domain.address import Origin, is_loopback
from workstation.domain.errors import ForeignMedia
from workstation.domain.zones import Address, Zone, zone_of
from workstation.web.asyncio_backend import AsyncioBackend, addresses_of


class ReachBounds(Protocol):
    """Who may be connected to: the rule of ``media.origins``, asked for each connection."""

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
        addresses = await addresses_of(host, port)
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
        """The zone of the platform; not asked for where it makes no difference."""
        home = self._bounds.home
        if nearest is Zone.INTERNET or home.loopback:
            return Zone.INTERNET
        try:
            return max(zone_of(address) for address in await addresses_of(home.host, home.port))
        except socket.gaierror:
            return Zone.INTERNET


class FilteredBackend(AsyncioBackend):
    """Connects for the HTTP library (``httpcore``), to addresses that were judged."""

    def __init__(self, address_filter: AddressFilter) -> None:
        super().__init__()
        self._filter = address_filter

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
        stream = await super().connect_tcp(host, port, timeout, local_address, socket_options)
        if self._filter.named(host, port):
            return stream
        try:
            self._filter.require_elsewhere(stream)
        except ForeignMedia:
            await stream.aclose()
            raise
        return stream

    async def admitted(self, host: str, port: int) -> Sequence[Address]:
        """The addresses that may be connected to. Raises ``ForeignMedia`` and ``gaierror``."""
        if self._filter.named(host, port):
            return await addresses_of(host, port)
        return await self._filter.admitted(host, port)
