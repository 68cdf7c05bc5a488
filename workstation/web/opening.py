"""A wire, with the library behind it loaded in a thread: the window has painted long before."""

import asyncio
import sys
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
    # Where rich and pygments are installed, httpx loads its command line with them: 0.1 s. ``None``
    # is Python's word for a module that is not to be found (the import system, 5.3.1).
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    from workstation.web.exchange import HttpWire  # noqa: PLC0415  after the first paint

    if network.proxy == SYSTEM_PROXY:
        proxy.refresh()
    return HttpWire(network, bounds)
