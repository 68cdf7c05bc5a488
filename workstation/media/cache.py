"""Media already fetched: a little in memory, the rest sealed on disk where there is a key."""

import asyncio
from collections import OrderedDict
from pathlib import Path

from workstation.media.disk_cache import DiskCache

MEMORY_BYTES = 64 * 1024 * 1024
DISK_BYTES = 512 * 1024 * 1024


class MediaCache:
    """Bytes by address. Without a folder and a key nothing touches the disk.

    ``key`` has 32 bytes and is the caller's to keep; a folder written with another key reads as
    empty.
    """

    def __init__(
        self,
        folder: Path | None = None,
        key: bytes | None = None,
        memory_bytes: int = MEMORY_BYTES,
        disk_bytes: int = DISK_BYTES,
    ) -> None:
        self._memory: OrderedDict[str, bytes] = OrderedDict()
        self._memory_bytes = memory_bytes
        self._disk = DiskCache(folder, key, disk_bytes) if folder and key else None
        self._turn = asyncio.Lock()

    async def get(self, address: str) -> bytes | None:
        """What is kept under this address."""
        content = self._memory.get(address)
        if content is not None:
            self._memory.move_to_end(address)
            return content
        if self._disk is None:
            return None
        async with self._turn:
            content = await asyncio.to_thread(self._disk.get, address)
        if content is not None:
            self._remember(address, content)
        return content

    async def put(self, address: str, content: bytes) -> None:
        """Keep it within the bounds."""
        self._remember(address, content)
        if self._disk is not None:
            async with self._turn:
                await asyncio.to_thread(self._disk.put, address, content)

    async def drop_unused(self, before_ms: int) -> None:
        """Drop from disk what was not used since then (milliseconds since the Unix epoch)."""
        if self._disk is not None:
            async with self._turn:
                await asyncio.to_thread(self._disk.drop_unused, before_ms)

    def _remember(self, address: str, content: bytes) -> None:
        if len(content) > self._memory_bytes:
            return
        self._memory[address] = content
        self._memory.move_to_end(address)
        while sum(map(len, self._memory.values())) > self._memory_bytes:
            self._memory.popitem(last=False)
