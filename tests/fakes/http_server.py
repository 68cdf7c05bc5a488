"""A loopback HTTP server that answers exactly what a test scripts, byte for byte."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Received:
    """One request as it came in; header names are lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Script:
    """What to answer; every request is kept. Raw answers are whole HTTP messages.

    ``answers`` are used one after the other, the last one for ever. An answer is bytes, or an
    async generator function of the request for slow and broken bodies.
    """

    answers: list[bytes | Callable[[Received], AsyncIterator[bytes]]]
    received: list[Received] = field(default_factory=list)
    origin: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    def next(self):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def http(status: int, body: bytes = b"", **headers: str) -> bytes:
    """A whole answer; underscores in header names become hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named.setdefault("Content-Length", str(len(body)))
    lines = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return f"HTTP/1.1 {status} Scripted\r\n{lines}Connection: close\r\n\r\n".encode() + body


def json_answer(value: object, status: int = 200, **headers: str) -> bytes:
    """A JSON answer."""
    return http(status, json.dumps(value).encode(), Content_Type="application/json", **headers)


@asynccontextmanager
async def serving(
    *answers, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> AsyncIterator[Script]:
    """Serve the answers on a free loopback port for the length of the block."""
    script = Script(list(answers))
    working: set[asyncio.Task] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        working.add(task)
        try:
            await _answer(script, reader, writer)
        except (
            ConnectionError,
            asyncio.IncompleteReadError,
            ssl.SSLError,
            asyncio.CancelledError,
        ):
            return
        finally:
            working.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, host, 0, ssl=tls)
    port = server.sockets[0].getsockname()[1]
    script.origin = f"{'https' if tls else 'http'}://{host}:{port}"
    try:
        yield script
    finally:
        server.close()
        for task in list(working):
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await server.wait_closed()


async def _answer(script: Script, reader, writer) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    headers = {
        name.lower(): value for name, value in (line.split(": ", 1) for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    request = Received(method, target, headers, body)
    script.received.append(request)
    script.asked.set()
    answer = script.next()
    if isinstance(answer, bytes):
        writer.write(answer)
    else:
        async for piece in answer(request):
            writer.write(piece)
            await writer.drain()
    await writer.drain()
