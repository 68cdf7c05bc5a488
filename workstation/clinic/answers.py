"""Whole HTTP answers as values: caught from the application, made up, and sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CHUNK: Final = 64 * 1024
_LENGTH = b"content-length"
Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; without ``body`` its bytes come from ``stream``, of unknown length."""

    status: int
    headers: Headers
    body: bytes = b""
    stream: Callable[[], AsyncIterator[bytes]] | None = field(default=None)

    def of_type(self, fragment: bytes) -> bool:
        """Whether the content type holds a fragment, like ``b"json"``."""
        return any(key == b"content-type" and fragment in value for key, value in self.headers)

    def with_body(self, body: bytes) -> "Answer":
        """The same answer with another body and a length that fits it."""
        return replace(self, headers=_without(self.headers, _LENGTH), body=body)

    def with_stream(
        self, stream: Callable[[], AsyncIterator[bytes]], *headers: tuple[bytes, bytes]
    ) -> "Answer":
        """The same answer with a body of unknown length."""
        others = _without(self.headers, _LENGTH)
        return replace(self, headers=(*others, *headers), body=b"", stream=stream)

    def framed_headers(self) -> list[tuple[bytes, bytes]]:
        """The headers to send, with the length if it is known."""
        headers = list(_without(self.headers, _LENGTH))
        if self.stream is None:
            headers.append((_LENGTH, str(len(self.body)).encode()))
        return headers


def make_answer(status: int, body: str, content_type: str, *headers: tuple[bytes, bytes]) -> Answer:
    """An answer that no application gave."""
    return Answer(status, ((b"content-type", content_type.encode()), *headers), body.encode())


async def capture(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    """Let the application answer and keep what it says."""
    start: Message = {}
    parts: list[bytes] = []

    async def keep(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        else:
            parts.append(message.get("body", b""))

    await app(scope, receive, keep)
    headers = tuple((key.lower(), value) for key, value in start["headers"])
    return Answer(start["status"], headers, b"".join(parts))


async def send_all(answer: Answer, send: Send) -> None:
    """Send an answer as it is."""
    await send_start(answer, send)
    if answer.stream is None:
        await _send_part(send, answer.body, more=False)
        return
    async for part in answer.stream():
        await _send_part(send, part, more=True)
    await _send_part(send, b"", more=False)


async def send_slowly(answer: Answer, send: Send, seconds: float) -> None:
    """Send one byte each ``seconds``."""
    await send_start(answer, send)
    for place in range(len(answer.body)):
        await _send_part(send, answer.body[place : place + 1], more=True)
        await asyncio.sleep(seconds)
    await _send_part(send, b"", more=False)


async def send_beginning(answer: Answer, send: Send, percent: int) -> None:
    """Promise the whole body and send only its beginning."""
    await send_start(answer, send)
    await _send_part(send, answer.body[: len(answer.body) * percent // 100], more=True)


async def send_start(answer: Answer, send: Send) -> None:
    """Send status and headers."""
    await send(
        {
            "type": "http.response.start",
            "status": answer.status,
            "headers": answer.framed_headers(),
        }
    )


async def _send_part(send: Send, body: bytes, *, more: bool) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


def _without(headers: Headers, name: bytes) -> Headers:
    return tuple((key, value) for key, value in headers if key != name)
