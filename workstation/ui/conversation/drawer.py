"""Where the details lie: beside the conversation, or over it where there is no room."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from workstation.ui.kit.painting import draw_shadow, painting
from workstation.ui.kit.theme import SIZE, SPACE


class Drawer(QWidget):
    """Holds ``details`` over the right edge of its parent while they are not docked."""

    def __init__(self, details: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._details = details
        self.hide()

    def place_details(self, row: QBoxLayout, *, docked: bool, visible: bool) -> None:
        """Show the details or not, at the end of ``row`` or in here.

        They stay where they are until they are shown: Qt styles a widget and all in it anew with
        each parent that it gets.
        """
        inside = self._details.parent() is self
        if visible and docked and inside:
            row.addWidget(self._details)
        elif visible and not docked and not inside:
            row.removeWidget(self._details)
            self._details.setParent(self)
        self._details.setVisible(visible)
        self.setVisible(visible and not docked)
        self.raise_()
        self.place()

    def place(self) -> None:
        """Be as high as the parent; call when its size changed."""
        whole = self.parentWidget()
        if self._details.parent() is self and whole is not None:
            width = SIZE.details + SPACE.x12
            self.setGeometry(whole.width() - width, 0, width, whole.height())
            self._details.setGeometry(SPACE.x12, 0, SIZE.details, whole.height())

    def paintEvent(self, _event: object) -> None:
        """Paint the shadow that it throws on the conversation."""
        with painting(self) as painter:
            area = self.rect().adjusted(SPACE.x12, 0, 0, 0).toRectF()
            draw_shadow(painter, area, 3)
