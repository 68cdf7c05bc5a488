"""A message's text: wrapped on fixed lines, selectable, with links that say where they lead.

Lines have one height whatever font their characters come from, or a line with an emoji would push
the ones below. Two things are not as they look:

* Qt counts UTF-16 units: "😀" is two places to it and one character here. Whatever goes to the
  layout or comes from it passes ``CodeUnits``; else a selection behind an emoji would be off by
  one.
* Signs that turn the direction of what follows would show 39.5 as 5.93. They are replaced by a
  mark of the same length, so positions stay true.

Only an https address on a plain ASCII host without a user name is a link: letters that pass for
others, and ``https://bank@elsewhere``, stay text.

Red without it: ``test_any_text_is_laid_out_and_every_point_means_a_character``,
``test_a_temperature_cannot_be_written_backwards``,
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

from workstation.domain.value import value
from workstation.ui.kit.painting import BIDI_CONTROLS
from workstation.ui.kit.painting.text import baseline
from workstation.ui.kit.painting.units import CodeUnits
from workstation.ui.kit.theme import RADIUS, SIZE, theme

LINK = re.compile(r"https://[^\s<>\"'，。；！？、）】》]+")
TRAILING = ".,;:!?)]}"
# Over every bubble colour of both themes; the text on it keeps its own colour.
SELECTED = QColor(104, 168, 213, 90)


@value
class TextLink:
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


@value
class Highlights:
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
        self._mentions = mentions
        self.links = tuple(links(text))
        self._line_height = line_height
        self._units = CodeUnits(text)
        # A line separator breaks the line without starting another paragraph of the layout.
        self._layout = QTextLayout(text.replace("\n", "\u2028").translate(BIDI_CONTROLS), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._lay_out(width)

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return max(
            (self._layout.lineAt(n).naturalTextWidth() for n in range(self._layout.lineCount())),
            default=0.0,
        )

    @property
    def height(self) -> int:
        """The height of all lines."""
        return max(self._layout.lineCount(), 1) * self._line_height

    def paint(
        self, painter: QPainter, at: QPointF, ink: QColor, highlights: Highlights | None = None
    ) -> None:
        """Paint at ``at`` in ``ink``; ``highlights`` is what is selected and what was searched."""
        formats = [self._link_format(link) for link in self.links]
        formats += [self._mention_format(span) for span in self._mentions]
        if highlights is not None:
            background, text = theme.colours.match_bg, theme.colours.match_text
            formats += [self._fill_format(span, background, text) for span in highlights.matches]
            if highlights.selection is not None:
                formats.append(self._fill_format(highlights.selection, SELECTED, None))
        painter.setPen(ink)
        self._layout.draw(painter, at, formats)
        if highlights is not None and highlights.current is not None:
            self._outline(painter, at, highlights.current)

    def position_at(self, point: QPointF) -> int:
        """The index of the character before which ``point`` lies, the nearest one outside."""
        if not self._layout.lineCount():
            return 0
        number = int(point.y() // self._line_height)
        line = self._layout.lineAt(min(max(number, 0), self._layout.lineCount() - 1))
        return self._units.index(line.xToCursor(point.x()))

    def link_at(self, point: QPointF) -> TextLink | None:
        """The link under ``point``."""
        if not QRectF(0, 0, self.width, self.height).contains(point):
            return None
        position = self.position_at(point)
        return next((link for link in self.links if link.start <= position < link.end), None)

    def _lay_out(self, width: float) -> None:
        self._layout.beginLayout()
        top = 0.0
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            box = QRectF(0, top, width, self._line_height)
            line.setPosition(QPointF(0, baseline(self._layout.font(), box) - line.ascent()))
            top += self._line_height
        self._layout.endLayout()

    def _link_format(self, link: TextLink) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setForeground(theme.colours.accent_text)
        look.setFontUnderline(True)
        return self._range((link.start, link.end), look)

    def _mention_format(self, span: tuple[int, int]) -> QTextLayout.FormatRange:
        look = QTextCharFormat()
        look.setForeground(theme.colours.accent_text)
        return self._range(span, look)

    def _outline(self, painter: QPainter, at: QPointF, span: tuple[int, int]) -> None:
        """A ring around a stretch, on each of its lines."""
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
