"""The lines of a page as one text, and which piece of it is which line of the photo.

One selection is everything: it is made in the text or on the photo, shown on both, and copied.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from workstation.domain.recognised_text import BETWEEN, RecognisedLine, rows_of, text_of


class Span(NamedTuple):
    """Characters of the text, from ``start`` up to ``end``."""

    start: int
    end: int


class PageText:
    """What was read on a page, as one text.

    ``rows`` of the page, each a line of ``text``; ``lines`` are their pieces in order.
    """

    def __init__(self, lines: Sequence[RecognisedLine] = ()) -> None:
        self.rows = rows_of(lines)
        self.lines = tuple(line for row in self.rows for line in row)
        self.text = text_of(self.rows)
        self._spans: list[Span] = []
        start = 0
        for row in self.rows:
            for line in row:
                self._spans.append(Span(start, start + len(line.text)))
                start += len(line.text) + len(BETWEEN)
            start += 1 - len(BETWEEN)

    def span_of(self, lines: Iterable[RecognisedLine]) -> Span:
        """The span from the first of these lines to the last, in page order; empty for none."""
        numbers = [self.lines.index(line) for line in lines]
        if not numbers:
            return Span(0, 0)
        return Span(self._spans[min(numbers)].start, self._spans[max(numbers)].end)

    def lines_in(self, span: Span) -> Sequence[RecognisedLine]:
        """The lines of which the span has at least a character."""
        return [
            line
            for line, own in zip(self.lines, self._spans, strict=True)
            if own.start < span.end and span.start < own.end
        ]


def holds(line: RecognisedLine, x: float, y: float) -> bool:
    """Whether a point of the photo lies on a line's box."""
    corners = (*line.corners, line.corners[0])
    turns = [
        (end.x - start.x) * (y - start.y) - (end.y - start.y) * (x - start.x)
        for start, end in pairwise(corners)
    ]
    return all(turn >= 0 for turn in turns) or all(turn <= 0 for turn in turns)
