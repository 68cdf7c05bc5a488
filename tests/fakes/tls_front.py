"""TLS in front of a server of this computer, as a clinic's proxy puts it there."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def tls_front(port: int, certificate: ssl.SSLContext) -> AsyncIterator[int]:
    """A port that speaks TLS for what listens at ``port`` in the clear."""
    working: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(_relay(reader, writer, port))
        working.add(task)
        task.add_done_callback(working.discard)

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=certificate)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(working):
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    behind, before = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_pass_on(reader, before), _pass_on(behind, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError), contextlib.closing(writer):
        while content := await reader.read(65_536):
            writer.write(content)
            await writer.drain()
