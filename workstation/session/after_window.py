"""What waits for the window where a long queue is known: its rooms, and reading the lists anew.

One interpreter makes the window, reads the lists and hears the rooms, by turns. The platform's list
of ten thousand takes it a quarter of a second, their rooms and what was said there a tenth, and as
long the rows that are known already would not be painted: whoever knows a long queue looks at it
first. The rooms of a short one are entered, and its list is read, beside the window.

Red without it: ``tests/journeys/test_long_queue.py``.
"""

import asyncio
from collections.abc import Awaitable, Callable

from workstation.base.event_wait import wait_at_most
from workstation.store.worklist import Worklist

MAX_ROWS_BESIDE = 1_000
"""So many are read in some 25 ms."""

WINDOW_SECONDS = 2.0
"""No window takes longer, unless there is none."""


class AfterWindow:
    """Runs work at once, or once the window is there: as the queue is that is known."""

    def __init__(self, worklist: Worklist) -> None:
        self._worklist = worklist
        self._is_there = asyncio.Event()

    def begin(self) -> None:
        """The window is there."""
        self._is_there.set()

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work`` in its time."""
        if len(self._worklist) > MAX_ROWS_BESIDE:
            await wait_at_most(self._is_there, WINDOW_SECONDS)
        await work()
