"""Closing what nobody has used for a while.

The library looks at kept connections only when the next request is made. Servers close theirs after
some seconds; until then the sockets stand in CLOSE-WAIT here, on a quiet evening for hours.
"""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any


class Idle:
    """Calls ``close`` once nothing has been ``busy`` for ``seconds``.

    The call itself takes away what is to be closed, so that nobody begins to use it while the
    coroutine that it returns is awaited.
    """

    def __init__(self, seconds: float, close: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._seconds, self._close = seconds, close
        self._running, self._is_closed = 0, False
        self._timer: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None

    @contextmanager
    def busy(self) -> Iterator[None]:
        """While the block runs nothing is idle.

        Blocks may overlap; with the end of the last one the time begins anew.
        """
        self._stop_timer()
        self._running += 1
        try:
            yield
        finally:
            self._running -= 1
            if not self._running and not self._is_closed:
                loop = asyncio.get_running_loop()
                self._timer = loop.call_later(self._seconds, self._fall_idle)

    async def aclose(self) -> None:
        """Wait for what is being closed, and close nothing from now on.

        Also not when what is busy now comes to its end, which may be after that of the loop.
        """
        self._is_closed = True
        self._stop_timer()
        if self._closing is not None:
            await self._closing

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fall_idle(self) -> None:
        self._timer = None
        self._closing = asyncio.get_running_loop().create_task(self._close())
