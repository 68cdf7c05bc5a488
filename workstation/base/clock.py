"""Time as an argument: what a part of the program may know of it."""

import time
from collections.abc import Callable
from typing import Protocol

from workstation.domain.value import Value

SECOND_MS, MINUTE_MS, DAY_MS = 1_000, 60_000, 86_400_000


class Clock(Protocol):
    """Wall time for people, monotonic time for how long ago something was."""

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, UTC."""

    def monotonic(self) -> float:
        """Seconds from an arbitrary point; never jumps.

        Not the loop's own time, which on Linux stands still while the computer sleeps.
        """


def uptime_seconds() -> float:
    """Seconds that passed since this computer started, asleep or not; nobody can set them.

    Windows' monotonic clock goes on while it sleeps, Linux has one of its own for that.
    """
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class SystemClock:
    """The computer's own clock."""

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, UTC."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Seconds from an arbitrary point; never jumps. What passes in a sleep has passed."""
        return uptime_seconds()


class Offset(Value):
    """By how much a server's clock is ahead of this computer's: between ``low`` and ``high`` ms."""

    low: int
    high: int

    @property
    def best_ms(self) -> int:
        """The offset nearest to 0 within the bounds: a clock that may be right counts as right."""
        return min(max(0, self.low), self.high)

    def narrowed(self, observed: "Offset") -> "Offset":
        """The offsets that fit both; only ``observed`` where none does, as a clock was set."""
        low, high = max(self.low, observed.low), min(self.high, observed.high)
        return Offset(low, high) if low <= high else observed


def observed_offset(date_ms: int, sent_ms: int, received_ms: int) -> Offset:
    """The offset shown by the time in an answer, which has whole seconds (RFC 9110, 6.6.1)."""
    return Offset(date_ms - received_ms, date_ms + SECOND_MS - sent_ms)


class ServerClock:
    """What the platform's answers say of the time; this computer's clock before the first of them.

    From then on nothing reads this computer's clock, which may be set at any moment: one that was
    hours off at the start is put right a minute later. What came in until the next answer would
    bear that many hours, and a patient with a message of the future waits for nothing.
    """

    def __init__(self, own: Clock, uptime: Callable[[], float] = uptime_seconds) -> None:
        self._own, self._uptime = own, uptime
        self._start_ms = own.now_ms() - round(uptime() * SECOND_MS)
        self._offset: Offset | None = None
        self._past: tuple[int, float] | None = None

    def know_past(self, past_ms: int) -> None:
        """Note the platform's time of an earlier run, ``past_ms``: what is before it is wrong.

        A computer whose battery is empty starts years ago, and many before the network is there.
        Nobody would wait then, and nothing be urgent.
        """
        self._past = past_ms, self._uptime()

    def observe(self, date_ms: int, waited_ms: int) -> None:
        """Learn from an answer with the time ``date_ms``, ``waited_ms`` after it was asked for."""
        received_ms = self._steady_ms()
        observed = observed_offset(date_ms, received_ms - waited_ms, received_ms)
        self._offset = observed if self._offset is None else self._offset.narrowed(observed)

    @property
    def offset(self) -> Offset | None:
        """By how much the platform's clock is ahead; ``None`` before its first answer."""
        if self._offset is None:
            return None
        set_by = self._own.now_ms() - self._steady_ms()
        return Offset(self._offset.low - set_by, self._offset.high - set_by)

    def now_ms(self) -> int:
        """Milliseconds since the Unix epoch, UTC, as the server counts them."""
        if self._offset is not None:
            return self._steady_ms() + self._offset.best_ms
        if self._past is None:
            return self._own.now_ms()
        past_ms, uptime = self._past
        return max(self._own.now_ms(), past_ms + round((self._uptime() - uptime) * SECOND_MS))

    def monotonic(self) -> float:
        """Seconds from an arbitrary point; never jumps."""
        return self._own.monotonic()

    def _steady_ms(self) -> int:
        """This computer's time as it was set at the program's start, and went on since."""
        return self._start_ms + round(self._uptime() * SECOND_MS)


def offset_of(clock: Clock) -> Offset | None:
    """By how much the platform's clock is ahead of this computer's; ``None`` where unknown."""
    return clock.offset if isinstance(clock, ServerClock) else None


def is_vouched_for(clock: Clock) -> bool:
    """Whether the time is the platform's: this computer's own clock may be years ahead."""
    return not isinstance(clock, ServerClock) or clock.offset is not None


def know_past(clock: Clock, past_ms: int) -> None:
    """Tell a clock what the platform's time was in an earlier run (``ServerClock.know_past``)."""
    if isinstance(clock, ServerClock):
        clock.know_past(past_ms)
