"""When the doctor last looked at the window, kept over restarts."""

from workstation.base.clock import Clock, is_vouched_for, know_past
from workstation.store.activity_summary import is_absence
from workstation.vault import preferences
from workstation.vault.database import Vault

PREFERENCE = "desk.looked_ms"


class LastSeen:
    """Notes when the doctor last looked at the window.

    ``away_since_ms`` is when the doctor last looked before an absence; ``None`` without one.

    In milliseconds since the Unix epoch, UTC.
    """

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock
        self._last_seen_ms: int | None = None
        self.away_since_ms: int | None = None

    async def load(self) -> None:
        """Find out until when the doctor last looked, in an earlier run; the clock knows it, too.

        Raises ``StorageError``.
        """
        stored = await self._vault.read(preferences.get, PREFERENCE)
        if isinstance(stored, int):
            self._last_seen_ms = stored
            know_past(self._clock, stored)

    def update(self) -> bool:
        """Note that the window became active; true if that ends an absence.

        ``away_since_ms`` (since the epoch) is then when the absence began. Nothing is noted before
        the platform said the time: a clock that is put right later would make an absence of it.
        """
        if not is_vouched_for(self._clock):
            return False
        previous_ms, now_ms = self._last_seen_ms, self._clock.now_ms()
        self._last_seen_ms = now_ms
        if previous_ms is None or not is_absence(previous_ms, now_ms):
            return False
        self.away_since_ms = previous_ms
        return True

    async def save(self) -> None:
        """Save when the doctor last looked, for the next run. Raises ``StorageError``."""
        if self._last_seen_ms is not None:
            await self._vault.absorb(preferences.put, PREFERENCE, self._last_seen_ms)
