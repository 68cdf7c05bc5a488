"""A check box, with an optional second line that says what it means."""

import math

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

from workstation.ui.kit.painting import Ink, draw_checkbox, draw_line, line_width, painting
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.enter import EnterPasses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.larger_target import LargerTarget


class CheckBox(EnterPasses, LargerTarget, QCheckBox):
    """A 20 px box with its label; three-valued for a selection of some rows."""

    def __init__(self, text: str = "", hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._hint = hint
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_hint(self, hint: str) -> None:
        """Change the second line."""
        self._hint = hint
        self.setAccessibleDescription(hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        height = SIZE.checkbox
        if self._hint:
            height += theme.style(TextRole.CAPTION).line
        return QSize(math.ceil(self._text_width()), height)

    def minimumSizeHint(self) -> QSize:
        return QSize(SIZE.checkbox, self.sizeHint().height())

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.xs)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        drawn = QRectF(self.drawn_rect)
        box = QRectF(drawn.x(), drawn.y(), SIZE.checkbox, SIZE.checkbox)
        ink = Ink.PRIMARY if self.isEnabled() else Ink.DISABLED
        left = box.right() + SPACE.x3
        line = QRectF(left, box.y(), drawn.right() - left, SIZE.checkbox)
        with painting(self) as painter:
            draw_checkbox(painter, box, self.checkState(), enabled=self.isEnabled())
            draw_line(painter, line, self.text(), theme.font(TextRole.BODY), ink.colour)
            if self._hint:
                line.translate(0, line.height())
                line.setHeight(theme.style(TextRole.CAPTION).line)
                caption = theme.font(TextRole.CAPTION)
                draw_line(painter, line, self._hint, caption, Ink.TERTIARY.colour)

    def _text_width(self) -> float:
        if not self.text():
            return SIZE.checkbox
        wide = line_width(self.text(), theme.font(TextRole.BODY))
        hint = line_width(self._hint, theme.font(TextRole.CAPTION))
        return SIZE.checkbox + SPACE.x3 + max(wide, hint) + 1
