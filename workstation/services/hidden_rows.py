"""The history list as deletions see it: rows out of sight, back again, or gone.

Hiding is of the screen only. The store keeps the rows, so that an undo, a refusal or the end of the
program shows them where they were, and a list that is read meanwhile may bring them as often as it
likes. Only ``forget``, once the platform has deleted, writes; and an answer that is on its way then
still has the row, so it is thrown away first (``test_discarded_answers.py``).
"""

from collections.abc import Callable, Iterable

from workstation.base.task_scope import Spawn
from workstation.domain.ids import ConsultationId
from workstation.services.deletion import DeletionRefusal
from workstation.services.sealed_files import SealedFiles, remove_files
from workstation.store.feed import Feed
from workstation.store.session_store import SessionStore
from workstation.vault.database import Vault
from workstation.vault.removal import patient_data


class HiddenRows:
    """The rows that a deletion takes out of sight.

    ``hidden`` are the rows not to show; ``changed`` tells that they are others now. ``refused``
    tells of rows that are back because the platform refused. ``discard_in_flight`` is called when
    an answer on its way may still hold what the platform has deleted.
    """

    def __init__(
        self,
        vault: Vault,
        store: SessionStore,
        files: SealedFiles,
        spawn: Spawn,
        discard_in_flight: Callable[[], None],
    ) -> None:
        self.hidden: frozenset[ConsultationId] = frozenset()
        self.changed: Feed[frozenset[ConsultationId]] = Feed()
        self.refused: Feed[tuple[DeletionRefusal, ...]] = Feed()
        self._vault, self._store, self._files, self._spawn = vault, store, files, spawn
        self._discard_in_flight = discard_in_flight

    def hide(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Hide these rows, but keep them."""
        self._set_hidden(self.hidden | frozenset(consultation_ids))

    def reveal(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Show these rows again where they were."""
        self._set_hidden(self.hidden - frozenset(consultation_ids))

    def forget(self, consultation_ids: Iterable[ConsultationId]) -> None:
        """Delete what this computer holds of consultations that the platform has deleted.

        Their messages, drafts and marks go from the vault behind it, and their pictures and voices
        from the disk; a list that is being read is dropped, since it may still have them.
        """
        self._discard_in_flight()
        self._spawn(self._forget(frozenset(consultation_ids)))

    async def _forget(self, gone: frozenset[ConsultationId]) -> None:
        forgotten = await self._vault.write(patient_data.forget_deleted, gone)
        self._store.apply(forgotten.changes)
        self._set_hidden(self.hidden - gone)
        await remove_files(self._vault, self._files, forgotten.addresses)

    def _set_hidden(self, hidden: frozenset[ConsultationId]) -> None:
        if hidden != self.hidden:
            self.hidden = hidden
            self.changed.publish(hidden)
