"""Rows of a conversation in order: messages, gaps, own unsent messages behind them.

Invariant: rows with a position are sorted by it, and those without (unsent) follow in the order
typed. ``_places`` holds the positions of the first part, for binary search. A message belongs into
the window only if nothing unknown lies between: beyond an end with more rows (``older``, ``newer``)
others are missing, and a message there would be beside the wrong neighbour
(``test_news_beyond_a_window_in_the_middle_are_not_put_at_its_end``).

The echo of an own message has another position and the same key: the row moves and remains selected
(``test_timeline_rows.py``).
"""

from bisect import bisect_left
from collections.abc import Iterator

from workstation.domain.changes import Changes, Gap, Timeline
from workstation.domain.ids import ConsultationId
from workstation.domain.message import Message

TimelineRow = Message | Gap


def row_key(line: TimelineRow) -> str:
    """The name of a line, the same for its whole life."""
    return f"g{line.gap_id}" if isinstance(line, Gap) else line.key


class TimelineRows:
    """A sorted list with the unsent messages behind it.

    ``older`` and ``newer``: the conversation continues beyond that end.
    """

    def __init__(self) -> None:
        self._places: list[int] = []
        self._lines: list[TimelineRow] = []
        self._by_key: dict[str, TimelineRow] = {}
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

    def get(self, key: str) -> TimelineRow | None:
        """A line by its name."""
        return self._by_key.get(key)

    def gap(self, gap_id: int) -> Gap | None:
        """A gap by its number, ``None`` once it is closed or out of this window."""
        line = self._by_key.get(f"g{gap_id}")
        return line if isinstance(line, Gap) else None

    def index(self, key: str) -> int | None:
        """Where a line stands."""
        line = self._by_key.get(key)
        return None if line is None else self._index(line)

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def __getitem__(self, index: int) -> TimelineRow:
        """The line at an index."""
        return self._lines[index]

    def __iter__(self) -> Iterator[TimelineRow]:
        """The lines in order."""
        return iter(self._lines)

    def replace(self, page: Timeline) -> None:
        """Hold exactly this page."""
        placed: list[TimelineRow] = [*page.messages, *page.gaps]
        placed.sort(key=lambda line: line.position or 0)
        self._places = [line.position or 0 for line in placed]
        self._lines = [*placed, *page.unsent]
        self._by_key = {row_key(line): line for line in self._lines}
        self.older, self.newer = page.older, page.newer

    def prepend(self, page: Timeline, max_rows: int) -> None:
        """Take in lines before the first one; drops from the end what is too much."""
        self.older = False
        self._put_all(page)
        self.older = page.older
        while len(self._lines) > max_rows and self._places:
            self.newer = True
            self._remove(self._lines[-1])

    def append(self, page: Timeline, max_rows: int) -> None:
        """Take in lines after the last one; drops from the beginning what is too much."""
        self.newer = False
        self._put_all(page)
        self.newer = page.newer
        self.drop_oldest(max_rows)

    def drop_oldest(self, max_rows: int) -> bool:
        """Drop from the beginning what is too much; whether anything was."""
        surplus = self._lines[: max(len(self._places) - max_rows, 0)]
        for line in surplus:
            self.older = True
            self._remove(line)
        return bool(surplus)

    def apply(self, consultation_id: ConsultationId, changes: Changes) -> bool:
        """Take in changes of this conversation; whether any line is different now."""
        different = False
        for removed in changes.removed:
            line = self._by_key.get(removed.key)
            if removed.consultation_id == consultation_id and line is not None:
                self._remove(line)
                different = True
        for message in changes.messages:
            if message.consultation_id == consultation_id:
                different |= self._put(message)
        if consultation_id in changes.gaps_of:
            different |= self._put_gaps(
                [gap for gap in changes.gaps if gap.consultation_id == consultation_id]
            )
        return different

    def _put_all(self, page: Timeline) -> None:
        lines: list[TimelineRow] = [*page.messages, *page.gaps, *page.unsent]
        for line in lines:
            self._put(line)

    def _put_gaps(self, gaps: list[Gap]) -> bool:
        keys = {row_key(gap) for gap in gaps}
        gone = [line for line in self._lines if isinstance(line, Gap) and row_key(line) not in keys]
        for line in gone:
            self._remove(line)
        put = [self._put(gap) for gap in gaps]
        return bool(gone) or any(put)

    def _put(self, line: TimelineRow) -> bool:
        """Bring a line to its place; whether anything is different by it."""
        previous = self._by_key.get(row_key(line))
        if previous == line:
            return False
        inside = self._belongs_inside(line)
        if previous is not None and inside and previous.position == line.position:
            self._replace(previous, line)
            return True
        if previous is not None:
            self._remove(previous)
        if inside:
            self._insert(line)
        return inside or previous is not None

    def _replace(self, previous: TimelineRow, line: TimelineRow) -> None:
        self._lines[self._index(previous)] = self._by_key[row_key(line)] = line

    def _belongs_inside(self, line: TimelineRow) -> bool:
        """Whether a line belongs into this window; beyond its ends others are missing."""
        if line.position is None:
            return not self.newer
        first, last = self.first_position, self.last_position
        if self.older and first is not None and line.position < first:
            return False
        return not (self.newer and last is not None and line.position > last)

    def _insert(self, line: TimelineRow) -> None:
        at = len(self._lines)
        if line.position is not None:
            at = bisect_left(self._places, line.position)
            self._places.insert(at, line.position)
        self._lines.insert(at, line)
        self._by_key[row_key(line)] = line

    def _remove(self, line: TimelineRow) -> None:
        at = self._index(line)
        del self._lines[at]
        if line.position is not None:
            del self._places[at]
        del self._by_key[row_key(line)]

    def _index(self, line: TimelineRow) -> int:
        if line.position is None:
            return self._lines.index(line, len(self._places))
        at = bisect_left(self._places, line.position)
        while self._lines[at] is not line:
            at += 1
        return at
