"""The handover: what active consultations leave open, and the doctor's marks on it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from workstation.base.clock import Clock
from workstation.domain.changes import Changes
from workstation.domain.handover import HandoverItem, HandoverMark, MarkName
from workstation.domain.ids import ConsultationId, OriginId
from workstation.store.feed import Feed
from workstation.vault.database import Vault
from workstation.vault.lists import handover


class HandoverService:
    """Reads what active consultations leave open, and stores what is marked by hand.

    ``allowed`` is the policy's setting. All methods raise ``StorageError``. ``on_changes`` gets the
    messages by which consultations are handed over, and reminders in the queue; ``marked`` names
    the consultation in which something was marked.
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
        self.marked: Feed[ConsultationId] = Feed()
        self._vault, self.allowed = vault, allowed
        self._clock, self._on_changes, self._new_id = clock, on_changes, new_id

    async def read(self) -> tuple[HandoverItem, ...]:
        """What the messages of all open consultations leave open now."""
        return await self._vault.read(handover.read)

    async def read_marks(self, consultation_id: ConsultationId) -> Mapping[MarkName, HandoverMark]:
        """What is marked by hand in one consultation."""
        return await self._vault.read(handover.read_marks, consultation_id)

    async def set_due(self, item: HandoverItem, due_ms: int) -> None:
        """Let a promise be due on another day; ``due_ms`` is when that begins."""
        await self._put(replace(item, due_ms=due_ms, marked_ms=self._clock.now_ms()))

    async def remind(self, item: HandoverItem, *, reminds: bool) -> None:
        """Let a promise stand in the queue once its day has come, or no longer."""
        await self._put(replace(item, reminds=reminds, marked_ms=self._clock.now_ms()))

    async def close(self, item: HandoverItem) -> None:
        """Never show a reminder again: it is done, answered, or was found by mistake."""
        done = replace(item, due_ms=None, reminds=False, marked_ms=self._clock.now_ms())
        await self._put(done)

    async def restore(self, item: HandoverItem) -> None:
        """Take back what was marked by hand since a line was as given."""
        if item.marked_ms:
            await self._put(item)
        else:
            await self._write(handover.remove, item)

    async def send(self, texts: Iterable[tuple[ConsultationId, str]]) -> None:
        """Commit the messages that hand consultations over, all or none; ``Outbox.pump`` sends.

        Where only some were kept, asking again would say these twice.
        """
        messages = [(consultation_id, self._new_id(), text) for consultation_id, text in texts]
        now_ms = self._clock.now_ms()
        for changes in await self._vault.write(handover.send, messages, now_ms):
            self._on_changes(changes)

    async def _put(self, item: HandoverItem) -> None:
        await self._write(handover.put, item)

    async def _write(self, change: Callable[..., Changes], item: HandoverItem) -> None:
        self._on_changes(await self._vault.write(change, item))
        self.marked.publish(item.consultation_id)
