"""The mouse as QTest does not have it: moved with a button held, and its wheel."""

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget


def move_mouse(
    widget: QWidget, point: QPoint, held: Qt.MouseButton = Qt.MouseButton.NoButton
) -> None:
    """Move it to a point of the widget, with this button ``held``."""
    place, none = QPointF(point), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    widget.mouseMoveEvent(QMouseEvent(QEvent.Type.MouseMove, place, place, none, held, keys))


def turn_wheel(widget: QWidget, at: QPoint, notches: int) -> QWheelEvent:
    """Turn it over a point of the widget; up is positive."""
    turned = QWheelEvent(
        QPointF(at),
        QPointF(widget.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, turned)
    return turned
