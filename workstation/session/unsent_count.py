"""When the count of what was not sent is written and removed: see ``vault.unsent.unsent_count``."""

import asyncio
import contextlib

from workstation.domain.errors import StorageError
from workstation.session.context import SessionContext
from workstation.vault.unsent import unsent_count
from workstation.vault.unsent.unsaved import unsaved

READ_SECONDS = 10.0
"""A slow disk may take as long to count as to close: the window is locked meanwhile."""


class UnsentCount:
    """Stores the number of unsent messages of one sign-in; not of a vault in memory."""

    def __init__(self, context: SessionContext) -> None:
        self._vault, self._folder = context.vault, context.folders.data
        self._is_durable = context.store.is_durable

    async def save(self) -> None:
        """Write the counts before the vault is closed. Raises ``StorageError``."""
        if self._is_durable:
            counts = await self._vault.read(unsaved)
            await asyncio.to_thread(unsent_count.save, self._folder, counts)

    def save_now(self) -> None:
        """Store the count before the window is locked. Blocks; raises nothing."""
        if self._is_durable:
            with contextlib.suppress(StorageError):
                unsent_count.save(self._folder, self._vault.read_now(unsaved, READ_SECONDS))

    def remove(self) -> None:
        """Delete the stored count: with the vault open it may change at any time. Blocks."""
        if self._is_durable:
            unsent_count.remove(self._folder)
