"""Pieces onto pages: nothing is cut, nothing is lost, what holds together stays together."""

from hypothesis import given
from hypothesis import strategies as st

from workstation.ui.record.flow import fill_pages
from workstation.ui.record.pieces import DrawnPiece

HEIGHT = 100.0


def piece(height, above=0.0, *, holds=False):
    return DrawnPiece(float(height), lambda *_: None, float(above), holds)


def laid_out(*pieces):
    return [[placed.piece for placed in page.pieces] for page in fill_pages(pieces, HEIGHT)]


def test_a_heading_moves_with_what_follows():
    first, heading, text = piece(80), piece(10, holds=True), piece(20)
    assert laid_out(first, heading, text) == [[first], [heading, text]]


def test_the_distance_above_is_left_out_at_the_top_of_a_page():
    first, second = piece(90), piece(100, 30)
    laid_out = list(fill_pages([first, second], HEIGHT))
    assert [page.pieces[0].y for page in laid_out] == [0.0, 0.0]
    assert laid_out[1].end == HEIGHT


def test_what_holds_together_and_is_higher_than_a_page_is_parted():
    many = [piece(30, holds=True) for _ in range(5)]
    assert laid_out(*many) == [many[:3], many[3:]]


def test_a_record_of_nothing_has_one_page():
    assert laid_out() == [[]]


PIECES = st.builds(piece, st.floats(0, HEIGHT), st.floats(0, 40), holds=st.booleans())


@given(st.lists(PIECES, max_size=60))
def test_every_piece_stands_once_in_order_and_inside_its_page(given_pieces):
    laid_out = list(fill_pages(given_pieces, HEIGHT))
    assert [placed.piece for page in laid_out for placed in page.pieces] == given_pieces
    for page in laid_out:
        end = 0.0
        for placed in page.pieces:
            assert placed.y >= end
            end = placed.y + placed.piece.height
        assert end <= HEIGHT
