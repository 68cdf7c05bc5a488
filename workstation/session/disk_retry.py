"""Tries the disk again while a run works in memory, and moves the data there.

No event announces that a disk has free space again or that a keyring has its key again, so both are
polled every few seconds. The move is one transaction on the disk: a kill before it changes nothing,
a kill after it loses nothing. A new vault takes every row as it is; an existing one takes the
doctor's own texts after its own, and the rest comes from the server again.
"""

import asyncio
import contextlib
import logging
import shutil

from workstation.base.event_wait import wait_at_most
from workstation.base.paths import Folders, exists
from workstation.domain.errors import DiskFull, StorageError
from workstation.session.storage import Storage, open_on_disk
from workstation.store.feed import Feed
from workstation.vault.database import Vault
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.rescue import health, local_data, memory_move
from workstation.vault.rescue.local_data import LocalData

log = logging.getLogger(__name__)

RETRY_SECONDS = 5.0
SLOW_RETRY_SECONDS = 60.0
MIN_FREE_BYTES = 16 * 1024 * 1024
"""Less free space than this beyond what is to be moved would be full again at the next picture."""


class DiskRetry:
    """Tries the disk again while a run works in memory.

    ``error`` is why nothing is stored on the disk; ``retried`` publishes it after each try.
    ``slow`` waits longer: the last move failed, and each one interrupts the doctor.
    """

    def __init__(
        self,
        folders: Folders,
        chain: KeyChain,
        held: Storage,
        *,
        slow: bool = False,
    ) -> None:
        self._folders, self._chain = folders, chain
        self._held, self._seconds = held, SLOW_RETRY_SECONDS if slow else RETRY_SECONDS
        self._start_anew = False
        self._requested = asyncio.Event()
        self.error = held.memory_reason or StorageError("in memory")
        self.retried: Feed[StorageError] = Feed()

    def try_now(self) -> None:
        """Try now instead of waiting; ``retried`` is published in any case."""
        self._requested.set()

    def start_anew(self) -> None:
        """Set the vault aside and begin another: the doctor gives up waiting for the key."""
        self._start_anew = True
        self.try_now()

    async def unlock(self) -> None:
        """Have the system ask for the keyring's password, then try the disk at once.

        Raises ``KeyringUnavailable`` where it is declined or cannot be asked for.
        """
        await self._chain.keyring.unlock()
        self.try_now()

    async def wait_for_disk(self) -> Storage:
        """Wait for an open vault on the disk, as soon as there is one with room in it."""
        while True:
            asked = await wait_at_most(self._requested, self._seconds)
            self._requested.clear()
            try:
                return await self._open_with_room()
            except StorageError as error:
                self._publish(error, asked=asked)

    async def try_move(self, disk: Vault) -> None:
        """Raise ``StorageError`` where ``move`` would now; nothing is changed."""
        try:
            await self._require_room()
            words = await _read_own_words(self._held.vault, disk)
            await disk.write(memory_move.try_write, words)
        except StorageError as error:
            self.error = error
            raise

    async def _require_room(self) -> None:
        size = await self._held.vault.read(health.size)
        await asyncio.to_thread(require_free_space, self._folders, MIN_FREE_BYTES + 2 * size)

    async def _open_with_room(self) -> Storage:
        await self._require_room()
        anew, self._start_anew = self._start_anew, False
        return await open_on_disk(self._folders, self._chain, start_anew=anew)

    def _publish(self, error: StorageError, *, asked: bool) -> None:
        previous, self.error = self.error, error
        is_new = _error_identity(previous) != _error_identity(error)
        if is_new:
            log.warning("the cache is still kept in memory only: %s", error)
        if is_new or asked:
            self.retried.publish(error)


async def move(memory: Vault, disk: Vault) -> None:
    """Move the data from memory to the disk. Raises ``StorageError`` and moves nothing then."""
    await disk.write(memory_move.write, await _read_own_words(memory, disk))


async def _read_own_words(memory: Vault, disk: Vault) -> LocalData | memory_move.Everything:
    if await disk.read(memory_move.is_empty):
        return await memory.read(memory_move.read_everything)
    return await memory.read(local_data.read_newer)


def require_free_space(folders: Folders, needed_bytes: int) -> None:
    """Raise ``DiskFull`` where less than ``needed_bytes`` are free.

    Blocks. Where the free space is unknown nothing is raised: the next write will show it.
    """
    place = folders.data
    while not exists(place) and place != place.parent:
        place = place.parent
    with contextlib.suppress(OSError):
        if shutil.disk_usage(place).free < needed_bytes:
            raise DiskFull(call="room")


def _error_identity(error: StorageError) -> tuple[str, str]:
    return error.code, str(getattr(error, "reason", ""))
