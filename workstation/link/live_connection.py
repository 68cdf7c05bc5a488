"""A connection's signs of life: the answer to a ping, or any other data meanwhile.

On a slow line the answer is queued behind all that the server sent before it: after a day offline
the pages of sixteen archives, or one large message. It is late then, while the line is fully used.
Closing that connection would transfer everything again, and fail at the next ping again. So only
silence counts, not a missing answer; the library's keepalive, which counts answers only, is off.

A peer that answers pings may still carry no messages: ``acknowledgement_watch`` detects that. Test:
``tests/link/test_live_connection.py``.
"""

import asyncio
import contextlib
from typing import Any, Final

from websockets.asyncio.client import ClientConnection
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from workstation.base.aligned_waits import aligned_wait
from workstation.link.oversized_frames import IncomingFrames

PING_SECONDS = 20.0
PONG_SECONDS = 10.0
HEAD_END: Final = b"\r\n\r\n"


class LiveConnection(ClientConnection):
    """A WebSocket that shows that it lives.

    It is given up after ``PONG_SECONDS`` of silence behind a ping, if we listen. ``heard_at`` is
    when something came last, in the loop's seconds.
    """

    heard_at = 0.0

    def __init__(self, protocol: ClientProtocol, **options: Any) -> None:
        super().__init__(protocol, **options)
        self._incoming, self._last_bytes = IncomingFrames(), b""

    @property
    def content_bytes(self) -> int:
        """How much came of messages, be they whole or under way."""
        return self._incoming.content_bytes

    def data_received(self, data: bytes) -> None:
        """Note when that was, and let through what is carried of it."""
        self.heard_at = self.loop.time()
        if self.state is State.CONNECTING:
            end = self._find_head_end(data)
            super().data_received(data[:end])
            data = data[end:]
        if self.state is not State.CONNECTING:
            data = self._incoming.cut(data)
        if data:
            super().data_received(data)

    def _find_head_end(self, data: bytes) -> int:
        """The end of the head of the handshake's answer in the data, or their length without one.

        Frames may follow it at once; what follows a refusal are no frames.
        """
        before, seen = len(self._last_bytes), self._last_bytes + data
        self._last_bytes = seen[1 - len(HEAD_END) :]
        begin = seen.find(HEAD_END)
        return len(data) if begin < 0 else begin + len(HEAD_END) - before

    async def is_alive(self, seconds: float) -> bool:
        """Whether an answer comes: asks for one, waits while anything comes within so many seconds.

        One that is not listened to, as with a full inbox, counts as alive: its answers wait, too.
        Raises ``ConnectionClosed``.
        """
        asking, asked_at = asyncio.ensure_future(self._ask()), self.loop.time()
        try:
            while (left := max(asked_at, self.heard_at) + seconds - self.loop.time()) > 0:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(left):
                        await asyncio.shield(asking)
                        return True
            return not self.transport.is_reading()
        finally:
            asking.cancel()

    async def _ask(self) -> None:
        """Ask for a sign of life, which may wait behind all that a dead line has not taken."""
        await (await self.ping())

    async def watch(self) -> None:
        """Ask at each interval, until the line is silent or gone.

        An idle computer is woken once for it and other things.
        """
        with contextlib.suppress(ConnectionClosed):
            while True:
                await asyncio.sleep(aligned_wait(PING_SECONDS, self.loop.time()))
                if not await self.is_alive(PONG_SECONDS):
                    self.transport.abort()
                    return
