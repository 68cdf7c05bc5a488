"""What the vault knows of the desk: shown before the network says a word."""

from workstation.domain.changes import Place
from workstation.store.session_store import SessionStore
from workstation.vault import consultations, drafts, marks, members, notes, summaries
from workstation.vault.database import Vault


async def load_cached_state(vault: Vault, desk: SessionStore) -> None:
    """Put the queue, what is written, marked and noted on the desk. Raises ``StorageError``."""
    desk.worklist.load(
        *await vault.read(summaries.queue),
        await vault.read(drafts.read_all),
        await vault.read(marks.read_all),
        await vault.read(notes.read_all),
    )
    desk.names = await vault.read(members.names)


async def load_history(vault: Vault, desk: SessionStore) -> None:
    """Put the history on the desk: after the queue, as thousands may be in it.

    The desk may know of some of it by then. Raises ``StorageError``.
    """
    desk.history.load(await vault.read(consultations.in_place, Place.HISTORY))
