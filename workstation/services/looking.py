"""When the doctor last looked at the window, kept over restarts."""

from workstation.clock import Clock
from workstation.store.since import is_absence
from workstation.vault import preferences
from workstation.vault.database import Vault

LOOKED = "desk.looked_ms"


class Looking:
    """``since_ms`` is when the doctor last looked before an absence; ``None`` without one."""

    def __init__(self, vault: Vault, clock: Clock) -> None:
        self._vault, self._clock = vault, clock
        self._looked_ms: int | None = None
        self.since_ms: int | None = None

    async def start(self) -> None:
        """Find out how long the doctor was away. Raises ``StorageError``."""
        kept = await self._vault.read(preferences.get, LOOKED)
        self._looked_ms = kept if isinstance(kept, int) else None

    def look(self) -> bool:
        """The doctor looks now; true if that ends an absence, which ``since_ms`` then tells."""
        before, now_ms = self._looked_ms, self._clock.now_ms()
        self._looked_ms = now_ms
        if before is None or not is_absence(before, now_ms):
            return False
        self.since_ms = before
        return True

    async def keep(self) -> None:
        """Remember it beyond this run. Raises ``StorageError``."""
        if self._looked_ms is not None:
            await self._vault.absorb(preferences.put, LOOKED, self._looked_ms)
