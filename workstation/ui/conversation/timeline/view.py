"""The conversation on the screen: exact where it is seen, guessed where it is not.

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

Red without it: ``test_what_one_reads_stays_where_it_is_while_messages_come_before_and_after``,
``test_the_end_stays_in_sight_while_messages_come``,
``test_another_width_keeps_the_first_row_in_sight``,
``test_scrolling_through_rows_never_seen_moves_by_what_was_scrolled``.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.conversation.timeline.bubble import SILENT_MS
from workstation.ui.conversation.timeline.items import MessageItem, TimelineItem, first_steady_row
from workstation.ui.conversation.timeline.laid_out_row import LaidOutRow
from workstation.ui.conversation.timeline.layout_cache import LayoutCache
from workstation.ui.conversation.timeline.message_state import ON_ITS_WAY
from workstation.ui.conversation.timeline.model import TimelineModel
from workstation.ui.conversation.timeline.paint_context import Hit, PaintContext
from workstation.ui.conversation.timeline.selection import Selection, Span, highlights_of
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.painting import clipped, draw_inner_ring
from workstation.ui.kit.rows import RowsView
from workstation.ui.kit.rows.ringed import AnyIndex
from workstation.ui.kit.rows.view import Cursor
from workstation.ui.kit.theme import SPACE, theme
from workstation.ui.media.media_lookup import MediaLookup

MAX_PASSES = 8
END_REACH = SPACE.x6
MAX_MEASURED_ROWS = 2_000
TYPICAL_HEIGHT = 2 * SPACE.x8
OVERHANG = SPACE.x1  # how far an upload is stands above the next row

ScrollAnchor = tuple[QPersistentModelIndex, int]
"""A row, and how far below the top of the view it stands."""


class TimelineView(RowsView):
    """Shows ``items``; each of its signals tells that other rows may be in sight now.

    Without ``follows_end`` the end never stays in sight by itself: what is over is read from where
    one begins.

    ``painted`` are the keys of rows whose end was painted, ``painted_more`` tells of more. What has
    its place in sight may be pushed on by what comes next, before a busy computer comes to paint
    it: of a burst the window paints the end alone.
    """

    items_changed = Signal()
    scrolled = Signal()
    resized = Signal()
    painted_more = Signal()

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.layouts = LayoutCache()
        self.end_margin = SPACE.x4
        self.items: Sequence[TimelineItem] = ()
        self.follows_end = True
        self.painted: set[Hashable] = set()
        self.selection: Selection | None = None
        self.progress: Mapping[str, float] = {}
        self.corrected = frozenset[str]()
        self.marked: Hashable = None
        self.online = True
        self._media, self._now_ms = media, now_ms
        self._matches: Mapping[Hashable, tuple[Span, ...]] = {}
        self._match: tuple[Hashable, Span] | None = None
        self._settling = self.resizing = False
        # Not the same as being there: what is below may grow before the view hears of it.
        self._following = True
        self.timeline = TimelineModel(self._speak, self)
        self.setModel(self.timeline)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        theme.changed.connect(self.lay_out_again)
        export_rules.changed.connect(self.viewport().update)
        # A coarse timer may be a twentieth early: then nothing would paint what still waits.
        precise = Qt.TimerType.PreciseTimer
        self._state_timer = QTimer(self, singleShot=True, interval=SILENT_MS + 1, timerType=precise)
        self._state_timer.timeout.connect(self.viewport().update)

    def show_items(self, items: Sequence[TimelineItem], *, follow: bool | None = None) -> None:
        """Show these; at the end of the conversation the end stays in sight.

        ``follow`` decides that instead of where the view stands.
        """
        stay = self.follows_end and (self._following or self.at_end() if follow is None else follow)
        anchor = None if stay else self._scroll_anchor(first_steady_row(self.items))
        self._settling = True
        self.items = items
        self.timeline.show(items)
        self.executeDelayedItemsLayout()
        self._settling = False
        self._return_to(anchor)
        if stay:
            self.scroll_to_end()
        self._settle()
        self._following = stay
        # One that is gone and comes back has to be painted again.
        self.painted = {key for key in self.painted if self.timeline.row(key) >= 0}
        last = items[-1] if items else None
        if isinstance(last, MessageItem) and last.message.delivery in ON_ITS_WAY:
            self._state_timer.start()
        self.items_changed.emit()

    def at_end(self) -> bool:
        """Whether the newest message is in sight."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - END_REACH

    def scroll_to_end(self) -> None:
        """Go to the newest message."""
        bar = self.verticalScrollBar()
        for _ in range(MAX_PASSES):
            bar.setValue(bar.maximum())
            if not self._measure_in_sight() and bar.value() == bar.maximum():
                break
        self._following = True

    def scroll_to_item(self, key: Hashable) -> None:
        """Bring an item to the upper third of the view."""
        row = self.timeline.row(key)
        if row < 0:
            return
        bar = self.verticalScrollBar()
        for _ in range(MAX_PASSES):
            top = self.heights.top(row) - self.viewport().height() // 3
            bar.setValue(top)
            there = self.heights.top(row) - self.viewport().height() // 3 == top
            if not self._measure_in_sight() and there:
                break

    def move_current(self, before: Hashable, now: Hashable) -> None:
        """Go to the row ``now`` if the keyboard is still on ``before``."""
        index, row = self.currentIndex(), self.timeline.row(now)
        if row >= 0 and index.isValid() and self.timeline.entry(index.row()).key == before:
            self.setCurrentIndex(self.timeline.index(row, 0))

    def show_matches(
        self,
        matches: Mapping[Hashable, tuple[Span, ...]],
        current: tuple[Hashable, Span] | None = None,
    ) -> None:
        """Mark what a search found, and the one of it that the doctor is at."""
        self._matches, self._match = matches, current
        self.viewport().update()

    def last_in_sight(self) -> MessageItem | None:
        """The lowest message whose end is in sight."""
        bottom = self.verticalOffset() + self.viewport().height()
        row = self.heights.at(bottom - 1)
        while row >= 0:
            item = self.timeline.entry(row)
            if isinstance(item, MessageItem) and self.heights.top(row + 1) <= bottom:
                return item
            row -= 1
        return None

    def lay_out_again(self) -> None:
        """Measure everything afresh: fonts, language or the fold changed."""
        anchor, end = self._scroll_anchor(), self._following
        self.layouts.clear()
        self.doItemsLayout()
        self._return_to(anchor)
        if end:
            self.scroll_to_end()
        self._settle()

    def measure(self, row: int) -> int:
        """Exact for rows that were seen, else a guess."""
        return self.layouts.estimate_height(self.timeline.entry(row))

    def measure_all(self, first: int, last: int) -> list[int]:
        """One guess for all of very many rows: to look at each of them would take too long."""
        many = last - first >= MAX_MEASURED_ROWS
        return [TYPICAL_HEIGHT] * (last - first + 1) if many else super().measure_all(first, last)

    def laid_out_row(self, row: int) -> LaidOutRow:
        """The laid out row."""
        return self.layouts.lay_out(self.timeline.entry(row))

    def paint_context(self) -> PaintContext:
        """What is true while this frame is painted."""
        return PaintContext(
            media=self._media,
            now_ms=self._now_ms(),
            ratio=self.devicePixelRatioF(),
            progress=self.progress,
            corrected=self.corrected,
            marked=self.marked,
            online=self.online,
            highlights=highlights_of(self.selection, self._matches, self._match),
        )

    def hit_at(self, point: QPoint) -> Hit | None:
        """What answers to a click at a point of the viewport."""
        index = self.indexAt(point)
        if not index.isValid():
            return None
        inside = QPointF(point - self.visualRect(index).topLeft())
        hits = self.laid_out_row(index.row()).hits(self.paint_context())
        return next((hit for hit in hits if hit.rect.contains(inside)), None)

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The first arrow goes to the newest message in sight, not to the beginning."""
        last = None if self.currentIndex().isValid() else self.last_in_sight()
        if last is None or action in {Cursor.MoveHome, Cursor.MoveEnd}:
            return super().moveCursor(action, modifiers)
        return self.timeline.index(self.timeline.row(last.key), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        self._settle()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        context, bottom = self.paint_context(), event.rect().bottom() + 1
        before = len(self.painted)
        for row in self.rows_between(event.rect().top(), bottom):
            item, laid_out = self.timeline.entry(row), self.laid_out_row(row)
            place = self.visualRect(self.timeline.index(row, 0))
            with clipped(painter, place.adjusted(0, 0, 0, OVERHANG) & event.rect()):
                painter.translate(place.topLeft())
                laid_out.paint(painter, context, context.highlights.get(item.key))
            if place.bottom() < bottom:
                self.painted.add(item.key)
        self.paint_ring(painter)
        if len(self.painted) > before:
            self.painted_more.emit()

    def paint_ring(self, painter: QPainter) -> None:
        """Where the keyboard is: on its row, on the whole list while it is on none."""
        index = self.currentIndex()
        if self._by_keyboard and self.hasFocus() and index.isValid():
            draw_inner_ring(painter, self.visualRect(index).toRectF())
        else:
            super().paint_ring(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width lays out afresh what is seen; the anchor stays."""
        anchor, end = self._scroll_anchor(), self._following
        self.resizing = True
        super().resizeEvent(event)
        # With the scroll bar's room, so that its coming moves nothing.
        self.layouts.resize(self.width())
        self.doItemsLayout()
        self._return_to(anchor)
        if end:
            self.scroll_to_end()
        self._settle()
        self.resizing = False
        self.resized.emit()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Keep the end in sight when the last message grows."""
        super().dataChanged(first, last, roles)
        self.viewport().update()

    def _speak(self, item: TimelineItem) -> str:
        return self.layouts.lay_out(item).spoken(self.paint_context())

    def _on_scroll(self) -> None:
        self._settle()
        self._following = self.at_end()
        self.scrolled.emit()

    def _settle(self) -> None:
        """Make every row in sight exact, without moving what was in sight."""
        if self._settling:
            return
        self._settling = True
        for _ in range(MAX_PASSES):
            anchor = self._scroll_anchor()
            if not self._measure_in_sight():
                break
            self._return_to(anchor)
        self._settling = False

    def _measure_in_sight(self) -> bool:
        """Lay out the rows in sight; whether any guess was wrong."""
        top = self.verticalOffset()
        bottom, row = top + self.viewport().height(), self.heights.at(top)
        wrong = False
        while 0 <= row < len(self.heights) and self.heights.top(row) < bottom:
            wrong |= self.heights.set(row, self.laid_out_row(row).height) != 0
            row += 1
        if wrong:
            self.updateGeometries()
        return wrong

    def _scroll_anchor(self, from_row: int = 0) -> ScrollAnchor | None:
        """The first row in sight that is laid out, and where it stands."""
        row = max(self.heights.at(self.verticalOffset()), from_row)
        bottom = self.verticalOffset() + self.viewport().height()
        first = row
        while 0 <= row < min(len(self.heights), self.timeline.rowCount()):
            if self.heights.top(row) >= bottom:
                break
            if self.layouts.cached(self.timeline.entry(row)) is not None:
                return self._anchor_of(row)
            row += 1
        in_model = 0 <= first < min(len(self.heights), self.timeline.rowCount())
        return self._anchor_of(first) if in_model else None

    def _anchor_of(self, row: int) -> ScrollAnchor:
        index = QPersistentModelIndex(self.timeline.index(row, 0))
        return index, self.heights.top(row) - self.verticalOffset()

    def _return_to(self, anchor: ScrollAnchor | None) -> None:
        if anchor is not None and 0 <= anchor[0].row() < len(self.heights):
            self.verticalScrollBar().setValue(self.heights.top(anchor[0].row()) - anchor[1])
