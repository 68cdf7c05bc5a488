"""The longest that the window was held up."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

TICK_MS = 10


class Gaps(QObject):
    """The longest times between two turns of the window's loop, in milliseconds.

    ``busy`` is what the window's own thread worked in the longest of them by that measure: what a
    wall clock shows beyond it is the machine's.
    """

    def __init__(self) -> None:
        super().__init__()
        self.worst = self.busy = 0.0
        self.over_100 = 0
        self._timer = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._before, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        gap, busy = (now - self._before) * 1000, (worked - self._worked) * 1000
        self.worst, self.busy = max(self.worst, gap), max(self.busy, busy)
        self.over_100 += busy > 100
        self._before, self._worked = now, worked
