"""The vault as one run of the program sees it: it may be slow or full, and each await its last."""

import asyncio
import random
from collections.abc import Callable, Sequence
from typing import Any

from workstation.domain.errors import DiskFull
from workstation.vault.database import Vault

PASSES = 2
SECONDS = (0.05, 0.5, 2.0, 10.0)


class MortalVault:
    """What was committed outlives the program; what it would have done next does not happen.

    Each write finds the disk full by the chance of ``full``. By the chance of ``slow`` a read or a
    write takes long, and so does what comes after it: one after the other, as in the real vault.
    ``on_commit`` is told at once what was written, and what came of it.
    """

    def __init__(
        self,
        vault: Vault,
        chance: random.Random,
        on_commit: Callable[[Sequence[Any], Any], None] = lambda *_: None,
    ) -> None:
        self._vault, self._chance, self._on_commit = vault, chance, on_commit
        self.dead, self.full, self.slow = False, 0.0, 0.0
        self.refusals = self.waits = 0
        self._writing, self._reading = asyncio.Lock(), asyncio.Lock()

    bind_read, bind_write = Vault.bind_read, Vault.bind_write

    async def write(self, function, *args, **kwargs):
        self._find_room()
        return await self._commit(self._vault.write, function, *args, **kwargs)

    async def absorb(self, function, *args, **kwargs):
        self._find_room()
        return await self._commit(self._vault.absorb, function, *args, **kwargs)

    async def _commit(self, write, function, *args, **kwargs):
        async def commit():
            result = await write(function, *args, **kwargs)
            self._on_commit(args, result)
            return result

        return await self._run(self._writing, commit)

    async def read(self, function, *args, **kwargs):
        return await self._run(self._reading, self._vault.read, function, *args, **kwargs)

    async def read_in_turn(self, function, *args, **kwargs):
        return await self._run(self._writing, self._vault.read_in_turn, function, *args, **kwargs)

    def _find_room(self) -> None:
        if self.full and self._chance.random() < self.full:
            self.refusals += 1
            raise DiskFull

    async def _run(self, lane, call, *args, **kwargs):
        if not self.slow:
            return await self._do(call, *args, **kwargs)
        async with lane:
            await self._drag()
            result = await self._do(call, *args, **kwargs)
            await self._drag()
        return result

    async def _do(self, call, *args, **kwargs):
        await self._wait()
        if self.dead:
            raise asyncio.CancelledError
        result = await call(*args, **kwargs)
        await self._wait()
        return result

    async def _drag(self) -> None:
        if self._chance.random() < self.slow:
            self.waits += 1
            await asyncio.sleep(self._chance.choice(SECONDS))

    async def _wait(self) -> None:
        for _ in range(self._chance.randrange(PASSES + 1)):
            await asyncio.sleep(0)
