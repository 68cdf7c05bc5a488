"""The handover: what open consultations leave open, read anew each time, and marked by hand."""

from collections.abc import Callable

from workstation.clock import Clock
from workstation.domain.changes import Changes
from workstation.domain.handover import HandoverItem
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import MessageKind
from workstation.vault import handover, outbox
from workstation.vault.database import Vault


class HandoverService:
    """``allowed`` is the policy's word. All verbs raise ``StorageError``.

    ``on_changes`` is told of the messages by which consultations are handed over.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        on_changes: Callable[[Changes], None],
        new_id: Callable[[], OriginId],
        *,
        allowed: bool,
    ) -> None:
        self._vault, self.allowed = vault, allowed
        self._clock, self._on_changes, self._new_id = clock, on_changes, new_id

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

    async def send(self, consultation_id: ConsultationId, text: str) -> None:
        """Commit the message that hands a consultation over; ``Outbox.pump`` sends it."""
        origin_id, now_ms = self._new_id(), self._clock.now_ms()
        kind = MessageKind.TEXT
        self._on_changes(
            await self._vault.write(outbox.add, consultation_id, origin_id, kind, text, now_ms)
        )
