"""Where a simulated hospital stores files: the way there takes long, and may lead nowhere."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tests.simulation.history import Record
from tests.simulation.weather import Weather
from workstation.domain.errors import ConnectionDropped, ServerFault, UploadRefused

SECONDS = (0.05, 1.0, 5.0, 20.0)


class Media:
    """Stores what comes; ``seconds`` are the times it may take to come."""

    def __init__(self, weather: Weather, chance: random.Random, record: Record) -> None:
        self.seconds: tuple[float, ...] = SECONDS
        self.trouble = weather.upload_trouble
        self._chance, self._record = chance, record

    async def put(self, url: str, content: str) -> None:
        """Raises what an upload may raise."""
        await asyncio.sleep(self._chance.choice(self.seconds))
        if self._chance.random() < self.trouble:
            self._fail(url, content)
        self._record.contents[url] = content

    def _fail(self, url: str, content: str) -> None:
        way = self._chance.choice(("dropped", "its answer lost", "server", "refused"))
        if way == "refused":
            self._record.refused.add(content)
            raise UploadRefused("file-too-large")
        if way == "server":
            raise ServerFault("503")
        if way == "its answer lost":
            self._record.contents[url] = content
        raise ConnectionDropped(way)


Put = Callable[[str, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Slots:
    """As ``services.slots.SlotUploader``, with a way for bytes that needs no network."""

    ask: Callable[[str, int, str], Awaitable[Any]]
    put: Put

    async def upload(self, name: str, content: bytes, media_type: str, _progress: Any) -> str:
        slot = await self.ask(name, len(content), media_type)
        await self.put(slot.put_url, content.decode())
        return slot.get_url


class Library:
    """Keeps nothing: nobody looks at pictures here."""

    async def keep(self, _url: str, _content: bytes) -> None:
        pass


async def nowhere(_url: str, _content: str) -> None:
    """For days without files."""
    raise AssertionError("no files here")
