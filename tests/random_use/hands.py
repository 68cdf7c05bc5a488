"""A pointer and a keyboard as the system has them: their events go to windows, at points of them.

Sent to the window's handle, not by ``QTest``, which waits there in a loop of its own: no coroutine
may be inside of one.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from tests.ui.keys import LEFT, NONE, send_mouse

RIGHT, UP = Qt.MouseButton.RightButton, Qt.MouseButton.NoButton

around_event: Callable[[], AbstractContextManager[None]] = nullcontext
"""What is entered around each event, to compare what was before it and after."""


def windows() -> list[QWidget]:
    """The windows in sight, the last opened last."""
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = NONE, text: str = "") -> None:
    """Press and let go, in whatever window is in front."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        front = QApplication.activePopupWidget() or QApplication.activeWindow()
        handle = front.windowHandle() if front is not None else None
        if handle is not None and isValid(handle):
            with around_event():
                QApplication.sendEvent(handle, QKeyEvent(kind, key, modifier, text))


def type_text(text: str) -> None:
    """One letter after the other."""
    for letter in text:
        press(Qt.Key.Key_unknown, text=letter)


def click(widget: QWidget, at: QPoint, *, double: bool = False) -> None:
    """Go there and click."""
    _move(widget, at, QPoint(), UP)
    _press_button(widget, at, LEFT)
    if double:
        _send(widget, at, QEvent.Type.MouseButtonDblClick, LEFT, LEFT)
        _send(widget, at, QEvent.Type.MouseButtonRelease, LEFT, UP)


def click_right(widget: QWidget, at: QPoint) -> None:
    """Ask for the menu of what lies there."""
    window, on_screen = widget.window(), widget.mapToGlobal(at)
    _press_button(widget, at, RIGHT)
    there = QApplication.widgetAt(on_screen)
    if there is not None and there.window() is window:
        reason = QContextMenuEvent.Reason.Mouse
        menu = QContextMenuEvent(reason, there.mapFromGlobal(on_screen), on_screen)
        with around_event():
            QApplication.sendEvent(there, menu)


def drag(widget: QWidget, at: QPoint, way: QPoint) -> None:
    """Press, go on by ``way``, and let go there."""
    _send(widget, at, QEvent.Type.MouseButtonPress, LEFT, LEFT)
    _move(widget, at, way / 2, LEFT)
    _move(widget, at, way, LEFT)
    _send(widget, at + way, QEvent.Type.MouseButtonRelease, LEFT, UP)


def turn_wheel(widget: QWidget, at: QPoint, angle: int, modifier: Qt.KeyboardModifier) -> None:
    """Turn it by so many eighths of a degree."""
    handle = widget.window().windowHandle()
    if handle is not None:
        event = QWheelEvent(
            widget.mapTo(widget.window(), at).toPointF(),
            widget.mapToGlobal(at).toPointF(),
            QPoint(),
            QPoint(0, angle),
            UP,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        with around_event():
            QApplication.sendEvent(handle, event)


def _press_button(widget: QWidget, at: QPoint, button: Qt.MouseButton) -> None:
    _send(widget, at, QEvent.Type.MouseButtonPress, button, button)
    _send(widget, at, QEvent.Type.MouseButtonRelease, button, UP)


def _move(widget: QWidget, at: QPoint, way: QPoint, held: Qt.MouseButton) -> None:
    _send(widget, at + way, QEvent.Type.MouseMove, UP, held)


def _send(
    widget: QWidget, at: QPoint, kind: QEvent.Type, button: Qt.MouseButton, held: Qt.MouseButton
) -> None:
    """Nothing happens where the widget, or its window, went by what was sent before."""
    handle = widget.window().windowHandle() if isValid(widget) else None
    if handle is not None and isValid(handle):
        with around_event():
            send_mouse(widget, at, kind, button, held)
