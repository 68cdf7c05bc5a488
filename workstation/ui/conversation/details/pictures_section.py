"""The pictures of a consultation in its details: how many, the first of them, all of them."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.conversation.timeline.bodies import paint_picture, picture_hit
from workstation.ui.conversation.timeline.paint_context import PaintContext
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.painting import Ink, Tone, draw_outer_ring, painting
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole
from workstation.ui.kit.widgets.button import Button, ButtonKind
from workstation.ui.kit.widgets.chip import Chip
from workstation.ui.kit.widgets.label import Label
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.media.picture_marks import mark_height, paint_mark_below

ACROSS = 3
RING = SIZE.focus_ring
MAX_PICTURES = 9
"""More would push the rest out of sight; the viewer has all of them."""


class PictureGrid(SpokenAs, QWidget):
    """Pictures, three across; arrows move, Enter opens."""

    spoken_role = Role.Graphic

    used = Signal(object)

    def __init__(self, media: MediaLookup, now_ms: Callable[[], int]) -> None:
        super().__init__()
        self._media, self._now_ms = media, now_ms
        self._urls: tuple[str, ...] = ()
        self._current = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_pictures(self, urls: tuple[str, ...]) -> None:
        """Show these."""
        self._urls, self._current = urls, 0
        self.retranslate()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if urls else Qt.FocusPolicy.NoFocus)
        self.updateGeometry()
        self.update()

    def retranslate(self) -> None:
        """Name it for the picture that Enter would open."""
        number, count = self._current + 1, len(self._urls)
        self.setAccessibleName(tr("details.picture_spoken", number=number, count=count))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def sizeHint(self) -> QSize:
        rows = -(-len(self._urls) // ACROSS)
        across = ACROSS * (SIZE.thumb_grid + SPACE.x2) - SPACE.x2
        return QSize(across + 2 * RING, rows * _row_step())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with painting(self) as painter:
            for number, rect in enumerate(self._places()):
                url, context = self._urls[number], self._context()
                picture = paint_picture(painter, rect, url, context, RADIUS.md)
                paint_mark_below(painter, rect.adjusted(0, 0, 0, RING), picture)
                if self.hasFocus() and number == self._current:
                    draw_outer_ring(painter, rect, RADIUS.md)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for number, rect in enumerate(self._places()):
            if rect.contains(event.position()):
                self._emit_used(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -3, Qt.Key.Key_Down: 3}
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._current = min(max(self._current + step, 0), max(len(self._urls) - 1, 0))
            self.retranslate()
            announcer.announce(self.accessibleName(), topic="picture", urgent=True)
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._emit_used(self._current)
        else:
            super().keyPressEvent(event)

    def _emit_used(self, number: int) -> None:
        if number < len(self._urls):
            rect = QRectF(0, 0, SIZE.thumb_grid, SIZE.thumb_grid)
            self.used.emit(picture_hit(rect, self._urls[number], self._context()).action)

    def _context(self) -> PaintContext:
        return PaintContext(self._media, self._now_ms(), self.devicePixelRatioF())

    def _places(self) -> Iterator[QRectF]:
        """The rectangle of each picture.

        A scroll bar takes a little of each one's width, not of the last one alone. Around each is
        room for the ring, and below it the line of its mark.
        """
        room = self.width() - 2 * RING - (ACROSS - 1) * SPACE.x2
        wide = min(float(SIZE.thumb_grid), room / ACROSS)
        for number in range(len(self._urls)):
            row, place = divmod(number, ACROSS)
            left, top = RING + place * (wide + SPACE.x2), RING + row * _row_step()
            yield QRectF(left, top, wide, SIZE.thumb_grid)


def _row_step() -> int:
    """The distance between rows of pictures: the rings of both, and the marks between them."""
    return SIZE.thumb_grid + RING + mark_height() + RING


class PicturesSection(QWidget):
    """The section of pictures.

    Emits ``used`` (a ``HitAction``) and ``all_asked``; hidden while there are none.
    """

    used = Signal(object)
    all_asked = Signal()

    def __init__(self, media: MediaLookup, now_ms: Callable[[], int]) -> None:
        super().__init__()
        self.grid = PictureGrid(media, now_ms)
        self.all_button = Button(kind=ButtonKind.LINK)
        self.count = Label(role=TextRole.LABEL, ink=Ink.TERTIARY, tabular=True)
        self._title = Label(role=TextRole.LABEL, strong=True)
        self._changed = Chip()
        self._changed.hide()
        self._arrange()
        self.grid.used.connect(self.used)
        self.all_button.clicked.connect(self.all_asked)
        self.hide()

    def show_pictures(self, urls: tuple[str, ...]) -> None:
        """Show the first of these."""
        self.count.setText(str(len(urls)))
        self.grid.show_pictures(urls[:MAX_PICTURES])
        self.setVisible(bool(urls))

    def mark_changed(self, *, changed: bool) -> None:
        """Mark that the symptom's pictures are others than when the consultation was opened."""
        self._changed.setVisible(changed)

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        self._changed.show_text(tr("details.changed"), Tone.ACCENT)
        self._title.setText(tr("details.pictures"))
        self.all_button.setText(tr("details.all_pictures"))
        self.grid.retranslate()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(RING, 0, RING, 0)
        head.setSpacing(SPACE.x2)
        head.addWidget(self._title)
        head.addWidget(self.count)
        head.addWidget(self._changed)
        head.addStretch(1)
        head.addWidget(self.all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE.x4 - RING, SPACE.x4, SPACE.x4 - RING, 0)
        column.setSpacing(SPACE.x3 - RING)
        column.addLayout(head)
        column.addWidget(self.grid)
