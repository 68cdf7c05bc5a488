"""One WebSocket: frames to the stream in order, frames of the stream to the client, and faults."""

import asyncio
from collections import deque
from typing import Final

from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from workstation.clinic.im.corruption import corrupt
from workstation.clinic.im.faults import FrameFault, Strike, label
from workstation.clinic.im.service import Service
from workstation.clinic.im.stream import Stream
from workstation.clinic.im.wire import wire_of
from workstation.xmpp import limits

SUBPROTOCOL: Final = "xmpp"
MAX_QUEUED: Final = 20_000
CLOSE_NORMAL, CLOSE_UNSUPPORTED, CLOSE_INVALID = 1000, 1003, 1007
FOREVER: Final = 1e9


class Carrier:
    """Runs one accepted WebSocket until it ends."""

    def __init__(self, service: Service, websocket: WebSocket) -> None:
        self._service = service
        self._websocket = websocket
        self._wire = wire_of(websocket.scope)
        self._frames: deque[str] = deque()
        self._work = asyncio.Event()
        self._closing = False
        self._close_code = CLOSE_NORMAL
        self._dropped = False
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._stream = Stream(service, self, _origin(websocket))

    async def run(self) -> None:
        """Carry frames both ways; returns when the socket is gone."""
        writer = asyncio.create_task(self._write_all())
        try:
            await self._read_all()
        finally:
            self._stream.on_socket_lost()
            writer.cancel()
            await asyncio.gather(writer, return_exceptions=True)

    def write(self, frame: str) -> None:
        """Queue one frame; a client that does not read is cut off at ``MAX_QUEUED``."""
        if len(self._frames) >= MAX_QUEUED:
            self.drop()
        if not self._dropped:
            self._frames.append(frame)
            self._work.set()

    def close(self) -> None:
        """Close the WebSocket after what is queued."""
        self._closing = True
        self._work.set()

    def drop(self) -> None:
        """Break the socket off; nothing queued is sent."""
        self._dropped = True
        self._frames.clear()
        self._thawed.set()
        self._work.set()
        self._wire.drop()

    async def _read_all(self) -> None:
        try:
            while not self._dropped:
                message = await self._websocket.receive()
                await self._thawed.wait()
                if message["type"] == "websocket.disconnect":
                    return
                if not self._closing:
                    self._take(message.get("text"))
        except WebSocketDisconnect:
            return

    def _take(self, frame: str | None) -> None:
        if frame is None:
            self._refuse_frame(CLOSE_UNSUPPORTED)
        elif not frame.strip():
            self._refuse_frame(CLOSE_INVALID)
        elif len(frame.encode()) > limits.FRAME_BYTES:
            self._stream.end("policy-violation", "stanza too large")
        else:
            self._act_on(frame)

    def _act_on(self, frame: str) -> None:
        if not self._service.faults.active:
            self._stream.receive(frame)
            return
        name = label("in", self._stream.member, frame)
        stall = self._service.faults.strike(FrameFault.STALL, name)
        if stall is not None:
            self._freeze(stall)
        cut = self._service.faults.strike(FrameFault.CUT, name)
        if cut is not None and cut.value != "after":
            self.drop()
            return
        self._stream.receive(frame)
        if cut is not None:
            self.drop()

    def _refuse_frame(self, code: int) -> None:
        self._close_code = code
        self.close()

    async def _write_all(self) -> None:
        while not self._dropped:
            await self._work.wait()
            self._work.clear()
            while self._frames and not self._dropped:
                await self._thawed.wait()
                await self._send(self._frames.popleft())
            if self._closing:
                break
            self._stream.on_drained()
        await self._close()

    async def _send(self, frame: str) -> None:
        if not self._service.faults.active:
            await self._websocket.send_text(frame)
            return
        name = label("out", self._stream.member, frame)
        await self._hold_up(name)
        cut = self._service.faults.strike(FrameFault.CUT, name)
        damage = self._service.faults.strike(FrameFault.CORRUPT, name)
        if self._dropped:
            return
        if cut is not None:
            await self._cut(cut, frame)
        elif damage is not None:
            await self._send_corrupted(damage, frame)
        else:
            await self._websocket.send_text(frame)

    async def _hold_up(self, name: str) -> None:
        delay = self._service.faults.strike(FrameFault.DELAY, name)
        if delay is not None:
            await asyncio.sleep(int(delay.value) / 1000)
        stall = self._service.faults.strike(FrameFault.STALL, name)
        if stall is not None:
            self._freeze(stall)
        await self._thawed.wait()

    async def _cut(self, cut: Strike, frame: str) -> None:
        if cut.value == "after":
            await self._websocket.send_text(frame)
        elif cut.value.isdigit():
            self._wire.drop_within(frame, int(cut.value))
        self.drop()

    async def _send_corrupted(self, damage: Strike, frame: str) -> None:
        spoilt = corrupt(frame, damage.value)
        if isinstance(spoilt, bytes):
            await self._websocket.send_bytes(spoilt)
        else:
            await self._websocket.send_text(spoilt)

    def _freeze(self, stall: Strike) -> None:
        self._thawed.clear()
        self._wire.freeze()
        seconds = int(stall.value) / 1000 or FOREVER
        asyncio.get_running_loop().call_later(seconds, self._thaw)

    def _thaw(self) -> None:
        if not self._dropped:
            self._wire.thaw()
        self._thawed.set()

    async def _close(self) -> None:
        if self._websocket.application_state is WebSocketState.CONNECTED:
            await self._websocket.close(self._close_code)


async def accept(service: Service, websocket: WebSocket) -> None:
    """Serve the WebSocket; without the subprotocol of RFC 7395 the answer is HTTP 501."""
    if SUBPROTOCOL not in websocket.scope["subprotocols"]:
        refusal = PlainTextResponse("The subprotocol xmpp is required.", status_code=501)
        await websocket.send_denial_response(refusal)
        return
    await websocket.accept(subprotocol=SUBPROTOCOL)
    await Carrier(service, websocket).run()


def _origin(websocket: WebSocket) -> str:
    scheme = "https" if websocket.url.scheme == "wss" else "http"
    return f"{scheme}://{websocket.url.netloc}"
