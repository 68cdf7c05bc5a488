"""A row above the messages that leads back to unread ones, skipped by a jump or while away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, Icon, theme
from workstation.ui.kit.widgets.button import Button
from workstation.ui.kit.widgets.panel import Panel, Surface


class UnreadAbove(Panel):
    """The row with the button that leads up to unread messages.

    It has room of its own, as whatever lies over messages may lie on a photo. ``changed`` asks
    whoever gives that room to do so while ``is_offered``, by ``give_room``.
    """

    clicked = Signal()
    changed = Signal()

    def __init__(self, stream: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Surface.PANEL, edge=Qt.Edge.BottomEdge, parent=parent)
        self._stream, self._count = stream, 0
        self.button = Button(icon=Icon.UP)
        self.button.clicked.connect(self.clicked)
        theme.hold(self, QWidget.setFixedHeight, SIZE.bar_sm)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignCenter)
        self.hide()

    @property
    def is_offered(self) -> bool:
        """Whether there are any."""
        return self._count > 0

    def offer(self, count: int) -> None:
        """Offer the way to so many above; with none the keyboard goes to the messages."""
        if count == self._count:
            return
        self._count = count
        self.retranslate()
        self.changed.emit()

    def give_room(self, *, visible: bool) -> None:
        """Show it, or not; that it came is announced, and not each count that follows."""
        if not visible and self.button.hasFocus():
            self._stream.setFocus()
        came = visible and self.isHidden()
        self.setVisible(visible)
        if came and self.isVisible():
            announcer.announce(self.button.text(), topic="unread above")

    def retranslate(self) -> None:
        """Set the text in the current language."""
        number = self._count if self._count <= formats.MAX_COUNT else formats.count(self._count)
        self.button.setText(tr("conversation.unread_above", count=number))
