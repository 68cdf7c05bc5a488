"""Runs whose words are in memory only, because the keyring is locked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.session.storages import ACCOUNT, ROOM, Keyring
from workstation.domain.errors import KeyringUnavailable
from workstation.session.memory_only import MemoryOnlyVaults
from workstation.session.storage import Storage
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.unsent import drafts

PATIENCE = 60


class LockedKeys(Keyring):
    """A keyring that is unlocked at some time."""

    locked = True

    async def state(self) -> KeyringState:
        return KeyringState.LOCKED if self.locked else KeyringState.OPEN

    async def read(self, name: str) -> str | None:
        if self.locked:
            raise KeyringUnavailable("locked")
        return await super().read(name)


@asynccontextmanager
async def unkept() -> AsyncIterator[MemoryOnlyVaults]:
    """The vaults in memory of one run, closed afterwards."""
    held = MemoryOnlyVaults()
    try:
        yield held
    finally:
        await held.close()


async def disk_found(held: MemoryOnlyVaults) -> None:
    """Wait until the disk takes it."""
    there = asyncio.Event()
    held.search_disk(ACCOUNT, there.set)
    await asyncio.wait_for(there.wait(), PATIENCE)


async def draft_of(storage: Storage) -> str:
    """The draft that a vault has."""
    return (await storage.vault.read(drafts.get, ROOM)).text
