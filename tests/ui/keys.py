"""Keys as the system gives them: to the window, and from there to the widget with the keyboard."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

NONE = Qt.KeyboardModifier.NoModifier


def press_in_window(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key while the keyboard is in ``widget``; whoever watches its window sees it first.

    ``QTest.keyClick`` on a widget goes to that widget alone, and on a window it waits.
    """
    widget.window().activateWindow()
    widget.setFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget.window().windowHandle(), QKeyEvent(kind, key, modifier))
