"""Where each row of a long list begins, kept under inserts, removals and changed heights.

A conversation of 100,000 rows scrolls through the sum of all heights above the view. One list of
sums would be rewritten by each change, so heights lie in chunks of 256 with one sum for each
chunk:

* a changed height costs one addition; the sums over chunks are made anew when next asked for;
* a look-up bisects the sums of the chunks, then adds up at most 256 heights.

Invariant, in logical pixels: ``top(row) + height(row) == top(row + 1)``, and ``at(y)`` is the row
with ``top(row) <= y < top(row + 1)``; above and below the list it is the nearest one. With heights
of 10, 20, 30: ``top(2)`` is 30, ``at(29)`` is 1, ``at(-5)`` is 0, ``at(999)`` is 2.

Tests: ``test_rows_that_come_and_go_keep_the_sums_true``,
``test_points_outside_mean_the_nearest_row``, and the state machine of ``test_heights``.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, islice

CHUNK = 256


class RowHeights:
    """Heights of rows in pixels, and their sums."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._chunks: list[list[int]] = []
        self._sums: list[int] = []
        self._rows: list[int] | None = None
        self._tops: list[int] | None = None
        self.reset(heights)

    def reset(self, heights: Iterable[int]) -> None:
        """Forget everything and take these."""
        self._chunks = list(_chunked(heights))
        self._sums = [sum(chunk) for chunk in self._chunks]
        self._forget()

    def __len__(self) -> int:
        return self._row_starts()[-1]

    @property
    def total(self) -> int:
        """Height of all rows together."""
        return self._top_starts()[-1]

    def height(self, row: int) -> int:
        """Height of ``row``."""
        chunk, place = self._find(row)
        return self._chunks[chunk][place]

    def top(self, row: int) -> int:
        """Where ``row`` begins; for the number of rows, where the last one ends."""
        if row >= len(self):
            return self.total
        chunk, place = self._find(row)
        return self._top_starts()[chunk] + sum(islice(self._chunks[chunk], place))

    def at(self, y: int) -> int:
        """The row at ``y``: the first above the top, the last below the end, -1 when empty."""
        if not self._chunks:
            return -1
        y = min(max(y, 0), max(self.total - 1, 0))
        chunk = min(bisect_right(self._top_starts(), y), len(self._chunks)) - 1
        offset = y - self._top_starts()[chunk]
        ends = list(accumulate(self._chunks[chunk]))
        return self._row_starts()[chunk] + min(bisect_right(ends, offset), len(ends) - 1)

    def rows(self, top: int, bottom: int) -> range:
        """The rows with a part from ``top`` to before ``bottom``; outside the nearest one."""
        return range(max(self.at(top), 0), self.at(bottom - 1) + 1)

    def set(self, row: int, height: int) -> int:
        """Give ``row`` another height; by how much it changed."""
        chunk, place = self._find(row)
        change = height - self._chunks[chunk][place]
        if change:
            self._chunks[chunk][place] = height
            self._sums[chunk] += change
            self._tops = None
        return change

    def insert(self, row: int, heights: Sequence[int]) -> None:
        """Put rows before ``row``."""
        if not heights:
            return
        if row >= len(self):
            self._append(heights)
            return
        chunk, place = self._find(row)
        whole = self._chunks[chunk]
        whole[place:place] = heights
        self._replace(chunk, chunk + 1, whole)

    def remove(self, first: int, last: int) -> None:
        """Take out the rows from ``first`` to ``last``, both included."""
        start, place = self._find(first)
        stop, end = self._find(last)
        left = self._chunks[start][:place] + self._chunks[stop][end + 1 :]
        self._replace(start, stop + 1, left)

    def _append(self, heights: Sequence[int]) -> None:
        if self._chunks and len(self._chunks[-1]) + len(heights) <= CHUNK:
            self._replace(len(self._chunks) - 1, len(self._chunks), [*self._chunks[-1], *heights])
        else:
            self._replace(len(self._chunks), len(self._chunks), heights)

    def _replace(self, start: int, stop: int, heights: Sequence[int]) -> None:
        fresh = list(_chunked(heights))
        self._chunks[start:stop] = fresh
        self._sums[start:stop] = [sum(chunk) for chunk in fresh]
        self._forget()

    def _find(self, row: int) -> tuple[int, int]:
        if not 0 <= row < len(self):
            raise IndexError(row)
        starts = self._row_starts()
        chunk = bisect_right(starts, row) - 1
        return chunk, row - starts[chunk]

    def _row_starts(self) -> list[int]:
        if self._rows is None:
            self._rows = list(accumulate(map(len, self._chunks), initial=0))
        return self._rows

    def _top_starts(self) -> list[int]:
        if self._tops is None:
            self._tops = list(accumulate(self._sums, initial=0))
        return self._tops

    def _forget(self) -> None:
        self._rows = self._tops = None


def _chunked(heights: Iterable[int]) -> Iterator[list[int]]:
    source = iter(heights)
    while chunk := list(islice(source, CHUNK)):
        yield chunk
