"""Work that a session begins beside its lasting parts, and that ends with it."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from workstation.domain.errors import WorkstationError

log = logging.getLogger(__name__)

FINISH_SECONDS = 1.0
"""How long work may still go on once the session is over: a write ends, an upload does not."""


class SessionTasks:
    """Runs work while the session runs; ``on_error`` is told of what went wrong with it.

    That ends nothing else, not even where it is a defect of the program.
    """

    def __init__(self, on_error: Callable[[Exception], None]) -> None:
        self._on_error = on_error
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, group: asyncio.TaskGroup) -> None:
        """The session runs, and ``group`` waits for all of it."""
        self._group = group

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run work that ends with the session; dropped when it is over."""
        guarded = self._guarded(work)
        try:
            task = self._group.create_task(guarded) if self._group is not None else None
        except RuntimeError:  # a defect is just ending the group
            task = None
        if task is None:
            guarded.close()
            work.close()
            return
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """The session is over: let what is nearly done be done, and end the rest."""
        self._group = None
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_SECONDS)
        for task in self._tasks:
            task.cancel()

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except WorkstationError as error:
            log.warning("work of the session failed: %s", error)
            self._on_error(error)
        except Exception as fault:
            log.exception("work of the session ended")
            self._on_error(fault)
