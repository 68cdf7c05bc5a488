"""A list model that goes from one sequence to the next by the least that a view must redo.

Stores give whole lists, again and again; a view that is reset loses its current row, its selection
and its place. So ``show`` tells Qt only what differs: equal ends are found first (nearly always
all of one list is the beginning or the end of the other), then rows that went are removed, rows
that are new inserted, and those that stand elsewhere moved; at last what has the same key and
another content is told as changed. From ``a b c`` to ``b X a`` Qt hears: ``c`` removed, ``b``
moved up, ``X`` inserted.

Invariants: after ``show`` the rows are the sequence; a row keeps its identity as long as its key
is there; between ``begin…`` and ``end…`` nothing asks ``row``, whose table of keys is made anew
after. Comparing goes in pieces of 256, because slices of lists compare in C.

Tests: ``test_any_sequence_becomes_any_other``, ``test_the_same_again_tells_nothing``,
``test_only_what_differs_is_touched_in_a_long_list``.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

EntryRole = Qt.ItemDataRole.UserRole
PIECE = 256


class ListEntry(Protocol):
    """One row: who it is, how high it is, what a screen reader says of it."""

    @property
    def key(self) -> Hashable:
        """Names the entry, whatever it looks like at the moment."""

    @property
    def height(self) -> int:
        """Its height in pixels."""

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""

    @property
    def selectable(self) -> bool:
        """Whether the row can be selected: headings cannot."""


E = TypeVar("E", bound=ListEntry)


class EntriesModel(QAbstractListModel, Generic[E]):
    """Rows of entries; ``show`` moves, inserts, removes and changes only what differs.

    Selection and scroll position of a view survive, since rows keep their identity.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: list[E] = []
        # Where each key stands, once asked for, less what was put in front since.
        self._rows: dict[Hashable, int] | None = None
        self._in_front = 0

    def show(self, entries: Sequence[E]) -> None:
        """Become ``entries``; its keys must differ from each other."""
        if not self._entries:
            self._fill(entries)
            return
        head, tail = _same_ends(self._entries, entries)
        stop = len(entries) - tail
        self._drop({entry.key for entry in entries[head:stop]}, head, len(self._entries) - tail)
        present = {entry.key for entry in self._entries[head : len(self._entries) - tail]}
        row = head
        while row < stop:
            fresh = _new_entries(entries, row, stop, present)
            if fresh:
                self._insert(row, fresh)
            elif self._entries[row].key != entries[row].key:
                self._move_up(row, entries[row].key)
            row += len(fresh) or 1
        self._change(entries, head, stop)

    def entry(self, row: int) -> E:
        """The entry of a row."""
        return self._entries[row]

    def heights(self, first: int, last: int) -> list[int]:
        """How high the rows from ``first`` to ``last`` are, both included."""
        return [entry.height for entry in self._entries[first : last + 1]]

    def row(self, key: Hashable) -> int:
        """The row of an entry, counted from 0; -1 where it is not shown."""
        if self._rows is None:
            self._rows = {entry.key: row for row, entry in enumerate(self._entries)}
            self._in_front = 0
        row = self._rows.get(key)
        return -1 if row is None else row + self._in_front

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

    def _drop(self, keys: set[Hashable], first: int, stop: int) -> None:
        """Take out the rows from ``first`` to before ``stop`` that have none of these keys."""
        row = stop - 1
        while row >= first:
            last = row
            while row >= first and self._entries[row].key not in keys:
                row -= 1
            if row < last:
                self.beginRemoveRows(QModelIndex(), row + 1, last)
                del self._entries[row + 1 : last + 1]
                self._rows = None
                self.endRemoveRows()
            row -= 1

    def _fill(self, entries: Sequence[E]) -> None:
        if entries:
            self._insert(0, entries)

    def _insert(self, row: int, entries: Sequence[E]) -> None:
        self.beginInsertRows(QModelIndex(), row, row + len(entries) - 1)
        self._index_inserted(row, entries)
        self._entries[row:row] = entries
        self.endInsertRows()

    def _index_inserted(self, row: int, entries: Sequence[E]) -> None:
        """Note where inserted rows stand, if that stays known: at either end."""
        if self._rows is None or row not in {0, len(self._entries)}:
            self._rows = None
            return
        if row == 0:
            self._in_front += len(entries)
        first = row - self._in_front
        self._rows.update((entry.key, first + n) for n, entry in enumerate(entries))

    def _move_up(self, row: int, key: Hashable) -> None:
        here = next(n for n in range(row, len(self._entries)) if self._entries[n].key == key)
        self.beginMoveRows(QModelIndex(), here, here, QModelIndex(), row)
        self._entries.insert(row, self._entries.pop(here))
        self._rows = None
        self.endMoveRows()

    def _change(self, entries: Sequence[E], first: int, stop: int) -> None:
        """Report changed rows, neighbours together: thousands differ at the end of a minute."""
        row = first
        while row < stop:
            begin = row
            while row < stop and self._entries[row] != entries[row]:
                self._entries[row] = entries[row]
                row += 1
            if row > begin:
                self.dataChanged.emit(self.index(begin, 0), self.index(row - 1, 0))
            row += 1


def _new_entries(
    entries: Sequence[E], start: int, stop: int, present: set[Hashable]
) -> Sequence[E]:
    """The entries from ``start`` on that are new, up to the first known one."""
    end = start
    while end < stop and entries[end].key not in present:
        end += 1
    return entries[start:end]


def _same_ends(before: list[E], after: Sequence[E]) -> tuple[int, int]:
    """How many entries stay as they are at the beginning, and how many of the others at the end."""
    more = len(after) - len(before)
    # All of them, nearly always: what is new comes after them, or before.
    if more >= 0 and after[: len(before)] == before:
        return len(before), 0
    if more >= 0 and after[more:] == before:
        return 0, len(before)
    after = list(after)
    head = _shared_prefix(before, after)
    return head, _shared_prefix(before[head:][::-1], after[head:][::-1])


def _shared_prefix(before: list[E], after: list[E]) -> int:
    """How many entries at the beginning are the same, in whole pieces and then one by one."""
    same, shorter = 0, min(len(before), len(after))
    while same < shorter and before[same : same + PIECE] == after[same : same + PIECE]:
        same = min(same + PIECE, shorter)
    while same < shorter and before[same] == after[same]:
        same += 1
    return same
