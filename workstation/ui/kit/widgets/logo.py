"""The program's mark: a speech bubble with a cross, on a filled square."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import fill_round, painting
from workstation.ui.kit.theme import RADIUS, SIZE, Icon, draw_icon, theme


class Logo(QWidget):
    """The program's logo, 56 px square."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.logo, SIZE.logo)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        rect = QRectF(self.rect())
        with painting(self) as painter:
            fill_round(painter, rect, theme.colours.accent_fill, RADIUS.xl)
            draw_icon(painter, Icon.CHAT, rect, theme.colours.accent_on, SIZE.icon_lg)
