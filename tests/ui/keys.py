"""Keys and clicks as the system gives them: to the window, and from there to a widget."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

NONE = Qt.KeyboardModifier.NoModifier
LEFT = Qt.MouseButton.LeftButton


def press_in_window(widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key while the keyboard is in ``widget``; whoever watches its window sees it first.

    ``QTest.keyClick`` on a widget goes to that widget alone, and on a window it waits.
    """
    widget.window().activateWindow()
    widget.setFocus()
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget.window().windowHandle(), QKeyEvent(kind, key, modifier))


def compose(widget: QWidget, text: str, preedit: str = "") -> None:
    """Type ``text`` by an input method, as Chinese is typed; ``preedit`` is not chosen yet."""
    event = QInputMethodEvent(preedit, [])
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def hold_down(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
    """Press a key and keep it down: the system repeats it, to whatever has the keyboard by then."""
    for is_repeated in (False, True, True):
        focused = QApplication.focusWidget()
        assert focused is not None
        event = QKeyEvent(QEvent.Type.KeyPress, key, modifier, autorep=is_repeated)
        QApplication.sendEvent(focused, event)


def click_in_window(widget: QWidget, at: QPoint) -> None:
    """Click at a point of ``widget``; whoever watches its window sees the press first."""
    send_mouse(widget, at, QEvent.Type.MouseButtonPress, LEFT, LEFT)
    send_mouse(widget, at, QEvent.Type.MouseButtonRelease, LEFT, Qt.MouseButton.NoButton)


def send_mouse(
    widget: QWidget, at: QPoint, kind: QEvent.Type, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    """One event of the mouse, at a point of ``widget``, to its window."""
    handle, place = widget.window().windowHandle(), widget.mapTo(widget.window(), at).toPointF()
    event = QMouseEvent(kind, place, widget.mapToGlobal(at).toPointF(), button, held, NONE)
    QApplication.sendEvent(handle, event)
