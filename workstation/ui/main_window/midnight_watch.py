"""A window that stays open over midnight, or into another time zone: days and times said anew."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from workstation.base.process_environment import follow_system_zone
from workstation.domain.time_range import day_begins_ms
from workstation.ui.kit.aligned_timer import AlignedTimer
from workstation.ui.kit.strings import formats
from workstation.ui.kit.strings.switch import retranslate

CHECK_MS = 15_000
"""As often as the queue says how long everybody waits: it names days, too, and beside it nothing
may call yesterday today."""


class MidnightWatch(AlignedTimer):
    """Says everything in all windows again once another day has come, or another zone is set.

    It lives as long as ``window``; pictures may stand in one of their own beside it.

    Looks at midnight, every quarter of a minute, and when the program comes to the front: a
    computer sleeps over midnight, and a zone that was set wrong is put right while the program is
    open.
    """

    def __init__(self, window: QWidget, now_ms: Callable[[], int]) -> None:
        super().__init__(window, CHECK_MS)
        self._now_ms = now_ms
        self._today = formats.day_and_zone(now_ms())
        self.timeout.connect(self.check)
        QApplication.instance().applicationStateChanged.connect(self._on_application_state)  # type: ignore[union-attr]
        self.begin()

    def begin(self) -> None:
        """Begin to look so often, and at midnight: a message of then comes below another day."""
        super().begin()
        now_ms = self._now_ms()
        tomorrow = formats.local(now_ms).date() + dt.timedelta(days=1)
        until_midnight = max(day_begins_ms(tomorrow) - now_ms, 1)
        if until_midnight < self.interval():
            self.start(until_midnight)

    def check(self) -> None:
        """Compare day and zone with those of the last look."""
        follow_system_zone()
        today = formats.day_and_zone(self._now_ms())
        if today != self._today:
            self._today = today
            formats.forget_days()
            for window in QApplication.topLevelWidgets():
                retranslate(window)
                for part in window.findChildren(QWidget):
                    part.update()

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self.check()
