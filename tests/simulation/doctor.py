"""What the doctor of a simulated day does, one act after the other in each room."""

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from workstation.domain.errors import DiskFull

if TYPE_CHECKING:
    from tests.simulation.world import World


class Doctor:
    """Acts by chance; what the program promised of it stands in the world's history."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._busy: dict[int, asyncio.Task[None]] = {}

    def write(self, room: int) -> None:
        """Say something in a room."""
        if self._is_busy(room):
            return
        self._begin(room, self._say(room, self._new_words()))

    async def read(self, room: int) -> None:
        """See all that is shown of a room."""
        world = self._world
        shown = (await world.page(room)).messages
        if shown and await world.client.see(room, shown[-1].position or 0):
            world.history.saw(room, shown)

    def _is_busy(self, room: int) -> bool:
        return room in self._busy and not self._busy[room].done()

    def _begin(self, room: int, act: Coroutine[Any, Any, None]) -> None:
        self._busy[room] = asyncio.ensure_future(self._do(act))

    async def _do(self, act: Coroutine[Any, Any, None]) -> None:
        try:
            await act
        except asyncio.CancelledError:  # the program ended over it
            return
        except DiskFull:  # the doctor is told, and what was written stays a draft
            self._world.counts["not taken"] += 1

    def _new_words(self) -> str:
        self._world.counts["attempted"] += 1
        return f"d{self._world.counts['attempted']}"

    async def _say(self, room: int, text: str) -> None:
        origin_id = await self._world.client.say(room, text)
        self._world.history.said(room, origin_id, text)
        self._world.counts["typed"] += 1
