"""Pieces onto pages: what holds together stays together, and nothing is cut.

A run is a piece and all that must follow it on the same page: a heading holds the first line of
what it heads, which holds the second. A run goes to the next page if it does not fit below; only a
run that is higher than a page is parted, piece by piece. ``above`` is a distance between two
pieces, so the top of a page does without it (all heights in px of 1/96 inch).

Example, a page of 100: pieces of 60, then a heading of 20 that holds a text of 30. The heading
alone would fit, the run of 50 does not: both stand on the second page.

Tests: ``test_a_heading_moves_with_what_follows``,
``test_the_distance_above_is_left_out_at_the_top_of_a_page``,
``test_every_piece_stands_once_in_order_and_inside_its_page``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workstation.domain.value import Value
from workstation.ui.record.pieces import Piece


class PlacedPiece(Value):
    """A piece and its distance from the top of the page's text, in px."""

    piece: Piece
    y: float


@dataclass(slots=True)
class RecordPage:
    """One page while it is being filled, and after."""

    height: float
    pieces: list[PlacedPiece] = field(default_factory=list)
    end: float = 0.0

    def fits(self, run: Iterable[Piece]) -> bool:
        """Whether all of these find room below what is there."""
        end = self.end
        for piece in run:
            end += piece.height + (piece.above if end else 0.0)
        return end <= self.height

    def put(self, piece: Piece) -> None:
        """Add a piece below what is there."""
        top = self.end + (piece.above if self.end else 0.0)
        self.pieces.append(PlacedPiece(piece, top))
        self.end = top + piece.height


def fill_pages(pieces: Iterable[Piece], height: float) -> Iterator[RecordPage]:
    """Pages of ``height`` px filled in order; a piece that is higher has a page of its own."""
    page = RecordPage(height)
    for run in unbroken_runs(pieces):
        if page.end and not page.fits(run):
            yield page
            page = RecordPage(height)
        for piece in run:
            if page.end and not page.fits([piece]):
                yield page
                page = RecordPage(height)
            page.put(piece)
    yield page


def unbroken_runs(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """What holds together, from each piece to the first that does not hold."""
    run: list[Piece] = []
    for piece in pieces:
        run.append(piece)
        if not piece.holds:
            yield run
            run = []
    if run:
        yield run
