"""Text of several lines on a fixed line height."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from workstation.domain.value import Value
from workstation.ui.kit.painting.text import (
    BIDI_CONTROLS,
    baseline,
    direction_of,
    elide,
    line_width,
)
from workstation.ui.kit.painting.units import CodeUnits

UNLIMITED_WIDTH = 1 << 20


class TextLine(Value):
    """A part of the text, from ``start`` on, its width, and the way its paragraph is written."""

    text: str
    start: int
    width: float
    direction: Qt.LayoutDirection


class Block(Value):
    """Laid out text: its lines, and the width of the longest."""

    lines: tuple[TextLine, ...]
    width: float
    line_height: int
    font: QFont

    @property
    def height(self) -> int:
        """The height of all lines together."""
        return len(self.lines) * self.line_height

    def draw(
        self,
        painter: QPainter,
        at: QPointF,
        colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        width: float = 0,
    ) -> None:
        """Draw with the top left corner ``at``, each line aligned within ``width``."""
        painter.setFont(self.font)
        painter.setPen(colour)
        for number, line in enumerate(self.lines):
            box = QRectF(at.x(), at.y() + number * self.line_height, width, self.line_height)
            x = at.x() + _indent(align, width - line.width)
            painter.setLayoutDirection(line.direction)
            painter.drawText(QPointF(x, round(baseline(self.font, box))), line.text)


def _indent(align: Qt.AlignmentFlag, spare: float) -> float:
    if align & Qt.AlignmentFlag.AlignHCenter:
        return spare / 2
    return spare if align & Qt.AlignmentFlag.AlignRight else 0.0


def lay_out(
    text: str, font: QFont, line_height: int, width: float = UNLIMITED_WIDTH, *, max_lines: int = 0
) -> Block:
    """Break ``text`` at ``width`` px; what is beyond ``max_lines`` (0: any) becomes an ellipsis."""
    text, lines = text.translate(BIDI_CONTROLS), list[TextLine]()
    for start, part, direction in _break(text, font, width):
        lines.append(TextLine(part, start, line_width(part, font), direction))
        if max_lines and len(lines) == max_lines and start + len(part) < len(text.rstrip()):
            lines[-1] = _cut(text, lines[-1], font, width)
            break
    widest = max((line.width for line in lines), default=0.0)
    return Block(tuple(lines), widest, line_height, font)


def _cut(text: str, last: TextLine, font: QFont, width: float) -> TextLine:
    """The last line there is room for, with as much of the rest as fits."""
    part = elide(text[last.start :].replace("\n", " "), font, width)
    return TextLine(part, last.start, line_width(part, font), last.direction)


def _break(text: str, font: QFont, width: float) -> Iterator[tuple[int, str, Qt.LayoutDirection]]:
    """Start, text and direction of every line; a paragraph without text is an empty line."""
    offset = 0
    for paragraph in text.split("\n"):
        direction = direction_of(paragraph)
        for start, length in _lines(paragraph, font, width):
            yield offset + start, paragraph[start : start + length].rstrip(), direction
        offset += len(paragraph) + 1


def _lines(paragraph: str, font: QFont, width: float) -> Iterator[tuple[int, int]]:
    # Most texts fit: a label is asked for its height many times before it is painted. What is not
    # printable may be a tab, or break the line where it fits.
    if not paragraph or (paragraph.isprintable() and line_width(paragraph, font) + 1 <= width):
        yield 0, len(paragraph)
        return
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout = QTextLayout(paragraph, font)
    layout.setTextOption(option)
    layout.beginLayout()
    units, begun = CodeUnits(paragraph), 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        first, length = line.textStart(), line.textLength()
        part = units.between(first, first + length)
        yield begun, len(part)
        begun += len(part)
    layout.endLayout()
