"""The list of the history: a click on a row's box or Space ticks it, anything else opens it."""

from collections.abc import Collection, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.history.row_delegate import HistoryRow, box_zone
from workstation.ui.history.ticks import Ticks
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.rows.view import Cursor

WAYS = {
    Qt.Key.Key_Up: Cursor.MoveUp,
    Qt.Key.Key_Down: Cursor.MoveDown,
    Qt.Key.Key_PageUp: Cursor.MovePageUp,
    Qt.Key.Key_PageDown: Cursor.MovePageDown,
    Qt.Key.Key_Home: Cursor.MoveHome,
    Qt.Key.Key_End: Cursor.MoveEnd,
}
OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class HistoryList(EntriesView):
    """The rows of the history.

    ``ticked`` tells that other rows are ticked now; Delete asks by ``delete_asked``. Where the list
    ``only_looks``, keys lead to rows and open none: what is open takes the place of the list.
    """

    ticked = Signal()
    delete_asked = Signal()
    hands_keyboard_on = False

    def __init__(
        self, entries: EntriesModel[Any], ticks: Ticks, parent: QWidget | None = None
    ) -> None:
        super().__init__(entries, parent)
        self._ticks, self._free = ticks, 0
        self.only_looks = False
        self._row = HistoryRow(ticks, self)
        self.setItemDelegate(self._row)

    @property
    def current_key(self) -> Hashable | None:
        """The row where the keyboard is."""
        row = self.currentIndex().row()
        return self.entries.entry(row).key if row >= 0 else None

    def key_without(self, gone: Collection[Hashable]) -> Hashable | None:
        """The row where the keyboard is, or goes when these go: the next, at the end the last."""
        row = self.currentIndex().row()
        if row < 0:
            return None
        ways = (*range(row, self.entries.rowCount()), *range(row - 1, -1, -1))
        stay = (self.entries.entry(way) for way in ways)
        return next(
            (entry.key for entry in stay if entry.selectable and entry.key not in gone), None
        )

    def focus_key(self, key: Hashable | None) -> None:
        """Bring the keyboard to a row and open nothing."""
        row = -1 if key is None else self.entries.row(key)
        self.focus_entry(self.entries.index(row, 0) if row >= 0 else QModelIndex())

    def enter_first(self) -> None:
        """Bring the keyboard to the first row, and open it unless the list only looks."""
        if self.only_looks:
            self.focus_entry(self.moveCursor(Cursor.MoveHome, Qt.KeyboardModifier.NoModifier))
        else:
            self.step(None, 1)

    def leave_free(self, height: int) -> None:
        """Leave so much free at the foot, for what lies there; the keyboard's row stays in sight.

        Under a bar it could not be seen whose consultation the next Delete is about. Where there
        is room for a row and no more, that row has it.
        """
        self._free = height
        with self.keep_in_sight():
            self._fit_viewport()

    @contextmanager
    def keep_in_sight(self) -> Iterator[None]:
        """Keep the keyboard's row in sight, if it is, while rows or the room for them change."""
        in_sight = self.visualRect(self.currentIndex()).intersects(self.viewport().rect())
        yield
        if in_sight and self.currentIndex().isValid():
            self.executeDelayedItemsLayout()
            self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave as much free as there is now."""
        super().resizeEvent(event)
        self._fit_viewport()

    def _fit_viewport(self) -> None:
        row = self.visualRect(self.currentIndex()).height()
        foot = max(min(self._free, self.height() - row), 0)
        if foot != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, foot)

    def show_words(self, words: str) -> None:
        """Mark these in every row."""
        self._row.words = words
        self.viewport().update()

    def tick_all(self) -> None:
        """Tick every row shown."""
        self._ticks.tick_all()
        self.update_ticks()

    def tick_none(self) -> None:
        """Tick none."""
        self._ticks.tick_none()
        self.update_ticks()

    def update_ticks(self) -> None:
        """Paint the ticks anew, and tell."""
        self.viewport().update()
        self.ticked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tick by a click on the box or around it; with Shift, all rows since the last tick."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._is_row(index):
            event.accept()
            return
        left = event.button() is Qt.MouseButton.LeftButton
        if left and index.isValid() and event.position().x() < box_zone():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._toggle(index, through=shift)
            event.accept()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take two quick clicks as two clicks."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging selects nothing."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick by Space, delete by Delete, tick all by Ctrl A, open by Enter what is looked at."""
        plain = event.modifiers() in {
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
            Qt.KeyboardModifier.KeypadModifier,
        }
        if event.key() == Qt.Key.Key_Space and self._is_row(self.currentIndex()):
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._toggle(self.currentIndex(), through=shift)
        elif event.key() in OPENS and self.is_looked_at(self.currentIndex()):
            self.chosen.emit(self.current_key)
        elif event.key() == Qt.Key.Key_Delete and plain:
            if not event.isAutoRepeat():  # the next row would have the keyboard by then
                self.delete_asked.emit()
        elif event.modifiers() == Qt.KeyboardModifier.ControlModifier and (
            event.key() == Qt.Key.Key_A
        ):
            self.tick_all()
        elif self.only_looks and plain and event.key() in WAYS:
            self.note_use(by_keyboard=True)
            self.focus_entry(self.moveCursor(WAYS[Qt.Key(event.key())], event.modifiers()))
        else:
            super().keyPressEvent(event)

    def _is_row(self, index: QModelIndex) -> bool:
        """Whether a row can be ticked: a day's heading cannot."""
        return index.isValid() and bool(self.entries.entry(index.row()).selectable)

    def _toggle(self, index: QModelIndex, *, through: bool) -> None:
        self._ticks.toggle(self.entries.entry(index.row()).key, through=through)
        self.update_ticks()
