"""What comes in over one connection, until it is read."""

import asyncio
from typing import cast

_HIGH_WATER = 256 * 1024


class IncomingBytes(asyncio.Protocol):
    """What came over one connection and was not read yet, and whether more may be written."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.ended = False
        self.error: Exception | None = None
        self._news, self._writable = asyncio.Event(), asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's word: a connection is there."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Asyncio's word: these bytes came. A reader that is slow slows the server."""
        self.buffer += data
        self._news.set()
        if len(self.buffer) > _HIGH_WATER:
            self.transport.pause_reading()

    def eof_received(self) -> bool:
        """Asyncio's word: the other side says no more; what is written still goes out."""
        self.ended = True
        self._news.set()
        return self.transport.get_extra_info("sslcontext") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """Asyncio's word: it is over."""
        self.ended, self.error = True, exc
        self._news.set()
        self._writable.set()

    def pause_writing(self) -> None:
        """Asyncio's word: the other side is slow."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Asyncio's word: it has caught up."""
        self._writable.set()

    async def take(self, at_most: int) -> bytes:
        """Bytes as soon as there are any, none at the end. Raises what broke the connection."""
        while not self.buffer and not self.ended:
            self._news.clear()
            await self._news.wait()
        if not self.buffer and self.error is not None:
            raise self.error
        taken = bytes(self.buffer[:at_most])
        del self.buffer[:at_most]
        if len(self.buffer) <= _HIGH_WATER and not self.ended:
            self.transport.resume_reading()
        return taken

    async def drain(self) -> None:
        """Wait until more may be written.

        Raises what broke the connection, ``ConnectionResetError`` for one that is being closed.
        """
        await self._writable.wait()
        if self.error is not None:
            raise self.error
        if self.transport.is_closing():
            raise ConnectionResetError
