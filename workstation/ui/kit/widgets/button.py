"""Buttons with words: filled, outlined, danger, link and quiet."""

import enum
import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_box, draw_line, line_width, painting
from workstation.ui.kit.strings import translate_again
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.enter import ENTER, EnterPresses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.hovering import Hovering
from workstation.ui.kit.widgets.larger_target import LargerTarget
from workstation.ui.kit.widgets.spinner import SpinnerAngle, draw_arc


class ButtonKind(enum.Enum):
    """The kinds of buttons: one filled button per surface; danger only for deletion."""

    FILLED = "filled"
    OUTLINED = "outlined"
    DANGER = "danger"
    LINK = "link"
    QUIET = "quiet"


PRESSES = {*ENTER, Qt.Key.Key_Space, Qt.Key.Key_Select}
PADDING = {
    ButtonKind.FILLED: SPACE.x4,
    ButtonKind.DANGER: SPACE.x4,
    ButtonKind.OUTLINED: SPACE.x3,
    ButtonKind.QUIET: SPACE.x2,
    ButtonKind.LINK: 0,
}


class Button(EnterPresses, Hovering, LargerTarget, QPushButton):
    """A button of the design. ``keys`` shows its shortcut inside, in caption size."""

    def __init__(  # noqa: PLR0913
        self,
        text: str = "",
        kind: ButtonKind = ButtonKind.OUTLINED,
        *,
        icon: Icon | None = None,
        large: bool = False,
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._sentence = text
        self._kind = kind
        self._sign = icon
        self._keys = keys
        self._large = large
        self._busy = False
        self._turn: SpinnerAngle | None = None
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Say something else."""
        self._sentence = text
        super().setText(text)

    def retranslate(self) -> None:
        """Say the same in the current language; whoever made it may say it anew before."""
        self.setText(translate_again(self._sentence))

    def show_keys(self, keys: str) -> None:
        """Show another shortcut, or none where there is no room to say it."""
        if keys != self._keys:
            self._keys = keys
            self.updateGeometry()
            self.update()

    @property
    def busy(self) -> bool:
        """Whether the work that it began is still under way."""
        return self._busy

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001
        """Show that the work began, and take no clicks until it ended."""
        if busy == self._busy:
            return
        self._busy = busy
        if busy:
            self._turn = SpinnerAngle(self)
            self._turn.moved.connect(self.update)
            self._turn.start()
        elif self._turn is not None:
            self._turn.deleteLater()
            self._turn = None
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(math.ceil(self._content_width()) + 2 * PADDING[self._kind], self._height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return not self._busy and super().hitButton(pos)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press unless the work is under way; Esc is still what it is around the button."""
        if not self._busy or event.key() not in PRESSES:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.sm)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        fill, border, ink = self._colours()
        rect = QRectF(self.drawn_rect)
        with painting(self) as painter:
            if fill is not None or border is not None:
                draw_box(painter, rect, fill=fill, border=border, radius=RADIUS.sm)
            self._draw_content(painter, rect, ink)

    def _height(self) -> int:
        if self._kind is ButtonKind.LINK:
            return theme.style(TextRole.BODY).line
        return SIZE.control_lg if self._large else SIZE.control

    def _font_strong(self) -> bool:
        return self._kind is not ButtonKind.QUIET

    def _content_width(self) -> float:
        font = theme.font(TextRole.BODY, strong=self._font_strong())
        width = line_width(self.text(), font)
        if self._sign is not None or self._busy:
            width += SIZE.icon_sm + (SPACE.x2 if self.text() else 0)
        if self._keys:
            width += SPACE.x2 + line_width(self._keys, theme.font(TextRole.CAPTION))
        return width

    def _draw_content(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        x = rect.x() + max(0.0, (rect.width() - self._content_width()) / 2)
        if self._sign is not None or self._busy:
            place = QRectF(x, rect.y(), SIZE.icon_sm, rect.height())
            self._draw_sign(painter, place, ink)
            x += SIZE.icon_sm + SPACE.x2
        font = theme.font(TextRole.BODY, strong=self._font_strong())
        room = QRectF(x, rect.y(), rect.right() - x + 1, rect.height())
        x += draw_line(painter, room, self.text(), font, ink) + SPACE.x2
        if self._keys:
            room.setLeft(x)
            draw_line(painter, room, self._keys, theme.font(TextRole.CAPTION), ink)

    def _draw_sign(self, painter: QPainter, place: QRectF, ink: QColor) -> None:
        if self._busy:
            size = float(SIZE.icon_sm)
            top = place.y() + (place.height() - size) / 2
            angle = self._turn.angle if self._turn is not None else 0
            draw_arc(painter, QRectF(place.x(), top, size, size), ink, angle)
        elif self._sign is not None:
            draw_icon(painter, self._sign, place, ink, SIZE.icon_sm)

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, border and text for the state it is in."""
        colours = theme.colours
        if not self.isEnabled():
            plain = self._kind in {ButtonKind.LINK, ButtonKind.QUIET}
            return None if plain else colours.bg_pressed, None, colours.text_disabled
        pressed, hovered = self.isDown(), self._hovered and not self._busy
        if self._kind is ButtonKind.FILLED:
            fill = colours.accent_hover if hovered else colours.accent_fill
            return colours.accent_pressed if pressed else fill, None, colours.accent_on
        if self._kind is ButtonKind.DANGER:
            return _deeper(colours.danger_fill, pressed, hovered), None, colours.danger_on
        if self._kind is ButtonKind.OUTLINED:
            fill = colours.hovered(colours.bg_raised) if hovered else colours.bg_raised
            fill = colours.bg_pressed if pressed else fill
            return fill, colours.border_default, colours.text_primary
        if self._kind is ButtonKind.QUIET:
            shade = colours.bg_hover if hovered else None
            return colours.bg_pressed if pressed else shade, None, colours.text_secondary
        return None, None, colours.accent_text


def _deeper(fill: QColor, pressed: bool, hovered: bool) -> QColor:  # noqa: FBT001
    if pressed:
        return fill.darker(120)
    return fill.darker(108) if hovered else fill
