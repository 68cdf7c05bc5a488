"""Work that lives no longer than what it belongs to: a widget, a page, a sign-in.

asyncio holds its tasks weakly, so one that nobody holds may be collected in the middle of an
``await``; and one that outlives its owner wakes up and touches what is gone. A scope holds its
tasks, and ends them with its owner::

    spawn(read(1), key="details")    runs
    spawn(read(2), key="details")    cancels read(1), whose answer would overwrite the newer one
    close()                          cancels read(2); what is spawned from now on never starts
    finish(1.0)                      the same, but what is nearly done may be done
    spawn(rest(), optional=True)     runs, and no end waits for it

A task that is cancelled ends later, and must not take the entry of its successor away: an ended
task removes its key only where it is still the latest. What goes wrong in one piece of work ends
no other, not even where it is a defect. Tests: tests/ui/kit/test_tasks.py,
``test_the_one_before_ends_without_ending_the_latest`` and
``test_the_scope_alone_keeps_a_task_alive``; tests/session/test_session_end.py.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from workstation.domain.error_root import WorkstationError

Given = ParamSpec("Given")
Result = TypeVar("Result")
log = logging.getLogger(__name__)


class Spawn(Protocol):
    """Runs work that ends with its owner, who does not wait for what is ``optional``."""

    def __call__(self, work: Coroutine[Any, Any, object], *, optional: bool = False) -> None:
        """Start ``work``."""


class TaskScope:
    """The running tasks of one owner, who calls ``close`` or ``finish`` when it ends.

    ``on_error`` is told of every error that a task did not deal with itself, so that the doctor
    gets a notice. The log gets its type, and of a defect the place: what stands in the error tree
    may well happen, such as a computer without a loudspeaker. Never its text, which might name a
    patient.
    """

    def __init__(self, on_error: Callable[[Exception], None] | None = None) -> None:
        self._on_error = on_error
        self._tasks: set[asyncio.Task[Any]] = set()
        self._latest: dict[str, asyncio.Task[Any]] = {}
        self._optional: set[asyncio.Task[Any]] = set()
        self._ending = self._closed = False

    def spawn(
        self,
        work: Coroutine[Any, Any, Result],
        *,
        key: str | None = None,
        optional: bool = False,
    ) -> asyncio.Task[Result] | None:
        """Start ``work``; under a ``key``, the latest wins and the one before is cancelled.

        What is ``optional`` is of no use to an owner that ends: ``finish`` cancels it at once.
        None, and the work never starts, once the scope is ending.
        """
        if self._ending:
            work.close()
            return None
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        if optional:
            self._optional.add(task)
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
        """Cancel everything; nothing starts here any more, and nothing is told."""
        self._ending = self._closed = True
        self._latest.clear()
        for task in tuple(self._tasks):
            task.cancel()

    async def finish(self, seconds: float) -> None:
        """Start nothing more, let what is nearly done be done, then cancel the rest."""
        self._ending = True
        for task in tuple(self._optional):
            task.cancel()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        self.close()

    async def join(self) -> None:
        """Wait until no task of this scope runs, whatever became of them."""
        while self._tasks:
            await asyncio.wait(tuple(self._tasks))

    def __len__(self) -> int:
        return len(self._tasks)

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        self._optional.discard(task)
        for key, latest in tuple(self._latest.items()):
            if latest is task:
                del self._latest[key]
        log_failure(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception) and self._on_error is not None and not self._closed:
            self._on_error(error)


def log_failure(task: "asyncio.Future[Any]") -> None:
    """Log why a task ended that did not deal with it itself; one that is held tells nobody."""
    error = None if task.cancelled() else task.exception()
    if isinstance(error, WorkstationError):
        log.warning("task ended: %s", error)
    elif error is not None:
        log.error("task ended", exc_info=error)


async def finish_all(*work: Coroutine[Any, Any, None]) -> None:
    """Do all of it side by side to its end; then raise the first failure, if there was one."""
    for failure in await asyncio.gather(*work, return_exceptions=True):
        if failure is not None:
            raise failure


def seen_through(
    function: Callable[Given, Coroutine[Any, Any, Result]],
) -> Callable[Given, Coroutine[Any, Any, Result]]:
    """A decorator for what must not stay half done: who waits is cancelled at its end only.

    Tests: tests/vault/keys/test_cancelled.py.
    """

    @wraps(function)
    async def wait_for_end(*args: Given.args, **options: Given.kwargs) -> Result:
        task = asyncio.get_running_loop().create_task(function(*args, **options))
        cancelled: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is None:
            return task.result()
        if not task.cancelled() and (failure := task.exception()) is not None:
            log.warning("nobody waits any more for what failed: %s", type(failure))
        raise cancelled

    return wait_for_end


async def finish_in_thread(work: Callable[..., Result], *args: object) -> Result:
    """Run ``work`` in a thread, which has ended when this returns or is cancelled.

    A thread goes on when who waits for it is cancelled, so nothing that it works with may be let go
    of before. Tests: tests/media/test_cache.py.
    """
    return await seen_through(asyncio.to_thread)(work, *args)
