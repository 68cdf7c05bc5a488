"""The 32 px line above a group of rows: icon, words, count."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.painting import Ink, draw_line, painting
from workstation.ui.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme


def draw_section_header(  # noqa: PLR0913
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    count: str = "",
    icon: Icon | None = None,
    ink: Ink = Ink.SECONDARY,
) -> None:
    """Draw it inside ``rect``, gutters included."""
    line = rect.adjusted(SPACE.x4, 0, -SPACE.x4, 0)
    if icon is not None:
        place = QRectF(line.x(), line.y(), SIZE.icon_sm, line.height())
        draw_icon(painter, icon, place, ink.colour, SIZE.icon_sm)
        line.setLeft(place.right() + SPACE.x1)
    strong = theme.font(TextRole.CAPTION, strong=True)
    line.setLeft(line.left() + draw_line(painter, line, text, strong, ink.colour) + SPACE.x2)
    figures = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, line, count, figures, Ink.TERTIARY.colour)


class SectionHeader(QWidget):
    """The same as a widget."""

    def __init__(
        self, icon: Icon | None = None, ink: Ink = Ink.SECONDARY, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._ink = icon, ink
        self._text, self._count = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, count: str = "") -> None:
        """Say what the group is, and how many it has."""
        self._text, self._count = text, count
        self.setAccessibleName(f"{text} {count}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIZE.menu, SIZE.row_section)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            draw_section_header(
                painter,
                QRectF(self.rect()),
                self._text,
                count=self._count,
                icon=self._icon,
                ink=self._ink,
            )
