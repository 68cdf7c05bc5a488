"""One text of a page, and which piece of it is which line of the photo."""

from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.geometry import Point
from workstation.domain.recognised_text import RecognisedLine
from workstation.ui.viewer.reading.page_text import PageText, Span, holds


def line(text: str, column: int, row: int) -> RecognisedLine:
    """A piece of a table."""
    x, y = column * 200, row * 60
    return RecognisedLine(
        text, (Point(x, y), Point(x + 150, y), Point(x + 150, y + 30), Point(x, y + 30))
    )


words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=6)
tables = st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=6)


@given(tables)
def test_each_line_has_its_own_characters(table):
    lines = [
        line(text, column, row)
        for row, texts in enumerate(table)
        for column, text in enumerate(texts)
    ]
    page = PageText(lines)
    assert page.text == "\n".join("  ".join(texts) for texts in table)
    for each in lines:
        span = page.span_of([each])
        assert page.text[span.start : span.end] == each.text
        assert list(page.lines_in(span)) == [each]


def test_a_span_of_several_lines_goes_from_the_first_to_the_last_of_the_page():
    page = PageText([line("a", 0, 0), line("b", 1, 0), line("c", 0, 1)])
    span = page.span_of([page.lines[2], page.lines[1]])
    assert page.text[span.start : span.end] == "b\nc"
    assert page.span_of([]) == Span(0, 0)
    assert not page.lines_in(Span(1, 3))  # what stands between two pieces


def test_a_point_lies_on_a_line_or_beside_it():
    box = line("a", 0, 0)
    assert holds(box, 75, 15)
    assert not holds(box, 75, 40)
    assert not holds(box, -1, 15)
