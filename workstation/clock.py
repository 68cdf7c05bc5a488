"""Time as an argument: what a part of the program may know of it."""

import time
from typing import Protocol


class Clock(Protocol):
    """Wall time for people, monotonic time for deadlines."""

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, UTC."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary point; never jumps."""


class SystemClock:
    """The computer's own clock."""

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds from an arbitrary point; never jumps."""
        return time.monotonic()
