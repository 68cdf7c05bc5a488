"""Destroys the key to a doctor's data: what lies here stays sealed for good."""

import asyncio

from workstation.vault.keys import key_file, sealed_token
from workstation.vault.keys.key_chain import KeyChain


async def destroy_key(chain: KeyChain) -> None:
    """Remove the wrapped key of an account, the token that it seals, and the keyring's half.

    Raises ``StorageError`` where the disk keeps the wrapped key. What the keyring does not let go
    of opens nothing by itself.
    """
    chain.lock()
    await asyncio.to_thread(key_file.remove, chain.folder)
    await asyncio.to_thread(sealed_token.remove, chain.folder)
    await chain.entries.remove_half()
