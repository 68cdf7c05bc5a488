"""The only timer of an open session: rooms that are due, timeouts, a computer that slept.

An idle session ticks every ``REST_SECONDS``, one in which something is due as soon as it is, at
most once a second; where only the doctor goes on, it rests too. The link wakes an idle computer
for nothing else (decisions/idle-timers.md).
"""

import asyncio
from collections.abc import Awaitable, Callable

from workstation.base.aligned_waits import aligned_wait
from workstation.base.clock import Clock
from workstation.base.event_wait import wait_at_most
from workstation.base.task_scope import log_failure

TICK_SECONDS, REST_SECONDS = 1.0, 5.0
SLEPT_SECONDS = 15.0


class Ticker:
    """Ticks until cancelled; ``tick`` waits for the next one.

    ``due_seconds`` says in how many seconds something is due. ``on_wake`` is called after each
    sleep of the computer that the system did not announce.
    """

    def __init__(
        self, clock: Clock, due_seconds: Callable[[], float], on_wake: Callable[[], None]
    ) -> None:
        self._clock, self._due_seconds, self._on_wake = clock, due_seconds, on_wake
        self._ticked, self._hastened = asyncio.Event(), asyncio.Event()
        self._rests = False

    async def tick(self) -> None:
        """Wait for the next tick."""
        await self._ticked.wait()

    def hasten(self) -> None:
        """Let the next tick come within a second, as something became due."""
        self._hastened.set()

    async def rest_until(self, wait: Awaitable[None]) -> None:
        """Wait for what may come in hours; until then nothing is due."""
        self._rests = True
        try:
            await wait
        finally:
            self._rests = False
            self.hasten()

    def begin(self) -> asyncio.Task[None]:
        """Tick until the task is cancelled; a defect that ends it is in the log."""
        task = asyncio.create_task(self._run())
        task.add_done_callback(log_failure)
        return task

    async def _run(self) -> None:
        """Tick.

        The clock's seconds pass while the computer sleeps and the loop's do not: a tick that took
        ``SLEPT_SECONDS`` was an awakening. The wall clock may be set meanwhile, or by the sleep.
        """
        before = self._clock.monotonic()
        while True:
            await self._rest()
            now = self._clock.monotonic()
            if now - before >= SLEPT_SECONDS:
                self._on_wake()
            before = now
            self._ticked.set()
            self._ticked.clear()

    async def _rest(self) -> None:
        """Rest until something is due or hastened, and for a second at least."""
        begun = self._clock.monotonic()
        self._hastened.clear()
        rest_seconds = aligned_wait(REST_SECONDS, asyncio.get_running_loop().time())
        due_seconds = REST_SECONDS if self._rests else self._due_seconds()
        seconds = max(min(due_seconds, rest_seconds), TICK_SECONDS)
        await wait_at_most(self._hastened, seconds)
        await asyncio.sleep(begun + TICK_SECONDS - self._clock.monotonic())
