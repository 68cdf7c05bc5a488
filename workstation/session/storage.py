"""Opens the vault: its key from the key chain, its database, and what happens if either fails.

A key that cannot be read now is not a lost key: the keyring may be locked, temporarily replaced, or
emptied by mistake. So no key is created while a vault exists on the disk, and a vault without its
key is set aside only at the doctor's request (``start_anew``). Until then the run works in memory,
shows that for as long as it lasts, and tries the disk again (``session.disk_retry``).
"""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import field, replace
from hashlib import blake2b
from pathlib import Path

from workstation.base.atomic_write import remove_abandoned
from workstation.base.paths import Folders
from workstation.base.task_scope import seen_through
from workstation.domain.errors import (
    DatabaseCorrupt,
    NewerDatabase,
    StorageError,
    WrongKey,
)
from workstation.domain.keys import KeyFileUnusable, VaultKey
from workstation.domain.value import Value
from workstation.vault.database import Vault
from workstation.vault.engine import copy_mark, damage
from workstation.vault.engine.opening import (
    KEY_BYTES,
    VAULT_FILE,
    fingerprint,
    fingerprint_path,
    read_fingerprint,
)
from workstation.vault.faults import translated_faults
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.rescue import health, locked_vaults, outbox_backup
from workstation.vault.rescue.local_data import RestoredCounts
from workstation.vault.rescue.recovery import Salvage, rebuild

log = logging.getLogger(__name__)

NOTHING_RETURNED = RestoredCounts()


class Storage(Value):
    """An open vault. ``media_key`` is ``None`` where nothing may be stored on the disk.

    ``memory_reason`` is why the vault is in memory only; ``salvage`` what was recovered from a
    damaged one, ``returned`` what was recovered from vaults that had been set aside.
    ``newer_aside`` says that a vault of a newer program has just been set aside.
    """

    vault: Vault
    media_key: bytes | None = field(default=None, repr=False)
    memory_reason: StorageError | None = None
    salvage: Salvage | None = None
    returned: RestoredCounts = NOTHING_RETURNED
    newer_aside: bool = False


async def open_storage(folders: Folders, chain: KeyChain) -> Storage:
    """Open the vault of an account; in memory where the disk or the keyring fails.

    Nothing is ever deleted: a damaged vault is set aside and rebuilt with the doctor's texts; one
    that does not open for other reasons stays where it is.
    """
    try:
        return await open_on_disk(folders, chain)
    except StorageError as error:
        log.warning("the cache is kept in memory only: %s", error)
        vault = await asyncio.to_thread(Vault.in_memory)
        return Storage(vault, memory_reason=error)


async def open_on_disk(folders: Folders, chain: KeyChain, *, start_anew: bool = False) -> Storage:
    """Open the vault of an account on the disk; ``start_anew`` sets one without its key aside.

    Raises ``StorageError``, ``KeyringUnavailable`` and ``WrongKey`` among them; nothing is changed.
    """
    path = folders.data / VAULT_FILE
    key = await _load_or_make_key(chain, path, start_anew=start_anew)
    await asyncio.to_thread(folders.prepare)
    others = await chain.read_other_keys()
    opening = asyncio.ensure_future(
        asyncio.to_thread(_open, path, key, others, start_anew=start_anew)
    )
    try:
        storage = await asyncio.shield(opening)
    except asyncio.CancelledError:
        await _close_unused(opening)
        raise
    _log_recovery(storage)
    return storage


@seen_through
async def _close_unused(opening: asyncio.Future[Storage]) -> None:
    """Close what a thread opens after its caller was cancelled."""
    with contextlib.suppress(StorageError):
        storage = await opening
        await asyncio.to_thread(storage.vault.close)


def _log_recovery(storage: Storage) -> None:
    """Log for IT what was rebuilt or came back: numbers, and no words of anybody."""
    if (salvage := storage.salvage) is not None:
        counts = salvage.unsent, salvage.drafts
        log.warning("a damaged cache was rebuilt with %d unsent messages, %d drafts", *counts)
        if not salvage.complete:
            log.warning("more of them may be lost: neither copy could be read to its end")
    if (returned := storage.returned) != NOTHING_RETURNED:
        counts = returned.unsent, returned.drafts
        log.warning("of a cache set aside %d unsent messages, %d drafts came back", *counts)


def _open(path: Path, key: bytes, other_keys: Sequence[bytes] = (), *, start_anew: bool) -> Storage:
    """Open the vault; ``other_keys`` are the doctor's, too: of vaults that were set aside."""
    remove_abandoned(path.parent)
    with translated_faults("open"):
        locked_vaults.finish_set_aside(path)
        _put_vault_in_place(path, key, start_anew=start_anew)
        keys = (key, *other_keys)
        waiting = [one for one in keys if locked_vaults.find_matching(path, one)]
        storage = _open_or_rebuild(path, key)
        if not waiting:
            return storage
        storage.vault.close()
        returned = NOTHING_RETURNED
        for one in waiting:
            returned += locked_vaults.merge_matching(path, one, into=key)
        reopened = Vault.open(path, key)
        reopened.restored += storage.vault.restored
        return replace(storage, vault=reopened, returned=returned)


def _open_or_rebuild(path: Path, key: bytes) -> Storage:
    storage = _open_mended(path, key)
    copy_mark.mark(path)
    return storage


def _open_mended(path: Path, key: bytes) -> Storage:
    media_key = media_key_of(key)
    salvage = _mend_where_in_doubt(path, key)
    try:
        return Storage(Vault.open(path, key), media_key, salvage=salvage)
    except DatabaseCorrupt:
        salvage = rebuild(path, key)
        return Storage(Vault.open(path, key), media_key, salvage=salvage)
    except NewerDatabase:
        if not locked_vaults.set_newer_aside(path, key):
            raise
        log.warning("a cache of a newer version is set aside; what was not sent comes along")
        return Storage(Vault.open(path, key), media_key, newer_aside=True)


def _mend_where_in_doubt(path: Path, key: bytes) -> Salvage | None:
    """Look at every page of both files, where one was met that cannot be read; or at all of a copy.

    A copy that was made while the program wrote has whole pages that do not belong together.
    """
    is_copy = path.exists() and copy_mark.is_copy(path)
    if not is_copy and not damage.is_noted(path):
        return None
    salvage = None
    try:
        if is_copy:
            log.info("the cache was copied or moved: all of it is looked at")
            health.check_every_entry(path, key)
        else:
            health.check(path, key)
    except DatabaseCorrupt:
        salvage = rebuild(path, key)
    outbox_backup.set_aside_unless_sound(path, key)
    damage.forget(path)
    return salvage


def _put_vault_in_place(path: Path, key: bytes, *, start_anew: bool) -> None:
    """Put a vault in place that this key opens, or none. Raises ``WrongKey``."""
    fitting = locked_vaults.find_matching(path, key)
    if locked_vaults.has_local_data(path) and _is_of_another(path, key):
        if not fitting and not start_anew:
            raise WrongKey("another key", call="open")
        locked_vaults.set_aside(path)
        log.warning("a cache whose key is missing is set aside")
    if fitting and not locked_vaults.has_local_data(path):
        locked_vaults.reinstate(path, fitting[-1])


def _is_of_another(path: Path, key: bytes) -> bool:
    """Whether the vault is another key's: by its fingerprint, or by opening without a valid one."""
    place = fingerprint_path(path)
    try:
        if place.exists() and read_fingerprint(path) == fingerprint(key):
            return False
    except OSError:
        return False
    return not locked_vaults.is_opened_by(path, key) if path.exists() else place.exists()


async def _load_or_make_key(chain: KeyChain, path: Path, *, start_anew: bool) -> VaultKey:
    """The account's key, made once.

    Raises ``KeyringUnavailable``, ``CodeRequired`` and ``KeyFileUnusable``, and ``WrongKey`` where
    a vault stands and its key is missing.
    """
    try:
        key = await chain.read_key()
    except KeyFileUnusable:
        if not start_anew:
            raise
        await chain.set_aside()
        key = await chain.read_key()
    if key is not None:
        return key
    if not start_anew and await asyncio.to_thread(locked_vaults.has_local_data, path):
        raise WrongKey("no key", call="open")
    return await chain.make_key()


async def find_missing_key(folders: Folders, chain: KeyChain) -> StorageError | None:
    """The error of why an account's vault does not open: ``WrongKey`` or ``KeyFileUnusable``."""
    try:
        stands = await asyncio.to_thread(locked_vaults.has_local_data, folders.data / VAULT_FILE)
        missing = stands and await chain.read_key() is None
    except KeyFileUnusable as error:
        return error
    except StorageError:
        return None
    return WrongKey("no key", call="open") if missing else None


async def read_key(chain: KeyChain) -> VaultKey:
    """The account's existing key of 32 bytes.

    Raises what ``KeyChain.read_key`` raises, and ``WrongKey`` without one.
    """
    key = await chain.read_key()
    if key is None:
        raise WrongKey("no key", call="open")
    return key


def media_key_of(key: bytes) -> bytes:
    """The key for files, another than the vault's, so that one never opens the other."""
    return blake2b(b"media", key=key, digest_size=KEY_BYTES).digest()
