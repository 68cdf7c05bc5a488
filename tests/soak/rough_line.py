"""A line to a server as a bad mobile network is: late, uneven, and at times lost."""

import asyncio
import random
from dataclasses import dataclass

from tests.servers.relay import CHUNK_BYTES, Relay

WAITING_CHUNKS = 64


@dataclass(frozen=True)
class Roughness:
    """Seconds one way, seconds more at most, the share of what is lost, and TCP's wait for it.

    What a network loses TCP sends again, so whoever reads sees a wait, and behind it all the rest.
    """

    delay: float = 0.06
    jitter: float = 0.05
    loss: float = 0.02
    again: float = 0.4


class RoughLine(Relay):
    """A relay whose every chunk takes its time; the order stays, as it does with TCP."""

    def __init__(self, roughness: Roughness, seed: int, *targets: int) -> None:
        self._roughness, self._chance = roughness, random.Random(seed)  # noqa: S311 - to repeat a run
        self.chunks = self.lost = 0
        super().__init__(*targets)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chunks: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(WAITING_CHUNKS)
        async with asyncio.TaskGroup() as both:
            both.create_task(self._take(reader, chunks))
            both.create_task(self._hand_on(chunks, writer))

    async def _take(
        self, reader: asyncio.StreamReader, chunks: asyncio.Queue[tuple[float, bytes]]
    ) -> None:
        """Read what comes, and draw when each chunk is there; nothing stands for the end."""
        data = b" "
        while data:
            try:
                data = await reader.read(CHUNK_BYTES)
            except OSError:
                data = b""
            await chunks.put((self._loop.time() + self._drawn(), data))

    async def _hand_on(
        self, chunks: asyncio.Queue[tuple[float, bytes]], writer: asyncio.StreamWriter
    ) -> None:
        try:
            while (chunk := await chunks.get())[1]:
                await asyncio.sleep(chunk[0] - self._loop.time())
                await self._flowing.wait()
                writer.write(chunk[1])
                await writer.drain()
            writer.close()
        except OSError:
            writer.transport.abort()
            while (await chunks.get())[1]:
                """Whoever still speaks is not held up by who has gone."""

    def _drawn(self) -> float:
        """How long the next chunk is under way."""
        rough, chance = self._roughness, self._chance
        self.chunks += 1
        taken = rough.delay + chance.random() * rough.jitter
        while chance.random() < rough.loss:
            self.lost += 1
            taken += rough.again
        return taken
