"""Moving the mouse over a widget: QTest moves it without saying which button is held."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


def move_mouse(
    widget: QWidget, point: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton
) -> None:
    """Move it to a point of the widget, with this button ``held``."""
    place, none = QPointF(point), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    widget.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, place, place, none, held, keys))
