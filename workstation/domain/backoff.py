"""How long to wait before something is tried again: the one place where each policy stands.

Whatever failed is tried again later and later, because what is away for a second mostly comes
back at once, and what is away for an hour must not be asked for every second by three hundred
computers. *Jitter* is the share of a wait that is drawn by lot: after a server's restart every
computer of a hospital finds out at the same moment, and with the same waits they would come back
as one wave for ever. Full jitter (1.0) spreads them over the whole span; what one computer alone
does, such as reading one room's archive again, needs none.

A wait is a generator's next value, so that a test reads a policy without waiting::

    >>> list(islice(READ.waits(lambda: 1.0), 5))
    [0.5, 1.0, 2.0, 4.0, 8.0]

Without the bound ``tests/services/test_quarantine.py`` turns red (a wait beyond the bound after
two thousand failures), without jitter ``tests/link/test_waiting.py``.
"""

import random
from collections.abc import Callable, Iterator
from typing import Final

from workstation.domain.value import Value

Draw = Callable[[], float]
"""Gives numbers between 0 and 1."""


class Backoff(Value):
    """Waits in seconds: the first, each ``factor`` times the one before, at most ``max_seconds``.

    ``jitter`` is the share of each wait that is drawn, between 0 (none) and 1 (all of it).
    """

    first_seconds: float
    max_seconds: float
    factor: float = 2.0
    jitter: float = 0.0

    def waits(self, draw: Draw = random.random) -> Iterator[float]:
        """The waits of one failure's time, without end; a new one begins with short waits again."""
        seconds = self.first_seconds
        while True:
            yield seconds * (1.0 - self.jitter + self.jitter * draw())
            seconds = self.after(seconds)

    def after(self, seconds: float) -> float:
        """The wait, without jitter, that follows one of so many seconds; after none, the first."""
        return min(max(seconds * self.factor, self.first_seconds), self.max_seconds)


RECONNECT: Final = Backoff(0.5, 30.0, jitter=1.0)
"""Between rounds over the IM servers (the interface contract, IM, "Session")."""

PROBE: Final = Backoff(0.25, 5.0, factor=1.2, jitter=0.5)
"""Between looks, one TCP connection each, whether the last good IM server listens again.

It begins so early that a short restart is hardly felt.
"""

READ: Final = Backoff(0.5, 8.0, jitter=1.0)
"""Between tries of one reading call of the platform."""

UPLOAD: Final = Backoff(5.0, 120.0)
"""Before a file goes over the line again, all of it."""

CATCH_UP: Final = Backoff(5.0, 300.0)
"""Before a room's archive that gave no answer is asked again."""

JOIN: Final = Backoff(2.0, 30.0)
"""Before a room that put us out, or did not let us in, is joined again."""

REFUSED_JOIN: Final = Backoff(2.0, 60.0)
"""The same where somebody must change the room first."""

ECHO: Final = Backoff(20.0, 1200.0)
"""Before a room that does not return an own message is pinged, and joined again if need be."""

DISK: Final = Backoff(2.0, 60.0)
"""Before what memory alone has is tried on the disk again, while the doctor is asked about it.

Soon at first: a computer that goes down gives a program a minute or two. The question may also
stand all night, and each look writes to the disk.
"""
