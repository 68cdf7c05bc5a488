"""A connection's signs of life: the answer to a ping, or whatever comes meanwhile.

On a slow line the answer stands behind all that the server sent before it: after a day away the
pages of sixteen archives, or one large message. It comes late then, while the line carries as much
as it can. To give that line up would send it all once more, and end it again by the next ping. So
only silence counts, and not the lack of an answer.

Whoever only answers, or only sends, may still carry no message: that is told by what is not
acknowledged (``acknowledgement_watch``). Red without: ``tests/link/test_live_connection.py``.
"""

import asyncio
import contextlib

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed


class LiveConnection(ClientConnection):
    """Is given up after ``ping_timeout`` seconds of silence behind a ping, if we listen.

    ``heard_at`` is when something came last, in the loop's seconds.
    """

    heard_at = 0.0

    def data_received(self, data: bytes) -> None:
        """Note when that was."""
        self.heard_at = self.loop.time()
        super().data_received(data)

    async def is_alive(self, seconds: float) -> bool:
        """Ask for an answer, and wait as long as anything comes within so many seconds.

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
        """The question may have to wait as well: behind all that a dead line has not taken."""
        await (await self.ping())

    async def keepalive(self) -> None:
        """Ask at each interval; instead of the library's, which counts answers alone."""
        with contextlib.suppress(ConnectionClosed):
            while self.ping_interval is not None and self.ping_timeout is not None:
                await asyncio.sleep(self.ping_interval)
                if not await self.is_alive(self.ping_timeout):
                    self.transport.abort()
                    return
