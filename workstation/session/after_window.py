"""Postpones rooms and lists until the window is shown, where the stored queue is long.

One thread builds the window, reads the lists and processes the rooms, in turns. A list of ten
thousand takes a quarter of a second, their rooms a tenth, during which the rows that are stored
already would not be painted. So a long queue is shown first; with a short one, rooms and lists are
processed while the window is built.

Test: ``tests/journeys/test_long_queue.py``.
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
    """Runs work at once or once the window is shown, by the length of the stored queue."""

    def __init__(self, worklist: Worklist) -> None:
        self._worklist = worklist
        self._is_there = asyncio.Event()

    def begin(self) -> None:
        """Let what waits for the window go on: it is shown."""
        self._is_there.set()

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Do ``work`` in its time."""
        if len(self._worklist) > MAX_ROWS_BESIDE:
            await wait_at_most(self._is_there, WINDOW_SECONDS)
        await work()
