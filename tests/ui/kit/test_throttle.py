"""Showing at a bounded pace."""

import pytest
from PySide6.QtCore import QObject

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
