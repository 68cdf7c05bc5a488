"""Clicks as Qt sends them, which QTest does not."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


def click_again(target: QWidget, at: QPoint) -> None:
    """The second click of a double click, on what is under the pointer by then."""
    for kind, held in (
        (QEvent.Type.MouseButtonDblClick, LEFT),
        (QEvent.Type.MouseButtonRelease, NONE),
    ):
        there = QPointF(target.mapToGlobal(at))
        event = QMouseEvent(kind, QPointF(at), there, LEFT, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(target, event)
