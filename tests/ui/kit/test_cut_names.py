"""Names as they are drawn where there is no room for all of one, in whatever script."""

import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from workstation.ui.kit.painting import draw_line, elide, lay_out, line_width, painting
from workstation.ui.kit.painting.matched import draw_matched_line
from workstation.ui.kit.theme import TextRole, theme

HEBREW = "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df " * 6


def blank(width: int = 200, height: int = 40) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    return image


def heights(image: QImage) -> list[int]:
    """How much of each column is inked."""
    rows = range(image.height())
    dark = [
        sum(image.pixelColor(x, y).lightness() < 200 for y in rows) for x in range(image.width())
    ]
    return [count for count in dark if count]


@pytest.mark.parametrize("several_lines", [False, True])
@pytest.mark.parametrize(("name", "cut_at_left"), [(HEBREW, True), ("Ada Lovelace " * 6, False)])
def test_a_name_is_cut_where_it_ends(name: str, *, cut_at_left: bool, several_lines: bool) -> None:
    """Its beginning is what tells one patient from another."""
    image, font = blank(), theme.font(TextRole.BODY)
    with painting(image) as painter:
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # as on any widget here
        if several_lines:
            lay_out(name, font, 20, 180, max_lines=1).draw(painter, QPointF(), QColor(0, 0, 0))
        else:
            draw_line(painter, QRectF(0, 0, 180, 20), name, font, QColor(0, 0, 0))
    inked_columns = heights(image)
    left, right = max(inked_columns[:5]), max(inked_columns[-5:])
    assert (left < right) is cut_at_left, "the dots are lower than any letter"


def test_each_line_goes_the_way_of_its_paragraph() -> None:
    block = lay_out(f"{HEBREW}\nAda", theme.font(TextRole.BODY), 20, 120)
    directions = [line.direction for line in block.lines]
    assert len(directions) > 2
    assert set(directions[:-1]) == {Qt.LayoutDirection.RightToLeft}
    assert directions[-1] is Qt.LayoutDirection.LeftToRight


def test_what_is_searched_for_is_marked_where_it_stands() -> None:
    """A name written from right to left begins at the right end of what it takes."""
    image, font, name = blank(), theme.font(TextRole.BODY), HEBREW[:7]
    with painting(image) as painter:
        box = QRectF(0, 0, 180, 20)
        width = draw_matched_line(painter, box, name, font, QColor(0, 0, 0), [(0, 1)])
    mark = theme.colours.match_bg.rgb()
    columns = [x for x in range(200) if any(image.pixel(x, y) == mark for y in range(40))]
    assert width / 2 < columns[0] <= columns[-1] <= width + 1


@pytest.mark.parametrize("name", ["阿不都热依木·阿不都克里木江", HEBREW.strip()])
def test_the_number_that_tells_two_of_one_name_apart_is_not_cut(name: str) -> None:
    font = theme.font(TextRole.BODY)
    for width in (150, 120):
        line = elide(f"{name} (3252)", font, width)
        assert line.startswith(name[:2])
        assert line.endswith("… (3252)")
        assert line_width(line, font) <= width + 1


def test_a_number_gives_way_where_it_would_leave_no_name() -> None:
    font = theme.font(TextRole.BODY)
    assert elide("阿不都热依木 (325232523252)", font, 60).startswith("阿")
