"""One picture on neutral grey: zoom at the cursor, drag, turn, measure, lay another over it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.theme import VIEWER
from workstation.ui.kit.widgets.panel import update_opaque_painting
from workstation.ui.viewer import transform
from workstation.ui.viewer.levels import PLAIN, Adjustment, Levels
from workstation.ui.viewer.linking import follow_linked
from workstation.ui.viewer.measure_input import MeasureInput
from workstation.ui.viewer.picture_painting import paint_levels
from workstation.ui.viewer.pointer_input import PointerInput
from workstation.ui.viewer.transform import View

WHEEL_NOTCH = 120
# A mouse that is moved less than so many pixels between press and release has clicked.
CLICK_REACH_PX = 4


class Canvas(QWidget):
    """Shows ``Levels`` under a ``View``; ``viewed`` gives the view before and after each change.

    ``refitted`` is emitted after a change of size, which a linked canvas does not follow.
    ``measure_input`` takes clicks and keys while the doctor measures, ``overlay_input`` while
    another picture lies over this one, which ``paint_overlay`` paints; ``paint_over`` comes last.
    ``pointed`` gives the picture's point under the mouse, ``left`` is emitted as the mouse leaves.
    """

    viewed = Signal(View, View)
    refitted = Signal()
    activated = Signal()
    pointed = Signal(QPointF)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: Levels | None = None
        self._adjustment = PLAIN
        self._view = View()
        self.measure_input: MeasureInput | None = None
        self.overlay_input: PointerInput | None = None
        self.paint_overlay: Callable[[QPainter], None] | None = None
        self.paint_over: Callable[[QPainter], None] | None = None
        self._pressed: QPointF | None = None
        self._drag: QPointF | None = None
        self._dragging_point = False
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    @property
    def view(self) -> View:
        """How the picture lies now."""
        return self._view

    @property
    def levels(self) -> Levels | None:
        """The picture shown."""
        return self._levels

    @property
    def adjustment(self) -> Adjustment:
        """How the picture is changed for the eye."""
        return self._adjustment

    @property
    def pointer_input(self) -> PointerInput | None:
        """What takes mouse and keys first, if anything does."""
        return self.measure_input or self.overlay_input

    @property
    def extent(self) -> QSizeF:
        """The canvas's own size."""
        return QSizeF(self.size())

    @property
    def picture_size(self) -> QSizeF:
        """The size in the picture's own pixels; empty while there is none."""
        return QSizeF(self._levels.width, self._levels.height) if self._levels else QSizeF()

    def show_picture(self, levels: Levels | None) -> None:
        """Show another picture, whole and unturned, or none."""
        self._levels = levels
        self._view = transform.fit(View(), self.picture_size, self.extent)
        self.update()

    def adjust(self, adjustment: Adjustment) -> None:
        """Set brightness and contrast, for the eye alone."""
        self._adjustment = adjustment
        self.update()

    def fit(self) -> None:
        """Show all of the picture."""
        self._change(transform.fit(self._view, self.picture_size, self.extent))

    def show_part(self, part: QRectF) -> None:
        """Bring a part of the picture into the middle, large."""
        self._change(transform.show(self._view, part, self.picture_size, self.extent))

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom by a factor, at a point of the canvas or its middle."""
        point = at if at is not None else QPointF(self.rect().center())
        self._change(transform.zoom_at(self._view, factor, point, self.extent, self.picture_size))

    def zoom_to(self, zoom: float) -> None:
        """Zoom to this many screen pixels per picture pixel."""
        self.zoom(zoom / self._view.zoom)

    def turn(self, quarters: int) -> None:
        """Turn clockwise by quarter turns."""
        self._change(transform.turn(self._view, quarters, self.extent, self.picture_size))

    def mirror(self) -> None:
        """Swap left and right."""
        self._change(transform.mirror(self._view))

    def upend(self) -> None:
        """Swap top and bottom."""
        self._change(transform.upend(self._view))

    def reset(self) -> None:
        """Show all of the picture, unturned."""
        self._change(transform.fit(View(), self.picture_size, self.extent))

    def show_view(self, view: View) -> None:
        """Take over another canvas's view, without a signal."""
        self._view = transform.fit_or_clamp(view, self.extent, self.picture_size)
        self.update()

    def follow_linked(self, before: View, after: View) -> None:
        """Repeat a step of a linked canvas, without a signal."""
        self._view = follow_linked(before, after, self._view, self.extent, self.picture_size)
        self.update()

    def pan(self, by: QPointF) -> None:
        """Drag the picture."""
        self._change(transform.pan(self._view, by, self.extent, self.picture_size))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the visible part, and over it what is measured."""
        update_opaque_painting(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), VIEWER.bg)
        if self._levels is None:
            return
        ratio, extent = self.devicePixelRatioF(), self.extent
        paint_levels(painter, self._levels, self._adjustment, self._view, extent, ratio=ratio)
        if self.paint_overlay is not None:
            self.paint_overlay(painter)
        if self.paint_over is not None:
            self.paint_over(painter)

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Keep a fitted picture fitted, any other one in sight."""
        self._view = transform.fit_or_clamp(self._view, self.extent, self.picture_size)
        self.refitted.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / WHEEL_NOTCH
        self.zoom(transform.STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a measured point, or else of the picture."""
        self.activated.emit()
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        at = event.position()
        taker = self.pointer_input
        self._dragging_point = taker is not None and taker.press(at)
        if not self._dragging_point:
            self._pressed = self._drag = at

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the picture or point along."""
        at = event.position()
        taker = self.pointer_input
        if self._dragging_point and taker is not None:
            taker.drag(at)
        elif self._drag is not None:
            if self._pressed is not None and _is_click(self._pressed, at):
                return
            self._pressed = None
            by, self._drag = at - self._drag, at
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.pan(by)
        else:
            if taker is not None and taker.hover(at):
                self.update()
            self.pointed.emit(self._view.to_picture(at, self.extent))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click that moved nothing sets a point while the doctor measures."""
        taker = self.pointer_input
        if taker is not None and self._pressed is not None and not self._dragging_point:
            taker.click(event.position())
        self._pressed = self._drag = None
        self._dragging_point = False
        self.show_cursor()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """End an outline; or between the whole picture and one picture pixel a screen pixel."""
        taker = self.pointer_input
        if taker is not None:
            taker.close_outline()
        elif self._view.fitted:
            self.zoom(1 / self._view.zoom, event.position())
        else:
            self.fit()

    def show_cursor(self) -> None:
        """Show an open hand while a drag moves the picture, else what a click would do."""
        taker = self.pointer_input
        self.setCursor(Qt.CursorShape.OpenHandCursor if taker is None else taker.cursor)

    def _change(self, view: View) -> None:
        before, self._view = self._view, view
        self.update()
        self.viewed.emit(before, view)


def _is_click(pressed: QPointF, at: QPointF) -> bool:
    return (at - pressed).manhattanLength() <= CLICK_REACH_PX
