"""An icon that is not pressed."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.painting import Ink, painting
from workstation.ui.theme import SIZE, Icon, draw_icon


class IconMark(QWidget):
    """Says nothing to a screen reader; the words beside it do."""

    def __init__(
        self,
        icon: Icon,
        ink: Ink = Ink.SECONDARY,
        *,
        size: int = SIZE.icon,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._ink, self._size = icon, ink, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, icon: Icon, ink: Ink) -> None:
        """Show another icon or colour."""
        self._icon, self._ink = icon, ink
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            draw_icon(painter, self._icon, QRectF(self.rect()), self._ink.colour, self._size)
