"""The handover: what open consultations leave open, read anew each time, and marked by hand."""

from workstation.domain.handover import HandoverItem
from workstation.vault import handover
from workstation.vault.database import Vault


class HandoverService:
    """``allowed`` is the policy's word. All verbs raise ``StorageError``."""

    def __init__(self, vault: Vault, *, allowed: bool) -> None:
        self._vault, self.allowed = vault, allowed

    async def read(self) -> tuple[HandoverItem, ...]:
        """What the messages of all open consultations leave open now."""
        return await self._vault.read(handover.read)

    async def set_due(self, item: HandoverItem, due_ms: int) -> None:
        """Let a promise be due on another day; ``due_ms`` is when that begins."""
        await self._vault.write(handover.put, item, due_ms)

    async def close(self, item: HandoverItem) -> None:
        """It is done, answered, or was found by mistake: never show it again."""
        await self._vault.write(handover.put, item, None)

    async def reopen(self, item: HandoverItem) -> None:
        """Take back what was marked by hand."""
        await self._vault.write(handover.remove, item)
