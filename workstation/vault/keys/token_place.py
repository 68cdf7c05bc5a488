"""Where a doctor's access token lies: with the key, and never anywhere weaker.

While the key lies in the keyring the token does, too; where a code wraps the key, the token is
sealed under the key; before there is a key it waits in memory.
"""

import asyncio
import logging
from pathlib import Path

from workstation.domain.errors import KeyringUnavailable, StorageError
from workstation.domain.keys import VaultKey
from workstation.vault.keys import sealed_token
from workstation.vault.keys.keyring_entries import KeyringEntries

log = logging.getLogger(__name__)


class TokenPlace:
    """The place of one account's token.

    ``held`` is a token that waits in memory for a key.
    """

    def __init__(self, folder: Path, account: str, entries: KeyringEntries) -> None:
        self._folder, self._account, self._entries = folder, account, entries
        self.held: str | None = None

    async def read_sealed(self, key: VaultKey) -> str | None:
        """The sealed token. Raises ``StorageError``."""
        return await asyncio.to_thread(sealed_token.read, self._folder, key, self._account)

    async def find(self, key: VaultKey, *, is_wrapped: bool) -> str | None:
        """The newest token there is. Raises ``StorageError``."""
        if self.held is not None:
            return self.held
        if is_wrapped:
            return await self.read_sealed(key)
        return await self._entries.read_token() if await self._entries.is_open() else None

    async def keep(self, key: VaultKey | None, token: str) -> None:
        """Store it under a key that a code wraps, else in the keyring. Raises ``StorageError``."""
        if key is not None:
            await self.seal(key, token)
        else:
            await self._entries.write_token(token)

    async def seal(self, key: VaultKey, token: str) -> None:
        """Seal a token under the key. Raises ``StorageError``."""
        await asyncio.to_thread(sealed_token.write, self._folder, key, self._account, token)
        self.held = None

    async def seal_held(self, key: VaultKey) -> None:
        """Seal the token in memory; where the disk does not take it, it stays there."""
        try:
            if self.held is not None:
                await self.seal(key, self.held)
        except StorageError as error:
            log.warning("the token stays in memory: %s", error)

    async def remove_sealed(self) -> None:
        """Forget the sealed token and the one in memory. Raises ``StorageError``."""
        self.held = None
        await asyncio.to_thread(sealed_token.remove, self._folder)

    async def remove(self, *, is_wrapped: bool) -> None:
        """Forget every token. Raises ``StorageError``, and ``KeyringUnavailable`` among them."""
        await self.remove_sealed()
        try:
            await self._entries.remove_token()
        except KeyringUnavailable:
            if not is_wrapped:
                raise
