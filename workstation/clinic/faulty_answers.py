"""The middleware that makes the dial's faults happen to HTTP answers."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import formatdate
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workstation.clinic.answers import (
    CHUNK,
    Answer,
    capture,
    make_answer,
    send_all,
    send_beginning,
    send_slowly,
)
from workstation.clinic.clinic import Clinic
from workstation.clinic.distortion import distort
from workstation.clinic.faults import Fault, FaultDial

MEGABYTE: Final = 1024 * 1024
CONTROL_PREFIX: Final = "/_clinic/"
_PORTAL = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>上网认证</title></head><body>
<h1>欢迎使用访客网络</h1><p>请先登录再继续上网。</p><form action="/login"></form>
</body></html>"""
_HTML = "text/html; charset=utf-8"
_JSON = "application/json"


class FaultyAnswers:
    """Asks the dial about each HTTP call, except the control calls."""

    def __init__(self, app: ASGIApp, clinic: Clinic) -> None:
        self._app = app
        self._clinic = clinic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one call (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].startswith(CONTROL_PREFIX):
            await self._app(scope, receive, self._dated(send, None))
            return
        label = f"{scope['method']} {scope['path']}"
        await self._serve(label, scope, receive, send)

    async def _serve(self, label: str, scope: Scope, receive: Receive, send: Send) -> None:
        dial = self._clinic.faults
        dated = self._dated(send, dial.take("date", label))
        late = dial.take("latency", label)
        if late is not None:
            await asyncio.sleep(late.number / 1000)
        if dial.take("reset", label) is not None:
            self._clinic.connections.abort(scope["client"])
            return
        instead = _replacement(dial, label)
        if instead is not None:
            await send_all(instead, dated)
            return
        await self._serve_changed(label, scope, receive, dated)

    async def _serve_changed(self, label: str, scope: Scope, receive: Receive, send: Send) -> None:
        dial = self._clinic.faults
        if dial.take("lost", label) is not None:
            await capture(self._app, scope, receive)
            self._clinic.connections.abort(scope["client"])
            return
        changes = [fault for kind in _CHANGES if (fault := dial.take(kind, label)) is not None]
        sending = _sending(dial, label)
        if not changes and sending is None:
            await self._app(scope, receive, send)
            return
        answer = await capture(self._app, scope, receive)
        for fault in changes:
            answer = _CHANGES[fault.kind](answer, fault)
        await (sending or send_all)(answer, send)

    def _dated(self, send: Send, fault: Fault | None) -> Send:
        shift = 0 if fault is None else int(fault.value)
        seconds = self._clinic.clock.now_ms() / 1000 + shift

        async def with_date(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = (b"date", formatdate(seconds, usegmt=True).encode())
                message = {**message, "headers": [*message["headers"], date]}
            await send(message)

        return with_date


def _replacement(dial: FaultDial, label: str) -> Answer | None:
    for kind, make in _REPLACEMENTS.items():
        fault = dial.take(kind, label)
        if fault is not None:
            return make(fault)
    return None


def _http(fault: Fault) -> Answer:
    body = f"<html><body><h1>{fault.value}</h1><hr>gateway</body></html>"
    return make_answer(fault.number, body, _HTML)


def _failure(fault: Fault) -> Answer:
    return _envelope(500, fault.value)


def _token_envelope(_: Fault) -> Answer:
    return _envelope(401, "访问令牌无效或已过期")


def _token_http(_: Fault) -> Answer:
    return make_answer(401, "Unauthorized", "text/plain")


def _portal(_: Fault) -> Answer:
    return make_answer(200, _PORTAL, _HTML)


def _redirect(fault: Fault) -> Answer:
    return make_answer(302, "", _HTML, (b"location", fault.value.encode()))


def _envelope(code: int, message: str) -> Answer:
    body = {"success": False, "code": code, "message": message}
    return make_answer(200, json.dumps(body, ensure_ascii=False), _JSON)


_REPLACEMENTS: Final[dict[str, Callable[[Fault], Answer]]] = {
    "http": _http,
    "failure": _failure,
    "token-envelope": _token_envelope,
    "token-http": _token_http,
    "html": _portal,
    "redirect": _redirect,
}


def _types(answer: Answer, fault: Fault) -> Answer:
    if not answer.of_type(b"json"):
        return answer
    broken = distort(json.loads(answer.body), fault.value)
    return answer.with_body(json.dumps(broken, ensure_ascii=False).encode())


def _corrupt(answer: Answer, _: Fault) -> Answer:
    body = bytearray(answer.body)
    for place in range(len(body) // 3, len(body), 97):
        body[place] ^= 0xFF
    return answer.with_body(bytes(body))


def _truncate(answer: Answer, fault: Fault) -> Answer:
    return answer.with_body(answer.body[: len(answer.body) * fault.number // 100])


def _huge(answer: Answer, fault: Fault) -> Answer:
    """An answer made huge: JSON stays valid by spaces; a file gets zeros at its end."""
    filler = (b" " if answer.of_type(b"json") else b"\0") * CHUNK

    async def stream() -> AsyncIterator[bytes]:
        yield answer.body[:-1]
        for _ in range(fault.number * MEGABYTE // CHUNK):
            yield filler
        yield answer.body[-1:]

    return answer.with_stream(stream)


def _bomb(answer: Answer, fault: Fault) -> Answer:
    async def stream() -> AsyncIterator[bytes]:
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        yield packer.compress(answer.body[:-1])
        for _ in range(fault.number):
            yield packer.compress(b" " * MEGABYTE)
            await asyncio.sleep(0)
        yield packer.compress(answer.body[-1:]) + packer.flush()

    return answer.with_stream(stream, (b"content-encoding", b"gzip"))


_CHANGES: Final[dict[str, Callable[[Answer, Fault], Answer]]] = {
    "types": _types,
    "corrupt": _corrupt,
    "truncate": _truncate,
    "huge": _huge,
    "bomb": _bomb,
}


def _sending(dial: FaultDial, label: str) -> Callable[[Answer, Send], Awaitable[None]] | None:
    slow = dial.take("slow", label)
    if slow is not None:
        return lambda answer, send: send_slowly(answer, send, slow.number / 1000)
    drop = dial.take("drop", label)
    if drop is not None:
        return lambda answer, send: send_beginning(answer, send, drop.number)
    return None
