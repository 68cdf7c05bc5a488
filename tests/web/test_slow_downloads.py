"""On a line of a few kB/s an answer has the time that it needs, and a trickle ends all the same."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.simulation.virtual_time import VirtualLoop, run
from workstation.api.platform import Platform
from workstation.config.calls import IN_PROCESS
from workstation.domain.address import ApiBase, WebAddress
from workstation.domain.errors import DeadlineExceeded
from workstation.web.api_client import ApiClient
from workstation.web.bounds import (
    API_SECONDS,
    MAX_LENGTHENING,
    MEDIA_SECONDS,
    READ_BYTES_A_SECOND,
)
from workstation.web.media_client import MediaClient
from workstation.web.wire import Incoming, Request

HOME = "https://clinic.test"
ROWS = [{"consultation_id": number, "symptom_content": "x" * 400} for number in range(130)]
LIST = json.dumps({"success": True, "result": ROWS}).encode()
"""Not so long that it is read in a thread, for which no virtual time waits."""


class Line:
    """Brings this, so many bytes in a second; ``asked`` counts how often."""

    def __init__(self, content: bytes, bytes_a_second: int) -> None:
        self._content, self._bytes_a_second, self.asked = content, bytes_a_second, 0

    @asynccontextmanager
    async def send(self, _request: Request) -> AsyncIterator[Incoming]:
        self.asked += 1
        yield Incoming(200, {"content-type": "application/json"}, self._pieces())

    async def _pieces(self) -> AsyncIterator[bytes]:
        for at in range(0, len(self._content), self._bytes_a_second):
            await asyncio.sleep(1.0)
            yield self._content[at : at + self._bytes_a_second]


def test_a_long_list_on_a_slow_line_is_read_at_once() -> None:
    line = Line(LIST, 5 * READ_BYTES_A_SECOND // 4)

    async def scene() -> None:
        client = ApiClient(line, ApiBase.parse(HOME), "")
        answer = await Platform(client).read(IN_PROCESS)
        assert (len(answer.payload), line.asked) == (len(ROWS), 1)
        assert asyncio.get_running_loop().time() > API_SECONDS

    run(VirtualLoop(), scene())


def test_a_photo_too() -> None:
    line = Line(bytes(400 * 1024), 2 * READ_BYTES_A_SECOND)

    async def scene() -> None:
        client = MediaClient(line, ApiBase.parse(HOME), "", lambda _: True)
        content = await client.fetch(WebAddress.parse(f"{HOME}/photo"))
        assert (len(content), line.asked) == (400 * 1024, 1)
        assert asyncio.get_running_loop().time() > MEDIA_SECONDS

    run(VirtualLoop(), scene())


def test_a_trickle_ends() -> None:
    """With a line of half that speed it is twice the time, then it is no use."""

    async def scene() -> None:
        client = ApiClient(Line(LIST, READ_BYTES_A_SECOND // 2), ApiBase.parse(HOME), "")
        with pytest.raises(DeadlineExceeded):
            await Platform(client).read(IN_PROCESS)
        assert asyncio.get_running_loop().time() <= 2 * API_SECONDS

    run(VirtualLoop(), scene())


def test_an_answer_without_end_ends() -> None:
    async def scene() -> None:
        endless = Line(bytes(10 * MAX_LENGTHENING * 1024 * 100), 10 * READ_BYTES_A_SECOND)
        client = ApiClient(endless, ApiBase.parse(HOME), "")
        with pytest.raises(DeadlineExceeded):
            await Platform(client).read(IN_PROCESS)
        assert asyncio.get_running_loop().time() == pytest.approx(MAX_LENGTHENING * API_SECONDS)

    run(VirtualLoop(), scene())
