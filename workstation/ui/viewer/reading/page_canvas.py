"""The photo of a page with what was read on it; a drag over lines selects them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen, QPolygonF

from workstation.domain.recognised_text import RecognisedLine, quarters_to_upright
from workstation.ui.kit.theme import VIEWER
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.reading.page_text import holds

SELECTED_ALPHA = 96
LINE_PX = 1.0
MARGIN = 1.0
"""Of a line's height, around a row that is looked at."""


class PageCanvas(Canvas):
    """The canvas of a page that was read.

    ``selected`` gives the first and the last line of a drag, in the order of the drag. A drag that
    begins beside all lines moves the photo, as elsewhere in the viewer.
    """

    selected = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[RecognisedLine] = ()
        self._marked: Sequence[RecognisedLine] = ()
        self._from: RecognisedLine | None = None
        self.paint_over = self._paint_lines

    def show_lines(self, lines: Sequence[RecognisedLine]) -> None:
        """Show what was read; the photo is turned so that its page stands upright."""
        self._lines, self._marked = lines, ()
        self.turn(quarters_to_upright(lines))

    def zoom_to_lines(self, lines: Sequence[RecognisedLine]) -> None:
        """Bring a row of the page close, to be compared with what was read of it."""
        part = QPolygonF([QPointF(at.x, at.y) for line in lines for at in line.corners])
        box, beside = part.boundingRect(), MARGIN * max(line.height for line in lines)
        self.show_part(box.adjusted(-beside, -beside, beside, beside))

    def mark(self, lines: Sequence[RecognisedLine]) -> None:
        """Show what is selected."""
        self._marked = lines
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select on a line, or take hold of the photo."""
        self._from = None
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = self._line_at(event.position())
        if self._from is None:
            super().mousePressEvent(event)
        else:
            self.selected.emit(self._from, self._from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select as far as here, or move the photo along."""
        line = self._line_at(event.position())
        if self._from is None:
            super().mouseMoveEvent(event)
            if not event.buttons():
                self.setCursor(
                    Qt.CursorShape.IBeamCursor if line else Qt.CursorShape.OpenHandCursor
                )
        elif line is not None:
            self.selected.emit(self._from, line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if self._from is None:
            super().mouseReleaseEvent(event)
        self._from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go from the whole photo to its own pixels or back; on a line this is one click more."""
        if self._line_at(event.position()) is None:
            super().mouseDoubleClickEvent(event)

    def _line_at(self, place: QPointF) -> RecognisedLine | None:
        if self.levels is None:
            return None
        inverse, _possible = self.view.matrix(self.extent).inverted()
        point = inverse.map(place)
        return next((line for line in self._lines if holds(line, point.x(), point.y())), None)

    def _paint_lines(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setTransform(self.view.matrix(self.extent), combine=True)
        pen = QPen(VIEWER.accent, LINE_PX)
        pen.setCosmetic(True)
        painter.setPen(pen)
        fill = QColor(VIEWER.accent)
        fill.setAlpha(SELECTED_ALPHA)
        for line in self._lines:
            painter.setBrush(fill if line in self._marked else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(QPolygonF([QPointF(point.x, point.y) for point in line.corners]))
