"""The list of the handover: Enter or a click opens, Delete closes a line, a menu does the rest."""

from typing import Any

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.handover.row_delegate import HandoverRowDelegate, bell_place
from workstation.ui.handover.rows import HandoverRow, ItemRow
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel

ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class HandoverList(EntriesView):
    """The rows of the handover.

    ``menu_asked`` carries a row and where to put it, the others a row.
    """

    open_asked = Signal(object)
    close_asked = Signal(object)
    remind_asked = Signal(object)
    menu_asked = Signal(object, QPoint)

    def __init__(self, entries: EntriesModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(entries, parent)
        self.setItemDelegate(HandoverRowDelegate(self))

    @property
    def current(self) -> HandoverRow | None:
        """The row where the keyboard is."""
        row = self.currentIndex().row()
        return self.entries.entry(row) if row >= 0 else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on to the page Esc and every key that is not for a row."""
        row, key = self.current, event.key()
        if row is not None and key in ENTER and not event.modifiers():
            self.open_asked.emit(row)
        elif row is not None and key == Qt.Key.Key_Delete:
            if not event.isAutoRepeat():  # the next line would have the keyboard by then
                self.close_asked.emit(row)
        elif row is not None and key == Qt.Key.Key_M and not event.modifiers():
            self.remind_asked.emit(row)
        elif row is not None and key == Qt.Key.Key_Menu:
            self._ask_menu(row)
        elif key == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the row under the click; on its bell, ask for a reminder or take it back."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index == self.currentIndex():
            row = self.current
            if row is not None:
                asked = self.remind_asked if self._is_bell(event, row) else self.open_asked
                asked.emit(row)

    def _is_bell(self, event: QMouseEvent, row: HandoverRow) -> bool:
        if not isinstance(row, ItemRow) or not row.item.can_remind:
            return False
        place = bell_place(QRectF(self.visualRect(self.currentIndex())))
        return place.contains(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the row under the pointer, or of the current one by keys."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            row = self.current
            if row is not None:
                self._ask_menu(row)
        elif (index := self.indexAt(event.pos())).isValid():
            self.choose(self.entries.entry(index.row()).key)
            self.menu_asked.emit(self.entries.entry(index.row()), event.globalPos())
        event.accept()

    def _ask_menu(self, row: HandoverRow) -> None:
        place = self.visualRect(self.currentIndex())
        self.menu_asked.emit(row, self.viewport().mapToGlobal(place.center()))
