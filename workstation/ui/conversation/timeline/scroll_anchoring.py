"""What one reads stays where it is: heights exact in sight, guessed elsewhere.

Laying out a bubble breaks lines and measures fonts: for a year of messages that takes seconds. So
only rows in sight are laid out, and three rules hold it together (all lengths in logical pixels):

* Rows in sight have their true height; others a guess, which their first painting replaces.
* When a guess proves wrong, what one reads stays where it is. Before rows are measured, the first
  laid out row in sight is noted with its distance from the top (``ScrollAnchor``); after it the
  scroll bar is set so that it stands there again. Measuring may bring more rows into sight, so
  this is repeated, at most ``MAX_PASSES`` times.
* Whether the end is followed is remembered, not read off the scroll bar: what is below may grow
  before the view hears of it, and the bar alone would then say that one had scrolled away.

Example: rows are guessed 64 high and row 5 is the first in sight. Scrolling up shows row 4, which
is 200 high: everything below it moves down by 136, and the bar goes along by 136.

Tests: ``test_what_one_reads_stays_where_it_is_while_messages_come_before_and_after``,
``test_the_end_stays_in_sight_while_messages_come``,
``test_another_width_keeps_the_first_row_in_sight``,
``test_scrolling_through_rows_never_seen_moves_by_what_was_scrolled``.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtWidgets import QScrollBar

from workstation.ui.conversation.timeline.layout_cache import LayoutCache
from workstation.ui.conversation.timeline.model import TimelineModel
from workstation.ui.kit.rows import RowsView
from workstation.ui.kit.theme import SPACE

MAX_PASSES = 8
END_REACH = SPACE.x6

ScrollAnchor = tuple[QPersistentModelIndex, int]
"""A row, and how far below the top of the view it stands."""


class ScrollAnchoring:
    """Owns how a ``view`` of the ``timeline`` stands; ``follows`` is whether at its end."""

    def __init__(self, view: RowsView, timeline: TimelineModel, layouts: LayoutCache) -> None:
        self.follows = True
        self._view, self._timeline, self._layouts = view, timeline, layouts
        self._settling = False

    @property
    def _bar(self) -> QScrollBar:
        """The view's scroll bar, asked for each time: the view may replace and delete it."""
        return self._view.verticalScrollBar()

    def at_end(self) -> bool:
        """Whether the end is in sight."""
        return self._bar.value() >= self._bar.maximum() - END_REACH

    def scroll_to_end(self) -> None:
        """Go there, and follow it from now on."""
        for _ in range(MAX_PASSES):
            self._bar.setValue(self._bar.maximum())
            if not self._measure_in_sight() and self._bar.value() == self._bar.maximum():
                break
        self.follows = True

    def scroll_to_row(self, row: int) -> None:
        """Bring a row to the upper third of the view."""
        heights, third = self._view.heights, self._view.viewport().height() // 3
        for _ in range(MAX_PASSES):
            top = heights.top(row) - third
            self._bar.setValue(top)
            if not self._measure_in_sight() and heights.top(row) - third == top:
                break

    def on_scrolled(self) -> None:
        """Settle the rows that have come into sight by scrolling."""
        self.settle()
        self.follows = self.at_end()

    @contextmanager
    def keep(self, *, end: bool, from_row: int = 0) -> Iterator[None]:
        """Keep the ``end`` in sight while rows change, or else what one reads below a row."""
        anchor = None if end else self._anchor(from_row)
        with self._unsettled():
            yield
        self._return_to(anchor)
        if end:
            self.scroll_to_end()
        self.settle()

    def settle(self) -> None:
        """Make every row in sight exact, without moving what was in sight."""
        if self._settling:
            return
        with self._unsettled():
            for _ in range(MAX_PASSES):
                anchor = self._anchor()
                if not self._measure_in_sight():
                    break
                self._return_to(anchor)

    @contextmanager
    def _unsettled(self) -> Iterator[None]:
        """Put off settling until the end of this block, also where blocks nest or fail."""
        before, self._settling = self._settling, True
        try:
            yield
        finally:
            self._settling = before

    def _measure_in_sight(self) -> bool:
        """Lay out the rows in sight; whether any guess was wrong."""
        heights, top = self._view.heights, self._view.verticalOffset()
        bottom, row = top + self._view.viewport().height(), heights.at(top)
        wrong = False
        while 0 <= row < len(heights) and heights.top(row) < bottom:
            laid_out = self._layouts.lay_out(self._timeline.entry(row))
            wrong |= heights.set(row, laid_out.height) != 0
            row += 1
        if wrong:
            self._view.updateGeometries()
        return wrong

    def _anchor(self, from_row: int = 0) -> ScrollAnchor | None:
        """The first row in sight that is laid out, else the first one, and where it stands."""
        in_sight = self._view.rows_in_sight()
        first = max(in_sight.start, from_row)
        rows = range(first, min(in_sight.stop, self._timeline.rowCount()))
        laid_out = (row for row in rows if self._layouts.cached(self._timeline.entry(row)))
        row = next(laid_out, first)
        if row >= min(len(self._view.heights), self._timeline.rowCount()):
            return None
        top = self._view.heights.top(row) - self._view.verticalOffset()
        return QPersistentModelIndex(self._timeline.index(row, 0)), top

    def _return_to(self, anchor: ScrollAnchor | None) -> None:
        if anchor is not None and 0 <= anchor[0].row() < len(self._view.heights):
            self._bar.setValue(self._view.heights.top(anchor[0].row()) - anchor[1])
