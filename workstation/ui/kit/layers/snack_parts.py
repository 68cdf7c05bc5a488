"""What a snack bar is made of: its words, in the bar's own colours, and its button."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import Block, draw_line, lay_out, line_width, painting
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.kit.widgets.enter import EnterPresses

LEAST_LINES = 4
"""What a sentence may have in however low a page; in others it has all that it needs."""


class SnackText(QWidget):
    """Text in the bar's own colours: one line, or ``max_lines`` where it has no room for one."""

    def __init__(self, *, faint: bool = False) -> None:
        super().__init__()
        self._faint, self._text = faint, ""
        self.max_lines = LEAST_LINES

    def show_text(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setAccessibleName(text)
        font = theme.font(TextRole.BODY, tabular=True)
        self.setFixedWidth(round(line_width(text, font)) + 1)
        self.update()

    @property
    def block(self) -> Block:
        """The text laid out in the width that the bar has."""
        font, line = theme.font(TextRole.BODY, tabular=True), theme.style(TextRole.BODY).line
        return lay_out(self._text, font, line, self.width(), max_lines=self.max_lines)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        ink, block = QColor(theme.colours.snack_text), self.block
        ink.setAlphaF(0.75 if self._faint else 1.0)
        with painting(self) as painter:
            block.draw(painter, QPointF(0, (self.height() - block.height) / 2), ink)


class SnackAction(EnterPresses, QPushButton):
    """The button for the one thing that can be done about it."""

    def __init__(self, text: str, icon: Icon | None) -> None:
        super().__init__(text)
        self._icon = icon
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        wide = line_width(self.text(), theme.font(TextRole.BODY, strong=True))
        extra = SIZE.icon_sm + SPACE.x2 if self._icon is not None else 0
        return QSize(round(wide) + 1 + extra + 2 * SPACE.x2, SIZE.control)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        ink, line = theme.colours.snack_action, QRectF(self.rect())
        with painting(self) as painter:
            if self.hasFocus():
                painter.setPen(ink)
                painter.drawRoundedRect(line.adjusted(1, 1, -1, -1), RADIUS.sm, RADIUS.sm)
            line.adjust(SPACE.x2, 0, 0, 0)
            if self._icon is not None:
                place = QRectF(line.x(), 0, SIZE.icon_sm, line.height())
                draw_icon(painter, self._icon, place, ink, SIZE.icon_sm)
                line.setLeft(place.right() + SPACE.x2)
            font = theme.font(TextRole.BODY, strong=True)
            draw_line(painter, line, self.text(), font, ink)
