"""One line of text with what was searched for marked in it."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from workstation.domain.text_direction import has_right_to_left
from workstation.ui.kit.painting.shapes import fill_round
from workstation.ui.kit.painting.text import (
    MAX_LINE_CHARACTERS,
    baseline,
    direction_of,
    draw_line,
    elide,
    line_width,
    metrics,
    one_line,
)
from workstation.ui.kit.painting.units import CodeUnits
from workstation.ui.kit.theme import RADIUS, theme

MAX_SEARCHED_CHARACTERS = 10_000
"""Of a text in a row: in longer ones, which nobody writes by hand, a match may stay unmarked."""

LEAD = 8
"""Characters kept before the first match where the line has to begin later."""


def draw_matched_line(  # noqa: PLR0913, PLR0917 - a line, and the marks in it
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    spans: Sequence[tuple[int, int]],
) -> float:
    """Draw ``text`` as ``draw_line`` does, each of ``spans`` marked; gives the line's width.

    A first match beyond the line's end is brought into sight: the line then begins later.
    """
    if not spans:
        return draw_line(painter, rect, text, font, colour)
    text, spans = _around_match(text, spans)
    text, spans = _scrolled_to_match(one_line(text), spans, font, rect.width())
    line = elide(text, font, rect.width())
    visible_length = _same_length(line, text)
    marks = [(start, min(end, visible_length)) for start, end in spans if start < visible_length]
    if has_right_to_left(line):
        return _draw_laid_out(painter, rect, line, font, colour, marks)
    width = draw_line(painter, rect, line, font, colour)
    painter.setFont(font)
    for mark in marks:
        _mark(painter, rect, line, font, mark)
    return width


def _same_length(line: str, text: str) -> int:
    """How much of ``text`` stands before what was left out."""
    pairs = enumerate(zip(line, text, strict=False))
    return next((at for at, (visible, whole) in pairs if visible != whole), len(line))


def _around_match(
    text: str, spans: Sequence[tuple[int, int]]
) -> tuple[str, Sequence[tuple[int, int]]]:
    """The text as much before and behind the first match as any line could show."""
    begin = max(spans[0][0] - MAX_LINE_CHARACTERS, 0)
    end = spans[0][1] + MAX_LINE_CHARACTERS
    if not begin and len(text) <= end:
        return text, spans
    near = [(first - begin, last - begin) for first, last in spans if last <= end]
    return text[begin:end], near


def _scrolled_to_match(
    text: str, spans: Sequence[tuple[int, int]], font: QFont, width: float
) -> tuple[str, Sequence[tuple[int, int]]]:
    start, end = spans[0]
    if line_width(text[:end] + "…", font) <= width or start <= LEAD:
        return text, spans
    cut = start - LEAD
    while cut > 1 and line_width("…" + text[cut - 1 :], font) <= width:
        cut -= 1  # where the end of the text leaves room, more of what stands before is shown
    moved = [(first - cut + 1, last - cut + 1) for first, last in spans]
    return "…" + text[cut:], moved


def _mark(painter: QPainter, rect: QRectF, line: str, font: QFont, span: tuple[int, int]) -> None:
    start, end = span
    left = rect.x() + line_width(line[:start], font)
    right = rect.x() + line_width(line[:end], font)
    measure, base = metrics(font), baseline(font, rect)
    top, height = base - measure.ascent(), measure.ascent() + measure.descent()
    box = QRectF(left, top, right - left, height).intersected(rect)
    fill_round(painter, box, theme.colours.match_bg, RADIUS.xs / 2)
    painter.setPen(theme.colours.match_text)
    painter.drawText(QPointF(left, round(baseline(font, rect))), line[start:end])


def _draw_laid_out(  # noqa: PLR0913, PLR0917 - a line, and the marks in it
    painter: QPainter,
    rect: QRectF,
    line: str,
    font: QFont,
    colour: QColor,
    marks: Sequence[tuple[int, int]],
) -> float:
    """Draw a line of right-to-left text, in which a match may be in several places."""
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setTextDirection(direction_of(line))
    layout, units = QTextLayout(line, font), CodeUnits(line)
    layout.setTextOption(option)
    layout.beginLayout()
    only = layout.createLine()
    layout.endLayout()
    look = QTextCharFormat()
    look.setBackground(theme.colours.match_bg)
    look.setForeground(theme.colours.match_text)
    formats = []
    for start, end in marks:
        marked = QTextLayout.FormatRange()
        marked.start, marked.length = units.at(start), units.at(end) - units.at(start)
        marked.format = look
        formats.append(marked)
    painter.setPen(colour)
    layout.draw(painter, QPointF(rect.x(), round(baseline(font, rect)) - only.ascent()), formats)
    return only.naturalTextWidth()
