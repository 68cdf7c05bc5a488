"""Work that takes a while, said in a bar at the foot of the window, where it can be stopped."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import shiboken6

from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr

Result = TypeVar("Result")


class Progress:
    """What the work tells, and what it asks: ``is_running`` also from another thread."""

    def __init__(self, bar: SnackBar) -> None:
        self._bar = bar
        self._ended = threading.Event()

    def is_running(self) -> bool:
        """Whether anybody still waits for it."""
        return not self._ended.is_set()

    def say(self, text: str) -> None:
        """How far it is."""
        if self.is_running() and shiboken6.isValid(self._bar):
            self._bar.say(text)

    def end(self) -> None:
        """Nobody waits for it any more."""
        self._ended.set()
        if shiboken6.isValid(self._bar):
            self._bar.finish()


async def run_cancellable(
    begin: Callable[[str, str], SnackBar],
    text: str,
    work: Callable[[Progress], Coroutine[Any, Any, Result]],
) -> Result | None:
    """The result, ``None`` once the doctor stopped it. Raises what the work raises.

    ``begin`` shows the bar with its text and that of its button, as ``NoticeArea`` does.
    """
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
