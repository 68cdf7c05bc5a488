"""Threads in which pictures are decoded, and for which nothing waits: not even the closing program.

What Qt decodes cannot be interrupted. A picture that may be decoded at all takes a second or two at
the most, on a slow computer several; asyncio's own threads would hold the end of the program for
that long, with its lock and the impression that it hangs. These are daemons that end when they have
nothing to do. A daemon inside Qt's code while the interpreter is taken down could crash it; so when
one is still at work after everything was closed in order, the process leaves without that.
"""

import asyncio
import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from workstation.base.daemon_thread import RETRY_SECONDS, start_daemon

Result = TypeVar("Result")

_working: set["DecodingThreads"] = set()


class DecodingThreads:
    """Threads that decode, at most ``max_threads``; what is cancelled in time never begins."""

    def __init__(self, max_threads: int) -> None:
        self._max_threads = max_threads
        self._threads = 0
        self._waiting: deque[tuple[Future[Any], Callable[[], Any]]] = deque()
        self._lock = threading.Lock()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run ``work`` in its turn, and give its result. Raises what it raises."""
        return await asyncio.wrap_future(self.submit(work))

    def submit(self, work: Callable[[], Result]) -> Future[Result]:
        """Begin ``work`` when it is its turn."""
        future: Future[Result] = Future()
        with self._lock:
            self._waiting.append((future, work))
        self._begin()
        return future

    def _begin(self) -> None:
        """Begin a thread where one may; a system that has none left is asked again later."""
        with self._lock:
            if not self._waiting or self._threads == self._max_threads:
                return
            self._threads += 1
            _working.add(self)
        if not start_daemon(self._work, "picture"):
            with self._lock:
                self._count_out()
            asyncio.get_running_loop().call_later(RETRY_SECONDS, self._begin)

    def _count_out(self) -> None:
        self._threads -= 1
        if not self._threads:
            _working.discard(self)

    def close(self) -> None:
        """Begin no more of what waits."""
        with self._lock:
            waiting, self._waiting = self._waiting, deque()
        for future, _work in waiting:
            future.cancel()

    def _work(self) -> None:
        while self._do_next():
            pass

    def _do_next(self) -> bool:
        """Do what waits longest; when this is over, nothing of Qt's is held by the thread."""
        job = self._next()
        if job is None:
            return False
        future, work = job
        if future.set_running_or_notify_cancel():
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - whoever waits is told
                future.set_exception(error)
            else:
                future.set_result(result)
        return True

    def _next(self) -> tuple[Future[Any], Callable[[], Any]] | None:
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            self._count_out()
            return None


def exit_without_waiting(status: int) -> int:
    """Give the exit status; exit at once while a picture is still being decoded.

    To be called last, when all is written and closed.
    """
    if _working:
        logging.shutdown()
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # a windowed program of Windows has none
                stream.flush()
        os._exit(status)
    return status
