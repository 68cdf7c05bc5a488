"""What stands before a server of this computer: TLS, or a proxy that is reached over it."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def tls_front(port: int, certificate: ssl.SSLContext) -> AsyncIterator[int]:
    """A port that speaks TLS for what listens at ``port`` in the clear."""
    async with _listening(partial(_relay, port=port), certificate) as front:
        yield front


@dataclass
class ConnectProxy:
    """Where it is, what it answers, and the methods that it was asked by."""

    address: str = ""
    status: str = "200 OK"
    asked: list[str] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Make a tunnel to whatever port is asked for."""
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, *_ = head.decode("ascii").split()
        self.asked.append(method)
        writer.write(f"HTTP/1.1 {self.status}\r\n\r\n".encode())
        if self.status.startswith("200"):
            await _relay(reader, writer, port=int(target.rpartition(":")[2]))


@asynccontextmanager
async def connect_proxy(
    certificate: ssl.SSLContext | None, status: str = "200 OK"
) -> AsyncIterator[ConnectProxy]:
    """A proxy that makes tunnels to this computer's ports, or answers that it does not.

    It is reached over TLS, unless it has no ``certificate``.
    """
    proxy = ConnectProxy(status=status)
    async with _listening(proxy.serve, certificate) as port:
        proxy.address = f"{'https' if certificate else 'http'}://localhost:{port}"
        yield proxy


@asynccontextmanager
async def _listening(serve: Serve, certificate: ssl.SSLContext | None) -> AsyncIterator[int]:
    """A port of this computer until the block ends, and all its connections with it."""
    working: set[asyncio.Task[None]] = set()

    async def work(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, EOFError), contextlib.closing(writer):
            await serve(reader, writer)

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(work(reader, writer))
        working.add(task)
        task.add_done_callback(working.discard)

    server = await asyncio.start_server(begin, "127.0.0.1", 0, ssl=certificate)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in list(working):
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)


async def _relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, port: int) -> None:
    behind, before = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.gather(_pass_on(reader, before), _pass_on(behind, writer))


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError), contextlib.closing(writer):
        while content := await reader.read(65_536):
            writer.write(content)
            await writer.drain()
