"""The filmstrip: all pictures in order, their number or side below."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.painting import draw_box, draw_line, painting
from workstation.ui.painting.text import CENTRE
from workstation.ui.strings import tr
from workstation.ui.theme import RADIUS, SIZE, SPACE, VIEWER, TextRole, theme
from workstation.ui.timeline.board import Board
from workstation.ui.timeline.bodies import paint_picture
from workstation.ui.timeline.scene import Scene
from workstation.ui.viewer.pane import Shot

STEP = SIZE.viewer_thumb + SPACE.x3
CAPTION = 16


class Strip(QWidget):
    """``picked`` gives the number of the picture that was clicked."""

    picked = Signal(int)

    def __init__(self, board: Board) -> None:
        super().__init__()
        self._board = board
        self._shots: tuple[Shot, ...] = ()
        self._sides: dict[int, str] = {}
        self.setFixedHeight(SIZE.viewer_strip)
        self.setAccessibleName(tr("viewer.strip"))

    def show_shots(self, shots: Sequence[Shot]) -> None:
        """Show these."""
        self._shots = tuple(shots)
        self.update()

    def mark(self, sides: dict[int, str]) -> None:
        """Frame the pictures on show; each with the word for its side, if there are two."""
        self._sides = dict(sides)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        scene = Scene(self._board, 0, self.devicePixelRatioF())
        with painting(self) as painter:
            painter.fillRect(event.rect(), VIEWER.bg)
            for number, rect in enumerate(self._places()):
                if not rect.intersects(QRectF(self.rect())):
                    continue
                paint_picture(painter, rect, self._shots[number].url, scene, RADIUS.sm)
                shown = number in self._sides
                if shown:
                    frame = rect.adjusted(-4, -4, 4, 4)
                    draw_box(painter, frame, border=VIEWER.accent, width=2, radius=RADIUS.md)
                label = self._sides.get(number) or str(number + 1)
                below = QRectF(rect.x(), rect.bottom() + SPACE.x1 + 2, rect.width(), CAPTION)
                ink = VIEWER.accent if shown else VIEWER.text_secondary
                font = theme.font(TextRole.CAPTION, strong=shown)
                draw_line(painter, below, label, font, ink, align=CENTRE)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            number = self._at(event.position())
            if number >= 0:
                self.picked.emit(number)

    def _at(self, point: QPointF) -> int:
        places = enumerate(self._places())
        return next((number for number, rect in places if rect.contains(point)), -1)

    def _places(self) -> list[QRectF]:
        total = len(self._shots) * STEP - SPACE.x3
        left = (self.width() - total) / 2 if total <= self.width() else self._scrolled(total)
        size, top = SIZE.viewer_thumb, SPACE.x2 + 2
        return [QRectF(left + number * STEP, top, size, size) for number in range(len(self._shots))]

    def _scrolled(self, total: float) -> float:
        """So that the first picture on show is in the middle, as far as the ends allow."""
        shown = min(self._sides, default=0)
        wish = self.width() / 2 - shown * STEP - SIZE.viewer_thumb / 2
        return min(max(wish, self.width() - total - SPACE.x4), SPACE.x4)
