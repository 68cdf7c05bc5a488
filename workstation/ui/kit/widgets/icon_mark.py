"""An icon that is not pressed."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import Ink, painting
from workstation.ui.kit.theme import SIZE, Icon, draw_icon, theme


class IconMark(QWidget):
    """An icon that says nothing to a screen reader; the words beside it do."""

    def __init__(
        self,
        icon: Icon,
        ink: Ink = Ink.SECONDARY,
        *,
        size: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._ink = icon, ink
        self._size = theme.unscaled(size or SIZE.icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: Icon, ink: Ink) -> None:
        """Show another icon or colour."""
        self._icon, self._ink = icon, ink
        self.update()

    def sizeHint(self) -> QSize:
        size = theme.scaled(self._size)
        return QSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            rect, size = QRectF(self.rect()), theme.scaled(self._size)
            draw_icon(painter, self._icon, rect, self._ink.colour, size)
