"""Private notes and labels about patients: kept in the vault of this doctor, on this computer.

Nothing of them is sent, printed, exported or logged. What is written is read, changed and written
whole, as marks are (``services.marking``): one lock for all.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace

from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.notes import PatientNote, toggle_label
from workstation.domain.unsaved import UnsavedNotes
from workstation.store.patient_notes import PatientNotes
from workstation.vault.database import Vault
from workstation.vault.doctor import notes


class Noting:
    """Writes notes and labels. All verbs raise ``StorageError``, and nothing is different then.

    ``unsaved`` are the notes that the disk has not taken yet, as the window has them, ``too_long``
    those that are not saved so; where they are given, they outlive the sign-in.
    """

    def __init__(
        self,
        vault: Vault,
        known: PatientNotes,
        on_changes: Callable[[Changes], None],
        unsaved: UnsavedNotes | None = None,
        too_long: UnsavedNotes | None = None,
    ) -> None:
        self._vault, self._known, self._on_changes = vault, known, on_changes
        self._lock = asyncio.Lock()
        self.unsaved: UnsavedNotes = {} if unsaved is None else unsaved
        self.too_long: UnsavedNotes = {} if too_long is None else too_long

    async def write(self, consultation: Consultation, text: str) -> None:
        """Write a note about the patient of a consultation, in place of the earlier one."""
        await self._change(consultation, lambda note: replace(note, text=text.strip()))

    async def toggle_label(self, consultation: Consultation, label: str) -> None:
        """Give the patient of a consultation a label, or take it away."""
        await self._change(
            consultation, lambda note: replace(note, labels=toggle_label(note.labels, label))
        )

    async def _change(
        self, consultation: Consultation, change: Callable[[PatientNote], PatientNote]
    ) -> None:
        async with self._lock:
            before = self._known.of(consultation)
            after = change(before)
            if after != before:
                after = replace(after, consultation_id=consultation.consultation_id)
                self._on_changes(await self._vault.write(notes.put, after))
