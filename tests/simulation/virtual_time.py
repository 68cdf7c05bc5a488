"""An event loop whose time is a number: a wait costs nothing, and every run is the same."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from tests.simulation.interleaving import Order, ReadyLine


class Stalled(AssertionError):
    """Every task waits for something that will never happen."""


class _Leap:
    """Instead of waiting for files, time leaps to the next timer."""

    def __init__(self) -> None:
        self.now = 0.0

    def select(self, timeout: float | None) -> list[Any]:
        if timeout is None:
            raise Stalled
        self.now += timeout
        return []


class VirtualLoop(asyncio.BaseEventLoop):
    """Runs tasks and timers only; there is no way out of the process.

    ``order`` says which of the ready tasks goes next: without one, the first come.
    """

    def __init__(self, order: Order | None = None) -> None:
        super().__init__()
        self._selector = _Leap()
        if order is not None:
            self._ready = ReadyLine(order)

    def time(self) -> float:
        """Virtual seconds since the loop was made."""
        return self._selector.now

    def _process_events(self, _: list[Any]) -> None:
        """There are none."""

    def _write_to_self(self) -> None:
        """Nobody is asleep."""


class VirtualClock:
    """The product's clock on such a loop, which stands still for ``slept_ms`` of sleep.

    The wall's is ``set_ms`` ahead: somebody has set it meanwhile.
    """

    slept_ms = set_ms = 0

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop

    def now_ms(self) -> int:
        return 1_800_000_000_000 + int(self.monotonic() * 1000) + self.set_ms

    def monotonic(self) -> float:
        return self._loop.time() + self.slept_ms / 1000


def run(loop: VirtualLoop, work: Coroutine[Any, Any, None]) -> None:
    """Run to the end; an error that nobody saw is raised, too."""
    unseen: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, context: unseen.append(context))
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(work)
    finally:
        _end_what_is_left(loop)
        asyncio.set_event_loop(None)
        loop.close()
    assert not unseen, unseen


def _end_what_is_left(loop: VirtualLoop) -> None:
    """As ``asyncio.run`` does: else they would be ended in the middle of somebody else's test."""
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
