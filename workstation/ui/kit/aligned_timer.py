"""A timer that ticks at the same moments as all others of its kind (``aligned_waits``)."""

import time

from PySide6.QtCore import QObject, QTimer

from workstation.base.aligned_waits import aligned_wait


class AlignedTimer(QTimer):
    """Ticks every ``period_ms`` from ``begin`` on; before the first tick a little sooner.

    ``after`` is so many seconds after the others.
    """

    def __init__(self, parent: QObject, period_ms: int, after: float = 0.0) -> None:
        super().__init__(parent, singleShot=True)
        self.period_ms, self._after = period_ms, after
        self.timeout.connect(self.begin)

    def begin(self) -> None:
        """Tick from now on, until ``stop``."""
        seconds = aligned_wait(self.period_ms / 1000, time.monotonic(), self._after)
        self.start(round(seconds * 1000))

    def set_period(self, period_ms: int) -> None:
        """Tick as often from now on."""
        if period_ms != self.period_ms:
            self.period_ms = period_ms
            if self.isActive():
                self.begin()
