"""Wires, with the library behind them loaded in a thread: the window has painted long before."""

import asyncio
import ssl
import sys
from collections.abc import Sequence
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
    _, (wire,) = await open_wires(network, bounds)
    return wire


async def open_wires(
    network: Network, *bounds: "ReachBounds | None"
) -> tuple[ssl.SSLContext, list[Wire]]:
    """Open several wires, one for each bounds, with what judges certificates for all of them.

    Whatever else is connected beside them goes by that, too: the system's certificates are read
    and held once. As parsed, those are nearly a megabyte. Otherwise as ``open_wire``.
    """
    return await asyncio.to_thread(_open, network, bounds)


def _open(
    network: Network, bounds: Sequence["ReachBounds | None"]
) -> tuple[ssl.SSLContext, list[Wire]]:
    # Where rich and pygments are installed, httpx loads its command line with them: 0.1 s. ``None``
    # is Python's word for a module that is not to be found (the import system, 5.3.1).
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    from workstation.web.exchange import HttpWire  # noqa: PLC0415  after the first paint
    from workstation.web.tls import tls_context  # noqa: PLC0415  after the first paint

    if network.proxy == SYSTEM_PROXY:
        proxy.refresh()
    trust = tls_context(network)
    return trust, [HttpWire(network, trust, each) for each in bounds]
