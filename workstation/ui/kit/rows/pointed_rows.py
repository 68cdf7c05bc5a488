"""A list that knows which row is under the pointer, and keeps it there.

A row that moves between looking and clicking is another patient's under the hand. Invariant: while
the pointer is over the list, a change that the doctor did not ask for leaves the row below it where
it is: rows that come and go, and a banner that pushes the whole list down. At either end of the
list that takes room beyond the rows, which is there until the pointer goes. A list that came up
under a pointer which has not moved since is in no hand: it is being read. One that stood at its
top is there again once the pointer has gone: what comes first is seen first.
Tests: tests/ui/kit/rows/test_under_the_pointer.py.
"""

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QHideEvent, QResizeEvent, QSinglePointEvent

from workstation.ui.kit.rows.ringed import AnyIndex
from workstation.ui.kit.rows.view import Hint, RowsView

PRESSES = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
TOUCHES = PRESSES | {QEvent.Type.Enter, QEvent.Type.HoverMove, QEvent.Type.MouseMove}
NO_ROOM = (0, 0)


class PointedRows(RowsView):
    """Rows of which one may be under a pointer that somebody moved there."""

    # Of the class: Qt asks for the geometry, and sends events, while the view is made.
    _over = _is_moved = False
    _lay_at: QPointF | None = None
    _points_at = QPointF()
    _lies_at = 0
    _room_beyond = NO_ROOM
    _left_top = False

    @property
    def is_pointed(self) -> bool:
        """Whether a row is under a hand."""
        return self._over and self._hovered.isValid()

    def begin_at_top(self) -> None:
        """Show the first rows, whatever is under the pointer: the doctor asked for other ones."""
        self._left_top = False
        self._take_room_away()
        self.verticalScrollBar().setValue(0)
        self._hover_again()

    def scrollTo(self, index: AnyIndex, hint: Hint = Hint.EnsureVisible) -> None:
        """Bring a row into sight, and stay there."""
        before = self.verticalOffset()
        super().scrollTo(index, hint)
        self._left_top &= self.verticalOffset() == before

    def viewportEvent(self, event: QEvent) -> bool:
        """Notice the pointer come, move and go."""
        if event.type() in TOUCHES and isinstance(event, QSinglePointEvent):
            self._over = self._is_hand(event)
            self._points_at, self._lies_at = event.position(), self._top_in_window()
            self._left_top &= event.type() is not QEvent.Type.Wheel
        elif event.type() is QEvent.Type.Leave:
            self._on_hand_gone()
        return super().viewportEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Forget the pointer: who goes to another page takes it along, and Qt tells nobody."""
        super().hideEvent(event)
        self._is_moved, self._lay_at = False, None
        self._on_hand_gone()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll as far as the list was pushed, so that the same row stays below the pointer."""
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
        """Scroll there, though there may be no rows; from the top for as long as a hand is here."""
        self._left_top = place > 0 and (self._left_top or self.verticalOffset() <= 0)
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
        """Take away the room that a pointer held: it is elsewhere."""
        self._over = False
        self._take_room_away()
        if self._left_top:
            self._left_top = False
            self.verticalScrollBar().setValue(0)

    def _make_room(self, room: tuple[int, int]) -> None:
        if room != self._room_beyond:
            self._room_beyond = room
            self.updateGeometries()

    def _scroll_range(self) -> tuple[int, int]:
        first, last = super()._scroll_range()
        above, below = self._room_beyond
        return first - above, last + below

    def _take_room_away(self) -> None:
        self._make_room(NO_ROOM)

    def _hover_again(self) -> None:
        """Hover the row below the pointer again: what looks pointed at is what a click opens."""
        if self._over:
            self._hover(self.indexAt(self._points_at.toPoint()))
