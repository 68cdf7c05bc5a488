"""A square button with an icon; its words are its tool tip and its accessible name."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from workstation.ui.kit.painting import Ink, fill_round, painting
from workstation.ui.kit.theme import RADIUS, SIZE, Icon, draw_icon, theme
from workstation.ui.kit.widgets.enter import EnterPresses
from workstation.ui.kit.widgets.focus_ring import ring_on_focus
from workstation.ui.kit.widgets.hovering import Hovering
from workstation.ui.kit.widgets.tool_tip import set_spoken_keys


class IconButton(EnterPresses, Hovering, QAbstractButton):
    """An icon to press; a checkable one is tinted while it is on."""

    def __init__(
        self,
        icon: Icon,
        name: str = "",
        *,
        size: int = 0,
        icon_size: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = theme.unscaled(size or SIZE.control)
        self._icon_size = theme.unscaled(icon_size or SIZE.icon)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.set_name(name)

    def set_name(self, name: str, keys: str = "") -> None:
        """Say what it does, and its shortcut."""
        self.setAccessibleName(name)
        self.setToolTip(f"{name}  {keys}" if keys else name)
        set_spoken_keys(self, keys)

    def show_icon(self, icon: Icon) -> None:
        """Show another icon, for another state of the same thing."""
        if icon is not self._icon:
            self._icon = icon
            self.update()

    def sizeHint(self) -> QSize:
        size = theme.scaled(self._size)
        return QSize(size, size)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        ring_on_focus(self, event, RADIUS.sm)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        back, ink = self._colours()
        rect = QRectF(self.rect())
        with painting(self) as painter:
            if back is not None:
                fill_round(painter, rect, back, RADIUS.sm)
            draw_icon(painter, self._icon, rect, ink, theme.scaled(self._icon_size))

    def _colours(self) -> tuple[QColor | None, QColor]:
        colours = theme.colours
        if not self.isEnabled():
            return None, colours.text_disabled
        if self.isChecked():
            return colours.accent_tint, colours.accent_text
        if self.isDown():
            return colours.bg_pressed, Ink.SECONDARY.colour
        return colours.bg_hover if self._hovered else None, Ink.SECONDARY.colour


class RemoveButton(IconButton):
    """Takes its own line away, and no more than that.

    The second click of a double click would meet the next line's, which has come under it.
    """

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
