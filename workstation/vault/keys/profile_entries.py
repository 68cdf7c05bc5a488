"""What tells the keyring's entries of a profile from those of the same doctor in other folders.

One keyring serves the user's own folders and every ``--profile``. With one entry for all, a wipe in
one folder, or a code chosen there, took away the key that opens the other. So each profile has a
name of its own behind its entries, kept in its data: it moves with them, which a name made of the
path would not. The user's own folders have none, as ever.

A profile from before that used the common entries: a key of them that opens its data is copied and
left where it lies, as it may open others, so neither a code nor a wipe takes that one away; the
token is moved, or signing out would leave it.
Tests: ``tests/vault/keys/test_profiles.py``.
"""

import asyncio
import contextlib
import os
import re
import secrets
import sys
import threading
from pathlib import Path

from workstation.base import held_files
from workstation.base.atomic_write import create_partial
from workstation.base.paths import Folders, make_folder
from workstation.domain.errors import StorageError
from workstation.domain.keys import KeyKind, VaultKey
from workstation.vault.engine.opening import (
    VAULT_FILE,
    fingerprint,
    fingerprint_path,
    read_fingerprint,
)
from workstation.vault.keys.keyring_entries import KeyringEntries
from workstation.vault.keys.wrapped_key import WrappedKey
from workstation.vault.rescue import locked_vaults

NAME_FILE = "keyring-name"
MAX_BYTES = 64
PARTIAL = ".saving-"
_NAME = re.compile("[0-9a-f]{16}")
_turn = threading.Lock()


def profile_name(data: Path) -> str:
    """The name of the profile with this data folder, made once; empty for the user's own. Blocks.

    Empty as well where the disk takes none: its entries are then those of all. Whoever asks at the
    same time, in this process or another, is told the same: a key under a name that another one
    took the place of would be lost.
    """
    if is_users_own(data):
        return ""
    with _turn:
        try:
            return _read(data) or _make(data)
        except (OSError, StorageError):
            return ""


def _read(data: Path) -> str:
    with contextlib.suppress(FileNotFoundError):
        name = held_files.read(data / NAME_FILE, MAX_BYTES).decode("ascii", "replace").strip()
        if _NAME.fullmatch(name):
            return name
        held_files.remove(data / NAME_FILE)
    return ""


def _make(data: Path) -> str:
    make_folder(data)
    file, partial = create_partial(data, PARTIAL)
    name = secrets.token_hex(8)
    try:
        with file:
            file.write(name.encode("ascii"))
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(partial, data / NAME_FILE)
    finally:
        with contextlib.suppress(OSError):  # one that a scanner holds goes later
            held_files.remove(partial)
    return _read(data)


def _put_in_place(partial: Path, place: Path) -> None:
    """Put a file in place whole, and never in the place of one that is there."""
    try:
        place.hardlink_to(partial)
    except FileExistsError:
        return
    except OSError:  # a file system without such links
        _rename_unless_there(partial, place)


if sys.platform == "win32":

    def _rename_unless_there(partial: Path, place: Path) -> None:
        """Rename, which Windows refuses by itself where the file exists."""
        with contextlib.suppress(FileExistsError):
            held_files.rename(partial, place)

else:
    import fcntl

    def _rename_unless_there(partial: Path, place: Path) -> None:
        """Rename under a lock of the folder: one process of this computer asks after the other."""
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):  # nor does every file system know locks
                fcntl.flock(folder, fcntl.LOCK_EX)
            if not place.exists():
                held_files.replace(partial, place)
        finally:
            os.close(folder)


def is_users_own(data: Path) -> bool:
    """Whether it is the data folder of the system's account, and of no profile. Blocks."""
    return _canonical(data) == _canonical(Folders.of_user().data)


async def take_over(entries: KeyringEntries, folder: Path, wrapped: WrappedKey | None) -> None:
    """Take over what the common entries have for the data of an account's folder.

    Raises ``KeyringUnavailable`` where it cannot be kept.
    """
    common = entries.common
    if common is None or entries.is_settled:
        return
    if wrapped is None or wrapped.kind is KeyKind.BOTH:
        if not await entries.is_open():
            return
        if wrapped is not None:
            await entries.copy_half(common)
        elif await entries.read_key() is None:
            await _take_over_key(entries, common, folder)
    entries.is_settled = True


async def _take_over_key(entries: KeyringEntries, common: KeyringEntries, folder: Path) -> None:
    for key in await common.read_keys():
        if await asyncio.to_thread(_is_of, folder / VAULT_FILE, key):
            await entries.take_token(common)
            await entries.write_key(key)  # last: by this key it is known that all is taken over
            return


def _is_of(vault: Path, key: VaultKey) -> bool:
    """Whether the key is that of a vault that stands there, or was set aside there."""
    with contextlib.suppress(OSError, StorageError):
        if locked_vaults.find_matching(vault, key):
            return True
        if fingerprint_path(vault).exists():
            return read_fingerprint(vault) == fingerprint(key)
        return vault.exists() and locked_vaults.is_opened_by(vault, key)
    return False


def _canonical(folder: Path) -> bytes:
    return os.fsencode(os.path.normcase(os.path.realpath(folder)))
