"""The queue's list: knows when a hand is on it, and asks for a row's menu.

Rows are sorted by waiting time, so every message moves some of them, and a row that moves between
looking and clicking opens the wrong patient. Invariant: while a hand is on the list no row changes
its place; texts, badges, colours and rows that leave are shown at once, and what is under the
pointer stays there though a row above it has left.

    pointer over the list, or keyboard on a row    in hand: new rows come below all others
    pointer leaves, the keyboard goes elsewhere    ``released``: the true order is shown
    the page is hidden                             released, too: Qt sends no Leave for that

The keys of the list look and do not open: the row under them is ringed, what is open stays so, and
nothing is marked read that nobody has read. Enter opens to be answered, Space to be read.

A list that has the keyboard and no current row is not in hand: that is how a page is first come to.
Nor is one that came up under a pointer which has not moved since: the list is read before what was
said meanwhile, so such a pointer, nobody at the mouse, held answered patients under “Priority”.
Why nothing times out is in ``decisions/queue-order-under-the-pointer.md``. Tests:
tests/ui/queue/test_held.py, ``test_rows_stay_under_the_pointer_and_move_when_it_has_gone`` and
``test_another_page_takes_the_hand_away``.
"""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent

from workstation.ui.kit.fields.composing import ComposesInto
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.view import Cursor

LOOKS = {
    Qt.Key.Key_Up: Cursor.MoveUp,
    Qt.Key.Key_Down: Cursor.MoveDown,
    Qt.Key.Key_PageUp: Cursor.MovePageUp,
    Qt.Key.Key_PageDown: Cursor.MovePageDown,
    Qt.Key.Key_Home: Cursor.MoveHome,
    Qt.Key.Key_End: Cursor.MoveEnd,
}
OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space})


class QueueList(ComposesInto, EntriesView):
    """The rows of the queue.

    ``menu_asked`` carries a row's key and a point of the screen, ``answer_asked`` a key (Enter). A
    hand is on the list while the pointer is over it or the keyboard on one of its rows;
    ``released`` tells that it went.
    """

    menu_asked = Signal(object, QPoint)
    answer_asked = Signal(object)
    released = Signal()
    hands_keyboard_on = False

    @property
    def in_hand(self) -> bool:
        """Whether rows must not move now."""
        return self._over or (self.hasFocus() and self.currentIndex().isValid())

    def hand_key(self) -> object:
        """The entry under the hand: that under the pointer, else the current one."""
        pointed, index = self.pointed_key(), self.currentIndex()
        if pointed is None and index.isValid():
            return self.entries.entry(index.row()).key
        return pointed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look further, open, or ask for the current row's menu (the menu key, Shift F10)."""
        shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Menu or (shifted and event.key() == Qt.Key.Key_F10):
            index = self.currentIndex()
            self._ask(index.row(), self.viewport().mapToGlobal(self.visualRect(index).center()))
        elif event.key() in LOOKS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.note_use(by_keyboard=True)
            self.focus_entry(self.moveCursor(LOOKS[Qt.Key(event.key())], event.modifiers()))
        elif event.key() in OPENS and self.currentIndex().isValid():
            signal = self.answer_asked if event.key() != Qt.Key.Key_Space else self.chosen
            signal.emit(self.entries.entry(self.currentIndex().row()).key)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write what an input method gave up, and release the rows: the keyboard went elsewhere."""
        if self.text is not None:
            self.text.take_given_up()
        super().focusOutEvent(event)
        if not self.in_hand:
            self.released.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the row under the pointer; the menu key is handled as a key."""
        if event.reason() is not QContextMenuEvent.Reason.Keyboard:
            self._ask(self.indexAt(event.pos()).row(), event.globalPos())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ask for the menu at the right button, and open nothing."""
        if event.button() == Qt.MouseButton.RightButton:
            return
        super().mousePressEvent(event)

    def _ask(self, row: int, at: QPoint) -> None:
        if row >= 0 and self.entries.entry(row).selectable:
            self.menu_asked.emit(self.entries.entry(row).key, at)

    def _on_hand_gone(self) -> None:
        """Release the rows once the pointer is elsewhere."""
        was_over = self._over
        super()._on_hand_gone()
        if was_over and not self.in_hand:
            self.released.emit()
