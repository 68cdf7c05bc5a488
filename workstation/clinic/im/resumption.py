"""The counters of XEP-0198: what each side has handled, and what may have to be sent again.

Both counters run modulo 2^32, so ``h`` alone does not say which of two values is the later one.
The step from the last acknowledged value to the new one, modulo 2^32, does: up to the number of
stanzas in flight it is an acknowledgement, up to half the circle it names stanzas that were never
sent, and beyond that it is a value from the past.

    acked 4294967295, in flight 3:   h=1           step 2           two stanzas acknowledged
                                     h=9           step 10          too high, ends the stream
                                     h=4294967290  step 4294967291  backward; Prosody fails the
                                                                    resume, ejabberd accepts it

Invariant: ``unacked`` holds exactly the stanzas after ``acked``, so its length never has to be
stored. Tests: tests/clinic_im/test_resumption.py,
``test_acks_move_forward_only_and_only_over_what_was_sent``.
"""

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
        """Whether the client has acknowledged nothing for so long that the session should end."""
        return len(self.unacked) > MAX_UNACKED

    def count_handled(self) -> None:
        """Count one more stanza of the client that took effect."""
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
