"""A caret that nobody moves stands after a while, and blinks again as soon as somebody does."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from workstation.ui.shell.caret_rest import AS_THE_SYSTEM_SAYS, CaretRest


def flash_time() -> int:
    """Milliseconds of one blink, 0 for a caret that stands."""
    return QGuiApplication.styleHints().cursorFlashTime()


@pytest.fixture
def _system_blink():
    QGuiApplication.styleHints().setCursorFlashTime(AS_THE_SYSTEM_SAYS)
    assert flash_time() > 0
    yield
    QGuiApplication.styleHints().setCursorFlashTime(AS_THE_SYSTEM_SAYS)


@pytest.fixture(params=[QLineEdit, QPlainTextEdit])
def edit(request, show_widget, qtbot, _system_blink):
    edit = request.param()
    show_widget(edit)
    edit.setFocus()
    qtbot.waitUntil(edit.hasFocus)
    return edit


def test_a_caret_that_rests_blinks_again_with_a_key(edit):
    blinking = flash_time()
    rest = CaretRest(edit)
    rest.rest()
    assert flash_time() == 0
    QTest.keyClicks(edit, "a")
    assert flash_time() == blinking


def test_it_rests_by_itself(edit, monkeypatch, qtbot):
    monkeypatch.setattr("workstation.ui.shell.caret_rest.REST_MS", 1)
    rest = CaretRest(edit)
    QTest.keyClicks(edit, "a")
    qtbot.waitUntil(lambda: not flash_time())
    assert not rest._timer.isActive()


def test_another_field_blinks_at_first(edit, show_widget, qtbot):
    rest = CaretRest(edit)
    rest.rest()
    other = QLineEdit()
    show_widget(other)
    other.setFocus()
    qtbot.waitUntil(lambda: flash_time() > 0)
    rest.rest()
    edit.window().activateWindow()
    edit.setFocus()
    qtbot.waitUntil(lambda: flash_time() > 0)
