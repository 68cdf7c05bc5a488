"""The one meeting point of asyncio and Qt: tasks that live no longer than a widget.

A slot starts work with ``scope.spawn(coroutine)`` while the program's loop runs. Two lifetimes
must be tied together. asyncio holds its tasks weakly, so one that nobody holds may be collected
in the middle of an ``await``: the scope holds them. Qt deletes widgets when it likes, so a task
may wake up and touch one that is gone: the scope cancels its tasks when the owner is destroyed.

    spawn(read(1), key="details")    runs
    spawn(read(2), key="details")    cancels read(1), whose answer would overwrite the newer one
    owner destroyed                  cancels read(2); what is spawned from now on never starts

A task that is cancelled ends later, and must not take the entry of its successor away: an ended
task removes its key only where it is still the latest. Red without it:
tests/ui/kit/test_tasks.py, ``test_the_one_before_ends_without_ending_the_latest`` and
``test_the_scope_alone_keeps_a_task_alive``.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, SignalInstance

Result = TypeVar("Result")
log = logging.getLogger(__name__)


class TaskScope:
    """The running tasks of one page or widget.

    ``on_error`` is told of every error that a task did not deal with itself, so that the doctor
    gets a notice. The log gets its type and place, never its text, which might name a patient.
    """

    def __init__(
        self, owner: QObject | None = None, on_error: Callable[[Exception], None] | None = None
    ) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._latest: dict[str, asyncio.Task[Any]] = {}
        self._closed = False
        if owner is not None:
            owner.destroyed.connect(self.close)

    def spawn(
        self, work: Coroutine[Any, Any, Result], *, key: str | None = None
    ) -> asyncio.Task[Result] | None:
        """Start ``work``; under a ``key``, the latest wins and the one before is cancelled.

        None, and the work never starts, once the scope is closed.
        """
        if self._closed:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)
        if key is not None:
            self.cancel(key)
            self._latest[key] = task
        return task

    def cancel(self, key: str) -> None:
        """Stop the work under ``key``, if any runs."""
        task = self._latest.pop(key, None)
        if task is not None:
            task.cancel()

    def close(self) -> None:
        """Cancel everything; nothing starts here any more."""
        self._closed = True
        self._latest.clear()
        for task in tuple(self._tasks):
            task.cancel()

    async def join(self) -> None:
        """Wait until no task of this scope runs, whatever became of them."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    def __len__(self) -> int:
        return len(self._tasks)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        for key, latest in tuple(self._latest.items()):
            if latest is task:
                del self._latest[key]
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        log.error("task ended", exc_info=error)
        if isinstance(error, Exception) and self._on_error is not None and not self._closed:
            self._on_error(error)


def wait_for_signal(signal: SignalInstance) -> asyncio.Future[Any]:
    """What ``signal`` next carries, as something to await; None from a signal without values."""
    future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

    def on_emitted(*values: Any) -> None:
        if not future.done():
            future.set_result(values[0] if values else None)

    signal.connect(on_emitted, Qt.ConnectionType.SingleShotConnection)
    return future
