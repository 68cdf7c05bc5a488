"""A wire that is closed leaves no connection open, whatever is going on then."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from tests.fakes.http_server import serving
from workstation.domain.address import WebAddress
from workstation.domain.errors import ConnectionDropped
from workstation.web import asyncio_backend, exchange, incoming_bytes
from workstation.web.wire import Request

SEVERAL = 3
SECONDS = 20
"""A bound for what stays open, not a measure."""


class Connections:
    """Those that a server holds open; each answers whatever comes, and stays."""

    def __init__(self):
        self.open, self.times, self._change = set(), 0, asyncio.Event()

    def protocol(self):
        connections = self

        class Answering(asyncio.Protocol):
            def connection_made(self, transport):
                connections.times += 1
                connections._change.set()
                connections.open.add(transport)
                self.transport = transport

            def data_received(self, _data):
                self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

            def connection_lost(self, _error):
                connections.open.discard(self.transport)
                connections._change.set()

        return Answering()

    async def until(self, count):
        async with asyncio.timeout(SECONDS):
            while len(self.open) != count:
                self._change.clear()
                await self._change.wait()


@asynccontextmanager
async def _serving():
    connections = Connections()
    server = await asyncio.get_running_loop().create_server(connections.protocol, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        try:
            yield connections, WebAddress.parse(f"http://127.0.0.1:{port}/")
        finally:
            for transport in tuple(connections.open):
                transport.abort()
        await connections.until(0)


async def ask(wire, address):
    async with wire.send(Request("GET", address)) as incoming:
        return [chunk async for chunk in incoming.chunks]


async def open_several(wire, address, connections):
    """So many at once that each has a connection of its own; all are kept."""
    await asyncio.gather(*(ask(wire, address) for _ in range(SEVERAL)))
    assert len(connections.open) == SEVERAL


async def test_whoever_is_cancelled_while_closing_has_closed_everything(wired):
    async with _serving() as (connections, address), wired() as wire:
        await open_several(wire, address, connections)
        closing = asyncio.ensure_future(wire.aclose())
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait([closing])
        await connections.until(0)


async def test_a_request_that_is_cancelled_leaves_none_of_the_old_connections_open(
    wired, monkeypatch
):
    """The library closes what was kept for too long, one after the other, before it asks."""
    closing, real = asyncio.Event(), asyncio_backend.AsyncioStream.aclose

    async def aclose(stream):
        closing.set()
        await real(stream)

    monkeypatch.setattr(asyncio_backend.AsyncioStream, "aclose", aclose)
    async with _serving() as (connections, address), wired() as wire:
        await open_several(wire, address, connections)
        (pool,) = wire._pools.values()
        for connection in pool._pool.connections:
            connection._connection._expire_at = 0.0
        asking = asyncio.ensure_future(ask(wire, address))
        await closing.wait()
        asking.cancel()
        await asyncio.wait([asking])
        await connections.until(0)


async def test_a_connection_that_comes_about_after_the_closing_is_closed(wired, monkeypatch):
    asked, may_answer = asyncio.Event(), asyncio.Event()
    real = asyncio_backend.addresses_of

    async def slow(host, port):
        asked.set()
        await may_answer.wait()
        return await real(host, port)

    monkeypatch.setattr(asyncio_backend, "addresses_of", slow)
    async with _serving() as (connections, address), wired() as wire:
        asking = asyncio.ensure_future(ask(wire, address))
        await asked.wait()
        await wire.aclose()
        may_answer.set()
        with pytest.raises(ConnectionDropped):
            await asking
        await connections.until(0)


async def test_whoever_waits_for_a_connection_at_the_closing_makes_none(wired, monkeypatch):
    monkeypatch.setattr(exchange, "_LIMITS", exchange.httpx.Limits(max_connections=1))
    async with _serving() as (connections, address), wired() as wire:
        async with wire.send(Request("GET", address)):
            waiting = asyncio.ensure_future(ask(wire, address))
            await asyncio.sleep(0)
            await wire.aclose()
        with pytest.raises(ConnectionDropped):
            await waiting
        await connections.until(0)
        assert connections.times == 1


async def _turns_beside(work):
    """What work gives, and how often something else had its turn meanwhile."""
    turns = 0

    async def count():
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.ensure_future(count())
    try:
        return await work, turns
    finally:
        counting.cancel()
        await asyncio.wait([counting])


PIECES = 5_000
IN_PIECES = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * PIECES
BEHIND_OTHERS = b"HTTP/1.1 102 Wait\r\n\r\n" * PIECES + b"HTTP/1.1 200 OK\r\n"
AT_LEAST = 100


@pytest.mark.parametrize(
    ("answer", "chunks"),
    [(IN_PIECES + b"0\r\n\r\n", PIECES), (BEHIND_OTHERS + b"Content-Length: 0\r\n\r\n", 0)],
    ids=["chunks of a byte", "heads before the head"],
)
async def test_an_answer_in_tiny_pieces_lets_others_have_their_turn(
    wired, monkeypatch, answer, chunks
):
    monkeypatch.setattr(incoming_bytes, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(incoming_bytes, "_AT_ONCE", 1_024)
    async with serving(answer) as script, wired() as wire:
        came, turns = await _turns_beside(ask(wire, WebAddress.parse(f"{script.origin}/")))
    assert len(came) == chunks
    assert turns >= AT_LEAST
