"""Rooms in whose archive there is something that ends whatever reads it."""

from workstation.clock import Clock
from workstation.vault.steps import Want

ENTRIES = 100
QUIET_SECONDS = 600.0


class Suspects:
    """Which rooms are to be read one entry at a time, and for how many entries more."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._left: dict[int, int] = {}
        self._newest: dict[int, tuple[float, bool]] = {}

    def __contains__(self, room: int) -> bool:
        return room in self._left

    def add(self, room: int) -> None:
        """Something of this room may have ended the session: as many entries as a page holds."""
        self._left[room] = ENTRIES

    def passed(self, room: int) -> bool:
        """One more entry could be read; whether the room is still to be read one by one."""
        if room in self._left:
            self._left[room] -= 1
            if not self._left[room]:
                del self._left[room]
        return room in self._left

    def clear(self, room: int) -> None:
        """The room was read to its end."""
        self._left.pop(room, None)

    def convict(self, want: Want) -> None:
        """What was asked for is what cannot be read.

        Asked for forward, it may well be the newest that there is: then a look from the other
        side would meet it again.
        """
        self._left.pop(want.consultation_id, None)
        if want.before is None:
            now, surely = self._clock.monotonic(), want.after is None
            self._newest[want.consultation_id] = now, surely

    def is_newest(self, room: int, *, surely: bool = False) -> bool:
        """Whether the newest entry could not be read a short while ago: nothing to ask for.

        ``surely``: it was asked for as the newest, not as the next.
        """
        since, sure = self._newest.get(room, (float("-inf"), False))
        return self._clock.monotonic() - since < QUIET_SECONDS and (sure or not surely)
