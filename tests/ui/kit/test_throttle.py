"""Showing at a bounded pace."""

import pytest
from PySide6.QtCore import QObject

from workstation.ui.kit import throttle
from workstation.ui.kit.throttle import Debounce, Throttle

pytestmark = pytest.mark.usefixtures("qapp")


def test_after_a_rest_a_change_is_shown_at_once():
    emitted, parent = [], QObject()
    Throttle(lambda: emitted.append(1), parent).request()
    assert emitted == [1]


def test_a_flood_is_shown_once_and_then_its_last_state(qtbot):
    state, emitted, parent = [0], [], QObject()
    pace = Throttle(lambda: emitted.append(state[0]), parent)
    for number in range(1, 500):
        state[0] = number
        pace.request()
    qtbot.waitUntil(lambda: emitted[-1] == 499)
    assert len(emitted) < 10


def test_nothing_is_done_when_the_owner_is_gone(qtbot):
    emitted, parent = [], QObject()
    pace = Throttle(lambda: emitted.append(1), parent)
    pace.request()
    pace.request()
    parent.deleteLater()
    with qtbot.waitSignal(parent.destroyed):
        pass
    qtbot.wait(50)
    assert emitted == [1]


def test_what_waits_is_done_at_once_when_it_is_needed_and_not_again(qtbot):
    done, parent = [], QObject()
    waiting = Debounce(lambda: done.append(1), parent)
    waiting.flush()
    assert done == [], "nothing was asked for"
    waiting.request()
    waiting.flush()
    assert done == [1]
    waiting.request()
    qtbot.waitUntil(lambda: len(done) > 1)
    assert done == [1, 1]


def test_what_never_rests_is_shown_less_often(monkeypatch):
    monkeypatch.setattr(throttle, "QElapsedTimer", Elapsed)
    pauses = throttle.Pauses(200)
    assert pauses.left_ms(33) == 0, "nothing was shown before"
    pauses.begin(33, rested=True)
    lefts = []
    for _ in range(5):
        Elapsed.now = 3
        lefts.append(pauses.left_ms(33))
        pauses.begin(33, rested=False)
    assert lefts == [30, 63, 129, 197, 197]


def test_after_a_rest_the_pauses_begin_anew(monkeypatch):
    monkeypatch.setattr(throttle, "QElapsedTimer", Elapsed)
    pauses = throttle.Pauses(133)
    for _ in range(3):
        pauses.begin(66, rested=False)
    Elapsed.now = 133
    assert pauses.left_ms(66) == 0
    pauses.begin(66, rested=True)
    Elapsed.now = 0
    assert pauses.left_ms(66) == 66


class Elapsed:
    """A clock that stands still."""

    now = 0

    def __init__(self) -> None:
        self._valid = False

    def start(self) -> None:
        self._valid = True

    def isValid(self) -> bool:  # noqa: N802 - as Qt names it
        return self._valid

    def elapsed(self) -> int:
        return self.now
