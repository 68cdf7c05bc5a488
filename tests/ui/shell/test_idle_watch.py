"""Idle is who touches neither mouse nor keyboard, also where an input method takes the keys."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from workstation.ui.shell.idle_watch import IdleWatch


class Watched:
    """A window that is watched, with a clock that is set."""

    def __init__(self, window) -> None:
        self.window, self.now, self.minutes, self.idle_count = window, 1000.0, 10, 0
        self.watch = IdleWatch(window, lambda: self.minutes, lambda: self.now)
        self.watch.idle.connect(self._on_idle)

    def _on_idle(self) -> None:
        self.idle_count += 1

    def after(self, minutes: float) -> int:
        """How often it was idle_count, so many minutes later."""
        self.now += minutes * 60
        self.watch.check()
        return self.idle_count


@pytest.fixture
def watched(show_widget):
    return Watched(show_widget())


def test_it_is_told_once_the_time_is_over(watched):
    assert watched.after(9.9) == 0
    assert watched.after(0.1) == 1
    assert watched.after(9.9) == 1
    assert watched.after(0.1) == 2


@pytest.mark.parametrize("touch", ["key", "mouse", "input method"])
def test_whoever_does_something_is_there(watched, touch):
    assert watched.after(9) == 0
    handle = watched.window.windowHandle()
    if touch == "key":
        QTest.keyClick(handle, Qt.Key.Key_A)
    elif touch == "mouse":
        QTest.mouseMove(handle, QPoint(5, 5))
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    else:
        QGuiApplication.inputMethod().cursorRectangleChanged.emit()
    assert watched.after(9) == 0
    assert watched.after(1) == 1


@pytest.mark.parametrize("minutes", [10, 0])
def test_a_hand_after_a_sleep_that_nobody_told_of_finds_it_idle(watched, minutes):
    """The mouse was moved in the morning before the timer of the evening had its turn."""
    watched.minutes = minutes
    watched.now += 9 * 3600
    QTest.mouseMove(watched.window.windowHandle(), QPoint(5, 5))
    assert watched.idle_count == (1 if minutes else 0)


def test_what_the_doctor_does_is_told_what_moves_the_caret_is_not(watched):
    signals, handle = [], watched.window.windowHandle()
    watched.watch.touched.connect(lambda: signals.append(1))
    QGuiApplication.inputMethod().cursorRectangleChanged.emit()
    assert signals == []
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert signals


def test_never_is_never_until_the_policy_says_otherwise(watched):
    watched.minutes = 0
    assert watched.after(10_000) == 0
    watched.minutes = 10
    assert watched.after(0) == 1


@pytest.mark.parametrize("minutes", [10, 0])
def test_it_looks_again_by_itself_soon_after_any_sleep(watched, minutes):
    """Of a sleep that nobody told of, the screen showed patients for up to a minute after it."""
    watched.minutes = minutes
    watched.watch.check()
    assert watched.watch._timer.isActive()
    assert 0 < watched.watch._timer.interval() <= 15_000


def test_it_looks_together_with_whatever_else_looks(watched, monkeypatch):
    """Alone it would wake an idle computer once more each time."""
    monkeypatch.setattr("workstation.ui.shell.idle_watch.time.monotonic", lambda: 1_003.0)
    watched.watch.check()
    assert watched.watch._timer.interval() == (1_015 - 1_003) * 1_000


@pytest.mark.parametrize("minutes", [10, 2, 0])
def test_who_does_nothing_for_minutes_need_not_be_there(watched, minutes):
    """Without a lock, too, or with one that nobody can open: the doctor went for a coffee."""
    watched.minutes = minutes
    watched.after(4.9)
    assert not watched.watch.is_absent
    watched.after(0.1)
    assert watched.watch.is_absent
    QTest.keyClick(watched.window.windowHandle(), Qt.Key.Key_Shift)
    assert not watched.watch.is_absent


def test_the_first_input_after_an_absence_is_a_return(watched):
    returns, handle = [], watched.window.windowHandle()
    watched.watch.returned.connect(lambda: returns.append(watched.watch.is_absent))
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert returns == []
    watched.after(8 * 60)
    QTest.keyClick(handle, Qt.Key.Key_A)
    QTest.keyClick(handle, Qt.Key.Key_B)
    assert returns == [False]


def test_a_window_brought_to_the_front_by_the_desktop_is_a_return(watched):
    """The keys for that are the desktop's: the window gets none of them."""
    watched.after(60)
    assert watched.watch.is_absent
    QGuiApplication.instance().focusWindowChanged.emit(watched.window.windowHandle())
    assert not watched.watch.is_absent


def test_a_window_that_loses_the_focus_tells_of_nobody(watched):
    watched.after(60)
    QGuiApplication.instance().focusWindowChanged.emit(None)
    assert watched.watch.is_absent
