"""A line as slow as a doctor's at home: a file has the time that it needs, and a dead line ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.simulation.virtual_time import VirtualLoop, run
from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import ConnectionDropped, DeadlineExceeded
from workstation.web import exchange
from workstation.web.bounds import MEDIA_SECONDS, UPLOAD_BYTES_A_SECOND, WRITE_SECONDS
from workstation.web.media_client import MediaClient, PutTarget
from workstation.web.wire import Incoming, Request

HOME = "https://clinic.test"
FILE = bytes(5 * 1024 * 1024)
MORE_THAN_IS_HELD = bytes(40 * 1024 * 1024)
"""By the buffers of two sockets."""
A_LITTLE = 0.1


class Line:
    """Takes so many bytes in a second, and answers once it has all."""

    def __init__(self, bytes_a_second: float) -> None:
        self._bytes_a_second = bytes_a_second

    @asynccontextmanager
    async def send(self, request: Request) -> AsyncIterator[Incoming]:
        async for piece in request.body:
            await asyncio.sleep(len(piece) / self._bytes_a_second)
        yield Incoming(201, {}, _nothing())


async def _nothing() -> AsyncIterator[bytes]:
    return
    yield


async def upload(wire, origin: str = HOME, content: bytes = FILE) -> None:
    client = MediaClient(wire, ApiBase.parse(origin), "", lambda _: True)
    target = PutTarget(WebAddress.parse(f"{origin}/up"))
    await client.upload(target, content, media_type="image/jpeg")


def test_a_file_on_a_slow_line_arrives() -> None:
    async def scene() -> None:
        await upload(Line(1.25 * UPLOAD_BYTES_A_SECOND))
        assert asyncio.get_running_loop().time() > 2 * MEDIA_SECONDS

    run(VirtualLoop(), scene())


def test_a_line_that_takes_next_to_nothing_is_given_up() -> None:
    async def scene() -> None:
        with pytest.raises(DeadlineExceeded):
            await upload(Line(1.0))
        expected = MEDIA_SECONDS + len(FILE) / UPLOAD_BYTES_A_SECOND
        assert asyncio.get_running_loop().time() == pytest.approx(expected)

    run(VirtualLoop(), scene())


async def test_a_line_that_takes_nothing_more_is_given_up_at_once(wired, monkeypatch) -> None:
    assert exchange._TIMEOUT["write"] == WRITE_SECONDS
    monkeypatch.setitem(exchange._TIMEOUT, "write", A_LITTLE)
    ended = asyncio.Event()

    async def read_nothing(_reader, writer) -> None:
        await ended.wait()
        writer.close()

    async with await asyncio.start_server(read_nothing, "127.0.0.1", 0) as server:
        origin = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with wired() as wire:
            with pytest.raises(ConnectionDropped):
                await upload(wire, origin, MORE_THAN_IS_HELD)
        ended.set()
