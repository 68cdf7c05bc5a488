"""Commits what the doctor sends: on the disk before anything else happens to it (``outbox``)."""

from collections.abc import Callable, Sequence

from workstation.base.clock import Clock
from workstation.domain.ids import ConsultationId, OriginId
from workstation.domain.message import MessageKind
from workstation.services.retrying_vault import RetryingVault
from workstation.vault.unsent import outbox


class OutboxWriter:
    """Puts messages into the outbox; ``Outbox.pump`` sends them. ``new_id`` gives each its id."""

    def __init__(self, vault: RetryingVault, clock: Clock, new_id: Callable[[], OriginId]) -> None:
        self._vault, self._clock, self._new_id = vault, clock, new_id

    async def add_file(
        self, consultation_id: ConsultationId, kind: MessageKind, file_id: str, quoted: str = ""
    ) -> OriginId:
        """Commit a stored file as a message of its own; returns its id.

        ``quoted`` is the reference of the message it answers. It is on the disk on return, and is
        uploaded later. Raises ``StorageError``.
        """
        origin_id, now_ms = self._new_id(), self._clock.now_ms()
        parts = consultation_id, origin_id, kind, file_id, now_ms, quoted
        await self._vault.write_once(outbox.send_file, *parts)
        return origin_id

    async def add_draft(
        self, consultation_id: ConsultationId, files: Sequence[str], text: str, quoted: str = ""
    ) -> None:
        """Commit a draft's files, then its text, in one transaction.

        ``quoted`` is the reference of the message it answers. Raises ``StorageError``, ``DiskFull``
        above all: then nothing is queued and the draft remains.
        """
        file_ids = {self._new_id(): file_id for file_id in files}
        origin_id, now_ms = self._new_id(), self._clock.now_ms()
        parts = consultation_id, file_ids, origin_id, text, now_ms, quoted
        await self._vault.write_once(outbox.send_draft, *parts)
