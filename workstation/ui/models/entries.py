"""A list model that goes from one sequence to the next by the least that a view must redo."""

from collections.abc import Hashable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

EntryRole = Qt.ItemDataRole.UserRole


class Entry(Protocol):
    """One row: who it is, how high it is, what a screen reader says of it."""

    @property
    def key(self) -> Hashable:
        """The same for the same thing, whatever it looks like now."""

    @property
    def height(self) -> int:
        """In pixels."""

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""

    @property
    def selectable(self) -> bool:
        """False for headings."""


E = TypeVar("E", bound=Entry)


class EntriesModel(QAbstractListModel, Generic[E]):
    """Rows of entries; ``show`` moves, inserts, removes and changes only what differs.

    Selection and scroll position of a view survive, since rows keep their identity.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[E] = []
        self._rows: dict[Hashable, int] | None = None

    def show(self, wanted: Sequence[E]) -> None:
        """Become ``wanted``; its keys must differ from each other."""
        keys = {entry.key for entry in wanted}
        self._drop(keys)
        known = {entry.key for entry in self._entries}
        row = 0
        while row < len(wanted):
            fresh = _run(wanted, row, known)
            if fresh:
                self._insert(row, fresh)
            elif self._entries[row].key != wanted[row].key:
                self._bring(row, wanted[row].key)
            row += len(fresh) or 1
        self._change(wanted)

    def entry(self, row: int) -> E:
        """The entry of a row."""
        return self._entries[row]

    def row(self, key: Hashable) -> int:
        """Where an entry stands, -1 when nowhere."""
        if self._rows is None:
            self._rows = {entry.key: row for row, entry in enumerate(self._entries)}
        return self._rows.get(key, -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == EntryRole:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return entry.spoken
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        plain = Qt.ItemFlag.ItemNeverHasChildren | Qt.ItemFlag.ItemIsEnabled
        if self._entries[index.row()].selectable:
            return plain | Qt.ItemFlag.ItemIsSelectable
        return plain

    def _drop(self, keys: set[Hashable]) -> None:
        row = len(self._entries) - 1
        while row >= 0:
            last = row
            while row >= 0 and self._entries[row].key not in keys:
                row -= 1
            if row < last:
                self.beginRemoveRows(QModelIndex(), row + 1, last)
                del self._entries[row + 1 : last + 1]
                self._rows = None
                self.endRemoveRows()
            row -= 1

    def _insert(self, row: int, entries: Sequence[E]) -> None:
        self.beginInsertRows(QModelIndex(), row, row + len(entries) - 1)
        self._entries[row:row] = entries
        self._rows = None
        self.endInsertRows()

    def _bring(self, row: int, key: Hashable) -> None:
        here = next(n for n in range(row, len(self._entries)) if self._entries[n].key == key)
        self.beginMoveRows(QModelIndex(), here, here, QModelIndex(), row)
        self._entries.insert(row, self._entries.pop(here))
        self._rows = None
        self.endMoveRows()

    def _change(self, wanted: Sequence[E]) -> None:
        for row, entry in enumerate(wanted):
            if self._entries[row] != entry:
                self._entries[row] = entry
                index = self.index(row, 0)
                self.dataChanged.emit(index, index)


def _run(wanted: Sequence[E], start: int, known: set[Hashable]) -> Sequence[E]:
    """The entries from ``start`` on that are new, up to the first known one."""
    end = start
    while end < len(wanted) and wanted[end].key not in known:
        end += 1
    return wanted[start:end]
