"""A TCP relay in front of a server, so that a test can cut and stall a line that is up."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Coroutine
from typing import Any

CHUNK_BYTES = 64 * 1024
END_SECONDS = 0.02
QUIET_SECONDS = 0.1


class Relay:
    """Passes bytes from its own port to the first of ``targets`` that accepts.

    Lives on a thread with its own loop: the loop under test may be busy or blocked.
    """

    def __init__(self, *targets: int) -> None:
        self._targets = targets
        self._lines: set[asyncio.StreamWriter] = set()
        self._pairs: list[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = []
        self._orphans: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._flowing = asyncio.Event()
        self._passed = 0.0
        self._flowing.set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="relay")
        self._thread.start()
        self._server = self._call(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port: int = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Drop every open line at once, both ways, without a goodbye; new ones are accepted."""
        self._soon(self._abort_all)

    def cut_between_frames(self) -> None:
        """The same as soon as nothing passes: the server is not just then sending.

        Where it is, ejabberd's session hangs in that, and a resumption waits for it in vain: 7 of
        190 cuts beneath a flood, none of 700 without one.
        """
        self._call(self._cut_when_quiet())

    def drop_near(self) -> None:
        """Every client loses its line; the server's stays open, and nothing passes on it."""
        self._soon(lambda: self._orphan(near=True))

    def drop_far(self) -> None:
        """The server loses every line; the client's stays open, and nothing passes on it."""
        self._soon(lambda: self._orphan(near=False))

    def stall(self) -> None:
        """Pass nothing on, but keep every line open: a network that swallows packets."""
        self._soon(self._flowing.clear)

    def stall_between_frames(self) -> None:
        """The same as soon as nothing passes: no server is left with half a frame.

        One that is waits for the rest, and ejabberd then lets nobody resume for 15 s.
        """
        self._call(self._stall_when_quiet())

    def flow(self) -> None:
        """Let through what was held up, and what comes."""
        self._soon(self._flowing.set)

    def close(self) -> None:
        self._call(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _soon(self, act: Callable[[], None]) -> None:
        async def now() -> None:
            act()

        self._call(now())

    async def _cut_when_quiet(self) -> None:
        await self._quiet()
        self._abort_all()

    async def _stall_when_quiet(self) -> None:
        await self._quiet()
        self._flowing.clear()

    async def _quiet(self) -> None:
        while self._loop.time() - self._passed < QUIET_SECONDS:  # noqa: ASYNC110 - a line tells nobody
            await asyncio.sleep(QUIET_SECONDS / 4)

    def _orphan(self, *, near: bool) -> None:
        for client, server in self._pairs:
            self._orphans |= {client, server}
            (client if near else server).transport.abort()
        self._pairs.clear()

    def _abort_all(self) -> None:
        for line in self._lines:
            line.transport.abort()

    async def _finish(self) -> None:
        """Let every line's task end by itself: a cancelled one would be logged as an error."""
        self._server.close()
        self._flowing.set()
        while others := asyncio.all_tasks() - {asyncio.current_task()}:
            self._abort_all()
            await asyncio.wait(others, timeout=END_SECONDS)
        self._abort_all()
        # A transport closes its socket one turn of the loop after its abort.
        await asyncio.sleep(END_SECONDS)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        try:
            far_reader, far_writer = await self._connect()
            self._lines.add(far_writer)
            self._pairs.append((writer, far_writer))
            async with asyncio.TaskGroup() as both:
                both.create_task(self._pass(reader, far_writer))
                both.create_task(self._pass(far_reader, writer))
        except OSError:
            writer.transport.abort()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        for port in self._targets:
            with contextlib.suppress(OSError):
                return await asyncio.open_connection("127.0.0.1", port)
        raise ConnectionRefusedError

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK_BYTES):
                await self._flowing.wait()
                self._passed = self._loop.time()
                if writer not in self._orphans:
                    writer.write(data)
                    await writer.drain()
        except OSError:
            if writer not in self._orphans:
                writer.transport.abort()
        else:
            if writer not in self._orphans:
                with contextlib.suppress(OSError):
                    writer.close()
