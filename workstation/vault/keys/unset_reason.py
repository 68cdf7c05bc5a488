"""Whether a doctor has to set a code before anything is kept, and why."""

import asyncio
import contextlib
from pathlib import Path

from workstation.domain.keys import UnsetReason
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.keys.keyring_entries import KeyringEntries
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.removal import erasure
from workstation.vault.rescue import locked_vaults


async def find_unset_reason(folder: Path, entries: KeyringEntries, rule: str) -> UnsetReason | None:
    """Why, where no key file stands in an account's folder; ``None`` where none is needed.

    Without a policy (``auto``) an installation whose key lies in the keyring goes on as it is; a
    new doctor gets a code where there is no keyring to be read, and where the system's account is
    another doctor's as well. Raises ``StorageError``.
    """
    keyring = await entries.keyring.state()
    if rule == "system":
        return None
    if rule in {"code", "both"}:
        return UnsetReason.POLICY
    if keyring is KeyringState.ABSENT:
        return UnsetReason.ABSENT
    if keyring is not KeyringState.OPEN:
        return UnsetReason.LOCKED
    is_shared = await asyncio.to_thread(_is_shared, folder)
    return UnsetReason.SHARED if is_shared and await _is_new(folder, entries) else None


def _is_shared(own: Path) -> bool:
    """Whether another doctor's data lie in the same account of the system."""
    with contextlib.suppress(OSError):
        return any(
            locked_vaults.has_local_data(folder / VAULT_FILE)
            for folder in own.parent.iterdir()
            if folder != own and folder.is_dir() and not folder.name.startswith(erasure.PREFIX)
        )
    return False


async def _is_new(folder: Path, entries: KeyringEntries) -> bool:
    if await asyncio.to_thread(locked_vaults.has_local_data, folder / VAULT_FILE):
        return False
    return await entries.read_key() is None
