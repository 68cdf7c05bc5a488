"""One of a few choices, side by side; the arrow keys move between them."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import (
    CENTRE,
    draw_box,
    draw_hairline,
    draw_line,
    line_width,
    painting,
)
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme
from workstation.ui.kit.widgets.enter import EnterPasses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.hovering import Hovering
from workstation.ui.kit.widgets.tab_order import let_tab_come_to_checked


class SegmentButton(Hovering, EnterPasses, QRadioButton):
    """A button for one choice of the row."""

    def __init__(self, *, first: bool, last: bool) -> None:
        super().__init__()
        self._first, self._last = first, last
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        wide = line_width(self.text(), theme.font(TextRole.BODY, strong=True))
        return QSize(math.ceil(wide) + 2 * SPACE.x3 + 1, SIZE.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        colours, rect = theme.colours, QRectF(self.rect())
        fill = colours.hovered(colours.bg_raised) if self._hovered else colours.bg_raised
        ink = colours.text_secondary
        if self.isChecked():
            fill, ink = colours.accent_tint, colours.accent_text
        if not self.isEnabled():
            ink = colours.text_disabled
        with painting(self) as painter:
            painter.setClipRect(rect)
            draw_box(painter, self._outline(rect), fill=fill, border=colours.border_default)
            if not self._last:
                edge = rect.right() - SIZE.hairline
                top, foot = QPointF(edge, rect.top()), QPointF(edge, rect.bottom())
                draw_hairline(painter, top, foot, colours.border_default)
            font = theme.font(TextRole.BODY, strong=self.isChecked())
            draw_line(painter, rect, self.text(), font, ink, align=CENTRE)

    def _outline(self, rect: QRectF) -> QRectF:
        """The outline of a button: round only at the ends of the row, the others lie outside."""
        beyond = 2.0 * RADIUS.sm
        return rect.adjusted(0 if self._first else -beyond, 0, 0 if self._last else beyond, 0)


class Segmented(QWidget):
    """A choice among few, side by side.

    Emits ``picked``, with the value, when a person chooses another one. ``values`` are what the
    choices stand for; their words are given by ``set_texts``.
    """

    picked = Signal(object)

    def __init__(self, values: Sequence[object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = list(values)
        self.segments = QButtonGroup(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for number in range(len(values)):
            segment = SegmentButton(first=number == 0, last=number == len(values) - 1)
            self.segments.addButton(segment, number)
            row.addWidget(segment)
        self.segments.button(0).setChecked(True)
        let_tab_come_to_checked(self.segments)
        self.segments.idClicked.connect(lambda number: self.picked.emit(self._values[number]))

    def set_texts(self, name: str, texts: Sequence[str]) -> None:
        """Say what is chosen here, and set the words of every choice."""
        self.setAccessibleName(name)
        for segment, text in zip(self.segments.buttons(), texts, strict=True):
            segment.setText(text)
            segment.updateGeometry()

    def value(self) -> object:
        """The value chosen."""
        return self._values[self.segments.checkedId()]

    def set_value(self, value: object) -> None:
        """Choose ``value`` without a signal."""
        self.segments.button(self._values.index(value)).setChecked(True)
