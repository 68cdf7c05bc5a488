"""Keys act in the order in which they were pressed while a screen reader hears them first."""

import sys
from collections import deque

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from workstation.ui.shell.key_order import KeyOrder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no bus is asked elsewhere")
TO_NEXT = Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier


class AccessibilityBus(QObject):
    """What Qt does on Linux with each key of a window: it goes on when the bus has answered."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[QObject, QEvent]] = deque()

    @property
    def has_answered(self) -> bool:
        return not self._waiting

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        is_key = event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
        if not is_key or not event.spontaneous():
            return False
        self._waiting.append((window, event.clone()))
        QTimer.singleShot(1, self._answer)
        return True

    def _answer(self) -> None:
        QCoreApplication.postEvent(*self._waiting.popleft())


class Window(QWidget):
    """Two replies, of which the second is the next patient's."""

    def __init__(self) -> None:
        super().__init__()
        self.order = KeyOrder(self)
        self.replies = QPlainTextEdit(), QPlainTextEdit()
        column = QVBoxLayout(self)
        for reply in self.replies:
            column.addWidget(reply)
        shortcut = QShortcut(QKeySequence("Ctrl+J"), self)
        shortcut.activated.connect(self.replies[1].setFocus)
        self.replies[0].setFocus()

    @property
    def words(self) -> tuple[str, str]:
        first, second = (reply.toPlainText() for reply in self.replies)
        return first, second


@pytest.fixture
def window(qtbot):
    """Two replies in a window whose accessible tree is read."""
    QAccessible.setActive(True)
    window = Window()
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(window.replies[0].hasFocus)
    yield window
    QAccessible.setActive(False)


@pytest.fixture
def bus(qapp):
    """An accessibility bus that hears every key first."""
    bus = AccessibilityBus()
    qapp.installEventFilter(bus)
    yield bus
    qapp.removeEventFilter(bus)


def test_words_stay_in_the_reply_that_they_were_typed_into(window, bus, qtbot):
    handle = window.windowHandle()
    for letter in (Qt.Key.Key_O, Qt.Key.Key_K):
        QTest.keyClick(handle, letter)
    QTest.keyClick(handle, *TO_NEXT)
    qtbot.waitUntil(lambda: bus.has_answered and window.replies[1].hasFocus())
    QTest.keyClick(handle, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: bus.has_answered and window.words[1] != "")
    assert window.words == ("ok", "x")


def test_shortcuts_act_where_the_bus_is_not_asked(window, qtbot):
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_O)
    QTest.keyClick(handle, *TO_NEXT)
    QTest.keyClick(handle, Qt.Key.Key_X)
    qtbot.waitUntil(lambda: window.words == ("o", "x"))


def test_keys_of_the_text_itself_are_the_text_s(window, bus, qtbot):
    """Undo belongs to the text, also where the window has a shortcut with these keys."""
    undone: list[int] = []
    QShortcut(QKeySequence("Ctrl+Z"), window).activated.connect(lambda: undone.append(1))
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_O)
    QTest.keyClick(handle, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bus.has_answered and window.words[0] == "")
    assert undone == []
