"""The doctor's own cache: its key from the keyring, its database, and what to do when it fails."""

import asyncio
import base64
import binascii
import logging
import secrets
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from workstation.domain.errors import DatabaseCorrupt, KeyringUnavailable, StorageError, WrongKey
from workstation.paths import Folders
from workstation.vault.database import Vault
from workstation.vault.keys import Keys
from workstation.vault.recovery import Salvage, rebuild

log = logging.getLogger(__name__)

FILE = "vault.db"
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Storage:
    """An open vault. ``media_key`` is ``None`` where nothing may lie on the disk.

    ``trouble`` says why the vault forgets all with this run; ``salvage`` what was carried over
    out of a damaged one.
    """

    vault: Vault
    media_key: bytes | None = field(default=None, repr=False)
    trouble: StorageError | None = None
    salvage: Salvage | None = None


async def open_storage(folders: Folders, keys: Keys, account: str) -> Storage:
    """Open the vault of an account; in memory where the disk or the keyring does not allow it.

    Nothing is ever deleted: a vault that cannot be read is set aside and begun anew, with what
    the doctor wrote; one that does not open for other reasons stays where it is.
    """
    try:
        key = await _key(keys, account)
        await asyncio.to_thread(folders.prepare)
        return await asyncio.to_thread(_open, folders.data / FILE, key)
    except StorageError as error:
        log.warning("the cache is kept in memory only: %s", error)
        vault = await asyncio.to_thread(Vault.in_memory)
        return Storage(vault, trouble=error)


def _open(path: Path, key: bytes) -> Storage:
    salvage = None
    try:
        vault = Vault.open(path, key)
    except (DatabaseCorrupt, WrongKey):
        # What no key opens is of use to nobody, but not for this program to throw away.
        salvage = rebuild(path, key)
        vault = Vault.open(path, key)
    return Storage(vault, _media_key(key), salvage=salvage)


async def _key(keys: Keys, account: str) -> bytes:
    """The account's key, made once. Raises ``KeyringUnavailable``."""
    if not keys.lasting:
        raise getattr(keys, "because", None) or KeyringUnavailable("absent")
    name = _name(account)
    kept = await keys.read(name)
    if kept is not None:
        return _decoded(kept)
    key = secrets.token_bytes(KEY_BYTES)
    await keys.write(name, base64.b64encode(key).decode())
    return key


async def kept_key(keys: Keys, account: str) -> bytes:
    """The account's key, not made anew. Raises ``KeyringUnavailable`` where there is none."""
    return _decoded(await keys.read(_name(account)) or "")


def _name(account: str) -> str:
    return f"database {account}"


def _decoded(kept: str) -> bytes:
    try:
        key = base64.b64decode(kept, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyringUnavailable("lost")
    return key


def _media_key(key: bytes) -> bytes:
    """Another key for files, so that one never opens the other."""
    return blake2b(b"media", key=key, digest_size=KEY_BYTES).digest()
