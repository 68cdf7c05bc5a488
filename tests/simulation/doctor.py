"""What the doctor of a simulated day does, one act after the other in each room."""

import asyncio
import random
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any

from tests.simulation.server import DEADLY, HATED
from workstation.domain.errors import DiskFull
from workstation.domain.message import Delivery, Message

if TYPE_CHECKING:
    from tests.simulation.world import World


class Doctor:
    """Acts by chance; what the program promised of it stands in the world's history."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._hated = random.Random(f"gateway {world.seed}")  # noqa: S311 - to repeat a run

    def write(self, room: int) -> None:
        """Say something in a room, or show it."""
        if self._is_busy(room):
            return
        world = self._world
        if world.chance.random() >= world.weather.shares:
            deadly = world.chance.random() < world.weather.deadly
            hated = not deadly and self._hated.random() < world.weather.hated
            begins = DEADLY * deadly or HATED * hated or world.unreadable()
            text = begins + self._new_words()
            answers = world.mind.random() < world.weather.answers
            act = self._answer(room, text) if answers else self.say(room, text)
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
            self._begin(room, self._withdraw(room, which))

    async def try_again(self, room: int, origin_id: str) -> None:
        """A failed message is to be tried once more."""
        self._world.counts["tried again"] += 1
        self._world.history.tries_again(origin_id)
        self._world.history.words.failed(origin_id)
        await self._world.client.retry(room, origin_id)

    async def change(self, room: int) -> None:
        """Give an own message other words, take it back, or give up what the room refused."""
        page = await self._world.page(room)
        own = [each for each in (*page.messages, *page.unsent) if self._is_own(each)]
        if self._is_busy(room) or not own:
            return
        mind = self._world.mind
        # Mostly what was said just now.
        which = own[-1 - min(int(mind.expovariate(0.5)), len(own) - 1)]
        is_text = which.attachment is None and not which.file_id
        if which.position is not None and which.delivery is Delivery.FAILED and mind.random() < 0.3:
            self._begin(room, self._give_up(which.origin_id))
        elif is_text and mind.random() < 0.7:
            self._begin(room, self._correct(room, which.origin_id))
        else:
            self._begin(room, self._withdraw(room, which))

    def _is_own(self, message: Message) -> bool:
        return not message.retracted and self._world.history.words.adopt(message.origin_id)

    async def _correct(self, room: int, name: str) -> None:
        world, words = self._world, self._world.history.words
        deadly = world.mind.random() < world.weather.deadly
        text = DEADLY * deadly + self._new_words()
        world.history.tries_again(name)
        words.corrects(name, text)
        was_asked_back = name in world.history.asked_back
        world.history.asked_back.add(name)  # as long as it may stand under another id
        done = await world.client.correct(room, name, text)
        if not was_asked_back:
            world.history.asked_back.discard(name)
        words.corrected(name, text, done=done)
        world.counts["corrected"] += done

    async def _withdraw(self, room: int, which: Message) -> None:
        """Take a message back; what is under way goes out first."""
        world, name = self._world, which.origin_id
        if which.position is None:
            world.history.asked_back.add(name)
        world.history.tries_again(name)
        world.history.words.withdraws(name)
        done = await world.client.withdraw(room, name)
        world.history.words.withdrew(name, done=done)
        world.counts["withdrawn"] += done

    async def _give_up(self, name: str) -> None:
        self._world.counts["given up"] += 1
        self._world.history.words.gave_up(name)
        self._world.history.words.failed(name)
        await self._world.client.amendments.give_up(name)

    async def _answer(self, room: int, text: str) -> None:
        """Words that answer something that is shown; others where there is nothing."""
        visible = [each for each in (await self._world.page(room)).messages if each.quotable]
        if not visible:
            await self.say(room, text)
            return
        which = self._world.mind.choice(visible)
        name = await self._world.client.answer(room, which.key, text)
        self._world.history.words.quoted[name] = which.origin_id
        self._record_typed(room, [name], [text])
        self._world.counts["answered"] += 1

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
