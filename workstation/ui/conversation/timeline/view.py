"""The conversation on the screen."""

from collections.abc import Callable, Hashable, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from workstation.ui.conversation.timeline.bubble import SILENT_MS
from workstation.ui.conversation.timeline.items import MessageItem, TimelineItem, first_steady_row
from workstation.ui.conversation.timeline.laid_out_row import LaidOutRow
from workstation.ui.conversation.timeline.layout_cache import LayoutCache
from workstation.ui.conversation.timeline.message_state import ON_ITS_WAY
from workstation.ui.conversation.timeline.model import TimelineModel
from workstation.ui.conversation.timeline.paint_context import PaintContext
from workstation.ui.conversation.timeline.placed_row import PlacedRow
from workstation.ui.conversation.timeline.row_selection import Command, RowSelection
from workstation.ui.conversation.timeline.scroll_anchoring import ScrollAnchoring
from workstation.ui.conversation.timeline.selection import Match, Matches, Selection, highlights_of
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.painting import clipped, draw_inner_ring
from workstation.ui.kit.rows import RowsView
from workstation.ui.kit.rows.ringed import AnyIndex
from workstation.ui.kit.rows.view import Cursor
from workstation.ui.kit.theme import SPACE, theme
from workstation.ui.media.media_lookup import MediaLookup

MAX_MEASURED_ROWS = 2_000
TYPICAL_HEIGHT = 2 * SPACE.x8
OVERHANG = SPACE.x1  # how far an upload is stands above the next row


class TimelineView(RowsView):
    """Shows ``items``; each of its signals means that other rows may be visible.

    Without ``follows_end`` it does not scroll to new rows at the end: an ended conversation is read
    from where it was opened.

    ``painted`` are the keys of rows whose end was painted, ``painted_more`` is emitted for more. A
    row may be scrolled away by the next ones before a busy computer paints it: of a burst only the
    end is painted.
    """

    items_changed = Signal()
    scrolled = Signal()
    resized = Signal()
    painted_more = Signal()

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.layouts = LayoutCache()
        self.items: Sequence[TimelineItem] = ()
        self.end_margin, self.follows_end = SPACE.x4, True
        self.painted: set[Hashable] = set()
        self.selection: Selection | None = None
        self.progress: Mapping[str, float] = {}
        self.corrected = frozenset[str]()
        self.marked: Hashable = None
        self.online, self.resizing = True, False
        self._media, self._now_ms = media, now_ms
        self.matches: Matches = {}
        self._match: Match | None = None
        self.timeline = TimelineModel(self._speak, self)
        self._row_selection = RowSelection(self, self.timeline)
        self._anchoring = ScrollAnchoring(self, self.timeline, self.layouts)
        self.setModel(self.timeline)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        theme.changed.connect(self.lay_out_again)
        export_rules.changed.connect(self.viewport().update)
        # A coarse timer may be a twentieth early: then nothing would paint what still waits.
        precise = Qt.TimerType.PreciseTimer
        self._state_timer = QTimer(self, singleShot=True, interval=SILENT_MS + 1, timerType=precise)
        self._state_timer.timeout.connect(self.viewport().update)

    def show_items(self, items: Sequence[TimelineItem], *, follow: bool | None = None) -> None:
        """Show these items; a view at the end remains there.

        ``follow`` overrides whether it does.
        """
        if follow is None:
            follow = self._anchoring.follows or self.at_end()
        stay = self.follows_end and follow
        with self._anchoring.keep(end=stay, from_row=first_steady_row(self.items)):
            self.items = items
            self.timeline.show(items)
            self.executeDelayedItemsLayout()
        self._anchoring.follows = stay
        # One that is gone and comes back has to be painted again.
        self.painted = {key for key in self.painted if self.timeline.row(key) >= 0}
        last = items[-1] if items else None
        if isinstance(last, MessageItem) and last.message.delivery in ON_ITS_WAY:
            self._state_timer.start()
        self.items_changed.emit()

    def at_end(self) -> bool:
        """Whether the newest message is in sight."""
        return self._anchoring.at_end()

    def scroll_to_end(self) -> None:
        """Go to the newest message."""
        self._anchoring.scroll_to_end()

    def scroll_to_item(self, key: Hashable) -> None:
        """Bring an item to the upper third of the view."""
        row = self.timeline.row(key)
        if row >= 0:
            self._anchoring.scroll_to_row(row)

    def go_to_item(self, key: Hashable) -> None:
        """Make an item current, and scroll to it unless it is fully visible."""
        row = self.timeline.row(key)
        if row < 0:
            return
        in_sight = self.shows_whole(key)
        self.setCurrentIndex(self.timeline.index(row, 0))
        if not in_sight:
            self.scroll_to_item(key)

    def shows_whole(self, key: Hashable) -> bool:
        """Whether the whole of an item is in sight."""
        place = self.visualRect(self.timeline.index(self.timeline.row(key), 0))
        return self.isVisible() and self.viewport().rect().contains(place)

    def move_current(self, before: Hashable, now: Hashable) -> None:
        """Go to the row ``now`` if the keyboard is still on ``before``."""
        index, row = self.currentIndex(), self.timeline.row(now)
        if row >= 0 and index.isValid() and self.timeline.entry(index.row()).key == before:
            self.setCurrentIndex(self.timeline.index(row, 0))

    def show_matches(self, matches: Matches, current: Match | None = None) -> None:
        """Mark the matches of a search, and the current one."""
        self.matches, self._match = matches, current
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
        with self._anchoring.keep(end=self._anchoring.follows):
            self.layouts.clear()
            self.doItemsLayout()

    def measure(self, row: int) -> int:
        """The height of a row: exact for one that was seen, else a guess."""
        return self.layouts.estimate_height(self.timeline.entry(row))

    def measure_all(self, first: int, last: int) -> list[int]:
        """The heights of very many rows, by one guess: to look at each would take too long."""
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
            highlights=highlights_of(self.selection, self.matches, self._match),
        )

    def placed_row(self, row: int) -> PlacedRow:
        """The laid out row with its position and its current state."""
        corner = self.visualRect(self.timeline.index(row, 0)).topLeft()
        item = self.timeline.entry(row)
        return PlacedRow(item, self.layouts.lay_out(item), corner, self.paint_context())

    def row_at(self, point: QPoint) -> PlacedRow | None:
        """The row at a point of the viewport."""
        index = self.indexAt(point)
        return self.placed_row(index.row()) if index.isValid() else None

    def row_of(self, key: Hashable) -> PlacedRow | None:
        """The row of an item; ``None`` where it is not laid out."""
        row = self.timeline.row(key)
        return self.placed_row(row) if row >= 0 else None

    def moveCursor(self, action: Cursor, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """The row that a key leads to; the first arrow key goes to the newest visible message."""
        last = None if self.currentIndex().isValid() else self.last_in_sight()
        if last is None or action in {Cursor.MoveHome, Cursor.MoveEnd}:
            return super().moveCursor(action, modifiers)
        return self.timeline.index(self.timeline.row(last.key), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight."""
        self._anchoring.settle()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        context, bottom = self.paint_context(), event.rect().bottom() + 1
        before, rows = len(self.painted), self.rows_between(event.rect().top(), bottom)
        self._paint_grounds(painter, rows)
        self.paint_ring(painter)  # below the rows: a picture ends where its row does
        for row in rows:
            item, laid_out = self.timeline.entry(row), self.laid_out_row(row)
            place = self.visualRect(self.timeline.index(row, 0))
            with clipped(painter, place.adjusted(0, 0, 0, OVERHANG) & event.rect()):
                painter.translate(place.topLeft())
                laid_out.paint(painter, context, context.highlights.get(item.key))
            if place.bottom() < bottom:
                self.painted.add(item.key)
        if len(self.painted) > before:
            self.painted_more.emit()

    def _paint_grounds(self, painter: QPainter, rows: range) -> None:
        """Paint the ground of selected rows, over all of their width."""
        keys = self._row_selection.keys
        for row in rows if keys else ():
            if self.timeline.entry(row).key in keys:
                place = self.visualRect(self.timeline.index(row, 0))
                painter.fillRect(place, theme.colours.bg_selected)

    def paint_ring(self, painter: QPainter) -> None:
        """Ring the row where the keyboard is, or the whole list while it is on none."""
        index = self.currentIndex()
        if self.is_ringed and index.isValid():
            draw_inner_ring(painter, self.visualRect(index).toRectF())
        else:
            super().paint_ring(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out afresh what is seen at another width; the anchor stays."""
        self.resizing = True
        try:
            with self._anchoring.keep(end=self._anchoring.follows):
                super().resizeEvent(event)
                # With the scroll bar's room, so that its coming moves nothing.
                self.layouts.resize(self.width())
                self.doItemsLayout()
        finally:
            self.resizing = False
        self.resized.emit()

    def selectionCommand(self, index: AnyIndex, event: QEvent | None = None) -> Command:
        """How a row is selected that the keyboard comes to: alone, unless a key or click led there.

        Qt would look at the keys that are pressed: Shift F3 would select up to the next match.
        """
        if event is None:
            return Command.ClearAndSelect
        command = super().selectionCommand(index, event)
        self._row_selection.on_command(index, command)
        return command

    def setSelection(self, rect: QRect, command: Command) -> None:
        """Select what a click or a key leads to, with Shift the whole stretch."""
        stretch = self._row_selection.stretch(self.indexAt(rect.bottomRight()), command)
        if stretch is not None:
            self.selectionModel().select(stretch, command)
        else:
            super().setSelection(rect, command)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Take in the selection, and paint all rows: with several selected all look different."""
        super().selectionChanged(selected, deselected)
        self._row_selection.on_changed()
        self.viewport().update()

    def dataChanged(self, first: AnyIndex, last: AnyIndex, roles: Sequence[int] = ()) -> None:
        """Paint whatever differs of a row, another look or another height."""
        super().dataChanged(first, last, roles)
        self.viewport().update()

    def _speak(self, item: TimelineItem) -> str:
        return self.layouts.lay_out(item).spoken(self.paint_context())

    def _on_scroll(self) -> None:
        self._anchoring.on_scrolled()
        self.scrolled.emit()
