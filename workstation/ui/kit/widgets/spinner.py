"""The turning arc of work under way."""

from PySide6.QtCore import QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPen

from workstation.ui.kit.theme import SIZE, theme

TICK_MS = 40
STEP = 14
ARC = 270


class SpinnerAngle(QObject):
    """An angle in degrees that moves on while it runs; it stands still under reduced motion."""

    moved = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.angle = 0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._move)

    def start(self) -> None:
        """Begin turning."""
        if theme.duration(TICK_MS):
            self._timer.start(TICK_MS)

    def _move(self) -> None:
        if not theme.duration(TICK_MS):  # asked for meanwhile
            self._timer.stop()
        self.angle = (self.angle + STEP) % 360
        self.moved.emit()


def draw_arc(painter: QPainter, rect: QRectF, colour: QColor, angle: int) -> None:
    """Draw three quarters of a circle, ``angle`` degrees clockwise from the top."""
    pen = QPen(colour, SIZE.icon_stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(rect.adjusted(2, 2, -2, -2), (90 - angle) * 16, -ARC * 16)
