"""Once a second: that the computer slept, as the clock on the wall went on without this program.

All that looks once a second does so by this one timer: an idle computer is woken once for it.
"""

import asyncio
from collections.abc import Callable

from workstation.clock import Clock

TICK_SECONDS = 1.0
SLEPT_SECONDS = 15.0


async def watch(clock: Clock, on_wake: Callable[[], None], second: asyncio.Event) -> None:
    """Tell of each awakening, until cancelled; whoever waits for ``second`` goes on each second.

    The wall clock jumps while the computer sleeps and the loop's does not: a tick that took
    ``SLEPT_SECONDS`` was an awakening. A clock that is set forward is taken for one, too.
    """
    before = clock.now_ms()
    while True:
        await asyncio.sleep(TICK_SECONDS)
        now = clock.now_ms()
        if now - before >= SLEPT_SECONDS * 1000:
            on_wake()
        before = now
        second.set()
        second.clear()
