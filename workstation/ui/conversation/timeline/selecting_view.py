"""What of a conversation is selected: a stretch of one text, or several messages.

A text is selected with the mouse and never over the end of its message (``selection``). Messages
are selected as in any list, by Shift and Ctrl with a click, and by Shift with the arrow keys, Home
and End; one alone is no selection but where the keyboard is.
"""

from collections.abc import Callable, Hashable

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from workstation.ui.conversation.timeline.items import CardItem, MessageItem
from workstation.ui.conversation.timeline.paint_context import SelectableText
from workstation.ui.conversation.timeline.selection import Selection, word_at
from workstation.ui.conversation.timeline.text import TextLink
from workstation.ui.conversation.timeline.view import TimelineView
from workstation.ui.kit.rows.ringed import AnyIndex
from workstation.ui.kit.rows.view import ENDS
from workstation.ui.kit.theme import theme
from workstation.ui.media.media_lookup import MediaLookup

Command = QItemSelectionModel.SelectionFlag
Selectable = CardItem | MessageItem
STEPS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})


class SelectingView(TimelineView):
    """The conversation in which a text, or several messages, can be selected.

    Where it ``goes_on`` below what is loaded, End leads to no row of it and is ``end_asked``. With
    Shift it selects what is loaded.
    """

    end_asked = Signal()
    goes_on = False

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(media, now_ms, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._selected: tuple[Selectable, ...] = ()
        self._start = QPersistentModelIndex()

    @property
    def selected_items(self) -> tuple[Selectable, ...]:
        """The selected messages in their order; empty unless there are several."""
        return self._selected

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The last row that is loaded is not the end of what goes on.

        Qt would lead to an end with Ctrl and select nothing there, and leave what is selected as
        it is where a key without Shift leads nowhere.
        """
        selects = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_End and self.goes_on and not selects:
            self.end_asked.emit()
            return
        if event.key() in ENDS:
            plain = event.modifiers() & ~Qt.KeyboardModifier.ControlModifier
            event = QKeyEvent(event.type(), event.key(), plain)
        before = self.currentIndex()
        super().keyPressEvent(event)
        moves = event.key() in ENDS or event.key() in STEPS
        if moves and not selects and self._selected and self.currentIndex() == before:
            self.select_none()

    def select_none(self) -> None:
        """Only the row that the keyboard is on stays selected."""
        self.selectionModel().setCurrentIndex(self.currentIndex(), Command.ClearAndSelect)

    def selectionCommand(self, index: AnyIndex, event: QEvent | None = None) -> Command:
        """Where no key and no click leads to a row, it is selected alone.

        Qt would look at the keys that are pressed: Shift F3 would select up to the next match.
        """
        if event is None:
            return Command.ClearAndSelect
        command = super().selectionCommand(index, event)
        if command & Command.Select and not command & Command.Current:
            self._start = QPersistentModelIndex(index)
        return command

    def setSelection(self, rect: QRect, command: Command) -> None:
        """With Shift from the row that was gone to without it; Qt's own memory of it is shorter."""
        end = self.indexAt(rect.bottomRight())
        if command & Command.Current and self._start.isValid() and end.isValid():
            rows = QItemSelection(self.timeline.index(self._start.row(), 0), end)
            self.selectionModel().select(rows, command)
        else:
            super().setSelection(rect, command)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """All rows change their look where one becomes several."""
        super().selectionChanged(selected, deselected)
        rows = sorted(index.row() for index in self.selectedIndexes())
        if len(rows) == 1:
            self._start = QPersistentModelIndex(self.timeline.index(rows[0], 0))
        entries = [self.timeline.entry(row) for row in rows]
        picked = tuple(entry for entry in entries if isinstance(entry, CardItem | MessageItem))
        self._selected = picked if len(picked) > 1 else ()
        self.viewport().update()

    def selectAll(self) -> None:
        """Nothing: what is not loaded would be left out unseen."""

    def event(self, event: QEvent) -> bool:
        """While messages are selected Esc ends that, and nothing else."""
        override = event.type() is QEvent.Type.ShortcutOverride and self._selected
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Selected rows lie on another ground, over all of their width."""
        if self._selected:
            self._anchoring.settle()
            self._paint_grounds()
        super().paintEvent(event)

    def _paint_grounds(self) -> None:
        keys = {item.key for item in self._selected}
        painter, ground = QPainter(self.viewport()), theme.colours.bg_selected
        for row in self.rows_in_sight():
            if self.timeline.entry(row).key in keys:
                painter.fillRect(self.visualRect(self.timeline.index(row, 0)), ground)

    def go_to_row(self, index: QModelIndex, *, scrolls: bool) -> None:
        """Make a row the current one; what lies under the pointer stays unless it ``scrolls``."""
        self.setAutoScroll(scrolls)
        self.setCurrentIndex(index)
        self.setAutoScroll(True)

    def part_in_sight(self, index: QModelIndex) -> QRect:
        """Where a row lies on the viewport, as far as that shows it."""
        return self.visualRect(index).intersected(self.viewport().rect())

    def go_to_item(self, key: Hashable) -> None:
        """Go to an item with the keyboard, and scroll unless the whole of it is in sight."""
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

    def selected_text(self) -> str:
        """What is selected with the mouse."""
        if not self.selection:
            return ""
        row = self.timeline.row(self.selection.key)
        selectable = self.laid_out_row(row).selectable_text() if row >= 0 else None
        start, end = self.selection.span
        return selectable.block.text[start:end] if selectable is not None else ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        point = event.position().toPoint()
        text_hit, selectable = self._text_under(point), self._text_at(point)
        if text_hit is not None and selectable is not None:
            start, end = word_at(selectable[1].block.text, text_hit[1])
            self._set_selection(Selection(text_hit[0], start, end))

    def _extend(self, point: QPoint) -> None:
        if self.selection is None:
            return
        row = self.timeline.row(self.selection.key)
        selectable = self.laid_out_row(row).selectable_text() if row >= 0 else None
        if selectable is None:
            return
        corner = self.visualRect(self.timeline.index(row, 0)).topLeft()
        position = selectable.block.position_at(QPointF(point - corner) - selectable.at)
        self._set_selection(Selection(self.selection.key, self.selection.anchor, position))

    def _set_selection(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self.viewport().update()

    def _inside(self, point: QPoint) -> QPointF:
        return QPointF(point - self.visualRect(self.indexAt(point)).topLeft())

    def _text_at(self, point: QPoint) -> tuple[Hashable, SelectableText] | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        selectable = self.laid_out_row(index.row()).selectable_text()
        return (
            (self.timeline.entry(index.row()).key, selectable) if selectable is not None else None
        )

    def _text_under(self, point: QPoint) -> tuple[Hashable, int, TextLink | None] | None:
        text_at = self._text_at(point)
        if text_at is None:
            return None
        key, selectable = text_at
        inside = self._inside(point) - selectable.at
        block = selectable.block
        if not (0 <= inside.x() <= block.width and 0 <= inside.y() < block.height):
            return None
        return key, block.position_at(inside), block.link_at(inside)
