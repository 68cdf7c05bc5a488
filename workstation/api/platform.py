"""Calls as the contract wants them: named, within one deadline, reads retried, writes never."""

import asyncio
import random
from collections.abc import Mapping
from typing import Any

from workstation.api.calls import Call
from workstation.api.envelope import Envelope, opened
from workstation.web.api_client import ApiClient
from workstation.web.bounds import API_SECONDS
from workstation.web.deadline import within
from workstation.web.retry import Draw, Sleep, retried


class Platform:
    """The hospital's platform behind one client; the three groups of calls share it.

    ``paths`` overrides single paths by the key of their call. ``seconds`` is the total for one
    call with all its tries.
    """

    def __init__(
        self,
        client: ApiClient,
        *,
        paths: Mapping[str, str] | None = None,
        seconds: float = API_SECONDS,
        draw: Draw = random.random,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.base = client.base
        self._client = client
        self._paths = paths or {}
        self._seconds = seconds
        self._draw, self._sleep = draw, sleep

    async def read(self, call: Call, number: int | None = None) -> Envelope:
        """A call that changes nothing, tried again with back-off when it fails in passing."""
        async with within(self._seconds, call=call.name):
            return await retried(
                lambda: self._once(call, number), draw=self._draw, sleep=self._sleep
            )

    async def write(self, call: Call, number: int | None = None, *, body: Any = None) -> Envelope:
        """A call that changes something, sent once.

        After ``ConnectionDropped`` or ``DeadlineExceeded`` it may have been carried out: read
        before offering it again.
        """
        async with within(self._seconds, call=call.name):
            return await self._once(call, number, body)

    async def _once(self, call: Call, number: int | None, body: Any = None) -> Envelope:
        path = call.filled(self._paths, number)
        answer = await self._client.send(call.method, path, call=call.name, body=body)
        return await opened(answer, call)
