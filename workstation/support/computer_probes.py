"""This computer: settings, disk, keyring. What only Qt knows is looked at by the window's side."""

import asyncio
import contextlib
import os
import secrets
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from workstation.base import held_files
from workstation.base.log import FILE
from workstation.base.paths import Folders, storage_error
from workstation.domain.address import ApiBase
from workstation.domain.errors import DiskFull, InputError, KeyringUnavailable, StorageError
from workstation.domain.findings import Finding, Layer, Verdict, degraded, failed, fine, unusable
from workstation.domain.policy_errors import PolicyUnusable
from workstation.domain.value import Value
from workstation.services.access import require_trust
from workstation.services.server_address import require_private
from workstation.settings.resolve import Resolution
from workstation.vault.engine.trial import TRIAL_PREFIX, try_store
from workstation.vault.keys.secret_store import SecretStore

SPACE_WANTED = 500 * 1024 * 1024
SPACE_NEEDED = 50 * 1024 * 1024
MEGABYTE = 1024 * 1024
MAX_PROBLEMS = 20
LEFT_SECONDS = 600
"""A trial takes seconds; what is older was left by a check that was ended in the middle."""

_KEY = "check"


class ComputerProbes(Value):
    """Probes of settings, disk and keyring; ``base`` is the server that would be used."""

    resolution: Resolution
    base: ApiBase | None
    folders: Folders
    open_keys: Callable[[], Awaitable[SecretStore]]

    async def configuration(self) -> Sequence[Finding]:
        """Probe whether there is a server, and everything wrong in policy and settings."""
        problems = [
            degraded(
                Layer.CONFIGURATION,
                problem.reason,
                source=problem.source.value,
                setting=problem.key or "-",
                place=problem.place or problem.source.value,
                **problem.facts,
            )
            for problem in self.resolution.problems[:MAX_PROBLEMS]
        ]
        try:
            await require_trust(self.resolution.settings)
        except PolicyUnusable as error:
            problems.append(failed(Layer.CONFIGURATION, error))
        if self.base is None:
            return [*problems, degraded(Layer.CONFIGURATION, "no_server")]
        try:
            require_private(self.base, self.resolution.settings)
        except InputError as error:
            return [*problems, failed(Layer.CONFIGURATION, error)]
        return [*problems, fine(Layer.CONFIGURATION, "server", server=str(self.base))]

    async def disk(self) -> Sequence[Finding]:
        """Probe whether data can be written, and for how long."""
        try:
            free = await asyncio.to_thread(_try_writing, self.folders)
        except StorageError as error:
            return [failed(Layer.DISK, error)]
        space = self._space(free)
        carries = [] if space.verdict is Verdict.UNUSABLE else await self._carries_store()
        return [space, *carries, *await unwritable(Layer.DISK, self.folders.logs / FILE)]

    async def _carries_store(self) -> Sequence[Finding]:
        """Whether the disk can carry a store: a share may take files and none."""
        try:
            await asyncio.to_thread(try_store, self.folders.data)
        except DiskFull as error:
            return [failed(Layer.DISK, error)]
        except StorageError as error:
            return [degraded(Layer.DISK, "no_store", why=error.detail)]
        return []

    def _space(self, free: int) -> Finding:
        megabytes = free // MEGABYTE
        if free < SPACE_NEEDED:
            return unusable(Layer.DISK, "full", megabytes=megabytes)
        if free < SPACE_WANTED:
            return degraded(Layer.DISK, "low", megabytes=megabytes)
        return fine(Layer.DISK, "free", megabytes=megabytes)

    async def keyring(self) -> Sequence[Finding]:
        """Probe whether a secret that is written comes back; the entry is removed again."""
        try:
            keys = await self.open_keys()
            secret = secrets.token_hex(16)
            await keys.write(_KEY, secret)
            await keys.remove(_KEY)
        except KeyringUnavailable as error:
            # The doctor can work; the token has to be typed at every start.
            return [failed(Layer.KEYRING, error, Verdict.DEGRADED)]
        return [fine(Layer.KEYRING, "kept")]


async def unwritable(layer: Layer, *files: Path) -> list[Finding]:
    """Files of ours that are there and cannot be written to: what belongs there is lost."""
    closed = await asyncio.to_thread(
        lambda: [file for file in files if not held_files.may_write(file)]
    )
    return [
        degraded(layer, "unwritable", file=f"{file.parent.name}/{file.name}") for file in closed
    ]


def _try_writing(folders: Folders) -> int:
    folders.prepare()
    trial = folders.data / f"{TRIAL_PREFIX}{os.getpid()}"
    try:
        trial.write_bytes(b"check")
        held_files.remove(trial)
        _remove_left_trials(folders.data)
        return shutil.disk_usage(folders.data).free
    except OSError as error:
        raise storage_error(error, folders.data) from None


def _remove_left_trials(folder: Path) -> None:
    """Remove what a killed check left.

    By age: on a share the number in the name may be that of another computer's check. The folder
    was changed just now, and says so in the file server's own time.
    """
    now = folder.stat().st_mtime
    for left in folder.glob(f"{TRIAL_PREFIX}*"):
        with contextlib.suppress(OSError):
            if now - left.lstat().st_mtime > LEFT_SECONDS:
                _remove(left)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        held_files.remove(path)
