"""What of a conversation is selected with the mouse, and which row the keyboard is on."""

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QMouseEvent

from workstation.ui.conversation.timeline.paint_context import SelectableText
from workstation.ui.conversation.timeline.selection import Selection, word_at
from workstation.ui.conversation.timeline.text import TextLink
from workstation.ui.conversation.timeline.view import TimelineView


class SelectingView(TimelineView):
    """The conversation in which a text can be selected."""

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
