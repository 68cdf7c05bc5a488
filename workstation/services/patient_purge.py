"""Purging one patient from this computer: vault, sealed files, copies set aside, this run's memory.

The platform is not asked for anything: what it has stays there, and its history no longer brings
what was purged onto this computer (``is_purged``). Audited by numbers alone.

Files and copies cannot go in the vault's transaction: it notes what is to go, and where the program
ends, or the window is locked, before it has gone, the next start takes it, and records the purge
once more (``vault.removal.unfinished``).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from workstation.domain.audit import AuditEvent, RecordAudit
from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.errors import NotErased, StorageError
from workstation.domain.ids import ConsultationId
from workstation.domain.purge import PatientData
from workstation.services.sealed_files import SealedFiles, remove_files
from workstation.vault.database import Vault
from workstation.vault.purged_numbers import purged_ids, unfinished_ids
from workstation.vault.removal import patient_data
from workstation.vault.removal.patient_data import Purged
from workstation.vault.removal.unfinished import left_files, note_finished

log = logging.getLogger(__name__)


class PatientPurge:
    """Purges a patient from this computer; what a kill leaves of one, the next start takes.

    ``erase_copies`` erases copies of the vault that were set aside, and blocks.
    """

    def __init__(
        self,
        vault: Vault,
        cache: SealedFiles,
        record: RecordAudit,
        on_changes: Callable[[Changes], None],
        erase_copies: Callable[[], object],
    ) -> None:
        self._vault, self._cache, self._record = vault, cache, record
        self._on_changes, self._erase_copies = on_changes, erase_copies
        self._purged: frozenset[int] = frozenset()

    def is_purged(self, consultation: Consultation) -> bool:
        """Whether a closed consultation was purged here, so that it does not come back."""
        return consultation.consultation_id in self._purged

    async def start(self) -> None:
        """Load what was purged, also of what came back since. Raises ``StorageError``."""
        self._purged = await self._vault.read(purged_ids)
        if self._purged:
            broken_off = await self._vault.read(unfinished_ids)
            await self._follow(await self._vault.write(patient_data.purge_again))
            await self._go_on(broken_off or frozenset())
        else:  # what was deleted has files, too
            files = await self._vault.read(left_files)
            await remove_files(self._vault, self._cache, files)

    async def survey(self, consultation: Consultation) -> PatientData:
        """What a purge of its patient would take. Raises ``StorageError``."""
        return await self._vault.read(patient_data.survey, consultation)

    async def purge(self, data: PatientData) -> None:
        """Purge a consultation's patient.

        Raises ``StorageError``, and nothing is purged then; ``NotErased`` for a copy.
        """
        new = frozenset(data.consultation_ids) - self._purged
        self._purged |= new  # before it is done: a history read meanwhile brings none of it back
        try:
            purged = await self._vault.write(
                patient_data.purge, data.consultation_ids, data.patient_id
            )
        except StorageError:
            self._purged -= new
            raise
        for consultation_id in data.consultation_ids:
            self._record(AuditEvent.PATIENT_PURGED, consultation_id)
        await self._follow(purged)
        await self._finish(frozenset(data.consultation_ids))

    async def _go_on(self, broken_off: frozenset[ConsultationId]) -> None:
        """Carry to its end what the run before did not; a failure does not block the start."""
        for consultation_id in sorted(broken_off):
            self._record(AuditEvent.PATIENT_PURGED, consultation_id, "resumed")
        unfinished = await self._vault.read(unfinished_ids)
        if unfinished is not None:
            try:
                await self._finish(unfinished)
            except NotErased as error:
                log.warning("a copy that was set aside stays for now: %s", error)

    async def _finish(self, ids: frozenset[ConsultationId]) -> None:
        await asyncio.to_thread(self._erase_copies)
        with contextlib.suppress(StorageError):  # else it is done once more
            await self._vault.write(note_finished, ids)

    async def _follow(self, purged: Purged) -> None:
        self._on_changes(purged.changes)
        await remove_files(self._vault, self._cache, purged.addresses)
