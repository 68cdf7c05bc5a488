"""One picture on neutral grey: zoom at the cursor, drag, turn."""

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.theme import VIEWER
from workstation.ui.viewer import transform
from workstation.ui.viewer.levels import Adjustment, Levels
from workstation.ui.viewer.transform import View

WHEEL_NOTCH = 120
KEY_PAN = 48
# Above this many screen pixels per picture pixel the single pixels are shown as they are.
CRISP_ZOOM = 3.0


class Canvas(QWidget):
    """Shows ``Levels`` under a ``View``; ``viewed`` tells each change that the doctor makes."""

    viewed = Signal(View)
    activated = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: Levels | None = None
        self._view = View()
        self._drag: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def view(self) -> View:
        """Where the picture lies now."""
        return self._view

    @property
    def picture_size(self) -> QSizeF:
        """In the picture's own pixels; empty while there is none."""
        return QSizeF(self._levels.width, self._levels.height) if self._levels else QSizeF()

    def show_picture(self, levels: Levels | None) -> None:
        """Show another picture, whole and unturned, or none."""
        self._levels = levels
        self._view = transform.fit(View(), self.picture_size, self._extent())
        self.update()

    def set_view(self, view: View) -> None:
        """Lay the picture so, without telling anybody (linked canvases)."""
        self._view = view
        self.update()

    def adjust(self, adjustment: Adjustment) -> None:
        """Brightness and contrast for the eye alone."""
        if self._levels is not None:
            self._levels.adjust(adjustment)
            self.update()

    def fit(self) -> None:
        """All of the picture."""
        self._change(transform.fit(self._view, self.picture_size, self._extent()))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor, at a point of the canvas or its middle."""
        point = at if at is not None else QPointF(self.rect().center())
        self._change(
            transform.zoom_at(self._view, factor, point, self._extent(), self.picture_size)
        )

    def zoom_to(self, zoom: float) -> None:
        """Zoom to this many screen pixels per picture pixel."""
        self.zoom(zoom / self._view.zoom)

    def turn(self, quarters: int) -> None:
        """Turn clockwise by quarter turns."""
        self._change(transform.turn(self._view, quarters, self._extent(), self.picture_size))

    def mirror(self) -> None:
        """Swap left and right."""
        self._change(transform.mirror(self._view))

    def pan(self, by: QPointF) -> None:
        """Drag the picture."""
        self._change(transform.pan(self._view, by, self._extent(), self.picture_size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the visible part from the level that fits the zoom."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), VIEWER.bg)
        if self._levels is None:
            return
        level, divisor = self._levels.at(self._view.zoom * self.devicePixelRatioF())
        seen = self._view.visible(self._extent(), self.picture_size)
        painter.setRenderHint(
            QPainter.RenderHint.SmoothPixmapTransform, self._view.zoom < CRISP_ZOOM
        )
        painter.setTransform(self._view.matrix(self._extent()))
        stored = QRectF(seen.topLeft() / divisor, seen.size() / divisor)
        painter.drawImage(seen, level, stored)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fitted picture fitted, any other one in sight."""
        if self._view.fitted:
            self._view = transform.fit(self._view, self.picture_size, self._extent())
        else:
            self._view = transform.clamp(self._view, self._extent(), self.picture_size)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / WHEEL_NOTCH
        self.zoom(transform.STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture."""
        self.activated.emit()
        if event.button() is Qt.MouseButton.LeftButton:
            self._drag = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it along."""
        if self._drag is not None:
            by, self._drag = event.position() - self._drag, event.position()
            self.pan(by)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._drag = None
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between the whole picture and one picture pixel a screen pixel."""
        if self._view.fitted:
            self.zoom(1 / self._view.zoom, event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Shift and the arrows; every other key belongs to the viewer."""
        step = PAN_KEYS.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        self.pan(QPointF(*step))

    def _extent(self) -> QSizeF:
        return QSizeF(self.size())

    def _change(self, view: View) -> None:
        self._view = view
        self.update()
        self.viewed.emit(view)


PAN_KEYS = {
    Qt.Key.Key_Left: (KEY_PAN, 0),
    Qt.Key.Key_Right: (-KEY_PAN, 0),
    Qt.Key.Key_Up: (0, KEY_PAN),
    Qt.Key.Key_Down: (0, -KEY_PAN),
}
