"""Turns of the window's loop that took long, each with where it was.

What a wall clock shows may be the machine's; what the window's own thread worked is the program's.
"""

import faulthandler
import tempfile
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from PySide6.QtCore import QObject, Qt, QTimer

from tests.random_use.journal import Journal

TICK_MS = 10
MAX_BUSY_MS = 500.0
"""A window that answers nothing for longer is a frozen one."""
LOOK_SECONDS, LONG_SECONDS = 0.02, 0.2
MAX_CALLS = 14


class Turns(QObject):
    """Notes each turn of more than ``MAX_BUSY_MS`` of work; ``latest`` says what was done last."""

    def __init__(self, journal: Journal, latest: Callable[[], list[str]]) -> None:
        super().__init__()
        self._journal, self._latest = journal, latest
        self._thread_id, self._place = threading.get_ident(), ""
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, name="turns", daemon=True)
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._begun, self._worked = time.perf_counter(), time.thread_time()

    def __enter__(self) -> Self:
        self._begun, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()
        self._watch.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.stop()
        self._over.set()
        self._watch.join()

    def _tick(self) -> None:
        begun, worked = time.perf_counter(), time.thread_time()
        busy_ms = (worked - self._worked) * 1000
        if busy_ms > MAX_BUSY_MS:
            self._journal.note("slow", ms=busy_ms, acts=self._latest(), place=self._place)
        self._begun, self._worked, self._place = begun, worked, ""

    def _look(self) -> None:
        """Where the window's thread is, once a turn is long."""
        while not self._over.wait(LOOK_SECONDS):
            if time.perf_counter() - self._begun > LONG_SECONDS and not self._place:
                self._place = _place_of(self._thread_id)


def _place_of(thread_id: int) -> str:
    """The calls that a thread is in, the last one first.

    Without a hold on its frames: a painter in one of them would outlive its painting.
    """
    with tempfile.TemporaryFile() as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        threads = file.read().decode(errors="replace").split("\n\n")
    mine = next((each for each in threads if f"{thread_id:x} " in each), "")
    return "\n".join(mine.splitlines()[1 : MAX_CALLS + 1])
