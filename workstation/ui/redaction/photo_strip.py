"""The photos of a consultation in a row, each with what was covered of it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.painting import (
    draw_box,
    draw_line,
    fill_round,
    line_width,
    painting,
)
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, Icon, TextRole, draw_icon, theme

GAP = SPACE.x3
FRAME_PX = 2
BOX_MARK, LEFT_OUT_MARK = "■", "×"


class PhotoStrip(SpokenAs, QWidget):
    """The row of small photos.

    ``picked`` gives the number of a photo; the arrow keys go from one to the next.
    """

    spoken_role = Role.Graphic

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._thumbs: list[QImage | None] = []
        self._notes: list[str] = []
        self._marks: list[str] = []
        self._names: list[str] = []
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.text_resized.connect(self._fit)
        self._fit()

    def show_names(self, names: Sequence[str]) -> None:
        """Show a place for each photo; none is loaded yet."""
        self._names = list(names)
        self._thumbs = [None] * len(names)
        self._notes, self._marks = [""] * len(names), [""] * len(names)
        self.update()

    def show_thumb(self, number: int, thumb: QImage) -> None:
        """Show how a photo looks, small."""
        self._thumbs[number] = thumb
        self.update()

    def note(self, number: int, boxes: int, *, is_left_out: bool) -> None:
        """Note what was covered of a photo: as a mark for the eye, and spoken."""
        mark = f"{BOX_MARK} {boxes}" if boxes else ""
        spoken = tr("redaction.boxes", count=boxes) if boxes else ""
        if is_left_out:
            mark, spoken = LEFT_OUT_MARK, tr("redaction.strip_left_out")
        self._marks[number], self._notes[number] = mark, spoken
        self._name()
        self.update()

    def show_current(self, number: int) -> None:
        """Frame the photo on show."""
        self.current = number
        self._name()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            painter.fillRect(self.rect(), VIEWER.bg)
            for number in range(len(self._thumbs)):
                rect = self._place(number)
                if rect.intersects(QRectF(self.rect())):
                    self._paint_one(painter, number, rect)
            if self.hasFocus():
                frame, ring = QRectF(self.rect()), SIZE.focus_ring
                draw_box(painter, frame, border=VIEWER.accent, width=ring, radius=RADIUS.sm)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the photo under the mouse."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pick(self._at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the photos by Left and Right, Home and End; any other key goes on."""
        last = len(self._thumbs) - 1
        numbers = {
            Qt.Key.Key_Left: max(self.current - 1, 0),
            Qt.Key.Key_Right: min(self.current + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in numbers:
            self._pick(numbers[key])
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _pick(self, number: int | None) -> None:
        if number is not None and number != self.current:
            self.picked.emit(number)

    def _at(self, point: QPointF) -> int | None:
        numbers = range(len(self._thumbs))
        return next((each for each in numbers if self._place(each).contains(point)), None)

    def _name(self) -> None:
        if self._names:
            name, note = self._names[self.current], self._notes[self.current]
            self.setAccessibleName(" ".join(filter(None, (name, note))))

    def _place(self, number: int) -> QRectF:
        """The place of a photo: all in the middle while there is room, else the one on show."""
        side, count = SIZE.viewer_thumb, len(self._thumbs)
        step, whole = side + GAP, count * (side + GAP) - GAP
        left = (self.width() - whole) / 2
        if left < SPACE.x4:
            middle = self.current * step + side / 2
            left = min(self.width() / 2 - middle, float(SPACE.x4))
            left = max(left, self.width() - SPACE.x4 - whole)
        return QRectF(left + number * step, SPACE.x3, side, side)

    def _paint_one(self, painter: QPainter, number: int, rect: QRectF) -> None:
        thumb, is_current = self._thumbs[number], number == self.current
        if thumb is None:
            fill_round(painter, rect, VIEWER.raised, RADIUS.sm)
            draw_icon(painter, Icon.IMAGE, rect, VIEWER.text_secondary, SIZE.icon)
        else:
            side = min(thumb.width(), thumb.height())
            middle = QRectF((thumb.width() - side) / 2, (thumb.height() - side) / 2, side, side)
            painter.drawImage(rect, thumb, middle)
        if is_current:
            frame = rect.adjusted(-4, -4, 4, 4)
            draw_box(painter, frame, border=VIEWER.accent, width=FRAME_PX, radius=RADIUS.md)
        below = QRectF(rect.x() - GAP / 2, rect.bottom() + SPACE.x1 + FRAME_PX, rect.width() + GAP,
                       theme.style(TextRole.CAPTION).line)  # fmt: skip
        mark, font = self._marks[number], theme.font(TextRole.CAPTION)
        text = " · ".join(filter(None, (str(number + 1), mark)))
        if mark and line_width(text, font) > below.width():
            text = mark
        ink = VIEWER.accent if mark or is_current else VIEWER.text_secondary
        draw_line(painter, below, text, font, ink, align=CENTRE)

    def _fit(self) -> None:
        line = theme.style(TextRole.CAPTION).line
        self.setFixedHeight(SPACE.x3 + SIZE.viewer_thumb + SPACE.x2 + line + SPACE.x2)
