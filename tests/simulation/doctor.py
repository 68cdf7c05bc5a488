"""What the doctor of a simulated day does, one act after the other in each room."""

import asyncio
import contextlib
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from tests.simulation.server import DEADLY
from workstation.domain.errors import DiskFull
from workstation.domain.message import Delivery, Message

if TYPE_CHECKING:
    from tests.simulation.world import World


class Doctor:
    """Acts by chance; what the program promised of it stands in the world's history."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._busy: dict[int, asyncio.Task[None]] = {}

    def write(self, room: int) -> None:
        """Say something in a room, or show it."""
        if self._is_busy(room):
            return
        world = self._world
        if world.chance.random() >= world.weather.shares:
            deadly = world.chance.random() < world.weather.deadly
            act = self.say(room, DEADLY * deadly + self._new_words())
        elif world.chance.random() < 0.5:
            act = self.record(room)
        else:
            act = self._show(room)
        self._begin(room, act)

    async def read(self, room: int) -> None:
        """See all that is shown of a room."""
        world = self._world
        messages = (await world.page(room)).messages
        if messages and await world.client.see(room, messages[-1].position or 0):
            world.history.saw(room, messages)

    def think_again(self, room: int, unsent: Sequence[Message]) -> None:
        """Take back something unsent, or have it tried once more where it failed."""
        if self._is_busy(room) or not unsent:
            return
        chance, which = self._world.chance, self._world.chance.choice(unsent)
        if which.delivery is Delivery.FAILED and chance.random() < 0.5:
            self._begin(room, self.try_again(room, which.origin_id))
        elif chance.random() < 0.5:
            self._begin(room, self.take_back(which.origin_id))

    async def take_back(self, origin_id: str) -> None:
        """A message is not to be said; one that is under way cannot be held."""
        history = self._world.history
        self._world.counts["asked back"] += 1
        history.asked_back.add(origin_id)
        with contextlib.suppress(DiskFull):
            await self._world.client.outbox.discard(origin_id)
        if origin_id not in history.taken_back:
            history.asked_back.discard(origin_id)

    async def try_again(self, room: int, origin_id: str) -> None:
        """A failed message is to be tried once more."""
        self._world.counts["tried again"] += 1
        self._world.history.tries_again(origin_id)
        await self._world.client.retry(room, origin_id)

    def _is_busy(self, room: int) -> bool:
        return room in self._busy and not self._busy[room].done()

    def _begin(self, room: int, act: Coroutine[Any, Any, object]) -> None:
        self._busy[room] = asyncio.ensure_future(self._do(act))

    async def _do(self, act: Coroutine[Any, Any, object]) -> None:
        try:
            await act
        except asyncio.CancelledError:  # the program ended over it
            return
        except DiskFull:  # the doctor is told, and what was written stays a draft
            self._world.counts["not taken"] += 1

    def _new_words(self) -> str:
        self._world.counts["attempted"] += 1
        return f"d{self._world.counts['attempted']}"

    async def say(self, room: int, text: str) -> list[str]:
        """Words; the ids of what was queued."""
        return self._record_typed(room, [await self._world.client.say(room, text)], [text])

    async def record(self, room: int) -> list[str]:
        """A recording."""
        content = self._new_words()
        return self._record_typed(room, [await self._world.client.share(room, content)], [content])

    async def _show(self, room: int) -> list[str]:
        pictures = [self._new_words() for _ in range(self._world.chance.randint(1, 2))]
        text = self._new_words() if self._world.chance.random() < 0.5 else ""
        names = await self._world.client.send(room, pictures, text)
        return self._record_typed(room, names, [*pictures, text])

    def _record_typed(self, room: int, names: Sequence[str], texts: Sequence[str]) -> list[str]:
        for name, text in zip(names, texts, strict=False):
            self._world.history.record_typed(room, name, text)
        self._world.counts["typed"] += len(names)
        return [*names]
