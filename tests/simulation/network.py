"""One connection with both its ends: what is under way in each direction, and who thinks it lives.

Only the scheduler moves frames, so it may cut between any two of them. A frame that is cut through
was never received: it is lost like one that was never sent.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable

from workstation.domain.errors import ConnectionDropped


class Connection:
    """``up`` goes to the server. Either end may be dead without the other's knowledge.

    ``arrived`` is what came as the line was opened. ``refuses`` is asked of each frame on its way
    to the client: what stands between cuts the line there. ``computer`` is where it was opened;
    ``addressed`` makes of a frame what is sent to that one.
    """

    def __init__(self, *arrived: str) -> None:
        self.computer = ""
        self.up: deque[str] = deque()
        self.down: deque[str] = deque()
        self.client_open = True
        self.server_open = True
        self.superseded = False
        self.refuses: Callable[[str], bool] = lambda _: False
        self.addressed: Callable[[str], str] = lambda frame: frame
        self._arrived = deque(arrived)
        self._news = asyncio.Event()

    def deliver_down(self) -> None:
        """The next frame reaches the client, or both ends learn that the line was cut at it."""
        frame = self.down.popleft()
        if self.refuses(frame):
            self.down.clear()
            self.drop_server()
            self.drop_client()
            return
        self._arrived.append(self.addressed(frame))
        self._news.set()

    def cut(self, *, up: int, down: int) -> None:
        """Lose all but the first ``up`` and ``down`` frames that are under way."""
        while len(self.up) > up:
            self.up.pop()
        while len(self.down) > down:
            self.down.pop()

    def drop_client(self) -> None:
        """The client learns that the line is gone, after all that arrived."""
        self.client_open = False
        self._news.set()

    def drop_server(self) -> None:
        """The server learns it; what was under way to it is lost."""
        self.server_open = False
        self.up.clear()

    async def receive(self) -> str:
        """The next frame at the client's end."""
        while not self._arrived:
            if not self.client_open:
                raise ConnectionDropped("cut")
            self._news.clear()
            await self._news.wait()
        return self._arrived.popleft()


class SimulatedSocket:
    """The client's end, as ``link.web_socket.WebSocket``; its line is never slow."""

    content_bytes = 0

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    async def receive(self) -> str:
        return await self._connection.receive()

    def send(self, frames: Iterable[str]) -> None:
        if self._connection.client_open:
            self._connection.up.extend(frames)

    def probe(self) -> None:
        """The day itself says when the client learns of a line that is dead."""

    def drop(self) -> None:
        self._connection.drop_client()

    async def close(self, _code: int = 1000) -> None:
        await self.abort()

    async def abort(self) -> None:
        self._connection.client_open = False
