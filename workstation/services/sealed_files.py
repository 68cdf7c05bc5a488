"""Files of consultations that leave this computer: removed after the vault's transaction.

It noted which are to go (``vault.removal.unfinished``): where the program ends, or the window is
locked, before they have gone, the next start removes them.
"""

import contextlib
from collections.abc import Iterable
from typing import Protocol

from workstation.domain.errors import StorageError
from workstation.vault.database import Vault
from workstation.vault.removal.unfinished import note_gone


class SealedFiles(Protocol):
    """Where fetched pictures and voices are kept."""

    async def drop(self, addresses: Iterable[str]) -> bool:
        """Remove the files of these addresses; whether all are gone."""


async def remove_files(vault: Vault, files: SealedFiles, addresses: frozenset[str]) -> None:
    """Remove the files of these addresses, and note that they are gone."""
    if addresses and await files.drop(addresses):
        with contextlib.suppress(StorageError):  # else they go once more
            await vault.write(note_gone, addresses)
