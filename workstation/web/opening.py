"""A wire, with the library behind it loaded in a thread: the window has painted long before."""

import asyncio
from typing import TYPE_CHECKING

from workstation.web import proxy
from workstation.web.network import SYSTEM_PROXY, Network
from workstation.web.wire import Wire

if TYPE_CHECKING:
    from workstation.web.reach import ReachBounds


async def open_wire(network: Network, bounds: "ReachBounds | None" = None) -> Wire:
    """A wire over this network; with ``bounds`` it connects to what they admit alone.

    The library is loaded and the system's proxy read in a thread: some 100 ms the first time.
    Raises ``PolicyUnusable`` for an unreadable CA file.
    """
    return await asyncio.to_thread(_open, network, bounds)


def _open(network: Network, bounds: "ReachBounds | None") -> Wire:
    from workstation.web.exchange import HttpWire  # noqa: PLC0415  after the first paint

    if network.proxy == SYSTEM_PROXY:
        proxy.refresh()
    return HttpWire(network, bounds)
