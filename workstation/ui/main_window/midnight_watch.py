"""A window that stays open over midnight: what was said of today is said anew."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from workstation.ui.kit.strings import formats
from workstation.ui.kit.strings.switch import retranslate

CHECK_MS = 60_000


class MidnightWatch(QTimer):
    """Says everything in ``window`` again once another day has come.

    Looks once a minute, and when the program comes to the front: a computer sleeps over midnight.
    """

    def __init__(self, window: QWidget, now_ms: Callable[[], int]) -> None:
        super().__init__(window, interval=CHECK_MS, timerType=Qt.TimerType.VeryCoarseTimer)
        self._window, self._now_ms = window, now_ms
        self._today = self._day()
        self.timeout.connect(self.check)
        QApplication.instance().applicationStateChanged.connect(self._on_application_state)  # type: ignore[union-attr]
        self.start()

    def check(self) -> None:
        """Compare the day with that of the last look."""
        today = self._day()
        if today != self._today:
            self._today = today
            retranslate(self._window)
            for part in self._window.findChildren(QWidget):
                part.update()

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.check()

    def _day(self) -> dt.date:
        return formats.local(self._now_ms()).date()
