"""A message's text: wrapped on fixed lines, selectable, with links that say where they lead.

Lines have one height whatever font their characters come from, or a line with an emoji would push
the ones below. Two things are not as they look:

* Qt counts UTF-16 units: "😀" is two places to it and one character here. Whatever goes to the
  layout or comes from it passes ``CodeUnits``; else a selection behind an emoji would be off by
  one.
* Signs that turn the direction of what follows would show 39.5 as 5.93. They are replaced by a
  mark of the same length, so positions stay true.

Whoever writes may write as much as a frame holds, and Qt's work grows faster than the text:
addresses without end took half a minute for each painting, directions that take turns a minute to
lay out. So of what is longer than anybody writes by hand the beginning is laid out, and that it is
one (``cut``), only lines in sight are painted, and where many stretches look otherwise each line is
painted by itself. Who copies or exports such a message has all of it.

Only an https address on a plain ASCII host without a user name is a link: letters that pass for
others, and ``https://bank@elsewhere``, stay text.

Tests: ``test_any_text_is_laid_out_and_every_point_means_a_character``,
``test_a_temperature_cannot_be_written_backwards``,
``test_addresses_without_end_are_painted_at_once``,
``test_only_https_with_a_plain_host_is_a_link``.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QPen,
    QTextCharFormat,
    QTextLayout,
    QTextLine,
    QTextOption,
)

from workstation.domain.value import Value
from workstation.ui.kit.painting import BIDI_CONTROLS
from workstation.ui.kit.painting.text import baseline
from workstation.ui.kit.painting.units import CodeUnits
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, theme

LINK = re.compile(r"https://[^\s<>\"'，。；！？、）】》]+")
TRAILING = ".,;:!?)]}"
MAX_LEGIBLE_CHARACTERS = 10_000
"""Some 300 lines of Chinese; laid out in a seventh of a second at worst."""
MAX_FORMATS_AT_ONCE = 40
"""Qt cuts each of them out of all others: so many take some milliseconds, 400 a second."""
# Over every bubble colour of both themes; the text on it keeps its own colour.
SELECTED = QColor(104, 168, 213, 90)


def cut(text: str) -> tuple[str, str]:
    """As much of a text as is laid out, and the note that follows on it where that is not all."""
    rest = len(text) - MAX_LEGIBLE_CHARACTERS
    if rest <= 0:
        return text, ""
    return text[:MAX_LEGIBLE_CHARACTERS], f"\n{tr('conversation.text_goes_on', count=rest)}"


class TextLink(Value):
    """A stretch of text that leads to an https address on ``host``."""

    start: int
    end: int
    url: str
    host: str


def links(text: str) -> Iterator[TextLink]:
    """The https addresses in ``text``.

    Text stay other schemes, addresses with a user name, and hosts in letters that may pass for
    others.
    """
    for match in LINK.finditer(text):
        url = match.group().rstrip(TRAILING)
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.hostname and parts.hostname.isascii() and parts.username is None:
            yield TextLink(match.start(), match.start() + len(url), url, parts.hostname)


class Highlights(Value):
    """Stretches of a text that the doctor selected or searched for; ``current`` has an outline."""

    selection: tuple[int, int] | None = None
    matches: tuple[tuple[int, int], ...] = ()
    current: tuple[int, int] | None = None


class TextBlock:
    """Text laid out for a width; knows which character is where."""

    def __init__(
        self,
        text: str,
        font: QFont,
        line_height: int,
        width: float,
        mentions: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.text = text
        legible, note = cut(text)
        self._end = len(legible)
        self._mentions = tuple(span for span in mentions if span[1] <= self._end)
        self.links = tuple(links(legible))
        self._line_height = line_height
        self._units = CodeUnits(laid_out := f"{legible}{note}")
        # A line separator breaks the line without starting another paragraph of the layout.
        self._layout = QTextLayout(laid_out.replace("\n", "\u2028").translate(BIDI_CONTROLS), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self.width = self._lay_out(width)
        """The width of the longest line."""

    @property
    def height(self) -> int:
        """The height of all lines."""
        return max(self._layout.lineCount(), 1) * self._line_height

    def paint(
        self, painter: QPainter, at: QPointF, ink: QColor, highlights: Highlights | None = None
    ) -> None:
        """Paint at ``at`` in ``ink``; ``highlights`` is what is selected and what was searched."""
        box = painter.clipBoundingRect() if painter.hasClipping() else QRectF()
        lines = self._lines_in(box.translated(-at)) if box.isValid() else self._all_lines()
        painter.setPen(ink)
        formats = list(self._formats(self._stretch(lines), highlights))
        if len(formats) <= MAX_FORMATS_AT_ONCE:
            self._layout.draw(painter, at, formats, box)
        else:
            self._draw_by_line(painter, at, lines, highlights)
        current = None if highlights is None else highlights.current
        if current is not None and current[1] <= self._end:
            self._draw_outline(painter, at, current)

    def position_at(self, point: QPointF) -> int:
        """The index of the character before which ``point`` lies, the nearest one outside."""
        if not self._layout.lineCount():
            return 0
        number = int(point.y() // self._line_height)
        line = self._layout.lineAt(min(max(number, 0), self._layout.lineCount() - 1))
        return min(self._units.index(line.xToCursor(point.x())), self._end)

    def link_at(self, point: QPointF) -> TextLink | None:
        """The link under ``point``."""
        if not QRectF(0, 0, self.width, self.height).contains(point):
            return None
        position = self.position_at(point)
        return next((link for link in self.links if link.start <= position < link.end), None)

    def _all_lines(self) -> range:
        return range(self._layout.lineCount())

    def _lines_in(self, box: QRectF) -> range:
        """The lines that have a part in a box, relative to the text's corner."""
        first, last = (int(edge // self._line_height) for edge in (box.top(), box.bottom()))
        return range(max(first, 0), min(last + 1, self._layout.lineCount()))

    def _stretch(self, lines: range) -> tuple[int, int]:
        """The characters that stand in some lines."""
        if not lines:
            return 0, 0
        first, last = self._layout.lineAt(lines[0]), self._layout.lineAt(lines[-1])
        end = last.textStart() + last.textLength()
        return self._units.index(first.textStart()), self._units.index(end)

    def _formats(
        self, stretch: tuple[int, int], highlights: Highlights | None
    ) -> Iterator[QTextLayout.FormatRange]:
        """What looks otherwise than the rest, as far as it has a part in a stretch."""

        def in_stretch(span: tuple[int, int]) -> bool:
            return span[0] < min(stretch[1], self._end) and span[1] > stretch[0]

        for link in self.links:
            if in_stretch((link.start, link.end)):
                yield self._link_format(link)
        yield from map(self._mention_format, filter(in_stretch, self._mentions))
        if highlights is None:
            return
        background, text = theme.colours.match_bg, theme.colours.match_text
        for span in filter(in_stretch, highlights.matches):
            yield self._fill_format(span, background, text)
        if highlights.selection is not None:
            yield self._fill_format(highlights.selection, SELECTED, None)

    def _draw_by_line(
        self, painter: QPainter, at: QPointF, lines: range, highlights: Highlights | None
    ) -> None:
        for number in lines:
            # In its middle: Qt takes every line that touches the box.
            middle = QRectF(at.x(), at.y() + (number + 0.5) * self._line_height, 1, 1)
            formats = self._formats(self._stretch(range(number, number + 1)), highlights)
            self._layout.draw(painter, at, list(formats), middle)

    def _lay_out(self, width: float) -> float:
        """Break the lines; how wide the longest is."""
        self._layout.beginLayout()
        top = widest = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            box = QRectF(0, top, width, self._line_height)
            line.setPosition(QPointF(0, baseline(self._layout.font(), box) - line.ascent()))
            top += self._line_height
            widest = max(widest, line.naturalTextWidth())
        self._layout.endLayout()
        return widest

    def _link_format(self, link: TextLink) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setForeground(theme.colours.accent_text)
        look.setFontUnderline(True)
        return self._range((link.start, link.end), look)

    def _mention_format(self, span: tuple[int, int]) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setForeground(theme.colours.accent_text)
        return self._range(span, look)

    def _draw_outline(self, painter: QPainter, at: QPointF, span: tuple[int, int]) -> None:
        """Draw a ring around a range of the text, on each of its lines."""
        start, end = (self._units.at(index) for index in span)
        half = SIZE.focus_ring / 2
        painter.setPen(QPen(theme.colours.warning_mark, SIZE.focus_ring))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number in range(self._layout.lineCount()):
            line = self._layout.lineAt(number)
            first = max(start, line.textStart())
            last = min(end, line.textStart() + line.textLength())
            if first >= last:
                continue
            left, right = sorted(_x(line, place) for place in (first, last))
            box = QRectF(left, number * self._line_height, right - left, self._line_height)
            box = box.translated(at).adjusted(-half, half, half, -half)
            painter.drawRoundedRect(box, RADIUS.xs, RADIUS.xs)

    def _fill_format(
        self, span: tuple[int, int], background: QColor, ink: QColor | None
    ) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setBackground(background)
        if ink is not None:
            look.setForeground(ink)
        return self._range(span, look)

    def _range(self, span: tuple[int, int], look: QTextCharFormat) -> QTextLayout.FormatRange:
        start, end = (self._units.at(index) for index in span)
        format_range = QTextLayout.FormatRange()
        format_range.start, format_range.length, format_range.format = start, end - start, look
        return format_range


def _x(line: QTextLine, place: int) -> float:
    """Where a character of a line begins."""
    cursor: Any = line.cursorToX(place)
    return float(cursor[0] if isinstance(cursor, tuple | list) else cursor)
