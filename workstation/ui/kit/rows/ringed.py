"""A list that shows where the keyboard is, once one uses it."""

from PySide6.QtCore import QItemSelection, QModelIndex, QPersistentModelIndex
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QListView, QWidget

from workstation.ui.kit.input_source import KnowsInput
from workstation.ui.kit.painting import draw_inner_ring
from workstation.ui.kit.viewport import know_viewport

AnyIndex = QModelIndex | QPersistentModelIndex
Event = QAccessible.Event


class RingedList(KnowsInput, QListView):
    """Rings the current row, or the whole list while the keyboard is on no row yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        know_viewport(self)

    @property
    def is_ringed(self) -> bool:
        """Whether the keyboard is here, and shows."""
        return self.is_used_by_keyboard and self.hasFocus()

    def paint_ring(self, painter: QPainter) -> None:
        """Paint a ring around the whole list while the keyboard is on no row yet."""
        if self.is_ringed and not self.currentIndex().isValid():
            draw_inner_ring(painter, self.viewport().rect().toRectF())

    def note_use(self, *, by_keyboard: bool) -> None:
        """Show where the keyboard is from the first key on, and no longer once one clicks."""
        if by_keyboard is not self.is_used_by_keyboard:
            super().note_use(by_keyboard=by_keyboard)
            self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a click without a ring, and without moving anything, now or later.

        Half a second after it Qt would bring the row that was clicked into sight: under a hand that
        goes on to the next one, or away from what was scrolled to, or came in, meanwhile.
        """
        self.setAutoScroll(False)
        try:
            super().mousePressEvent(event)
        finally:
            self.setAutoScroll(True)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        """Name the row to a screen reader: QListView would name a list that it did not lay out.

        The ring of the whole list goes where Qt paints the two rows only.
        """
        QAbstractItemView.currentChanged(self, current, previous)
        if self.hasFocus():
            self._notify_screen_reader(Event.Focus, current)
        if not (current.isValid() and previous.isValid()):
            self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the row to a screen reader, as QListView does of those that it laid out."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        for kind, rows in ((Event.SelectionAdd, selected), (Event.SelectionRemove, deselected)):
            if not rows.isEmpty():
                self._notify_screen_reader(kind, rows.at(0).topLeft())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard comes by Tab, not by the mouse."""
        self.note_focus(event.reason())
        if self.currentIndex().isValid():
            super().focusInEvent(event)
        else:
            # Qt would go to the first row, which may open what nobody chose.
            QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _notify_screen_reader(self, kind: QAccessible.Event, index: AnyIndex) -> None:
        if index.isValid() and QAccessible.isActive():
            event = QAccessibleEvent(self, kind)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)
