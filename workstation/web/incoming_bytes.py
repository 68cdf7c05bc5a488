"""What comes in over one connection, until it is read.

Whoever reads what is there already never waits, and the loop is the window's: of an answer in
pieces of one byte, or of a thousand heads before the one that counts, each piece costs as much as a
whole one. So what is given at once is bounded, and after ``TURN_SECONDS`` everybody else has a turn
(``test_an_answer_in_tiny_pieces_lets_others_have_their_turn``).
"""

import asyncio
from time import monotonic
from typing import cast

TURN_SECONDS = 0.004
_AT_ONCE = 16 * 1024
_HIGH_WATER = 256 * 1024


class Turn:
    """How long one reader has gone on by itself."""

    def __init__(self) -> None:
        self._began = monotonic()

    async def give_way(self) -> None:
        """Let everybody else go on, where it has been a while."""
        if monotonic() - self._began >= TURN_SECONDS:
            await asyncio.sleep(0)
            self._began = monotonic()


class IncomingBytes(asyncio.Protocol):
    """What came over one connection and was not read yet, and whether more may be written."""

    transport: asyncio.Transport

    def __init__(self) -> None:
        self.buffer = bytearray()
        self.ended = False
        self.error: Exception | None = None
        self._turn = Turn()
        self._news, self._writable = asyncio.Event(), asyncio.Event()
        self._writable.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take asyncio's word that a connection is there."""
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Take bytes that came, by asyncio's word. A reader that is slow slows the server."""
        self.buffer += data
        self._news.set()
        if len(self.buffer) > _HIGH_WATER:
            self.transport.pause_reading()

    def eof_received(self) -> bool:
        """Take asyncio's word that the other side ended; what is written still goes out."""
        self.ended = True
        self._news.set()
        return self.transport.get_extra_info("sslcontext") is None

    def connection_lost(self, exc: Exception | None) -> None:
        """Take asyncio's word that the connection is over."""
        self.ended, self.error = True, exc
        self._news.set()
        self._writable.set()

    def pause_writing(self) -> None:
        """Take asyncio's word that the other side is slow."""
        self._writable.clear()

    def resume_writing(self) -> None:
        """Take asyncio's word that the other side has caught up."""
        self._writable.set()

    async def take(self, at_most: int) -> bytes:
        """Bytes as soon as there are any, none at the end. Raises what broke the connection."""
        await self._turn.give_way()
        while not self.buffer and not self.ended:
            self._news.clear()
            await self._news.wait()
        if not self.buffer and self.error is not None:
            raise self.error
        taken = bytes(self.buffer[: min(at_most, _AT_ONCE)])
        del self.buffer[: len(taken)]
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
