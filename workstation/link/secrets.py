"""The short-lived IM password: in memory only, fetched before it is needed."""

import asyncio
from collections.abc import Awaitable, Callable

from workstation.clock import Clock
from workstation.domain.im import ImPassword

LEAST_SECONDS = 60.0


class Passwords:
    """Gives passwords that live at least a minute; never asks the platform twice at once."""

    def __init__(self, fetch: Callable[[], Awaitable[ImPassword]], clock: Clock) -> None:
        self._fetch, self._clock = fetch, clock
        self._password: ImPassword | None = None
        self._turn = asyncio.Lock()

    async def current(self) -> str:
        """A password with at least a minute to live. Raises what the platform's call raises."""
        async with self._turn:
            known = self._password
            if known is None or known.seconds_left(self._clock.monotonic()) < LEAST_SECONDS:
                self._password = known = await self._fetch()
            return known.secret

    async def fresh(self, refused: str) -> str:
        """Another password than the refused one; of several askers only the first asks."""
        async with self._turn:
            known = self._password
            if known is None or known.secret == refused:
                self._password = known = await self._fetch()
            return known.secret
