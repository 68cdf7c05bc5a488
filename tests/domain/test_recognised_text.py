"""Lines that a machine read, put in the order of the page."""

import math

from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.geometry import Point
from workstation.domain.recognised_text import RecognisedLine, rows_of, text_of

LINE_WIDTH, LINE_HEIGHT, ROW_HEIGHT, COLUMN = 150, 30, 62, 260


def line(
    text: str, x: float, y: float, turned: float = 0.0, width: float = LINE_WIDTH
) -> RecognisedLine:
    """A piece of text whose page is turned about the photo's corner, by degrees."""
    sine, cosine = math.sin(math.radians(turned)), math.cos(math.radians(turned))
    corners = ((x, y), (x + width, y), (x + width, y + LINE_HEIGHT), (x, y + LINE_HEIGHT))
    first, second, third, fourth = (
        Point(right * cosine - down * sine, right * sine + down * cosine) for right, down in corners
    )
    return RecognisedLine(text, (first, second, third, fourth))


def page(rows: int, columns: int, turned: float) -> list[RecognisedLine]:
    """A table whose pieces say where they stand."""
    return [
        line(f"{row}.{column}", column * COLUMN, row * ROW_HEIGHT, turned)
        for row in range(rows)
        for column in range(columns)
    ]


def test_nothing_read_is_no_row():
    assert rows_of([]) == []
    assert not text_of(rows_of([]))


def test_rows_are_found_along_the_page_and_not_along_the_photo():
    pieces = page(12, 5, turned=4.0)
    rows = [[piece.text for piece in row] for row in rows_of(reversed(pieces))]
    assert rows == [[f"{row}.{column}" for column in range(5)] for row in range(12)]


@given(
    rows=st.integers(1, 12),
    columns=st.integers(1, 6),
    turned=st.floats(-180, 180),
    order=st.randoms(use_true_random=False),
)
def test_the_order_is_the_page_s_however_it_lies(rows, columns, turned, order):
    pieces = page(rows, columns, turned)
    mixed = order.sample(pieces, len(pieces))
    assert [piece for row in rows_of(mixed) for piece in row] == pieces


def test_the_text_has_a_row_of_the_page_on_each_line():
    assert text_of(rows_of(page(2, 2, 3.0))) == "0.0  0.1\n1.0  1.1"
