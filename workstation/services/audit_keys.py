"""Where the key of an audit log lies, and with it the length of the log.

One credential manager serves the doctor's own log, the demo's and those of profiles in other
folders, so each has its own entry. With a shared entry a demo's lines were counted as the doctor's,
and the check reported that they had been cut off. The entry is named like the profile's others
(``profile_entries``), so that a folder which is moved keeps its log. An entry named by the folder's
path is still looked for.
"""

import asyncio
import base64
import binascii
import contextlib
import os
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from workstation.audit.line import KEY_BYTES
from workstation.audit.sealed_log import Head
from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.base.paths import storage_error
from workstation.vault.keys.profile_entries import is_users_own, profile_name
from workstation.vault.keys.secret_store import SecretStore

SECRET = "audit"  # noqa: S105 - the name of an entry, no password
FOLDER = "audit"
"""Where the logs of a data folder lie below it."""
KEYRING_LOG, LOCAL_LOG = "keyring.log", "local.log"

_CHAIN_FIELDS, MAX_BYTES = 3, 4_096


def log_files(data: Path) -> tuple[Path, ...]:
    """Where the lines of a data folder may be written."""
    return data / FOLDER / KEYRING_LOG, data / FOLDER / LOCAL_LOG


class ChainKey:
    """The key of a log and its head, as one text in the place for secrets."""

    def __init__(self, key: bytes, head: Head) -> None:
        self.key, self.head = key, head

    @classmethod
    def read(cls, text: str | None) -> "ChainKey | None":
        """The key read from that text; ``None`` for none, or for what is no key."""
        parts = (text or "").split(" ")
        with contextlib.suppress(binascii.Error, ValueError):
            key = base64.b64decode(parts[0], validate=True)
            if len(parts) == _CHAIN_FIELDS and len(key) == KEY_BYTES:
                return cls(key, Head(int(parts[1]), parts[2]))
        return None

    def __str__(self) -> str:
        return f"{base64.b64encode(self.key).decode()} {self.head.number} {self.head.digest}"


class KeyPlace(Protocol):
    """Where the key and the head of a log lie; ``log`` is the log's file."""

    log: Path

    async def read(self) -> str | None:
        """The stored text. Raises ``StorageError``, such as ``KeyringUnavailable``."""

    async def write(self, text: str) -> None:
        """Store the text. Raises ``StorageError``."""


class KeyringPlace:
    """Keeps the key and the head in the credential manager."""

    def __init__(self, folder: Path, keys: SecretStore) -> None:
        self.log, self._folder, self._keys = folder / KEYRING_LOG, folder, keys
        self._has_earlier = True

    async def read(self) -> str | None:
        """As ``KeyPlace`` says."""
        text = await self._keys.read(await asyncio.to_thread(entry_name, self._folder))
        if text is None and (earlier := await self._earlier()):
            text = await self._keys.read(earlier)
        return text

    async def write(self, text: str) -> None:
        """As ``KeyPlace`` says."""
        await self._keys.write(await asyncio.to_thread(entry_name, self._folder), text)
        if self._has_earlier and (earlier := await self._earlier()):
            await self._keys.remove(earlier)
        self._has_earlier = False

    async def _earlier(self) -> str:
        """The text by the folder's place; empty where that is its name still, or was none."""
        own, by_place = await asyncio.to_thread(_both_names, self._folder)
        return by_place if own not in {SECRET, by_place} else ""


class FilePlace:
    """Stores key and head in a file beside the log: who can read one can read the other."""

    def __init__(self, folder: Path) -> None:
        self.log, self._file = folder / LOCAL_LOG, folder / "local.key"

    async def read(self) -> str | None:
        """As ``KeyPlace`` says; a key that cannot be read now does not count as lost."""
        try:
            content = await asyncio.to_thread(held_files.read, self._file, MAX_BYTES)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise await asyncio.to_thread(storage_error, error, self._file.parent) from None
        return content.decode("ascii", "replace")

    async def write(self, text: str) -> None:
        """As ``KeyPlace`` says."""
        await asyncio.to_thread(write_atomically, self._file, text.encode("ascii"))


def entry_name(folder: Path) -> str:
    """The name of the log's entry of a folder. Blocking; the doctor's own moves with a home."""
    return _both_names(folder)[0]


def _both_names(folder: Path) -> tuple[str, str]:
    """The entry's name, and the name by the folder's path."""
    place = os.fsencode(os.path.normcase(os.path.realpath(folder)))
    by_place = f"{SECRET} {blake2b(place, digest_size=8).hexdigest()}"
    if is_users_own(folder.parent):
        return SECRET, by_place
    profile = profile_name(folder.parent)
    return (f"{SECRET} {profile}" if profile else by_place), by_place
