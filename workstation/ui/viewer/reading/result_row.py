"""One result as it was read: a click selects it in the text and shows it close on the photo."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from workstation.domain.lab_report import Direction, LabResult
from workstation.ui.kit.painting import (
    RIGHT,
    draw_inner_ring,
    draw_line,
    elide,
    line_width,
    painting,
)
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SPACE, TextRole, theme
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.hovering import Hovering

ARROWS = {Direction.HIGH: "↑", Direction.LOW: "↓"}


class ResultRow(EnterPresses, Hovering, QAbstractButton):
    """The row of one result: ``result`` is what it shows."""

    def __init__(self, result: LabResult) -> None:
        super().__init__()
        self.result = result
        self._marked = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.retranslate()

    def retranslate(self) -> None:
        """Set all texts in the current language."""
        result = self.result
        facts = (
            result.analyte,
            result.value,
            tr(f"reading.direction.{result.direction.value}"),
            result.unit,
            self._reference(),
            self._check(),
        )
        self.setAccessibleName(tr("widgets.breath").join(filter(None, facts)))
        self.update()

    def mark(self, *, marked: bool) -> None:
        """Show whether something of the result is selected."""
        self._marked = marked
        self.update()

    def sizeHint(self) -> QSize:
        lines = theme.style(TextRole.BODY).line + theme.style(TextRole.CAPTION).line
        return QSize(0, lines + 2 * SPACE.x2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours, result = theme.colours, self.result
        body, caption = theme.font(TextRole.BODY), theme.font(TextRole.CAPTION)
        strong = theme.font(TextRole.BODY, strong=True, tabular=True)
        box = QRectF(self.rect()).adjusted(SPACE.x2, SPACE.x2, -SPACE.x2, -SPACE.x2)
        first = QRectF(box.x(), box.y(), box.width(), theme.style(TextRole.BODY).line)
        second = QRectF(first.x(), first.bottom(), box.width(), theme.style(TextRole.CAPTION).line)
        value = " ".join(filter(None, (result.value, ARROWS.get(result.direction, ""))))
        check = self._check()
        with painting(self) as painter:
            if self._marked:
                painter.fillRect(self.rect(), colours.bg_selected)
            elif self._hovered or self.isDown():
                painter.fillRect(self.rect(), colours.bg_hover)
            room = first.width() - line_width(value, strong) - SPACE.x3
            draw_line(painter, first, elide(result.analyte, body, room), body, colours.text_primary)
            draw_line(painter, first, value, strong, colours.text_primary, align=RIGHT)
            ink = colours.warning_text if result.doubtful else colours.text_secondary
            draw_line(painter, second, check, caption, ink, align=RIGHT)
            facts = "  ".join(filter(None, (result.unit, self._reference())))
            room = second.width() - line_width(check, caption) - SPACE.x3
            facts = elide(facts, caption, room)
            draw_line(painter, second, facts, caption, colours.text_secondary)
            if self.hasFocus():
                draw_inner_ring(painter, QRectF(self.rect()), RADIUS.sm)

    def _reference(self) -> str:
        return tr("reading.reference", text=self.result.reference) if self.result.reference else ""

    def _check(self) -> str:
        return tr("reading.doubtful" if self.result.doubtful else "reading.check")
