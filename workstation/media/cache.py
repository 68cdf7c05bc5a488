"""Media already fetched: a little in memory, the rest sealed on disk where there is a key.

Both are bounded in bytes, and of both the least recently used go first. The folder belongs to one
thread at a time, so that its sizes need no lock of their own.
"""

import asyncio
import contextlib
import hmac
import logging
import os
import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

from workstation.base import held_files
from workstation.base.atomic_write import create_partial
from workstation.base.paths import make_folder
from workstation.base.task_scope import finish_in_thread
from workstation.domain.errors import StorageError
from workstation.media.sealed import seal, unseal

Result = TypeVar("Result")
log = logging.getLogger(__name__)

MEMORY_BYTES = 64 * 1024 * 1024
MEMORY_BESIDE_DISK_BYTES = 8 * 1024 * 1024
"""Where the disk keeps them, too: to read and unseal a picture takes milliseconds."""
DISK_BYTES = 512 * 1024 * 1024
FREE_BYTES = 32 * 1024 * 1024
"""What is left free of a disk: a picture is fetched again, what a doctor writes is not."""

_PARTIAL = ".part-"


class MediaCache:
    """Bytes by address. Without a folder and a key nothing touches the disk.

    ``key`` has 32 bytes and is the caller's to keep; a folder written with another key reads as
    empty.
    """

    def __init__(
        self,
        folder: Path | None = None,
        key: bytes | None = None,
        memory_bytes: int | None = None,
    ) -> None:
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._disk = DiskCache(folder, key, DISK_BYTES) if folder and key else None
        usual = MEMORY_BYTES if self._disk is None else MEMORY_BESIDE_DISK_BYTES
        self._memory_bytes = usual if memory_bytes is None else memory_bytes
        self._is_shut = False
        self._turn = asyncio.Lock()

    async def get(self, address: str) -> bytes | None:
        """The bytes stored under this address, ``None`` where none are; read in a thread."""
        content = self._memory.get(address)
        if content is not None:
            self._memory.move_to_end(address)
            return content
        if self._disk is None:
            return None
        content = await self._in_turn(self._disk.get, address)
        if content is not None:
            self._remember(address, content)
        return content

    async def holds(self, address: str) -> bool:
        """Whether bytes are stored under this address, without reading them."""
        if address in self._memory:
            return True
        return self._disk is not None and await self._in_turn(self._disk.holds, address)

    async def put(self, address: str, content: bytes) -> None:
        """Store a file; the least recently used are dropped where the bounds in bytes are met."""
        self._remember(address, content)
        if self._disk is not None:
            await self._in_turn(self._disk.put, address, content)

    def shut(self) -> None:
        """Hold nothing in memory, not even the key: what is on the disk stays sealed.

        Nor what was on its way: it is fetched again.
        """
        self._is_shut = True
        self._memory.clear()
        if self._disk is not None:
            self._disk.key = None

    def reopen(self, key: bytes) -> None:
        """Go on: the key is here again."""
        self._is_shut = False
        if self._disk is not None:
            self._disk.key = key

    async def drop(self, addresses: Iterable[str]) -> bool:
        """Drop all under these addresses, in memory or on disk; whether all is gone.

        It is not while the window is locked, or another program holds a file.
        """
        addresses, gone = tuple(addresses), True
        if self._disk is not None:
            gone = await self._in_turn(self._disk.drop, addresses)
        for address in addresses:  # what the turn before read from the disk, too
            self._memory.pop(address, None)
        return gone

    async def drop_unused(self, before_ms: int) -> None:
        """Drop from disk what was not used since then (milliseconds since the Unix epoch)."""
        if self._disk is not None:
            await self._in_turn(self._disk.drop_unused, before_ms)

    async def _in_turn(self, work: Callable[..., Result], *args: object) -> Result:
        """Run ``work`` in a thread, one at a time: the folder belongs to one thread."""
        async with self._turn:
            return await finish_in_thread(work, *args)

    def _remember(self, address: str, content: bytes) -> None:
        if self._is_shut or len(content) > self._memory_bytes:
            return
        self._memory[address] = content
        self._memory.move_to_end(address)
        while sum(map(len, self._memory.values())) > self._memory_bytes:
            self._memory.popitem(last=False)


class DiskCache:
    """Sealed files under names that tell nothing without the key.

    Without its ``key`` it is empty and takes nothing. It is a cache: a damaged or foreign file is
    dropped and counts as absent, and a disk that is nearly full means that nothing more is kept.
    Blocking; one thread at a time.
    """

    def __init__(self, folder: Path, key: bytes, limit: int) -> None:
        self._folder = folder
        self.key: bytes | None = key
        self._limit = limit
        self._sizes: OrderedDict[str, int] = OrderedDict()
        self._opened = False

    def get(self, address: str) -> bytes | None:
        """The bytes put under this address, ``None`` if they are not here any more."""
        if (key := self.key) is None:
            return None
        self._open()
        name = sealed_name(key, address)
        if name not in self._sizes:
            return None
        try:
            content = unseal(key, (self._folder / name).read_bytes(), name.encode())
        except (OSError, StorageError):
            self._drop(name)
            return None
        self._touch(name)
        return content

    def holds(self, address: str) -> bool:
        """Whether a file is here that was put under this address."""
        if not (key := self.key):
            return False
        self._open()
        return sealed_name(key, address) in self._sizes

    def put(self, address: str, content: bytes) -> None:
        """Store a file if it fits, dropping the least recently used."""
        if (key := self.key) is None:
            return
        self._open()
        name = sealed_name(key, address)
        sealed = seal(key, content, name.encode())
        if len(sealed) > self._limit:
            return
        self._make_room(len(sealed) - self._sizes.get(name, 0))
        try:
            if shutil.disk_usage(self._folder).free < len(sealed) + FREE_BYTES:
                return
            self._write(name, sealed)
        except OSError as error:
            log.warning("a medium is not kept on disk: %s", error)
            return
        self._sizes[name] = len(sealed)
        self._sizes.move_to_end(name)

    def drop(self, addresses: Iterable[str]) -> bool:
        """Drop what was put under these addresses; whether all is gone."""
        if (key := self.key) is None:
            return False
        self._open()
        names = [sealed_name(key, address) for address in addresses]
        for name in names:
            self._drop(name)
        return not any((self._folder / name).exists() for name in names)

    def drop_unused(self, before_ms: int) -> None:
        """Drop what was not used since; milliseconds since the Unix epoch, by the files' times."""
        self._open()
        for name in list(self._sizes):
            try:
                used_ms = (self._folder / name).stat().st_mtime_ns // 1_000_000
            except OSError:
                used_ms = 0
            if used_ms < before_ms:
                self._drop(name)

    def _open(self) -> None:
        """Open the folder, take stock once: oldest use first; remove interrupted writes."""
        if self._opened:
            return
        self._opened = True
        try:
            make_folder(self._folder)
            sizes = sorted(_stock(self._folder))
        except OSError as error:
            log.warning("no media are kept on disk: %s", error)
            return
        self._sizes = OrderedDict((name, size) for _, name, size in sizes)
        self._make_room(0)

    def _touch(self, name: str) -> None:
        self._sizes.move_to_end(name)
        with contextlib.suppress(OSError):
            os.utime(self._folder / name)

    def _make_room(self, needed_bytes: int) -> None:
        while self._sizes and sum(self._sizes.values()) + needed_bytes > self._limit:
            self._drop(next(iter(self._sizes)))

    def _drop(self, name: str) -> None:
        self._sizes.pop(name, None)
        with contextlib.suppress(OSError):
            held_files.remove(self._folder / name)

    def _write(self, name: str, sealed: bytes) -> None:
        file, partial = create_partial(self._folder, _PARTIAL)
        try:
            with file:
                file.write(sealed)
            held_files.replace(partial, self._folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                held_files.remove(partial)
            raise


def sealed_name(key: bytes, address: str) -> str:
    """The name of an address's file, which tells nothing without the key."""
    return hmac.digest(key, f"name of {address}".encode(), "sha256").hex()[:40]


def _stock(folder: Path) -> Iterator[tuple[int, str, int]]:
    """Time of last use, name and size of every file; partial ones are removed, unless held."""
    for entry in os.scandir(folder):
        with contextlib.suppress(OSError):
            if entry.name.startswith(_PARTIAL):
                held_files.remove(Path(entry.path))
            elif entry.is_file(follow_symlinks=False):
                status = entry.stat(follow_symlinks=False)
                yield status.st_mtime_ns, entry.name, status.st_size
