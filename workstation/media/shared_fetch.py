"""One fetch that several wait for."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from workstation.web.media_client import Progress


class SharedFetch:
    """Runs once; who waits may leave, and when the last one left it ends."""

    def __init__(self, start: Callable[[Progress], Coroutine[Any, Any, bytes]]) -> None:
        self._listeners: list[Progress] = []
        self._waiting = 0
        self.task = asyncio.create_task(start(self._notify))

    @property
    def abandoned(self) -> bool:
        """Whether it was given up and cannot be waited for any more."""
        return self.task.cancelled() or self.task.cancelling() > 0

    async def wait(self, progress: Progress | None) -> bytes:
        """The bytes, or the error of the fetch; ``progress`` is told from now on."""
        listeners = [progress] if progress else []
        self._waiting += 1
        self._listeners += listeners
        try:
            return await asyncio.shield(self.task)
        finally:
            self._waiting -= 1
            for listener in listeners:
                self._listeners.remove(listener)
            if not self._waiting and not self.task.done():
                self.task.cancel()

    def _notify(self, so_far: int, total: int | None) -> None:
        for listener in self._listeners:
            listener(so_far, total)
