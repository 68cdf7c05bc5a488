"""Several messages, selected as in any list: by Shift and Ctrl with a click, by Shift with a key.

One alone is no selection but where the keyboard is. What is selected inside of one text is another
matter (``selection``).
"""

from collections.abc import Hashable

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView

from workstation.ui.conversation.timeline.items import CardItem, MessageItem
from workstation.ui.conversation.timeline.model import TimelineModel
from workstation.ui.kit.rows.ringed import AnyIndex

Command = QItemSelectionModel.SelectionFlag
Selectable = CardItem | MessageItem


class RowSelection:
    """The selected messages.

    ``keys`` are those of the selected messages; empty unless there are several.
    """

    def __init__(self, view: QAbstractItemView, timeline: TimelineModel) -> None:
        self.keys: frozenset[Hashable] = frozenset()
        self._view, self._timeline = view, timeline
        self._start = QPersistentModelIndex()

    @property
    def items(self) -> tuple[Selectable, ...]:
        """The selected messages in their order, as they are now: one may have been corrected."""
        rows = sorted(map(self._timeline.row, self.keys))
        return tuple(self._timeline.entry(row) for row in rows)

    def clear(self) -> None:
        """Select nothing but the row that the keyboard is on."""
        self._view.selectionModel().setCurrentIndex(
            self._view.currentIndex(), Command.ClearAndSelect
        )

    def on_command(self, index: AnyIndex, command: Command) -> None:
        """Begin the next stretch at the row of a command that came without Shift."""
        if command & Command.Select and not command & Command.Current:
            self._start = QPersistentModelIndex(index)

    def stretch(self, end: QModelIndex, command: Command) -> QItemSelection | None:
        """The rows from where Shift began to ``end``; Qt itself forgets where that was."""
        if not command & Command.Current or not (self._start.isValid() and end.isValid()):
            return None
        return QItemSelection(self._timeline.index(self._start.row(), 0), end)

    def on_changed(self) -> None:
        """Take in which rows are selected now."""
        rows = sorted(index.row() for index in self._view.selectionModel().selectedIndexes())
        if len(rows) == 1:
            self._start = QPersistentModelIndex(self._timeline.index(rows[0], 0))
        entries = [self._timeline.entry(row) for row in rows]
        keys = frozenset(
            entry.key for entry in entries if isinstance(entry, CardItem | MessageItem)
        )
        self.keys = keys if len(keys) > 1 else frozenset()
