"""A photo on neutral grey, and black boxes drawn over it with the mouse or the keyboard.

A drag draws a box, moves the one that it begins in, or pulls the corner of the selected one. The
wheel zooms at the mouse, the right button moves the photo.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.domain.geometry import Point
from workstation.domain.redaction import PixelBox
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.painting import draw_box, draw_line, painting
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, VIEWER, TextRole, theme
from workstation.ui.media.redacting import RedactablePhoto
from workstation.ui.redaction.box_editor import NONE, BoxEditor

REACH_PX = 8.0
CORNER_PX = 4.0
NUDGE_PX = 4.0
WHEEL_NOTCH = 120
ZOOM_STEP, MAX_ZOOM = 1.25, 12.0
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class PhotoCanvas(SpokenAs, QWidget):
    """The photo on which boxes are drawn.

    ``changed`` gives the boxes after each change; lengths of them are the photo's pixels.
    """

    spoken_role = Role.Graphic

    changed = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._photo: RedactablePhoto | None = None
        self._sentence = ""
        self._editor = BoxEditor(1, 1)
        self._zoom, self._centre = 1.0, QPointF()
        self._panned_from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(SIZE.viewer_thumb)

    @property
    def boxes(self) -> tuple[PixelBox, ...]:
        """The boxes over the photo on show."""
        return tuple(self._editor.boxes)

    @property
    def has_photo(self) -> bool:
        """Whether there is anything to draw on."""
        return self._photo is not None

    def show_photo(self, photo: RedactablePhoto, boxes: Sequence[PixelBox]) -> None:
        """Show a photo whole, with the boxes that it has."""
        self._photo, self._sentence = photo, ""
        self._editor = BoxEditor(photo.size.width(), photo.size.height(), boxes)
        self._zoom = 1.0
        self._centre = QPointF(photo.size.width() / 2, photo.size.height() / 2)
        self._name()
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Say why there is no photo."""
        self._photo, self._sentence = None, sentence
        self._editor = BoxEditor(1, 1)
        self._name()
        self.update()

    def cover(self) -> None:
        """Put one box over all of the photo."""
        if self._photo is not None:
            self._edit(self._editor.cover)

    def remove(self) -> None:
        """Take away the selected box, or the last."""
        self._edit(self._editor.remove)

    def place_of(self, box: PixelBox) -> QRectF:
        """Where a box lies on the widget."""
        start = self._to_widget(Point(box.left, box.top))
        scale = self._scale()
        return QRectF(start.x(), start.y(), box.width * scale, box.height * scale)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            painter.fillRect(self.rect(), VIEWER.bg)
            if self._photo is None:
                font = theme.font(TextRole.BODY)
                room = QRectF(self.rect()).adjusted(SPACE.x4, 0, -SPACE.x4, 0)
                draw_line(painter, room, self._sentence, font, VIEWER.text, align=CENTRE)
            else:
                self._paint_photo(painter, self._photo)
            if self.hasFocus():
                frame, ring = QRectF(self.rect()), SIZE.focus_ring
                draw_box(painter, frame, border=VIEWER.accent, width=ring, radius=RADIUS.sm)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw, move or pull a box with the left button; move the photo with the right one."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self._photo is None:
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._editor.press(self._to_photo(event.position()), REACH_PX / self._scale())
        elif event.button() is Qt.MouseButton.RightButton:
            self._panned_from = event.position()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held along."""
        if self._panned_from is not None:
            self._centre_on(self._centre - (event.position() - self._panned_from) / self._scale())
            self._panned_from = event.position()
        elif event.buttons() & Qt.MouseButton.LeftButton and self._photo is not None:
            self._editor.drag(self._to_photo(event.position()))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() is Qt.MouseButton.RightButton:
            self._panned_from = None
        elif event.button() is Qt.MouseButton.LeftButton and self._photo is not None:
            self._edit(self._editor.release)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the mouse."""
        if self._photo is not None:
            self._zoom_by(ZOOM_STEP ** (event.angleDelta().y() / WHEEL_NOTCH), event.position())
        event.accept()

    def resizeEvent(self, event: object) -> None:  # noqa: ARG002
        self._centre_on(self._centre)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say the keys as one comes; not at each box, as readers read out what changes."""
        self._name()
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Use a key that ``redaction.how`` names; any other goes on."""
        key = Qt.Key(event.key())
        if self._photo is None or not self._handle(key, event.modifiers()):
            event.ignore()

    def _handle(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if key in ARROWS:
            pixels = max(round(NUDGE_PX / self._scale()), 1)
            across, down = (step * pixels for step in ARROWS[key])
            grows = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
            move = self._editor.grow if grows else self._editor.shift
            self._edit(lambda: move(across, down))
        elif key in BOX_KEYS:
            self._edit(lambda: BOX_KEYS[key](self._editor))
        elif key in ZOOM_KEYS:
            self._zoom_by(ZOOM_KEYS[key], QPointF(self.rect().center()))
        else:
            return False
        return True

    def _edit(self, change: Callable[[], None]) -> None:
        change()
        announcer.announce(self._selected_text(), topic="box")
        self.update()
        self.changed.emit(self.boxes)

    def _name(self) -> None:
        count = tr("redaction.boxes", count=len(self._editor.boxes))
        self.setAccessibleName(tr("redaction.photo"))
        how = tr("widgets.breath").join((count, tr("redaction.how")))
        self.setAccessibleDescription(self._sentence or how)

    def _selected_text(self) -> str:
        """Which box is selected and where it lies, else how many there are."""
        boxes, selected = self._editor.boxes, self._editor.selected
        if self._photo is None or selected == NONE:
            return tr("redaction.boxes", count=len(boxes))
        size, box = self._photo.size, boxes[selected]
        return tr(
            "redaction.place",
            number=selected + 1,
            count=len(boxes),
            left=round(100 * box.left / size.width()),
            top=round(100 * box.top / size.height()),
            width=round(100 * box.width / size.width()),
            height=round(100 * box.height / size.height()),
        )

    def _paint_photo(self, painter: QPainter, photo: RedactablePhoto) -> None:
        size, scale = photo.size, self._scale()
        start = self._to_widget(Point(0, 0))
        place = QRectF(start.x(), start.y(), size.width() * scale, size.height() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, photo.preview)
        for number, box in enumerate(self._editor.boxes):
            rect = self.place_of(box)
            painter.fillRect(rect, Qt.GlobalColor.black)
            is_selected = number == self._editor.selected
            painter.setPen(QPen(VIEWER.accent if is_selected else VIEWER.text, SIZE.hairline))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect)
            if is_selected:
                self._paint_corners(painter, rect)

    def _paint_corners(self, painter: QPainter, rect: QRectF) -> None:
        for corner in (rect.topLeft(), rect.topRight(), rect.bottomLeft(), rect.bottomRight()):
            square = QRectF(corner, QSizeF()).adjusted(-CORNER_PX, -CORNER_PX, CORNER_PX, CORNER_PX)
            painter.fillRect(square, VIEWER.accent)

    def _scale(self) -> float:
        """Widget pixels to one of the photo's."""
        if self._photo is None:
            return 1.0
        size = self._photo.size
        return self._zoom * min(self.width() / size.width(), self.height() / size.height(), 1.0)

    def _zoom_by(self, factor: float, at: QPointF) -> None:
        before = self._to_photo(at)
        self._zoom = min(max(self._zoom * factor, 1.0), MAX_ZOOM)
        after = self._to_photo(at)
        self._centre_on(self._centre + QPointF(before.x - after.x, before.y - after.y))

    def _centre_on(self, centre: QPointF) -> None:
        """Bring a point into the middle; nothing beyond a larger photo's edges comes into sight."""
        if self._photo is not None:
            size, scale = self._photo.size, self._scale()
            self._centre = QPointF(
                _bounded_middle(centre.x(), self.width() / scale, size.width()),
                _bounded_middle(centre.y(), self.height() / scale, size.height()),
            )
        self.update()

    def _to_photo(self, place: QPointF) -> Point:
        by = (place - QPointF(self.width() / 2, self.height() / 2)) / self._scale()
        return Point(self._centre.x() + by.x(), self._centre.y() + by.y())

    def _to_widget(self, point: Point) -> QPointF:
        by = (QPointF(point.x, point.y) - self._centre) * self._scale()
        return by + QPointF(self.width() / 2, self.height() / 2)


def _bounded_middle(middle: float, room: float, length: float) -> float:
    if room >= length:
        return length / 2
    return min(max(middle, room / 2), length - room / 2)


BOX_KEYS: dict[Qt.Key, Callable[[BoxEditor], None]] = {
    Qt.Key.Key_Insert: BoxEditor.add,
    Qt.Key.Key_N: BoxEditor.add,
    Qt.Key.Key_Delete: BoxEditor.remove,
    Qt.Key.Key_Backspace: BoxEditor.remove,
    Qt.Key.Key_PageDown: lambda editor: editor.step(1),
    Qt.Key.Key_PageUp: lambda editor: editor.step(-1),
}
ZOOM_KEYS = {
    Qt.Key.Key_Plus: ZOOM_STEP,
    Qt.Key.Key_Equal: ZOOM_STEP,
    Qt.Key.Key_Minus: 1 / ZOOM_STEP,
}
