"""Closing what nobody has used for a while.

The library looks at kept connections only when the next request is made. Servers close theirs after
some seconds; until then the sockets stand in CLOSE-WAIT here, on a quiet evening for hours.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Idle:
    """Calls ``on_idle`` once nothing has been ``busy`` for as long as ``next_wait`` says.

    It is asked, for seconds, whenever something ends.
    """

    def __init__(self, next_wait: Callable[[], float], on_idle: Callable[[], None]) -> None:
        self._next_wait, self._on_idle = next_wait, on_idle
        self._running, self._is_closed = 0, False
        self._timer: asyncio.TimerHandle | None = None

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Count as busy while the block runs.

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
                self._timer = loop.call_later(self._next_wait(), self._end)

    def close(self) -> None:
        """Call nothing from now on.

        Also not when what is busy now comes to its end, which may be after that of the loop.
        """
        self._is_closed = True
        self._stop_timer()

    def _end(self) -> None:
        self._timer = None
        self._on_idle()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
