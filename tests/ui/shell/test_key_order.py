"""Keys and clicks act in the order in which they came while a screen reader hears keys first."""

import sys
from collections import deque

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from workstation.ui.kit.layers.menu import Menu
from workstation.ui.shell.key_order import KeyOrder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no bus is asked elsewhere")
TO_NEXT = Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier


class AccessibilityBus(QObject):
    """What Qt does on Linux with each key of a window: it goes on when the bus has answered."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[QObject, QKeyEvent]] = deque()
        self.is_busy = False
        self.keeps: frozenset[int] = frozenset()

    @property
    def has_answered(self) -> bool:
        return not self._waiting

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        is_key = event.type() in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease}
        if not is_key or not event.spontaneous() or not isinstance(event, QKeyEvent):
            return False
        if event.key() not in self.keeps:
            self._waiting.append((window, event.clone()))
        if not self.is_busy:
            QTimer.singleShot(1, self.answer)
        return True

    def answer(self) -> None:
        """All that it was asked."""
        while self._waiting:
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

    def type(self, *letters: Qt.Key) -> None:
        for letter in letters:
            QTest.keyClick(self.windowHandle(), letter)

    def click(self, number: int) -> None:
        """Click on a reply."""
        place = self.place(number)
        QTest.mouseClick(self.windowHandle(), Qt.MouseButton.LeftButton, pos=place)

    def place(self, number: int) -> QPoint:
        """Where a reply begins, in the window."""
        return self.replies[number].mapTo(self, QPoint(8, 8))


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


def test_words_stay_in_the_reply_that_they_were_typed_into_before_a_click(window, bus, qtbot):
    bus.is_busy = True
    window.type(Qt.Key.Key_O, Qt.Key.Key_K)
    window.click(1)
    window.type(Qt.Key.Key_X)
    assert window.replies[0].hasFocus()
    bus.answer()
    qtbot.waitUntil(lambda: window.words == ("ok", "x"))
    assert window.replies[1].hasFocus()


def test_a_key_that_the_screen_reader_keeps_lets_later_clicks_and_keys_act(window, bus, qtbot):
    bus.keeps = frozenset({Qt.Key.Key_A, Qt.Key.Key_O})
    window.type(Qt.Key.Key_O)
    window.click(1)
    qtbot.waitUntil(window.replies[1].hasFocus)
    bus.is_busy = True
    window.type(Qt.Key.Key_A)
    window.click(0)
    window.type(Qt.Key.Key_X)
    bus.answer()
    qtbot.waitUntil(lambda: window.words == ("x", ""))


def test_a_click_acts_at_once_where_no_key_is_under_way(window, bus, qtbot):
    window.type(Qt.Key.Key_O)
    qtbot.waitUntil(lambda: bus.has_answered and window.words[0] == "o")
    window.click(1)
    assert window.replies[1].hasFocus()


def test_a_double_click_acts_as_a_whole_behind_the_keys_before_it(window, bus, qtbot):
    bus.is_busy = True
    window.type(Qt.Key.Key_O, Qt.Key.Key_K)
    QTest.mouseDClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=window.place(0))
    bus.answer()
    qtbot.waitUntil(lambda: window.replies[0].textCursor().selectedText() == "ok")


def test_what_a_click_outside_closes_has_the_keys_before_it(window, bus, qtbot):
    """The note of a menu, with a reply behind it: the letters are the note's."""
    menu, field = Menu(window), QLineEdit()
    menu.body.addWidget(field)
    menu.open_at(window.mapToGlobal(QPoint(60, 60)))
    field.setFocus()
    words: list[str] = []
    menu.closed.connect(lambda: words.append(field.text()))
    bus.is_busy = True
    window.type(Qt.Key.Key_O, Qt.Key.Key_K)
    window.click(1)
    assert menu.isVisible()
    bus.answer()
    qtbot.waitUntil(lambda: words == ["ok"])
    assert window.words == ("", "")
