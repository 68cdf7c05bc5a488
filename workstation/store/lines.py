"""Lines of a conversation in order, and the edits that lead from one state to the next."""

import enum
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from workstation.domain.changes import Changes, Gap, Timeline
from workstation.domain.message import Message

Line = Message | Gap


class EditKind(enum.Enum):
    """What happens at an index of the list."""

    INSERT = "insert"
    REPLACE = "replace"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Edit:
    """One step: ``line`` is what is now at ``index``, or for ``REMOVE`` what was."""

    kind: EditKind
    index: int
    line: Line


def key_of(line: Line) -> str:
    """The name of a line, the same for its whole life."""
    return f"g{line.gap_id}" if isinstance(line, Gap) else line.key


class Lines:
    """A sorted list with the unsent messages behind it.

    ``older`` and ``newer`` say that the conversation goes on beyond the ends.
    """

    def __init__(self) -> None:
        self._places: list[int] = []
        self._lines: list[Line] = []
        self._by_key: dict[str, Line] = {}
        self.older = False
        self.newer = False

    @property
    def first_position(self) -> int | None:
        """The place of the first line that has one."""
        return self._places[0] if self._places else None

    @property
    def last_position(self) -> int | None:
        """The place of the last line that has one."""
        return self._places[-1] if self._places else None

    def get(self, key: str) -> Line | None:
        """A line by its name."""
        return self._by_key.get(key)

    def index(self, key: str) -> int | None:
        """Where a line stands."""
        line = self._by_key.get(key)
        return None if line is None else self._index(line)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def __getitem__(self, index: int) -> Line:
        """The line at an index."""
        return self._lines[index]

    def __iter__(self) -> Iterator[Line]:
        """The lines in order."""
        return iter(self._lines)

    def replace(self, page: Timeline) -> None:
        """Hold exactly this page."""
        placed: list[Line] = [*page.messages, *page.gaps]
        placed.sort(key=lambda line: line.position or 0)
        self._places = [line.position or 0 for line in placed]
        self._lines = [*placed, *page.unsent]
        self._by_key = {key_of(line): line for line in self._lines}
        self.older, self.newer = page.older, page.newer

    def prepend(self, page: Timeline, longest: int) -> list[Edit]:
        """Lines before the first one; drops from the end what is too much."""
        self.older = False
        edits = self._put_all(page)
        self.older = page.older
        while len(self._lines) > longest and self._places:
            self.newer = True
            edits.append(self._remove(self._lines[-1]))
        return edits

    def append(self, page: Timeline, longest: int) -> list[Edit]:
        """Lines after the last one; drops from the beginning what is too much."""
        self.newer = False
        edits = self._put_all(page)
        self.newer = page.newer
        return edits + self.shorten(longest)

    def shorten(self, longest: int) -> list[Edit]:
        """Drop from the beginning what is too much."""
        edits = []
        while len(self._places) > longest:
            self.older = True
            edits.append(self._remove(self._lines[0]))
        return edits

    def apply(self, consultation_id: int, changes: Changes) -> list[Edit]:
        """Take in changes of this conversation."""
        edits: list[Edit] = []
        for removed in changes.removed:
            line = self._by_key.get(removed.key)
            if removed.consultation_id == consultation_id and line is not None:
                edits.append(self._remove(line))
        for message in changes.messages:
            if message.consultation_id == consultation_id:
                edits += self._put(message)
        if consultation_id in changes.gaps_of:
            edits += self._put_gaps(
                [g for g in changes.gaps if g.consultation_id == consultation_id]
            )
        return edits

    def _put_all(self, page: Timeline) -> list[Edit]:
        lines: list[Line] = [*page.messages, *page.gaps, *page.unsent]
        return [edit for line in lines for edit in self._put(line)]

    def _put_gaps(self, gaps: list[Gap]) -> list[Edit]:
        kept = {key_of(gap) for gap in gaps}
        gone = [line for line in self._lines if isinstance(line, Gap) and key_of(line) not in kept]
        edits = [self._remove(line) for line in gone]
        return edits + [edit for gap in gaps for edit in self._put(gap)]

    def _put(self, line: Line) -> list[Edit]:
        before = self._by_key.get(key_of(line))
        if before == line:
            return []
        if not self._within(line):
            return [] if before is None else [self._remove(before)]
        if before is None:
            return [self._insert(line)]
        if before.position == line.position:
            return [self._exchange(before, line)]
        at = self._index(before)
        removed = self._remove(before)
        inserted = self._insert(line)
        if inserted.index == at:
            return [Edit(EditKind.REPLACE, at, line)]
        return [removed, inserted]

    def _exchange(self, before: Line, line: Line) -> Edit:
        at = self._index(before)
        self._lines[at] = self._by_key[key_of(line)] = line
        return Edit(EditKind.REPLACE, at, line)

    def _within(self, line: Line) -> bool:
        """Whether a line belongs into this window; beyond its ends others are missing."""
        if line.position is None:
            return not self.newer
        first, last = self.first_position, self.last_position
        if self.older and first is not None and line.position < first:
            return False
        return not (self.newer and last is not None and line.position > last)

    def _insert(self, line: Line) -> Edit:
        if line.position is None:
            at = len(self._lines)
        else:
            at = bisect_left(self._places, line.position)
            self._places.insert(at, line.position)
        self._lines.insert(at, line)
        self._by_key[key_of(line)] = line
        return Edit(EditKind.INSERT, at, line)

    def _remove(self, line: Line) -> Edit:
        at = self._index(line)
        del self._lines[at]
        if line.position is not None:
            del self._places[at]
        del self._by_key[key_of(line)]
        return Edit(EditKind.REMOVE, at, line)

    def _index(self, line: Line) -> int:
        if line.position is None:
            return self._lines.index(line, len(self._places))
        at = bisect_left(self._places, line.position)
        while self._lines[at] is not line:
            at += 1
        return at
