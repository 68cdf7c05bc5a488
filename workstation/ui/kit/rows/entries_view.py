"""The view of a list of entries: knows their heights, and holds still while they change."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.rows.pointed_rows import PointedRows
from workstation.ui.kit.rows.ringed import AnyIndex
from workstation.ui.kit.rows.view import Cursor
from workstation.ui.kit.theme import theme

UP = (Cursor.MoveUp, Cursor.MovePrevious, Cursor.MoveLeft)
DOWN = (Cursor.MoveDown, Cursor.MoveNext, Cursor.MoveRight)
COMES_BY_KEY = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class EntriesView(PointedRows):
    """Shows an ``EntriesModel``; ``chosen`` gives the key that the doctor went to.

    When the row goes that has the keyboard, the next one gets it, and looks open. Not where
    ``hands_keyboard_on`` is false: a key that was meant for the one before would act on it.
    """

    chosen = Signal(object)
    hands_keyboard_on = True

    def __init__(self, entries: EntriesModel[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = entries
        self._left_at = -1
        self._going_to: Hashable | None = None
        self.setModel(entries)
        self._quiet = False
        theme.text_resized.connect(self._measure_again)

    def _measure_again(self) -> None:
        self.doItemsLayout()

    def measure(self, row: int) -> int:
        """The entry's own height: no delegate is asked for thousands of rows."""
        return self.entries.entry(row).height  # type: ignore[no-any-return]  # E is Any here

    def measure_all(self, first: int, last: int) -> list[int]:
        """Heights of the rows from ``first`` to ``last``, both included."""
        # Qt asks before there are any.
        return self.entries.heights(first, last) if first <= last else []

    def rowsAboutToBeRemoved(self, parent: AnyIndex, start: int, end: int) -> None:
        """Remember where the keyboard was, which goes on from there with an arrow key."""
        if not self.hands_keyboard_on and start <= self.currentIndex().row() <= end:
            self._left_at = start
            self.selectionModel().clearCurrentIndex()
        super().rowsAboutToBeRemoved(parent, start, end)

    def choose(self, key: Hashable | None) -> None:
        """Make an entry the current one without telling ``chosen``; None for no entry.

        The keyboard goes on from where the entry was, which may be gone by then.
        """
        row = -1 if key is None else self.entries.row(key)
        self._quiet = True
        if row < 0:
            self._left_at = max(self.currentIndex().row(), self._left_at)
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            self.setCurrentIndex(self.entries.index(row, 0))
        self._quiet = False

    def go_to(self, key: Hashable | None) -> None:
        """Make an entry the current one as ``choose`` does, and bring it into sight.

        Once more when it is painted: by then rows may have come, or the view another height.
        """
        self.choose(key)
        self._going_to = key
        self._scroll_to_key()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight, that among them to which the doctor goes."""
        if self._going_to is not None and self._scroll_to_key():
            self._going_to = None
        super().paintEvent(event)

    def _scroll_to_key(self) -> bool:
        row = self.entries.row(self._going_to)
        if row >= 0:
            self.scrollTo(self.entries.index(row, 0))
        return row >= 0

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The row that a key leads to: from where the last entry was left, if there is none now."""
        if self._left_at < 0 or self.currentIndex().isValid() or action not in {*UP, *DOWN}:
            return super().moveCursor(action, modifiers)
        self.executeDelayedItemsLayout()
        row, last = self._left_at, self.entries.rowCount() - 1
        if action in UP:
            ways = self._selectable(min(row - 1, last), -1), self._selectable(0, 1)
        else:
            ways = self._selectable(min(row, last), 1), self._selectable(last, -1)
        return next((index for index in ways if index.isValid()), QModelIndex())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the row to which a key brings the keyboard: it may be scrolled out by now."""
        super().focusInEvent(event)
        if event.reason() in COMES_BY_KEY and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def focus_entry(self, index: QModelIndex) -> None:
        """Bring the keyboard to an entry; what is open, and looks so, stays, nothing is told."""
        if not index.isValid():
            return
        self._quiet = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._quiet = False
        self.scrollTo(index)

    def keyboardSearch(self, _letters: str) -> None:
        """Ignore letters: Qt would open what begins with those that are meant elsewhere."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the row that is clicked, also the current one if it was only looked at."""
        index = self.indexAt(event.position().toPoint())
        is_looked_at = self.is_looked_at(index)
        super().mousePressEvent(event)
        if is_looked_at:
            self.chosen.emit(self.entries.entry(index.row()).key)

    def is_looked_at(self, index: QModelIndex) -> bool:
        """Whether the keyboard is there and it is not open."""
        is_current = index.isValid() and index == self.currentIndex()
        return is_current and not self.selectionModel().isSelected(index)

    def step(self, key: Hashable | None, by: int) -> None:
        """Go ``by`` 1 or -1 to the entry next to that of ``key``, headings left out.

        Without a ``key`` the first one comes next.
        """
        self.executeDelayedItemsLayout()
        row = -1 if key is None else self.entries.row(key)
        index = self._selectable(row + by, by)
        if index.isValid():
            is_looked_at = index == self.currentIndex()
            self.setCurrentIndex(index)
            if is_looked_at:
                self.chosen.emit(self.entries.entry(index.row()).key)

    def keys_in_sight(self) -> list[Hashable]:
        """The entries that the view shows now, from the top."""
        self.executeDelayedItemsLayout()
        return [self.entries.entry(row).key for row in self.rows_in_sight()]

    def pointed_key(self) -> Hashable | None:
        """The entry under the pointer, for a hand that has moved there."""
        return self.entries.entry(self._hovered.row()).key if self.is_pointed else None

    @contextmanager
    def hold_position(self, key: Hashable | None = None) -> Iterator[None]:
        """Keep the entry of ``key``, else the first in sight, where it is while entries change.

        At the very top the list stays at the top, so that what comes first is seen first, unless
        there is a ``key``. The one under the pointer stays at the ends of the list, too. A row
        that takes the place of a current one that left is not told as ``chosen``.
        """
        self._quiet = True
        try:
            is_pointed = key is not None and key == self.pointed_key()
            with self._keep_anchor(self._anchor(key), is_pointed=is_pointed):
                yield
        finally:
            self._quiet = False
        self._hover_again()

    def _anchor(self, key: Hashable | None) -> QPersistentModelIndex | None:
        row = -1 if key is None else self.entries.row(key)
        if row >= 0:
            return QPersistentModelIndex(self.entries.index(row, 0))
        if self.verticalScrollBar().value() <= 0:
            return None
        return QPersistentModelIndex(self.indexAt(self.viewport().rect().topLeft()))

    @contextmanager
    def _keep_anchor(
        self, anchor: QPersistentModelIndex | None, *, is_pointed: bool
    ) -> Iterator[None]:
        before = 0 if anchor is None else self.visualRect(anchor).top()
        yield
        self.executeDelayedItemsLayout()
        if anchor is None or not anchor.isValid():
            self._take_room_away()
            return
        place = self.heights.top(anchor.row()) - before
        if is_pointed:
            self._scroll_beyond(place)
        else:
            self._take_room_away()
            self.verticalScrollBar().setValue(place)

    def currentChanged(
        self,
        current: QModelIndex | QPersistentModelIndex,
        previous: QModelIndex | QPersistentModelIndex,
    ) -> None:
        super().currentChanged(current, previous)
        self._left_at = -1 if current.isValid() else self._left_at
        if current.isValid() and not self._quiet:
            self.chosen.emit(self.entries.entry(current.row()).key)
