"""Vaults in memory, where the disk or the keyring cannot be used.

One outlives its sign-in: a token that expires during work must not take drafts and queued messages
with it. It ends when its data are on the disk, when the doctor signs out after a warning of what is
lost, or with the program.

A move to the disk is one transaction, which continues when its caller is cancelled: half of it
would leave texts in two places, or in none. The next caller gets its outcome. Where the disk fails
only at the end, the doctor was not warned, so the texts stay in memory
(``tests/session/test_memory_only_at_the_end.py``; ``killed_moving.py`` kills it at every write).
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable

from workstation.base.paths import Folders
from workstation.base.task_scope import TaskScope
from workstation.domain.errors import StorageError
from workstation.domain.unsaved import Unsaved
from workstation.session.disk_retry import DiskRetry, move
from workstation.session.storage import Storage, open_storage
from workstation.vault.database import Vault
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.unsent.unsaved import losses

log = logging.getLogger(__name__)

SEARCH = "search"
ASK_SECONDS = 1.0
TRY_SECONDS = 12.0
"""A disk that takes longer than this to be tried is asked about like one that refuses."""


class MemoryOnlyVaults:
    """The vaults in memory of one run, by account, and the move to the disk of the current one."""

    def __init__(self) -> None:
        self._storages: dict[str, Storage] = {}
        self._disks: dict[str, tuple[DiskRetry, Storage]] = {}
        self._refused: set[str] = set()
        self._moving: dict[str, asyncio.Task[Storage]] = {}
        self._scope = TaskScope()
        self.disk_retry: DiskRetry | None = None
        self.moved_to_disk = False
        self.lost = False
        """Whether the program ended with something in memory only."""

    async def open(self, folders: Folders, chain: KeyChain) -> Storage:
        """Open the vault of an account: what memory holds moves to the disk where that opens."""
        account = chain.account
        held = self._storages.get(account)
        self.disk_retry = None
        storage_moved = await self._await_move(account, held)
        storage = storage_moved or await open_storage(folders, chain)
        self.moved_to_disk = storage_moved is not None and storage_moved.memory_reason is None
        if storage.memory_reason is not None:
            self._storages[account] = storage
            failed = held is not None and storage is not held
            self.disk_retry = DiskRetry(folders, chain, storage, slow=failed)
        return storage

    async def open_in_memory(
        self, folders: Folders, chain: KeyChain, error: StorageError
    ) -> Storage:
        """Open a vault in memory, in place of one on the disk that opened and then took nothing."""
        storage = Storage(await asyncio.to_thread(Vault.in_memory), memory_reason=error)
        self._storages[chain.account] = storage
        self.disk_retry = DiskRetry(folders, chain, storage, slow=True)
        return storage

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in memory only."""
        return not self._storages

    def holds(self, account: str) -> bool:
        """Whether the vault of this account is in memory, and stays open over a sign-in's end."""
        return account in self._storages

    def search_disk(self, account: str, on_found: Callable[[], object]) -> None:
        """Try the disk until it opens; then ``on_found`` is called once."""
        if self.disk_retry is not None:
            self._scope.spawn(self._find_disk(self.disk_retry, account, on_found), key=SEARCH)

    async def stop(self) -> None:
        """End the search for a disk with the sign-in; the next one searches again."""
        self._scope.cancel(SEARCH)
        await self._scope.join()

    async def try_disks(self) -> None:
        """Try whether the disks that were found would take it now; before ``read_losses``."""
        for account, (retry, disk) in tuple(self._disks.items()):
            had_refused = account in self._refused
            self._refused.discard(account)
            try:
                async with asyncio.timeout(TRY_SECONDS):
                    await retry.try_move(disk.vault)
            except (StorageError, TimeoutError) as error:
                if not had_refused:
                    log.warning("the disk that was found takes nothing: %s", type(error))
                self._refused.add(account)

    def read_losses(self) -> Unsaved:
        """What would be lost if the program ended now. Blocks for a moment.

        Raises ``StorageError``.
        """
        storages = list(self._storages.items())  # the program may end meanwhile
        vaults = (storage.vault for account, storage in storages if not self._has_disk(account))
        return sum((vault.read_now(losses, ASK_SECONDS) for vault in vaults), Unsaved())

    async def release(self, account: str) -> bool:
        """Release an account's vault in memory after a warning of what is lost.

        Whether anything was still in memory only. Where the disk failed only now, without a
        warning, it stays in memory until the next sign-in or the program's end.
        """
        held, unasked = self._storages.get(account), self._has_disk(account)
        storage = await self._await_move(account, held)
        if storage is None:
            return False
        if storage.memory_reason is not None and unasked:
            self._storages[account] = storage
            return True
        self._storages.pop(account, None)
        await asyncio.to_thread(storage.vault.close)
        return storage.memory_reason is not None

    async def drop(self, account: str) -> None:
        """Discard an account's vaults, also one that is being moved."""
        storages = [await self._await_move(account, None), self._storages.pop(account, None)]
        if account in self._disks:
            storages.append(self._disks.pop(account)[1])
        for storage in filter(None, storages):
            await asyncio.to_thread(storage.vault.close)

    async def close(self) -> None:
        """Bring to the disk what it takes, at the program's end; the rest is in ``lost``."""
        await self.stop()
        for account in {**self._storages, **self._moving}:
            self.lost |= await self.release(account)
        for storage in self._storages.values():
            await asyncio.to_thread(storage.vault.close)
        self._storages.clear()

    def _has_disk(self, account: str) -> bool:
        return account in self._disks and account not in self._refused

    async def _find_disk(
        self, retry: DiskRetry, account: str, on_found: Callable[[], object]
    ) -> None:
        self._disks[account] = retry, await retry.wait_for_disk()
        self._refused.discard(account)
        on_found()

    async def _await_move(self, account: str, held: Storage | None) -> Storage | None:
        """Wait for the move to the disk; returns the disk's vault, or the unchanged one in memory.

        If cancelled, the move continues, and the next caller gets its outcome.
        """
        if account in self._disks and held is not None:
            _, disk = self._disks.pop(account)
            self._moving[account] = asyncio.ensure_future(self._move(account, held, disk))
        if (moving := self._moving.get(account)) is None:
            return held
        storage = await asyncio.shield(moving)
        self._moving.pop(account, None)
        return storage

    async def _move(self, account: str, held: Storage, disk: Storage) -> Storage:
        async with contextlib.AsyncExitStack() as failing:
            failing.push_async_callback(asyncio.to_thread, disk.vault.close)
            try:
                await move(held.vault, disk.vault)
            except StorageError as error:
                log.warning("what is in memory could not be moved to the disk: %s", error)
                return Storage(held.vault, memory_reason=error)
            failing.pop_all()
        log.info("what was in memory is on the disk now")
        del self._storages[account]
        await asyncio.to_thread(held.vault.close)
        return disk
