"""The view of a list of entries: knows their heights, and holds still while they change.

A row that moves between looking and clicking is another patient's under the hand. Invariant: while
the pointer is over the list, a change that the doctor did not ask for leaves the row below it where
it is: rows that come and go, and a banner that pushes the whole list down. At either end of the
list that takes room beyond the rows, which is there until the pointer goes. A list that came up
under a pointer which has not moved since is in no hand: it is being read.
Red without it: tests/ui/kit/rows/test_under_the_pointer.py.
"""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QSinglePointEvent,
)
from PySide6.QtWidgets import QWidget

from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.rows.ringed import AnyIndex
from workstation.ui.kit.rows.view import Cursor, RowsView
from workstation.ui.kit.theme import theme

PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
TOUCHES = PRESSES | {QEvent.Type.Enter, QEvent.Type.HoverMove, QEvent.Type.MouseMove}
NO_ROOM = (0, 0)
UP = (Cursor.MoveUp, Cursor.MovePrevious, Cursor.MoveLeft)
DOWN = (Cursor.MoveDown, Cursor.MoveNext, Cursor.MoveRight)
COMES_BY_KEY = frozenset(
    {
        Qt.FocusReason.TabFocusReason,
        Qt.FocusReason.BacktabFocusReason,
        Qt.FocusReason.ShortcutFocusReason,
    }
)


class EntriesView(RowsView):
    """Shows an ``EntriesModel``; ``chosen`` gives the key that the doctor went to.

    When the row goes that has the keyboard, the next one gets it, and looks open. Not where
    ``hands_keyboard_on`` is false: a key that was meant for the one before would act on it.
    """

    chosen = Signal(object)
    hands_keyboard_on = True
    # Of the class: Qt asks for the geometry, and sends events, while the view is made.
    _over = _is_moved = False
    _lay_at: QPointF | None = None
    _points_at = QPointF()
    _lies_at = 0
    _room_beyond = NO_ROOM

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
        """From where the last entry was left, if there is none now."""
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

    def look(self, index: QModelIndex) -> None:
        """Bring the keyboard to an entry; what is open, and looks so, stays, nothing is told."""
        if not index.isValid():
            return
        self._quiet = True
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self._quiet = False
        self.scrollTo(index)

    def keyboardSearch(self, _letters: str) -> None:
        """Letters lead nowhere: Qt would open what begins with those that are meant elsewhere."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A row that is only looked at is opened by a click, too, though it is the current one."""
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
        is_pointed = self._over and self._hovered.isValid()
        return self.entries.entry(self._hovered.row()).key if is_pointed else None

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice the pointer come, move and go."""
        if event.type() in TOUCHES and isinstance(event, QSinglePointEvent):
            self._over = self._is_hand(event)
            self._points_at, self._lies_at = event.position(), self._top_in_window()
        elif event.type() is QEvent.Type.Leave:
            self._on_hand_gone()
        return super().viewportEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever goes to another page takes the hand away; Qt tells nobody that it left."""
        super().hideEvent(event)
        self._is_moved, self._lay_at = False, None
        self._on_hand_gone()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What takes room above the list pushes it away below the pointer."""
        before = self.verticalOffset()
        super().resizeEvent(event)
        pushed = self._top_in_window() - self._lies_at if self._over else 0
        if pushed:
            self._lies_at += pushed
            self._points_at -= QPointF(0, pushed)
            self._scroll_beyond(before + pushed)

    def _top_in_window(self) -> int:
        return self.viewport().mapTo(self.window(), QPoint(0, 0)).y()

    def _scroll_beyond(self, place: int) -> None:
        """Scroll there, though there may be no rows."""
        first, last = super()._scroll_range()
        self._make_room((max(first - place, 0), max(place - last, 0)))
        self.verticalScrollBar().setValue(place)

    def _is_hand(self, event: QSinglePointEvent) -> bool:
        """Whether somebody has moved or pressed since the pointer was first seen here."""
        place = event.globalPosition()
        if self._lay_at is None:
            self._lay_at = place
        self._is_moved |= event.type() in PRESSES or place != self._lay_at
        return self._is_moved

    def _on_hand_gone(self) -> None:
        """The pointer is elsewhere."""
        self._over = False
        self._make_room(NO_ROOM)

    def _make_room(self, room: tuple[int, int]) -> None:
        if room != self._room_beyond:
            self._room_beyond = room
            self.updateGeometries()

    def _scroll_range(self) -> tuple[int, int]:
        first, last = super()._scroll_range()
        above, below = self._room_beyond
        return first - above, last + below

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
        if self._over:
            self._hover(self.indexAt(self._points_at.toPoint()))

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
            self._make_room(NO_ROOM)
            return
        place = self.heights.top(anchor.row()) - before
        if is_pointed:
            self._scroll_beyond(place)
        else:
            self._make_room(NO_ROOM)
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
