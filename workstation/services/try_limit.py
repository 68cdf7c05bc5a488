"""How many wrong codes in a row the policy takes, on the lock screen as before the data open.

The count is one and lies on the disk (``vault.keys.try_counter``); so neither a start of the
program nor the way from one page to the other gives a guesser more tries.
"""

import logging
from collections.abc import Callable

from workstation.domain.audit import AuditEvent
from workstation.domain.keys import KeyDestroyed, WrongCode
from workstation.services.unlock_code import UnlockCode

log = logging.getLogger(__name__)

WARN_BELOW = 6


class TryLimit:
    """The limit of wrong codes for one doctor.

    ``limit`` gives the policy's limit, 0 for none. ``record`` audits an event with its detail.
    """

    def __init__(
        self,
        unlock_code: UnlockCode,
        limit: Callable[[], int],
        record: Callable[[AuditEvent, str], None],
    ) -> None:
        self._unlock_code, self._limit, self._record = unlock_code, limit, record

    @property
    def left(self) -> int:
        """How many tries remain, once so few that a warning is due; else 0."""
        limit, count = self._limit(), self._unlock_code.try_count
        left = max(limit - count, 1)
        return left if limit and count and left < WARN_BELOW else 0

    async def note_wrong(self, error: WrongCode) -> None:
        """Audit a wrong code, and destroy the key if it was the last one allowed.

        Raises ``KeyDestroyed`` then, and ``StorageError`` where the disk keeps the key.
        """
        self._record(AuditEvent.UNLOCK_FAILED, str(error.count))
        limit = self._limit()
        if not limit or error.count < limit:
            return
        await self._unlock_code.destroy()
        log.warning("the key is destroyed after too many wrong codes")
        self._record(AuditEvent.KEY_DESTROYED, "")
        raise KeyDestroyed
