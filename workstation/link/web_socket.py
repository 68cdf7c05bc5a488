"""One WebSocket that carries frames of text, each send and receive with a plain outcome.

A line may be dead while both ends believe in it: a cable pulled, a laptop carried to another floor,
a firewall that forgot the connection. TCP finds out in a quarter of an hour. Pings (every 20 s,
10 s to answer, ``live_connection``) bound that to half a minute; ``probe`` asks at once when there
is a reason to doubt: the computer slept, or what was sent is not acknowledged. It aborts instead of
closing, because the closing handshake would wait for the dead end too
(``test_a_server_that_answers_no_ping_is_dropped_by_a_probe``)::

    doubt → probe → silence for 3 s → abort → ConnectionDropped → next socket, same session

``send`` never waits, so that no caller holds up the window; a frame leaves the queue only after the
library took it. Frames far beyond the bound break the protocol instead of the memory
(``oversized_frames``), and so do those that the library cannot read.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Iterable

from websockets.exceptions import ConnectionClosed

from workstation.base.task_scope import log_failure
from workstation.domain.errors import ConnectionDropped, RemoteProtocolError
from workstation.link.live_connection import LiveConnection

CLOSE_SECONDS = 1.0
PROBE_SECONDS = 3.0
PROTOCOL_ERROR, INVALID_DATA, MESSAGE_TOO_BIG = 1002, 1007, 1009
UNREADABLE = {
    PROTOCOL_ERROR: "frame cannot be read",
    INVALID_DATA: "frame cannot be read",
    MESSAGE_TOO_BIG: "frame exceeds the bound",
}
"""Ends of a connection that a resumed session would meet again: the same would be sent again.

Which side cannot read, or bear, what the other one sent, is told by who ended it.
"""


class FrameRefused(RemoteProtocolError):
    """The other side does not take what was sent: the server, or a gateway before it."""


class SizeRefused(FrameRefused):
    """The other side gives the size of a frame as its reason: of ours, or of one for us.

    A gateway ends both its connections the same way, whichever side sent too much.
    """


class WebSocket:
    """An open WebSocket. ``receive`` and the writer behind ``send`` end with ``ConnectionDropped``.

    ``send`` never waits: frames are written in order by the socket's own task.
    """

    def __init__(self, connection: LiveConnection) -> None:
        self._connection = connection
        self._frames: deque[str] = deque()
        self._more = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._writer = asyncio.get_running_loop().create_task(self._write())
        self._watcher = asyncio.get_running_loop().create_task(connection.watch())
        for task in (self._writer, self._watcher):
            task.add_done_callback(log_failure)

    @property
    def content_bytes(self) -> int:
        """How much came of frames so far, be they whole or still under way."""
        return self._connection.content_bytes

    async def receive(self) -> str | bytes:
        """The next frame. Raises ``ConnectionDropped``, or ``RemoteProtocolError``."""
        try:
            return await self._connection.recv()
        except ConnectionClosed as closed:
            # The answer to an end in the middle of a message is 1002, whatever ended it.
            end = closed.rcvd if closed.rcvd_then_sent else closed.sent
            if end is not None and end.code in UNREADABLE:
                refused = SizeRefused if end.code == MESSAGE_TOO_BIG else FrameRefused
                kind = refused if closed.rcvd_then_sent else RemoteProtocolError
                raise kind(UNREADABLE[end.code]) from None
            raise ConnectionDropped(
                f"close code {closed.rcvd.code if closed.rcvd else 0}"
            ) from None

    def send(self, frames: Iterable[str]) -> None:
        """Write these next, in order; never waits (``flush`` does)."""
        self._frames.extend(frames)
        if self._frames:
            self._idle.clear()
            self._more.set()

    def probe(self) -> None:
        """Ask for a sign of life at once; without one the keepalive ends the socket."""
        task = asyncio.ensure_future(self._wait_for_pong())
        task.add_done_callback(lambda done: done.cancelled() or done.exception())

    async def _wait_for_pong(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            if await self._connection.is_alive(PROBE_SECONDS):
                return
        self.drop()

    def drop(self) -> None:
        """Break the line: whoever receives gets ``ConnectionDropped``; ``abort`` is still due."""
        self._connection.transport.abort()

    async def flush(self) -> None:
        """Wait until everything given to ``send`` is handed to the network, or it is broken."""
        idle = asyncio.ensure_future(self._idle.wait())
        try:
            await asyncio.wait({idle, self._writer}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            idle.cancel()

    async def close(self, code: int = 1000) -> None:
        """Write what is left, end politely within a second (RFC 6455, 7.1.1), then for good.

        ``code`` is the reason given to the other side. Never raises for a socket that is lost
        already. Whoever is cancelled meanwhile leaves no socket open either.
        """
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await self.flush()
                    await self._connection.close(code)
        finally:
            await self.abort()

    async def abort(self) -> None:
        """End at once: what was not written is lost. May be called again."""
        self._writer.cancel()
        self._watcher.cancel()
        self._connection.transport.abort()
        await asyncio.gather(self._writer, self._watcher, return_exceptions=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._connection.wait_closed()

    async def _write(self) -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await self._more.wait()
                self._more.clear()
                while self._frames:
                    await self._connection.send(self._frames[0])
                    self._frames.popleft()
                self._idle.set()
