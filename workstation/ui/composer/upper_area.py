"""What lies above the text of a reply; it scrolls where a low window has no room for all of it."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.kit.widgets.panel import ScrollArea

VISIBILITY_CHANGES = {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}


class UpperArea(ScrollArea):
    """Parts below each other; hidden until one of them is shown, and while none is."""

    def __init__(self, *parts: QWidget) -> None:
        self._content, self._parts = QWidget(), parts
        self._column = QVBoxLayout(self._content)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.x2)
        super().__init__(self._content)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for part in parts:
            self._column.addWidget(part)
            part.installEventFilter(self)
        self.hide()

    @property
    def full_height(self) -> int:
        """The height of it all in sight."""
        if self.isHidden():
            return 0
        column = self._column
        by_width = column.hasHeightForWidth()
        return column.totalHeightForWidth(self.width()) if by_width else self._size.height()

    @property
    def min_height(self) -> int:
        """The least height: one row of pictures, or all there is."""
        return min(SIZE.viewer_thumb, self.full_height)

    @property
    def used_height(self) -> int:
        """The height with the room that there is."""
        return min(self.full_height, self.maximumHeight())

    @property
    def _size(self) -> QSize:
        return self._column.totalSizeHint()

    def give_room(self, room: int) -> None:
        """Set how high it may be, in pixels."""
        self.setMaximumHeight(max(room, self.min_height))

    def scroll_to(self, place: QRect) -> None:
        """Scroll a place of the part that tells it into sight."""
        part = self.sender()
        if isinstance(part, QWidget):
            top = part.mapTo(self._content, place.topLeft()).y()
            self.ensureVisible(0, top + place.height(), 0, 0)
            self.ensureVisible(0, top, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(self._size.width(), self.full_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.min_height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height: another width breaks other lines."""
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the height when a part comes or goes, or has another height."""
        if watched in self._parts and event.type() in VISIBILITY_CHANGES:
            self._settle()
        elif watched is self._content and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.setHidden(all(part.isHidden() for part in self._parts))
        self.updateGeometry()
