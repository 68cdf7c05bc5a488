"""What this computer keeps, and for how long: the policy's days from a consultation's start on.

The platform's own records are not touched. What is in process is always kept.
"""

from collections.abc import Callable

from workstation.clock import Clock
from workstation.domain.changes import Changes, Place
from workstation.domain.consultation import Consultation
from workstation.media.cache import MediaCache
from workstation.vault import consultations
from workstation.vault.database import Vault

DAY_MS = 24 * 3600 * 1000


class Retention:
    """Forgets what is older than ``days``; ``on_changes`` is told what became different."""

    def __init__(
        self,
        vault: Vault,
        cache: MediaCache,
        clock: Clock,
        on_changes: Callable[[Changes], None],
        *,
        days: int,
    ) -> None:
        self._vault, self._cache, self._clock, self._on_changes = vault, cache, clock, on_changes
        self._retention_ms = days * DAY_MS

    def is_retained(self, consultation: Consultation) -> bool:
        """Whether a closed consultation stays on this computer."""
        return consultation.created_ms is None or consultation.created_ms >= self._oldest_ms()

    async def apply(self) -> None:
        """Forget old consultations that are in no list, and media nobody has looked at."""
        left = await self._vault.read(consultations.in_place, Place.GONE)
        old = [
            listed.consultation.consultation_id
            for listed in left
            if not self.is_retained(listed.consultation)
        ]
        if old:
            self._on_changes(await self._vault.write(consultations.forget, old))
        await self._cache.drop_unused(self._oldest_ms())

    def _oldest_ms(self) -> int:
        return self._clock.now_ms() - self._retention_ms
