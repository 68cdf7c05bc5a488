"""The summary at the end of a consultation: saved as a draft, then sent once.

The platform has no call that ends a consultation, so nothing here ends one. One transaction turns
the summary into a message and marks its draft as sent: with the message alone a restart would offer
it again, with the mark alone it would never be sent. The composer's own draft is not touched
(``tests/vault/unsent/test_closing.py``).
"""

from collections.abc import Callable

from workstation.base.clock import Clock
from workstation.domain.changes import Changes
from workstation.domain.closing import ClosingSummary, KeptSummary
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.unsaved import UnsavedSummaries
from workstation.vault.database import Vault
from workstation.vault.unsent import closing


class ClosingService:
    """Summaries in the vault; ``on_changes`` gets the message that one becomes.

    ``unsaved`` holds what is not on the disk yet; where it is given, it outlives the sign-in.
    """

    def __init__(
        self,
        vault: Vault,
        clock: Clock,
        on_changes: Callable[[Changes], None],
        new_id: Callable[[], OriginId],
        unsaved: UnsavedSummaries | None = None,
    ) -> None:
        self.unsaved: UnsavedSummaries = {} if unsaved is None else unsaved
        self._vault, self._clock, self._on_changes, self._new_id = vault, clock, on_changes, new_id

    async def get(self, consultation_id: ConsultationId) -> KeptSummary:
        """What is written of a consultation's summary, and what was sent."""
        was_unsaved = consultation_id in self.unsaved
        stored = await self._vault.read(closing.get, consultation_id)
        if was_unsaved and consultation_id not in self.unsaved:  # saved since, maybe after the read
            stored = await self._vault.read(closing.get, consultation_id)
        return stored

    def hold(self, consultation_id: ConsultationId, draft: ClosingSummary) -> None:
        """Hold a summary as unsaved: a sign-in that ends does not take it with it."""
        self.unsaved[consultation_id] = draft

    def drop(self, consultation_id: ConsultationId) -> None:
        """Let go of a consultation's summary: nothing of it is unsaved any more."""
        self.unsaved.pop(consultation_id, None)

    async def save(self, consultation_id: ConsultationId) -> None:
        """Write what is unsaved of a summary, if anything is. Raises ``StorageError``."""
        draft = self.unsaved.get(consultation_id)
        if draft is None:
            return
        await self._vault.write(closing.put, consultation_id, draft)
        if self.unsaved.get(consultation_id) is draft:
            self.drop(consultation_id)

    async def send(
        self, consultation_id: ConsultationId, summary: ClosingSummary, text: str
    ) -> None:
        """Commit ``text``, the summary in words, to the outbox; ``Outbox.pump`` sends it.

        Raises ``StorageError``, ``DiskFull`` above all: then nothing is queued, the draft stands.
        """
        origin_id, now_ms = self._new_id(), self._clock.now_ms()
        self._on_changes(
            await self._vault.write(closing.send, consultation_id, summary, origin_id, text, now_ms)
        )
        self.drop(consultation_id)
