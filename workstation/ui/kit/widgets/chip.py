"""Chips and tags: small pills of information, and filters to press."""

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import (
    Tone,
    chip_width,
    draw_box,
    draw_chip,
    draw_line,
    line_width,
    painting,
    tag_colours,
)
from workstation.ui.kit.roles import Role, SpokenAs
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.hovering import Hovering

STRONG = {Tone.ACCENT, Tone.WARNING, Tone.DANGER}


class Chip(QWidget):
    """Information in a pill, or in a tag's square when not ``round_ends``."""

    def __init__(
        self,
        text: str = "",
        tone: Tone = Tone.PLAIN,
        *,
        icon: Icon | None = None,
        round_ends: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._radius = RADIUS.full if round_ends else RADIUS.xs
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._text, self._tone = "", tone
        self.show_text(text, tone)

    def show_text(self, text: str, tone: Tone) -> None:
        """Say something else; the same again costs nothing: a new layout of the whole window."""
        if (text, tone) == (self._text, self._tone):
            return
        self._text, self._tone = text, tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = chip_width(self._text, self._icon, strong=self._tone in STRONG)
        return QSize(round(wide), SIZE.chip)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            draw_chip(
                painter,
                QRectF(self.rect()),
                self._text,
                tone=self._tone,
                icon=self._icon,
                radius=self._radius,
            )


class FilterChip(EnterPresses, Hovering, QAbstractButton):
    """A filter: pressed in while it applies, then with a cross; ``end`` is an icon after the text.

    Ordinary signals of a checkable button: ``toggled``, ``clicked``.
    """

    def __init__(
        self, text: str = "", *, end: Icon | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._end = end
        self.setCheckable(True)
        self.setText(text)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.toggled.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        wide = chip_width(self.text(), self._end_icon(), strong=self.isChecked())
        return QSize(round(wide) + 1, SIZE.chip)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.full)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, on = theme.colours, self.isChecked()
        fill = colours.hovered(colours.bg_panel) if self._hovered else colours.bg_panel
        ink = colours.accent_text if on else colours.text_secondary
        border = None if on else colours.border_default
        with painting(self) as painter:
            box = QRectF(self.rect())
            draw_box(
                painter,
                box,
                fill=colours.accent_tint if on else fill,
                border=border,
                radius=RADIUS.full,
            )
            end = self._end_icon()
            room = SPACE.x2 if end is None else SPACE.x2 + SIZE.icon_sm + SPACE.x1
            line = box.adjusted(SPACE.x2, 0, -room + 1, 0)
            font = theme.font(TextRole.CAPTION, strong=on, tabular=True)
            width = draw_line(painter, line, self.text(), font, ink)
            if end is not None:
                place = QRectF(line.x() + width + SPACE.x1, 0, SIZE.icon_sm, box.height())
                draw_icon(painter, end, place, ink, SIZE.icon_sm)

    def _end_icon(self) -> Icon | None:
        return Icon.X if self.isChecked() else self._end


class RemovableTag(SpokenAs, QWidget):
    """A tag with a cross; Delete or Backspace removes it too.

    ``tinted`` gives it the colour of its word (``painting.tag_colours``).
    """

    spoken_role = Role.ListItem
    _is_pressed = False

    removed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None, *, tinted: bool = False) -> None:
        super().__init__(parent)
        self.text, self._tinted = text, tinted
        self.setAccessibleName(text)
        self.retranslate()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def retranslate(self) -> None:
        """Name the remove button in the current language."""
        self.setAccessibleDescription(tr("widgets.tag_removable"))

    def sizeHint(self) -> QSize:
        wide = line_width(self.text, theme.font(TextRole.LABEL))
        return QSize(math.ceil(wide) + 1 + SPACE.x2 + 2 * SPACE.x1 + SIZE.icon_sm, SIZE.chip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._is_pressed = True
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Ignore a second click: the first was for the tag before, whose place this one took."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_pressed, self._is_pressed = self._is_pressed, False
        if (
            was_pressed
            and self.rect().contains(event.position().toPoint())
            and event.position().x() >= (self.width() - SIZE.icon_sm - SPACE.x2)
        ):
            self.removed.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.xs)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, box = theme.colours, QRectF(self.rect())
        fill, ink = colours.accent_tint, colours.accent_text
        if self._tinted:
            fill, ink = tag_colours(self.text)
        with painting(self) as painter:
            draw_box(painter, box, fill=fill, radius=RADIUS.xs)
            line = box.adjusted(SPACE.x2, 0, -SPACE.x2 - SIZE.icon_sm, 0)
            draw_line(painter, line, self.text, theme.font(TextRole.LABEL), ink)
            place = QRectF(box.right() - SIZE.icon_sm - SPACE.x1, 0, SIZE.icon_sm, box.height())
            draw_icon(painter, Icon.X, place, ink, SIZE.icon_sm)
