"""Fetching an approved package ahead of time, so that IT's tool finds it verified on the disk.

What is staged is a repository in miniature: the package and the very metadata that prove it. So the
installing step, which runs as an administrator and trusts no doctor's account, verifies it by the
same rules, from the root up, without the network.

Never noticed: pieces come with pauses as long as they took, which leaves half of the line to the
doctor, and ``may_continue`` is asked between two of them. What was fetched stays for the next time,
unless the disk runs short: its last half gigabyte is the doctor's, whose words have to be stored.
"""

import asyncio
import contextlib
import errno
import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from workstation.base import held_files
from workstation.base.atomic_write import write_atomically
from workstation.base.clock import Clock
from workstation.base.paths import PRIVATE, make_folder, storage_error
from workstation.domain.errors import DiskFull
from workstation.domain.update_errors import UpdateIncomplete, UpdateRefused
from workstation.domain.updates import Release
from workstation.updates.layout import HASH, METADATA, TARGETS, package_name
from workstation.updates.repository_source import RepositorySource, open_regular
from workstation.web.deadline import within

if TYPE_CHECKING:
    from tuf.api.metadata import TargetFile

    from workstation.updates.verification import VerifiedRepository

PIECE_SECONDS = 60.0
"""Without a piece for so long the source is given up until the next time."""

MAX_PAUSE_SECONDS = 5.0
ROOM_BYTES = 500 * 1024 * 1024
"""What a fetch leaves free; with less ``--check`` calls the disk low."""

FOLDER = "updates"
Sleep = Callable[[float], Awaitable[None]]


class StagingFolder:
    """The folder of one account, which that account alone may write."""

    def __init__(self, cache: Path) -> None:
        self.folder = cache / FOLDER
        self.trusted = self.folder / "trusted"
        self.staged = self.folder / "staged"
        self._partial = self.folder / "partial"

    def prepare(self) -> None:
        """Make it, for this account alone. Raises ``StorageError``."""
        for folder in (self.folder, self.staged, self._partial):
            try:
                make_folder(folder)
                folder.chmod(PRIVATE)
            except OSError as error:
                raise storage_error(error, folder) from None

    def clear(self) -> None:
        """Remove everything: updates are switched off."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def keep_only(self, target: "TargetFile | None") -> None:
        """Remove packages, whole or in part, but for those still needed. Raises ``OSError``."""
        names = set() if target is None else {package_name(target), _partial_name(target)}
        for place in (self.staged / TARGETS, self._partial):
            for file in _files(place):
                if f"{TARGETS}/{file.name}" not in names and file.name not in names:
                    _remove(file)
        if target is None:
            shutil.rmtree(self.staged / METADATA, ignore_errors=True)

    def holds(self, target: "TargetFile") -> bool:
        """Whether the whole package lies here; reads all of it."""
        return is_package(self.staged / package_name(target), target)

    def write_documents(self, repository: "VerifiedRepository") -> None:
        """Lay the metadata beside the package, as they are now.

        Raises ``OSError`` and ``StorageError``.
        """
        for name, content in repository.documents.items():
            place = self.staged / name
            if not place.exists() or place.read_bytes() != content:
                write_atomically(place, content)
        for file in _files(self.staged / METADATA):
            if f"{METADATA}/{file.name}" not in repository.documents:
                _remove(file)

    def partial(self, target: "TargetFile") -> Path:
        """The path of the file in which a package is collected."""
        return self._partial / _partial_name(target)


class PackageFetch:
    """Fetches packages into a staging folder, going on where an earlier run stopped."""

    def __init__(
        self,
        folder: StagingFolder,
        clock: Clock,
        may_continue: Callable[[], bool],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._folder, self._clock = folder, clock
        self._may_continue, self._sleep = may_continue, sleep

    async def stage(
        self, source: RepositorySource, repository: "VerifiedRepository", release: Release
    ) -> bool:
        """Whether the package is staged now; False where it had to stop before.

        Raises ``UpdateRefused("tampered")``, ``UpdateIncomplete``, the errors of
        ``RepositorySource.open_at``, ``DeadlineExceeded`` and ``StorageError``; where the disk runs
        short nothing of the package stays.
        """
        target = repository.target(release)
        try:
            return await self._stage(source, repository, target)
        except OSError as error:  # also of the last piece, which is written as the file is closed
            failure = await asyncio.to_thread(storage_error, error, self._folder.folder)
            if isinstance(failure, DiskFull):
                await asyncio.to_thread(_remove, self._folder.partial(target))
            raise failure from None

    async def _stage(
        self, source: RepositorySource, repository: "VerifiedRepository", target: "TargetFile"
    ) -> bool:
        await asyncio.to_thread(self._folder.prepare)
        await asyncio.to_thread(self._folder.keep_only, target)
        if not await asyncio.to_thread(self._folder.holds, target):
            if not await self._collect(source, target):
                return False
            await asyncio.to_thread(_move_verified, self._folder, target)
        await asyncio.to_thread(self._folder.write_documents, repository)
        return True

    async def _collect(self, source: RepositorySource, target: "TargetFile") -> bool:
        place, name = self._folder.partial(target), package_name(target)
        have = place.stat().st_size if place.exists() else 0
        if have == target.length:
            return True
        await asyncio.to_thread(_require_room, place.parent, target.length - have)
        async with source.open_at(name, have if have < target.length else 0) as opened:
            if opened is None:
                raise UpdateIncomplete(name, "missing")
            file = await asyncio.to_thread(_open_partial, place, opened.start)
            with file:
                return await self._append(file, opened.pieces, target, opened.start)

    async def _append(
        self, file: BinaryIO, pieces: AsyncIterator[bytes], target: "TargetFile", have: int
    ) -> bool:
        while have < target.length:
            if not self._may_continue():
                return False
            began = self._clock.monotonic()
            async with within(PIECE_SECONDS, call=package_name(target)):
                piece = await anext(pieces, b"")
            if not piece:
                raise UpdateIncomplete(package_name(target), "cut short")
            have += len(piece)
            if have > target.length:
                raise UpdateRefused("tampered", package_name(target))
            await asyncio.to_thread(_write, file, piece)
            took = self._clock.monotonic() - began
            await self._sleep(min(took, MAX_PAUSE_SECONDS))
        return True


def is_package(path: Path, target: "TargetFile") -> bool:
    """Whether a file is the package that was signed, by size and hash."""
    from tuf.api.exceptions import LengthOrHashMismatchError  # noqa: PLC0415 - only when it is on

    try:
        with open_regular(path) as file:
            target.verify_length_and_hashes(file)
    except (OSError, LengthOrHashMismatchError):
        return False
    return True


def _move_verified(folder: StagingFolder, target: "TargetFile") -> None:
    partial, place = folder.partial(target), folder.staged / package_name(target)
    if not is_package(partial, target):
        _remove(partial)
        raise UpdateRefused("tampered", package_name(target))
    make_folder(place.parent)
    held_files.replace(partial, place)


def _require_room(folder: Path, size: int) -> None:
    """Raise ``OSError`` where so many bytes would not leave the doctor enough."""
    if shutil.disk_usage(folder).free < size + ROOM_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _write(file: BinaryIO, piece: bytes) -> None:
    """Write what was fetched; others may have filled the disk since the fetch began."""
    _require_room(Path(file.name).parent, len(piece))
    file.write(piece)


def _open_partial(place: Path, start: int) -> BinaryIO:
    file = place.open("r+b" if start else "wb")
    file.seek(start)
    file.truncate()
    return file


def _remove(file: Path) -> None:
    """Remove a file; one that another program holds is removed at the next look."""
    with contextlib.suppress(OSError):
        held_files.remove(file)


def _files(folder: Path) -> Iterable[Path]:
    return [file for file in folder.glob("*") if file.is_file() or file.is_symlink()]


def _partial_name(target: "TargetFile") -> str:
    return f"{target.hashes[HASH]}.part"
