"""A stream at the server's end, as XEP-0198 keeps it."""

from collections import deque
from dataclasses import dataclass, field

from tests.simulation.network import Connection


@dataclass(slots=True, eq=False)
class ServerSession:
    """A bound stream of a ``computer``, with or without its connection (XEP-0198)."""

    name: str
    connection: Connection | None
    computer: str = ""
    resumable: bool = False
    handled: int = 0
    acknowledged: int = 0
    unacknowledged: deque[str] = field(default_factory=deque)
    lanes: dict[str, deque[str]] = field(default_factory=dict)

    def write(self, frame: str) -> None:
        """Count a stanza and put it on the line, if there is one."""
        self.unacknowledged.append(frame)
        self.put(frame)

    def put(self, frame: str) -> None:
        if self.connection is not None and self.connection.server_open:
            self.connection.down.append(frame)

    def send_again(self) -> None:
        """What was sent and not acknowledged, to whoever resumed."""
        for frame in self.unacknowledged:
            self.put(frame)

    def acknowledge(self, h: int) -> None:
        for _ in range(h - self.acknowledged):
            self.unacknowledged.popleft()
        self.acknowledged = h
