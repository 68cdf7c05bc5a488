"""Work that takes a while, said in a bar at the foot of the window, where it can be stopped."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TypeVar

import shiboken6

from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr

Result = TypeVar("Result")
Begin = Callable[[str, str], SnackBar]
"""Shows a bar with its text and that of its button, as ``NoticeArea`` does."""
Work = Callable[["Progress"], Awaitable[Result]]

AT_ONCE_SECONDS = 0.3
"""What takes no longer needs no bar: a file in the cache would make one flash."""


class Progress:
    """What the work tells, and what it asks: ``is_running`` also from another thread."""

    def __init__(self, bar: SnackBar) -> None:
        self._bar = bar
        self._ended = threading.Event()

    def is_running(self) -> bool:
        """Whether anybody still waits for it."""
        return not self._ended.is_set()

    def show_text(self, text: str) -> None:
        """Show how far the work is."""
        if self.is_running() and shiboken6.isValid(self._bar):
            self._bar.show_text(text)

    def end(self) -> None:
        """Close it: the work has ended."""
        self._ended.set()
        if shiboken6.isValid(self._bar):
            self._bar.finish()


async def run_cancellable(begin: Begin, text: str, work: Work[Result]) -> Result | None:
    """The result, ``None`` once the doctor stopped it. Raises what the work raises."""
    bar = begin(text, tr("record.stop"))
    progress = Progress(bar)
    task = asyncio.ensure_future(work(progress))
    bar.acted.connect(task.cancel)
    try:
        await asyncio.wait({task})
        return None if task.cancelled() else task.result()
    finally:
        task.cancel()
        progress.end()


async def run_in_turn(
    turn: asyncio.Lock, begin: Begin, text: str, waiting: str, work: Work[Result]
) -> Result | None:
    """Run work of which only one is done at a time.

    Whoever waits for the turn is told so by ``waiting``, and can stop that, too: the one before may
    write where nothing answers. Tests: tests/ui/record/test_leaving.py.
    """

    async def wait_and_work(progress: Progress) -> Result:
        async with turn:
            progress.show_text(text)
            return await work(progress)

    return await run_cancellable(begin, waiting if turn.locked() else text, wait_and_work)


async def run_noticed(begin: Begin, text: str, work: Awaitable[Result]) -> Result | None:
    """Run work without a progress of its own, mostly over before a bar would be read."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait({task}, timeout=AT_ONCE_SECONDS)
        if task.done():
            return task.result()
        return await run_cancellable(begin, text, lambda _progress: task)
    finally:
        task.cancel()


async def show_while_busy(begin: Begin, text: str, work: Awaitable[Result]) -> Result:
    """The result of what nobody can stop, as a file that is being written; said where it lasts."""
    bars: list[SnackBar] = []
    timer = asyncio.get_running_loop().call_later(
        AT_ONCE_SECONDS, lambda: bars.append(begin(text, ""))
    )
    try:
        return await work
    finally:
        timer.cancel()
        for bar in filter(shiboken6.isValid, bars):
            bar.finish()
