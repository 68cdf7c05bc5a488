"""A window open all day: what it says of days and times goes with the day and with the zone."""

import datetime as dt
import sys
import time

import pytest
from PySide6.QtWidgets import QWidget

from workstation.base.clock import DAY_MS
from workstation.domain.time_range import day_begins_ms
from workstation.ui.kit.strings import formats
from workstation.ui.main_window import midnight_watch
from workstation.ui.main_window.midnight_watch import MidnightWatch
from workstation.ui.queue.pane_wiring import CLOCK_MS

NOON_MS = 1_795_780_800_000 // 86_400_000 * 86_400_000 + 12 * 3_600_000
"""Of a day in UTC; the same day in Shanghai."""
LATE_MS = NOON_MS + 5 * 3_600_000
"""At five in the afternoon of UTC the next day has begun in Shanghai."""


class Times(QWidget):
    """Says when something was, in the zone in force when it was asked to last."""

    def __init__(self, moment_ms=NOON_MS):
        super().__init__()
        self._moment_ms = moment_ms
        self.retranslate()

    def retranslate(self):
        self.text = formats.clock_time(self._moment_ms)


@pytest.fixture
def set_zone(monkeypatch):
    """The computer's own zone, from now on; as it was, afterwards.

    Nobody tells the C library, as nobody does where an administrator sets another one.
    """

    def set_to(name):
        monkeypatch.setenv("TZ", name)

    yield set_to
    monkeypatch.undo()
    time.tzset()
    formats.forget_days()


@pytest.mark.skipif(sys.platform == "win32", reason="no test may set the zone of a Windows")
def test_a_zone_that_is_put_right_while_the_window_is_open_counts(qapp, set_zone):  # noqa: ARG001
    set_zone("UTC")
    time.tzset()
    window = QWidget()
    times = Times()
    times.setParent(window)
    watch = MidnightWatch(window, lambda: NOON_MS)
    before = formats.local_day(LATE_MS)
    assert times.text == "12:00"
    set_zone("Asia/Shanghai")
    watch.check()
    assert times.text == "20:00"
    assert formats.local_day(LATE_MS) == before + dt.timedelta(days=1)
    window.deleteLater()


@pytest.mark.skipif(sys.platform == "win32", reason="no test may set the zone of a Windows")
def test_a_zone_that_differs_only_in_summer_counts(qapp, set_zone):  # noqa: ARG001
    """A PC was set to UTC in winter, then to London: what was said in July stood an hour early."""
    set_zone("UTC")
    time.tzset()
    window = QWidget()
    times = Times(NOON_MS - 150 * DAY_MS)
    times.setParent(window)
    watch = MidnightWatch(window, lambda: NOON_MS)
    set_zone("Europe/London")
    watch.check()
    assert times.text == "13:00"
    window.deleteLater()


def test_each_look_asks_the_system_for_its_zone(qapp, monkeypatch):  # noqa: ARG001 - an application
    """Windows' library asks once, at the start, and goes by that until it is told to ask again."""
    asked = []
    monkeypatch.setattr(midnight_watch, "follow_system_zone", lambda: asked.append(1))
    window = QWidget()
    MidnightWatch(window, lambda: NOON_MS).check()
    assert asked == [1]
    window.deleteLater()


def test_it_looks_at_midnight_itself(qapp):  # noqa: ARG001 - an application
    """Fifty seconds long the details said "today 23:06" where the card said "yesterday 23:06"."""
    midnight_ms = day_begins_ms(formats.local(NOON_MS).date() + dt.timedelta(days=1))
    window = QWidget()
    watch = MidnightWatch(window, lambda: midnight_ms - 3_000)
    assert watch.interval() <= 3_000
    window.deleteLater()


def test_after_a_night_asleep_a_day_is_old_no_longer_than_a_wait(qapp):  # noqa: ARG001
    """No timer counts what passes in a sleep; the queue says days and waits anew when it ticks."""
    window = QWidget()
    assert MidnightWatch(window, lambda: NOON_MS).interval() <= CLOCK_MS
    window.deleteLater()
