"""The WebSocket itself: what a server may do to it has one plain outcome each."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from tests.link.loopback import NO_TRUST, endpoint
from workstation.domain.errors import (
    ConnectionDropped,
    RemoteProtocolError,
)
from workstation.link import web_socket as product
from workstation.link.opening import open_socket
from workstation.link.web_socket import FrameRefused, SizeRefused, WebSocket
from workstation.xmpp import limits

Handler = Callable[[ServerConnection], Awaitable[None]]


@contextlib.asynccontextmanager
async def met(handler: Handler) -> AsyncIterator[WebSocket]:
    """A socket to a server that does this."""

    async def handle(there: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            await handler(there)

    async with serve(
        handle, "127.0.0.1", 0, subprotocols=[Subprotocol("xmpp")], compression="deflate"
    ) as server:
        port = server.sockets[0].getsockname()[1]
        socket = await open_socket(endpoint(port), NO_TRUST, server_name="clinic.test")
        try:
            yield socket
        finally:
            await socket.abort()


async def stay_deaf(over: asyncio.Event, there: ServerConnection) -> None:
    """Read nothing, and abort once it is over."""
    there.transport.pause_reading()
    await over.wait()
    there.transport.abort()


async def test_where_nothing_was_said_nothing_is_waited_for() -> None:
    async def listen(there: ServerConnection) -> None:
        await there.wait_closed()

    async with met(listen) as socket, asyncio.timeout(10):
        await socket.flush()


async def test_whoever_is_cancelled_while_waiting_for_the_network_leaves_nothing_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(_there: ClientConnection, _frame: str) -> None:
        await asyncio.Event().wait()

    async def listen(there: ServerConnection) -> None:
        await there.wait_closed()

    monkeypatch.setattr(ClientConnection, "send", never)
    async with met(listen) as socket:
        before = asyncio.all_tasks()
        socket.send(["frame"])
        flushing = asyncio.ensure_future(socket.flush())
        await asyncio.sleep(0)
        flushing.cancel()
        await asyncio.wait([flushing])
        await asyncio.sleep(0)
        assert asyncio.all_tasks() <= before


async def test_a_defect_that_ends_the_writing_is_in_the_log(
    monkeypatch: pytest.MonkeyPatch, expect_log: list[str]
) -> None:
    async def fail(_there: ClientConnection, _frame: str) -> None:
        raise LookupError

    async def listen(there: ServerConnection) -> None:
        await there.wait_closed()

    monkeypatch.setattr(ClientConnection, "send", fail)
    expect_log.append("task ended")
    async with met(listen) as socket:
        socket.send(["frame"])
        await socket.flush()


async def test_frames_go_both_ways_in_order_and_uncompressed() -> None:
    offered: list[str | None] = []

    async def echo(there: ServerConnection) -> None:
        offered.append(there.request.headers.get("Sec-WebSocket-Extensions"))
        async for frame in there:
            await there.send(frame)

    async with met(echo) as socket:
        socket.send(["one", "two"])
        socket.send(["three"])
        await socket.flush()
        assert [await socket.receive() for _ in range(3)] == ["one", "two", "three"]
    assert offered == [None]


async def test_a_binary_frame_comes_as_bytes_for_the_core_to_refuse() -> None:
    async with met(lambda there: there.send(b"<a/>")) as socket:
        assert await socket.receive() == b"<a/>"


async def test_a_frame_as_large_as_allowed_is_carried() -> None:
    async with met(lambda there: there.send("x" * limits.CARRIED_BYTES)) as socket:
        assert len(await socket.receive()) == limits.CARRIED_BYTES


async def test_fragments_without_end_break_it_as_well() -> None:
    async def flood(there: ServerConnection) -> None:
        await there.send("x" * 65_536 for _ in range(1_000_000))

    async with met(flood) as socket:
        with pytest.raises(RemoteProtocolError, match="bound"):
            await socket.receive()


@pytest.mark.parametrize("reserved_opcode", [True, False])
async def test_what_the_library_cannot_read_breaks_it_as_well(*, reserved_opcode: bool) -> None:
    """Resumed, the session would be sent the same again, for ever."""

    async def garble(there: ServerConnection) -> None:
        if reserved_opcode:
            there.transport.write(b"\x83\x00")
        else:
            await there.send(b"<message>\xff</message>", text=True)
        await there.wait_closed()

    async with met(garble) as socket:
        with pytest.raises(RemoteProtocolError, match="read") as broken:
            await socket.receive()
    assert broken.type is not FrameRefused, "nothing of ours is suspected"


async def test_a_server_that_goes_in_the_middle_of_a_message_has_refused_nothing() -> None:
    """The library answers by 1002, for the message; ours would be suspected and set aside."""

    async def leave(there: ServerConnection) -> None:
        begun, going_away = b"\x01\x01<", b"\x88\x02\x03\xe9"
        there.transport.write(begun + going_away)
        await there.wait_closed()

    async with met(leave) as socket:
        with pytest.raises(ConnectionDropped):
            await socket.receive()


@pytest.mark.parametrize("code", [1002, 1007, 1009])
async def test_what_the_other_side_does_not_take_is_told_from_what_it_said(code: int) -> None:
    async with met(lambda there: there.close(code)) as socket:
        with pytest.raises(FrameRefused) as refused:
            await socket.receive()
    assert (refused.type is SizeRefused) is (code == 1009)


async def test_a_server_that_goes_is_a_dropped_connection() -> None:
    async def abort(there: ServerConnection) -> None:
        there.transport.abort()

    for handler in (abort, lambda there: there.close(1001)):
        async with met(handler) as socket:
            with pytest.raises(ConnectionDropped):
                await socket.receive()
            socket.send(["into the void"])
            await socket.flush()


async def test_a_server_that_answers_no_ping_is_dropped_by_a_probe(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(product, "PROBE_SECONDS", 0.01)

    over = asyncio.Event()
    async with met(partial(stay_deaf, over)) as socket:
        socket.probe()
        with pytest.raises(ConnectionDropped):
            await socket.receive()
        over.set()


async def test_a_server_that_lives_survives_a_probe() -> None:
    async def wait_for_ping(there: ServerConnection) -> None:
        await there.send("before")
        assert await there.recv() == "still here"
        await there.send("after")

    async with met(wait_for_ping) as socket:
        assert await socket.receive() == "before"
        socket.probe()
        socket.send(["still here"])
        assert await socket.receive() == "after"


async def test_closing_writes_what_is_left_first() -> None:
    received: list[str | bytes] = []
    ended = asyncio.Event()

    async def listen(there: ServerConnection) -> None:
        received.extend([frame async for frame in there])
        ended.set()

    async with met(listen) as socket:
        socket.send(["<close/>"])
        await socket.close()
        await ended.wait()
    assert received == ["<close/>"]


@pytest.mark.parametrize("turns", [1, 9])
async def test_whoever_is_cancelled_while_closing_has_closed_it(turns: int) -> None:
    """In the first turn it waits for what is left, later for the server, who says nothing."""
    over = asyncio.Event()
    async with met(partial(stay_deaf, over)) as socket:
        closing = asyncio.ensure_future(socket.close())
        for _ in range(turns):
            await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait([closing])
        is_closed = socket._connection.transport.is_closing()
        over.set()
        assert is_closed


async def test_a_line_that_is_lost_as_soon_as_it_is_open_leaves_nothing_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handshake = ClientConnection.handshake

    async def handshake_then_lost(there: ClientConnection, *means: object) -> None:
        await handshake(there, *means)
        await asyncio.wait([there.connection_lost_waiter])

    async def abort(there: ServerConnection) -> None:
        there.transport.abort()

    monkeypatch.setattr(ClientConnection, "handshake", handshake_then_lost)
    async with met(abort) as socket:
        with pytest.raises(ConnectionDropped):
            await socket.receive()
    assert not [task for task in asyncio.all_tasks() if "watch" in repr(task)]
