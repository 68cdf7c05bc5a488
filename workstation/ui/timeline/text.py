"""A message's text: wrapped on fixed lines, selectable, with links that say where they lead."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from workstation.ui.painting.text import baseline

LINK = re.compile(r"https://[^\s<>\"'，。；！？、）】》]+")
TRAILING = ".,;:!?)]}"


@dataclass(frozen=True, slots=True)
class TextLink:
    """A stretch of text that leads to an https address."""

    start: int
    end: int
    url: str


def links(text: str) -> Iterator[TextLink]:
    """The https addresses in ``text``; other schemes and addresses with a user name are text."""
    for match in LINK.finditer(text):
        url = match.group().rstrip(TRAILING)
        try:
            parts = urlsplit(url)
        except ValueError:
            continue
        if parts.hostname and parts.username is None:
            yield TextLink(match.start(), match.start() + len(url), url)


class TextBlock:
    """Text laid out for a width; knows which character is where."""

    def __init__(self, text: str, font: QFont, line_height: int, width: float) -> None:
        self.text = text
        self.links = tuple(links(text))
        self._line_height = line_height
        # A line separator breaks the line without starting another paragraph of the layout.
        self._layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._lay_out(width)

    @property
    def width(self) -> float:
        """Of the longest line."""
        return max(
            (self._layout.lineAt(n).naturalTextWidth() for n in range(self._layout.lineCount())),
            default=0.0,
        )

    @property
    def height(self) -> int:
        """Of all lines."""
        return max(self._layout.lineCount(), 1) * self._line_height

    def paint(
        self,
        painter: QPainter,
        at: QPointF,
        ink: QColor,
        link_ink: QColor,
        selection: tuple[int, int] | None = None,
        marks: tuple[tuple[int, int], ...] = (),
        colours: tuple[QColor, QColor, QColor] | None = None,
    ) -> None:
        """Paint at ``at``; ``colours`` are of the selection, of a mark, and of a mark's text."""
        formats = [_linked(link, link_ink) for link in self.links]
        if colours is not None:
            formats += [_filled(start, end, colours[1], colours[2]) for start, end in marks]
            if selection is not None:
                formats.append(_filled(*selection, colours[0], None))
        painter.setPen(ink)
        self._layout.draw(painter, at, formats)

    def position(self, point: QPointF) -> int:
        """The character before which ``point`` lies, the nearest one outside."""
        if not self._layout.lineCount():
            return 0
        number = int(point.y() // self._line_height)
        line = self._layout.lineAt(min(max(number, 0), self._layout.lineCount() - 1))
        return line.xToCursor(point.x())

    def link_at(self, point: QPointF) -> TextLink | None:
        """The link under ``point``."""
        if not QRectF(0, 0, self.width, self.height).contains(point):
            return None
        position = self.position(point)
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


def _linked(link: TextLink, ink: QColor) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setForeground(ink)
    look.setFontUnderline(True)
    return _range(link.start, link.end, look)


def _filled(start: int, end: int, ground: QColor, ink: QColor | None) -> QTextLayout.FormatRange:
    look = QTextCharFormat()
    look.setBackground(ground)
    if ink is not None:
        look.setForeground(ink)
    return _range(start, end, look)


def _range(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    found = QTextLayout.FormatRange()
    found.start, found.length, found.format = start, end - start, look  # type: ignore[attr-defined]
    return found
