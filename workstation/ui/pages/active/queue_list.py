"""The queue's list: knows when a hand is on it, and asks for a row's menu."""

from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.models.entries import EntriesModel
from workstation.ui.rows import EntriesView

STILL_MS = 10_000
"""A hand that has not moved for so long no longer holds the list."""

TOUCHES = frozenset(
    {
        QEvent.Type.HoverMove,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
    }
)


class QueueList(EntriesView):
    """``menu_asked`` carries a row's key and a point of the screen.

    A hand is on the list while the pointer is over it or the keyboard in it, and it moved in the
    last ten seconds; ``released`` tells that it went.
    """

    menu_asked = Signal(object, QPoint)
    released = Signal()

    def __init__(self, entries: EntriesModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(entries, parent)
        self._over = False
        self._still = QTimer(self, singleShot=True, interval=STILL_MS)
        self._still.timeout.connect(self.released)

    @property
    def in_hand(self) -> bool:
        """Whether rows must not move now."""
        return self._still.isActive()

    def hand_key(self) -> object:
        """The entry under the hand: that under the pointer, else the current one."""
        index = self._hovered if self._over and self._hovered.isValid() else self.currentIndex()
        return self.entries.entry(index.row()).key if index.isValid() else None

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice the pointer come, move and go."""
        if event.type() in TOUCHES:
            self._over = True
            self._still.start()
        elif event.type() is QEvent.Type.Leave:
            self._over = False
            self._maybe_released()
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice the keyboard; the menu key and Shift F10 open the current row's menu."""
        self._still.start()
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Menu or (shifted and event.key() == Qt.Key.Key_F10):
            index = self.currentIndex()
            self._ask(index.row(), self.viewport().mapToGlobal(self.visualRect(index).center()))
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard went elsewhere."""
        super().focusOutEvent(event)
        self._maybe_released()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer; those asked for by keys came as a key."""
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            self._ask(self.indexAt(event.pos()).row(), event.globalPos())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The right button asks for the menu and opens nothing."""
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    def _ask(self, row: int, at: QPoint) -> None:
        if row >= 0 and self.entries.entry(row).selectable:
            self.menu_asked.emit(self.entries.entry(row).key, at)

    def _maybe_released(self) -> None:
        if self.in_hand and not self._over and not self.hasFocus():
            self._still.stop()
            self.released.emit()
