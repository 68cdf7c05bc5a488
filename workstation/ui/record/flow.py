"""Pieces onto pages: what holds together stays together, and nothing is cut."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from workstation.ui.record.pieces import Piece


@dataclass(frozen=True, slots=True)
class PlacedPiece:
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
