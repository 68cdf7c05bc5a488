"""Connections of our own for the library: what broke one is said, and names hold up nobody."""

import asyncio
import socket
import ssl
import threading
from functools import partial
from types import SimpleNamespace

import httpcore
import pytest

from workstation.domain.errors import ConnectionDropped
from workstation.web.asyncio_backend import AsyncioBackend, AsyncioStream, addresses_of
from workstation.web.incoming_bytes import IncomingBytes


def _connected(*, closing: bool = False) -> IncomingBytes:
    incoming, calls = IncomingBytes(), {"close": lambda: None, "abort": lambda: None}
    incoming.connection_made(SimpleNamespace(is_closing=lambda: closing, **calls))
    return incoming


async def test_a_reader_gets_what_came_and_then_what_broke_it() -> None:
    incoming = _connected()
    incoming.data_received(b"last")
    incoming.connection_lost(OSError("cut"))
    assert await incoming.take(99) == b"last"
    with pytest.raises(OSError, match="cut"):
        await incoming.take(99)


async def test_a_writer_is_told_what_broke_it() -> None:
    incoming = _connected()
    await incoming.drain()
    incoming.connection_lost(OSError("cut"))
    with pytest.raises(OSError, match="cut"):
        await incoming.drain()


async def test_nothing_is_written_on_a_connection_that_closes() -> None:
    with pytest.raises(ConnectionResetError):
        await _connected(closing=True).drain()


async def test_an_end_in_the_middle_of_the_handshake_is_no_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Asyncio gives no transport then, and raises nothing."""

    async def none(*_: object, **__: object) -> None:
        pass

    monkeypatch.setattr(asyncio.get_running_loop(), "start_tls", none)
    with pytest.raises(httpcore.ConnectError):
        await AsyncioStream(_connected(), set()).start_tls(ssl.create_default_context())


@pytest.mark.parametrize("closes", ["before", "meanwhile"])
async def test_nothing_is_connected_once_all_is_closed(
    monkeypatch: pytest.MonkeyPatch, closes: str
) -> None:
    backend, opened = AsyncioBackend(), []

    async def connect(*_place: object, **_named: object) -> tuple[None, IncomingBytes]:
        ends: list[str] = []
        incoming = IncomingBytes()
        close, abort = (partial(ends.append, how) for how in ("closed", "aborted"))
        incoming.connection_made(SimpleNamespace(close=close, abort=abort))
        incoming.connection_lost(None)
        opened.append(ends)
        if closes == "meanwhile":
            backend.close()
        return None, incoming

    monkeypatch.setattr(asyncio.get_running_loop(), "create_connection", connect)
    if closes == "before":
        backend.close()
    with pytest.raises(ConnectionDropped):
        await backend.connect_tcp("127.0.0.1", 443)
    assert opened == ([] if closes == "before" else [["closed", "aborted"]])


async def test_names_that_nobody_answers_leave_the_other_threads_free(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A photo is read, a file saved, while the network is away."""
    answered = threading.Event()

    def find(*_question: object, **_named: object) -> list[tuple[object, ...]]:
        assert answered.wait(60.0)
        return [(None, None, None, "", ("127.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", find)
    waiting = [asyncio.ensure_future(addresses_of("clinic.test", 443)) for _ in range(40)]
    await asyncio.sleep(0)
    assert await asyncio.to_thread(lambda: "a photo") == "a photo"
    assert not any(each.done() for each in waiting)
    answered.set()
    assert {str(place) for places in await asyncio.gather(*waiting) for place in places} == {
        "127.0.0.1"
    }


class _Watched(IncomingBytes):
    """Notes when nothing more comes: it reads no further, or all is there."""

    def __init__(self) -> None:
        super().__init__()
        self.still = asyncio.Event()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self.transport.is_reading():
            self.still.set()

    def eof_received(self) -> bool:
        self.still.set()
        return super().eof_received()


async def test_a_slow_reader_slows_the_server_and_loses_nothing() -> None:
    size = 8 * 1024 * 1024

    async def send(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(bytes(size))
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(send, "127.0.0.1") as server:
        place = server.sockets[0].getsockname()
        _, incoming = await asyncio.get_running_loop().create_connection(_Watched, *place)
        await incoming.still.wait()
        assert len(incoming.buffer) < size // 8
        read = 0
        while taken := await incoming.take(size):
            read += len(taken)
        incoming.transport.close()
    assert read == size
