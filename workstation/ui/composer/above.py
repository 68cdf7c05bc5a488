"""What lies above the text of a reply; it scrolls where a low window has no room for all of it."""

from PySide6.QtCore import QEvent, QObject, QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.kit.widgets.panel import ScrollArea

CAME_OR_WENT = {QEvent.Type.ShowToParent, QEvent.Type.HideToParent}


class Above(ScrollArea):
    """Parts below each other; hidden until one of them is shown, and while none is."""

    def __init__(self, *parts: QWidget) -> None:
        self._ground, self._parts = QWidget(), parts
        self._column = QVBoxLayout(self._ground)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE.x2)
        super().__init__(self._ground)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for part in parts:
            self._column.addWidget(part)
            part.installEventFilter(self)
        self.hide()

    @property
    def wanted(self) -> int:
        """How high it would be with all of it in sight."""
        if self.isHidden():
            return 0
        column = self._column
        by_width = column.hasHeightForWidth()
        return column.totalHeightForWidth(self.width()) if by_width else self._whole.height()

    @property
    def least(self) -> int:
        """How high it is at least: one row of pictures, or all there is."""
        return min(SIZE.viewer_thumb, self.wanted)

    @property
    def taken(self) -> int:
        """How high it is with the room that it has."""
        return min(self.wanted, self.maximumHeight())

    @property
    def _whole(self) -> QSize:
        return self._column.totalSizeHint()

    def give_room(self, room: int) -> None:
        """How high it may be, in pixels."""
        self.setMaximumHeight(max(room, self.least))

    def bring(self, place: QRect) -> None:
        """Scroll a place of the part that tells it into sight."""
        part = self.sender()
        if isinstance(part, QWidget):
            top = part.mapTo(self._ground, place.topLeft()).y()
            self.ensureVisible(0, top + place.height(), 0, 0)
            self.ensureVisible(0, top, 0, 0)

    def sizeHint(self) -> QSize:
        return QSize(self._whole.width(), self.wanted)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width breaks other lines."""
        super().resizeEvent(event)
        if event.oldSize().width() != self.width():
            self.updateGeometry()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A part came or went, or has another height."""
        if watched in self._parts and event.type() in CAME_OR_WENT:
            self._settle()
        elif watched is self._ground and event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _settle(self) -> None:
        self.setHidden(all(part.isHidden() for part in self._parts))
        self.updateGeometry()
