"""What a page is filled with, from top to bottom; a page may end only between two pieces."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from workstation.domain.value import Value
from workstation.ui.record.text import TypesetLine

BAR = 3

Background = Callable[[QPainter, float, float, float], None]
"""Paints under a row, given its left, top and height."""

Cell = tuple[float, tuple[TypesetLine, ...]]
"""Lines below each other, and their distance from the left."""


class Piece(Protocol):
    """Something on the page that is never cut.

    ``above`` is the distance from what stands before it, which the top of a page does without.
    ``holds`` keeps it on one page with what follows: a heading, the first line of a paragraph.
    """

    @property
    def height(self) -> float:
        """Its height in px, without ``above``."""

    @property
    def above(self) -> float:
        """The room above it in px."""

    @property
    def holds(self) -> bool:
        """Whether the next piece has to stand on the same page."""

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint with the top left corner of the text's column at ``x``, ``y``."""


class TextRow(Value):
    """Lines beside each other, each at its own distance from the left, over a ``background``."""

    cells: tuple[Cell, ...]
    height: float
    above: float = 0.0
    holds: bool = False
    background: Background | None = None

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint the ground, then every cell from its top."""
        if self.background is not None:
            self.background(painter, x, y, self.height)
        for indent, lines in self.cells:
            top = y
            for line in lines:
                line.paint(painter, x + indent, top)
                top += line.type.line


class DrawnPiece(Value):
    """Something drawn by a function that is given the place of its top left corner."""

    height: float
    draw: Callable[[QPainter, float, float], None]
    above: float = 0.0
    holds: bool = False

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Draw it with its top left corner at ``x``, ``y``."""
        self.draw(painter, x, y)


def paragraph(
    lines: Sequence[TypesetLine], indent: float = 0.0, above: float = 0.0, *, holds: bool = False
) -> Iterator[TextRow]:
    """A row for each line; neither the first nor the last line stands alone on a page.

    ``holds`` keeps the end of it together with what follows.
    """
    last = len(lines) - 1
    for number, line in enumerate(lines):
        keeps = number in {0, last - 1} if number < last else holds
        yield TextRow(
            cells=((indent, (line,)),),
            height=line.type.line,
            above=above if number == 0 else 0.0,
            holds=keeps,
        )


def with_cells_beside(rows: Sequence[TextRow], *cells: Cell) -> Iterator[TextRow]:
    """The rows with more cells beside the first of them."""
    for number, row in enumerate(rows):
        yield replace(row, cells=(*cells, *row.cells)) if number == 0 else row


def with_bar(pieces: Sequence[TextRow], colour: QColor) -> Iterator[TextRow]:
    """The rows with a bar along their left, without a break on a page."""

    def bar_of(gap: float) -> Background:
        def paint(painter: QPainter, x: float, y: float, height: float) -> None:
            painter.fillRect(QRectF(x, y, BAR, height + gap), colour)

        return paint

    for piece, following in pairwise((*pieces, None)):
        if piece is not None:
            gap = following.above if following is not None else 0.0
            yield replace(piece, background=bar_of(gap))
