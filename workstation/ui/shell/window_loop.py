"""Qt's loop as asyncio's, in which a call that is cancelled is gone, and one timer serves many.

PySide describes a class written in Python to Qt without Python's lock: with Python 3.11 from a
table that it may just be changing. Where Qt asks for that in another thread, while the window's
thread makes another class known, the program may die: a thread of Qt's asks for it as it begins, a
signal as it is first emitted to another thread. So the threads here are Python's, and they wake the
loop by an event.
"""

import asyncio
import sys
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimerEvent
from qasync import QEventLoop

PYTHON_TURN_SECONDS = 0.0005
"""How long a thread may keep Python while another waits for it: a tenth of Python's own choice.

The database gives Python away with each statement, and needs it again for the next. Behind turns of
the window's thread that were longer than its pauses it got on only when nothing came any more, and
until then the server was asked for no more: a catch-up read and stored by turns, not side by side.
"""

WORKERS = 10
"""Threads for the calls that block; as many as the library's own loop has."""


class DelayedCall(asyncio.Handle):
    """A call that is due later; ``on_cancel`` is called if it is cancelled while it is waited for.

    Not after that: Qt gives the number of a timer that is gone to another one.
    """

    __slots__ = ("on_cancel",)

    on_cancel: Callable[[], None] | None

    def cancel(self) -> None:
        """Call it no more."""
        super().cancel()
        if self.on_cancel is not None:
            self.on_cancel()


class DelayedCalls(QObject):
    """Has a timer of Qt's for each call that is waited for, and none for any other."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: dict[int, DelayedCall] = {}

    def add(self, call: DelayedCall, seconds: float) -> None:
        """Run ``call`` once, after so many seconds."""
        number = self.startTimer(int(seconds * 1000))
        self._calls[number] = call
        call.on_cancel = lambda: self._forget(number)

    def close(self) -> None:
        """Run none any more."""
        for number in tuple(self._calls):
            self._forget(number)

    def timerEvent(self, event: QTimerEvent) -> None:
        number = event.timerId()
        call = self._calls.get(number)
        if call is not None:
            self._forget(number)
            call._run()  # noqa: SLF001 - what every loop does with a handle

    def _forget(self, number: int) -> None:
        self._calls.pop(number).on_cancel = None
        self.killTimer(number)


class ReadyCalls(QObject):
    """Runs what is due at once, in its order; what is added meanwhile waits for the next turn."""

    def __init__(self) -> None:
        super().__init__()
        self._calls: deque[asyncio.Handle] = deque()
        self._timer = 0
        self._is_closed = False

    def add(self, call: asyncio.Handle) -> None:
        """Run ``call`` in the next turn."""
        self._calls.append(call)
        self._begin_timer()

    def add_from_thread(self, call: asyncio.Handle) -> None:
        """Run ``call`` in one of the next turns; for any thread."""
        self._calls.append(call)
        QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def customEvent(self, _event: QEvent) -> None:
        """A thread has added a call."""
        self._begin_timer()

    def close(self) -> None:
        """Run none any more."""
        self._is_closed = True
        self._calls.clear()
        self._end_timer()

    def timerEvent(self, _event: QTimerEvent) -> None:
        due = len(self._calls)
        self._end_timer()  # Qt runs no timer within itself, and a call may run a loop of Qt's
        if due > 1 and not self._is_closed:
            self._timer = self.startTimer(0)
        for _ in range(due):
            if not self._calls:  # such a loop has run the rest
                break
            call = self._calls.popleft()
            if not call.cancelled():
                call._run()  # noqa: SLF001 - what every loop does with a handle
        if not self._calls:
            self._end_timer()

    def _begin_timer(self) -> None:
        if not self._timer and not self._is_closed:
            self._timer = self.startTimer(0)

    def _end_timer(self) -> None:
        if self._timer:
            self.killTimer(self._timer)
            self._timer = 0


def start_workers() -> ThreadPoolExecutor:
    """Start ``WORKERS`` threads of Python's for calls that block.

    All are begun at once: where the system has no thread left later, a call still gets its turn.
    Raises ``RuntimeError`` where it has not so many now.
    """
    workers = ThreadPoolExecutor(WORKERS, thread_name_prefix="worker")
    begun = threading.Barrier(WORKERS)
    try:
        for _ in range(WORKERS):
            workers.submit(begun.wait)
    except RuntimeError:
        begun.abort()
        workers.shutdown()
        raise
    return workers


class WindowLoop(QEventLoop):  # type: ignore[misc]
    """The event loop of the program; while it exists, threads switch after short intervals."""

    def __init__(self, application: QObject) -> None:
        self._soon, self._delayed = ReadyCalls(), DelayedCalls()
        self._turn_before = sys.getswitchinterval()
        sys.setswitchinterval(PYTHON_TURN_SECONDS)
        super().__init__(application)
        try:
            self.set_default_executor(start_workers())
        except RuntimeError:
            self.close()
            raise

    def call_soon(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Call in the next turn, unless it is cancelled before."""
        call = asyncio.Handle(callback, args, self, context=context)
        self._soon.add(call)
        return call

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Call in one of the next turns; for any thread. The library's own way emits a signal."""
        call = asyncio.Handle(callback, args, self, context=context)
        self._soon.add_from_thread(call)
        return call

    def call_later(
        self,
        delay: float,
        callback: Callable[..., object],
        *args: Any,
        context: Context | None = None,
    ) -> asyncio.Handle:
        """Call in so many seconds, unless it is cancelled before."""
        if delay <= 0:
            return self.call_soon(callback, *args, context=context)
        call = DelayedCall(callback, args, self, context=context)
        self._delayed.add(call, delay)
        return call

    def close(self) -> None:
        """Call nothing any more."""
        self._soon.close()
        self._delayed.close()
        sys.setswitchinterval(self._turn_before)
        super().close()
