"""Identifiers and time stamps that never repeat and never go back."""

import secrets

from workstation.base.clock import Clock


class Stamps:
    """Microseconds since the Unix epoch; each call gives a later one, whatever the clock does."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def next(self) -> int:
        """A stamp later than all before."""
        self._last = max(self._last + 1, self._clock.now_ms() * 1000)
        return self._last

    def start_after(self, stamp_us: int) -> None:
        """Never give a stamp at or before this one, which an earlier run has used."""
        self._last = max(self._last, stamp_us)


def uuid_of_time(stamp_us: int) -> str:
    """An id in the form of a UUID version 7, as Prosody gives to archived stanzas."""
    milliseconds, microseconds = divmod(stamp_us, 1000)
    time = f"{milliseconds:012x}"
    noise = secrets.token_hex(8)
    return f"{time[:8]}-{time[8:]}-7{microseconds:03x}-b{noise[:3]}-{noise[4:]}"


def number_of_time(stamp_us: int) -> str:
    """An id as ejabberd gives to archived stanzas."""
    return str(stamp_us)
