"""The counters of XEP-0198: what each side has handled, and what may have to be sent again."""

from collections import deque
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, NamedTuple

MODULUS: Final = 2**32
MAX_UNACKED: Final = 10_000


class Acknowledged(Enum):
    """What an ``h`` was worth."""

    FORWARD = "forward"
    BACKWARD = "backward"
    TOO_HIGH = "too-high"


class Sent(NamedTuple):
    """A frame that the client has not acknowledged, and when it was sent (microseconds)."""

    frame: str
    stamp_us: int


@dataclass(slots=True)
class Resumption:
    """State of one session with stream management; counts stanzas modulo 2^32."""

    id: str
    handled: int = 0
    """Stanzas of the client whose effects took place."""
    acked: int = 0
    """Our stanzas that the client has said it handled."""
    unacked: deque[Sent] = field(default_factory=deque)
    """Our stanzas after ``acked``, oldest first."""

    @property
    def overflowing(self) -> bool:
        """The client has not acknowledged for so long that the session should end."""
        return len(self.unacked) > MAX_UNACKED

    def count_handled(self) -> None:
        """One more stanza of the client took effect."""
        self.handled = (self.handled + 1) % MODULUS

    def acknowledge(self, h: int) -> Acknowledged:
        """Forget what the client has handled by ``h``; unchanged unless ``FORWARD``."""
        step = (h - self.acked) % MODULUS
        if step > MODULUS // 2:
            return Acknowledged.BACKWARD
        if step > len(self.unacked):
            return Acknowledged.TOO_HIGH
        for _ in range(step):
            self.unacked.popleft()
        self.acked = h
        return Acknowledged.FORWARD
