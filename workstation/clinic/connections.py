"""Open TCP connections by the client's address, so that a fault can cut one hard."""

import asyncio
from weakref import WeakValueDictionary


class Connections:
    """The connections that the server process has accepted; a lost one is forgotten."""

    def __init__(self) -> None:
        self._transports: WeakValueDictionary[tuple[str, int], asyncio.Transport] = (
            WeakValueDictionary()
        )

    def add(self, client: tuple[str, int], transport: asyncio.Transport) -> None:
        """Remember an accepted connection."""
        self._transports[client] = transport

    def abort(self, client: tuple[str, int] | None) -> bool:
        """Reset the connection of ``scope["client"]``, WebSockets too; False if not known."""
        transport = self._transports.get((client[0], client[1])) if client else None
        if transport is None:
            return False
        transport.abort()
        return True
