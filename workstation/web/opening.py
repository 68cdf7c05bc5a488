"""A wire, with the library behind it loaded in a thread: the window has painted long before."""

import asyncio

from workstation.web import proxy
from workstation.web.network import SYSTEM_PROXY, Network
from workstation.web.wire import Wire


async def open_wire(network: Network) -> Wire:
    """A wire over this network. Raises ``ConfigurationError`` for an unreadable CA file."""
    return await asyncio.to_thread(_open, network)


def _open(network: Network) -> Wire:
    from workstation.web.exchange import HttpWire  # noqa: PLC0415  after the first paint

    if network.proxy == SYSTEM_PROXY:
        proxy.refresh()
    return HttpWire(network)
