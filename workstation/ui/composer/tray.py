"""What is about to be sent: pictures and files, put in another order and taken out again."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from workstation.ui.composer.tray_places import (
    RING,
    STEP,
    THUMB,
    below_height,
    cross_of,
    paint_cross,
    paint_document,
    paint_more,
    row_step,
)
from workstation.ui.conversation.timeline.bodies import paint_picture
from workstation.ui.conversation.timeline.paint_context import PaintContext
from workstation.ui.kit.painting import (
    draw_outer_ring,
    painting,
)
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SPACE
from workstation.ui.kit.widgets.tool_tip import set_tool_tip
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.media.picture_marks import mark_height, paint_mark_below, picture_mark

NOTHING: Mapping[str, str] = MappingProxyType({})
REMOVE = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
USE = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class Tray(SpokenAs, QWidget):
    """The pictures of a reply.

    Emits ``removed`` (an address), ``arranged`` (all, in a new order) and ``more``.
    ``current_changed`` tells where the picture or file is that the keyboard comes to.

    The arrow keys go from one to the next, with Alt they move the picture, Delete takes it out.
    A picture can also be dragged to its place. On the line below each are the mark of what may be
    wrong with it, and its cross. Of a ``fixed`` tray nothing is changed: a click or
    Enter is ``opened`` (an address).
    """

    spoken_role = Role.Graphic

    current_changed = Signal(QRect)
    removed = Signal(str)
    arranged = Signal(list)
    more = Signal()
    opened = Signal(str)

    def __init__(
        self, media: MediaLookup, parent: QWidget | None = None, *, fixed: bool = False
    ) -> None:
        super().__init__(parent)
        self._media, self._fixed = media, fixed
        self._urls: tuple[str, ...] = ()
        self._documents = NOTHING
        self._order_before_drag: tuple[str, ...] = ()
        self._current = 0
        self._pressed: QPointF | None = None
        self._dragged: str | None = None
        self._hovered = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self._fit()
        self.retranslate()

    @property
    def urls(self) -> tuple[str, ...]:
        """The pictures in their order."""
        return self._urls

    def show_files(self, urls: Sequence[str], documents: Mapping[str, str] = NOTHING) -> None:
        """Show these, of which ``documents`` have names and no look; an empty tray is hidden."""
        self._urls, self._documents = tuple(urls), documents
        self._current = min(self._current, self._last)
        self._dragged = None
        self.setVisible(bool(urls))
        self._fit()
        self._announce_current()

    def picture_rect(self, number: int) -> QRect:
        """Where a picture lies; after the last, what adds others."""
        return list(self._places())[number].toRect()

    def retranslate(self) -> None:
        """Say again what it is, and which picture the keyboard is on."""
        self.setAccessibleName(tr("composer.fixed_tray" if self._fixed else "composer.tray"))
        self._announce_current()

    @property
    def _last(self) -> int:
        """The number of the last place; after the pictures comes what adds others."""
        return max(len(self._urls) - self._fixed, 0)

    def sizeHint(self) -> QSize:
        return QSize((self._last + 1) * STEP, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        context = PaintContext(self._media, 0, self.devicePixelRatioF())
        with painting(self) as painter:
            for number, rect in enumerate(self._places()):
                focused = self.hasFocus() and number == self._current
                if number == len(self._urls):
                    paint_more(painter, rect)
                else:
                    self._paint_file(painter, rect, self._urls[number], context)
                    if not self._fixed and (focused or number == self._hovered):
                        paint_cross(painter, rect)
                if focused:
                    draw_outer_ring(painter, rect, RADIUS.md)

    def _paint_file(self, painter: QPainter, rect: QRectF, url: str, context: PaintContext) -> None:
        if url in self._documents:
            paint_document(painter, rect, self._documents[url])
        else:
            picture = paint_picture(painter, rect, url, context, RADIUS.md)
            cross = cross_of(rect)
            down = RING + (cross.height() - mark_height()) / 2
            paint_mark_below(painter, rect.adjusted(0, 0, -cross.width(), down), picture)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position()
        self._order_before_drag = self._urls

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ignore it: the picture under the second click was not there at the first."""
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move a picture with the pointer while the button is down; else show the cross there."""
        here = self._at(event.position())
        if self._pressed is not None and self._dragged is None and not self._fixed:
            far = (event.position() - self._pressed).manhattanLength()
            start = self._at(self._pressed)
            if far >= QApplication.startDragDistance() and 0 <= start < len(self._urls):
                self._dragged = self._urls[start]
        if self._dragged is not None and here >= 0:
            self._place(self._dragged, min(here, len(self._urls) - 1))
        self._hover(here)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, dragged = self._pressed, self._dragged
        self._pressed = self._dragged = None
        if dragged is not None:
            self._settle()
        elif pressed is not None:
            self._on_clicked(self._at(event.position()), event.position())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._announce_current()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the places: another width has room for another number beside each other."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, on_picture = Qt.Key(event.key()), self._current < len(self._urls)
        if self._fixed and key in USE and on_picture:
            self.opened.emit(self._urls[self._current])
        elif self._fixed and key not in STEPS:
            super().keyPressEvent(event)
        elif key in STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if on_picture and not self._fixed:
                self._move(STEPS[key])
        elif key in STEPS:
            self._current = min(max(self._current + STEPS[key], 0), self._last)
            self._announce_current()
        elif key in REMOVE and on_picture:
            if not event.isAutoRepeat():  # the next one is in its place by then
                self.removed.emit(self._urls[self._current])
        elif key in USE and not on_picture:
            self.more.emit()
        else:
            super().keyPressEvent(event)

    def _move(self, by: int) -> None:
        self._order_before_drag = self._urls
        self._place(self._urls[self._current], self._current + by)
        self._settle()

    def _place(self, url: str, to: int) -> None:
        order = [kept_url for kept_url in self._urls if kept_url != url]
        order.insert(max(0, min(to, len(order))), url)
        self._urls = tuple(order)
        self._current = self._urls.index(url)
        self._announce_current()

    def _settle(self) -> None:
        """Tell the new order once, at the end of a drag."""
        if self._urls != self._order_before_drag:
            self.arranged.emit(list(self._urls))

    def _on_clicked(self, number: int, point: QPointF) -> None:
        if number == len(self._urls):
            self.more.emit()
        elif number >= 0 and self._fixed:
            self.opened.emit(self._urls[number])
        elif number >= 0 and cross_of(list(self._places())[number]).contains(point):
            self.removed.emit(self._urls[number])

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            url = self._urls[number] if 0 <= number < len(self._urls) else ""
            set_tool_tip(self, self._documents.get(url) or self._mark_word(url))
            self.update()

    def _mark_word(self, url: str) -> str:
        """What the icon below a picture means."""
        if not url:
            return ""
        size, ratio = QSize(THUMB, THUMB), self.devicePixelRatioF()
        mark = picture_mark(self._media.thumbnail(url, size, ratio))
        return mark.word if mark is not None else ""

    def _at(self, point: QPointF) -> int:
        """The place under a point, with the line below it; -1 for none."""
        places = (place.adjusted(0, 0, 0, below_height()) for place in self._places())
        return next((number for number, rect in enumerate(places) if rect.contains(point)), -1)

    def _places(self) -> Iterator[QRectF]:
        across = self._across()
        for number in range(self._last + 1):
            row, column = divmod(number, across)
            yield QRectF(RING + column * STEP, RING + row * row_step(), THUMB, THUMB)

    def _across(self) -> int:
        return max((self.width() - 2 * RING + SPACE.x2) // STEP, 1)

    def _fit(self) -> None:
        rows = self._last // self._across() + 1
        self.setFixedHeight(RING + rows * row_step())

    def _current_words(self) -> str:
        count, number = len(self._urls), self._current + 1
        if number > count:
            return "" if self._fixed else tr("composer.tray_more")
        name = self._documents.get(self._urls[self._current])
        kind = "tray_at" if name is None else "tray_file_at"
        key = f"composer.fixed_{kind}" if self._fixed else f"composer.{kind}"
        return tr(key, name=name or "", number=number, of=count)

    def _announce_current(self) -> None:
        """Say which picture the keyboard is on."""
        self.setAccessibleDescription(self._current_words())
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        if self.hasFocus():
            place = self.picture_rect(self._current)
            self.current_changed.emit(place.adjusted(0, 0, 0, below_height()))
        self.update()
