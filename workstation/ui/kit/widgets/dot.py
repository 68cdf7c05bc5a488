"""A small dot beside words: unsaved, recording, in the conversation now."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import draw_dot, painting
from workstation.ui.kit.theme import SIZE
from workstation.ui.kit.widgets.tool_tip import set_tool_tip


class Dot(QWidget):
    """A small round mark: ``colour`` is asked at each painting, so that it follows the theme."""

    def __init__(self, colour: Callable[[], QColor], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(SIZE.dot, SIZE.dot)

    def set_words(self, words: str) -> None:
        """Say what it means, to a screen reader and under the mouse."""
        self.setAccessibleName(words)
        set_tool_tip(self, words)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        middle = QPointF(self.width() / 2, self.height() / 2)
        with painting(self) as painter:
            draw_dot(painter, middle, self._colour(), size=SIZE.dot)
