"""What this computer keeps, and for how long: the policy's days from a consultation's start on.

The platform's own records are not touched. What is in process is always kept. Vaults of other
doctors and copies that were set aside are judged by their files' age
(``vault.removal.aged_copies``).
"""

import asyncio
import logging
from collections.abc import Callable

from workstation.base.clock import DAY_MS, Clock
from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.errors import NotErased
from workstation.media.cache import MediaCache
from workstation.vault.database import Vault
from workstation.vault.lists import consultations

log = logging.getLogger(__name__)


class Retention:
    """Deletes what is older than ``days``; ``on_changes`` gets the changes.

    ``erase_aged`` erases unused data last written before a moment (milliseconds since the Unix
    epoch); it blocks.
    """

    def __init__(  # noqa: PLR0913 - what it works on, put together once
        self,
        vault: Vault,
        cache: MediaCache,
        clock: Clock,
        on_changes: Callable[[Changes], None],
        erase_aged: Callable[[int], int],
        *,
        days: int,
    ) -> None:
        self._vault, self._cache, self._clock, self._on_changes = vault, cache, clock, on_changes
        self._erase_aged, self._retention_ms = erase_aged, days * DAY_MS

    def is_retained(self, consultation: Consultation) -> bool:
        """Whether a closed consultation stays on this computer."""
        return consultation.created_ms is None or consultation.created_ms >= self._oldest_ms()

    async def apply(self) -> None:
        """Delete old consultations that are in no list, and media that were not opened lately."""
        changes = await self._vault.write(consultations.forget_aged, self._oldest_ms())
        if changes.forgotten:
            self._on_changes(changes)
        await self._cache.drop_unused(self._oldest_ms())
        try:
            count = await asyncio.to_thread(self._erase_aged, self._oldest_ms())
        except NotErased as error:
            log.warning("something older than the policy's days is still here: %s", error)
        else:
            if count:
                log.info("erased by age: %d", count)

    def _oldest_ms(self) -> int:
        return self._clock.now_ms() - self._retention_ms
