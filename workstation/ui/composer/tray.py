"""Pictures about to be sent: thumbnails that can be taken out again."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.painting import draw_box, draw_inner_ring, fill_round, painting
from workstation.ui.strings import tr
from workstation.ui.theme import RADIUS, SIZE, SPACE, Icon, draw_icon, theme
from workstation.ui.timeline.board import Board
from workstation.ui.timeline.bodies import paint_picture
from workstation.ui.timeline.scene import Scene

THUMB = 56
CROSS = 20
REMOVE = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class Tray(QWidget):
    """``removed`` gives a picture's address, ``more`` asks for another one.

    The arrow keys move, Delete takes out.
    """

    removed = Signal(str)
    more = Signal()

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._urls: tuple[str, ...] = ()
        self._current = 0
        self.setFixedHeight(THUMB)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.retranslate()

    def show_pictures(self, urls: Sequence[str]) -> None:
        """Show these; an empty tray is hidden."""
        self._urls = tuple(urls)
        self._current = min(self._current, len(self._urls))
        self.setVisible(bool(urls))
        self.update()

    def retranslate(self) -> None:
        """Its name."""
        self.setAccessibleName(tr("composer.tray"))

    def sizeHint(self) -> QSize:
        return QSize((len(self._urls) + 1) * (THUMB + SPACE.x2), THUMB)

    def paintEvent(self, _event: QPaintEvent) -> None:
        scene = Scene(self._board, 0, self.devicePixelRatioF())
        colours = theme.colours
        with painting(self) as painter:
            for number, rect in enumerate(self._places()):
                if number < len(self._urls):
                    paint_picture(painter, rect, self._urls[number], scene, RADIUS.md)
                    cross = _cross(rect)
                    fill_round(painter, cross, colours.snack_bg, RADIUS.full)
                    draw_icon(painter, Icon.X, cross, colours.snack_text, SIZE.icon_sm)
                else:
                    draw_box(painter, rect, border=colours.border_input, radius=RADIUS.md)
                    draw_icon(painter, Icon.PLUS, rect, colours.text_secondary)
                if self.hasFocus() and number == self._current:
                    draw_inner_ring(painter, rect, RADIUS.md)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number, rect in enumerate(self._places()):
            if rect.contains(event.position()):
                self._use(number, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps:
            self._current = min(max(self._current + steps[key], 0), len(self._urls))
            self.update()
        elif key in REMOVE and self._current < len(self._urls):
            self.removed.emit(self._urls[self._current])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Space} and self._current == len(self._urls):
            self.more.emit()
        else:
            super().keyPressEvent(event)

    def _use(self, number: int, point: QPointF) -> None:
        if number == len(self._urls):
            self.more.emit()
        elif _cross(list(self._places())[number]).contains(point):
            self.removed.emit(self._urls[number])

    def _places(self) -> Iterator[QRectF]:
        for number in range(len(self._urls) + 1):
            yield QRectF(number * (THUMB + SPACE.x2), 0, THUMB, THUMB)


def _cross(rect: QRectF) -> QRectF:
    return QRectF(rect.right() - CROSS - 2, rect.top() + 2, CROSS, CROSS)
