"""Plain text set in lines that a page may end between."""

import unicodedata
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextLine, QTextOption

from workstation.domain.value import Value
from workstation.ui.kit.painting import BIDI_CONTROLS
from workstation.ui.kit.painting.units import CodeUnits
from workstation.ui.record.paper import PaperFont

CONTROLS: dict[int, str | None] = dict.fromkeys(
    code for code in (*range(32), *range(127, 160), 0xFEFF, 0x2028, 0x2029) if chr(code) != "\n"
)
CONTROLS |= BIDI_CONTROLS | dict.fromkeys((ord("\t"), 0x2028, 0x2029), " ")
ENDLESS = 1 << 16
MAX_ACCENTS = 3
"""On one letter: Vietnamese has two, Thai and pointed Hebrew three."""

MAX_ELIDED_CHARACTERS = 300
MAX_PARAGRAPH_CHARACTERS = 4_000
"""A longer one is set in parts: by the directions it is written in its work grows as a square."""


def plain(text: str) -> str:
    """``text`` as it may be set: no control characters, line breaks of one kind."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)


def has_piled_accents(text: str) -> bool:
    """Whether more accents stand on one letter than any language has.

    They are drawn above each other, over other people's lines if nothing cuts them off.
    """
    piled = 0
    for sign in "" if text.isascii() else text:
        piled = piled + 1 if unicodedata.category(sign) in {"Mn", "Me"} else 0
        if piled > MAX_ACCENTS:
            return True
    return False


class TypesetLine(Value):
    """One line, with what it belongs to: the layout owns the line's glyphs."""

    layout: QTextLayout
    line: QTextLine
    type: PaperFont
    ink: QColor
    width: float
    is_clipped: bool = False

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint with the top left corner at ``x``, ``y``; the base line is the font's own."""
        place = QPointF(x, y + self.type.baseline - self.line.ascent())
        painter.setPen(self.ink)
        if not self.is_clipped:
            self.line.draw(painter, place)
            return
        painter.save()
        painter.setClipRect(QRectF(0, y, ENDLESS, self.type.line))
        self.line.draw(painter, place)
        painter.restore()


def break_lines(  # noqa: PLR0913
    text: str,
    font: PaperFont,
    ink: QColor,
    width: float,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    max_lines: int = 0,
) -> Iterator[TypesetLine]:
    """``text`` broken at ``width`` px; beyond ``max_lines`` (0: any) comes an ellipsis.

    What has a limit is a name or a fact beside others and stays at its side, however it is written.
    """
    if max_lines:
        align |= Qt.AlignmentFlag.AlignAbsolute
    all_lines = _lines(text, font, ink, width, align)
    if not max_lines:
        yield from all_lines
        return
    first_lines = [line for _, line in zip(range(max_lines + 1), all_lines, strict=False)]
    yield from first_lines[: max_lines - 1] if len(first_lines) > max_lines else first_lines
    if len(first_lines) > max_lines:
        remainder = _remainder(first_lines[max_lines - 1], text)
        yield next(_lines(_elided(remainder, font, width), font, ink, width, align))


def _lines(
    text: str, font: PaperFont, ink: QColor, width: float, align: Qt.AlignmentFlag
) -> Iterator[TypesetLine]:
    for paragraph in _paragraphs(plain(text)):
        layout = QTextLayout(paragraph or " ", font.font)
        layout.setTextOption(_option(align))
        layout.beginLayout()
        made = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            made.append(line)
        layout.endLayout()
        clips = has_piled_accents(paragraph)
        for line in made:
            yield TypesetLine(layout, line, font, ink, line.naturalTextWidth(), clips)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in text.split("\n"):
        for begin in range(0, max(len(paragraph), 1), MAX_PARAGRAPH_CHARACTERS):
            yield paragraph[begin : begin + MAX_PARAGRAPH_CHARACTERS]


def _option(align: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setUseDesignMetrics(True)
    return option


def _remainder(line: TypesetLine, text: str) -> str:
    """The words of a line and some of what follows in its paragraph."""
    remainder = CodeUnits(line.layout.text()).between(line.line.textStart())
    return remainder[: min(len(text), MAX_ELIDED_CHARACTERS)]


def _elided(text: str, font: PaperFont, width: float) -> str:
    """As much of ``text`` as fits before an ellipsis."""
    fitting = text
    while fitting and next(_widths(f"{fitting}…", font)) > width:
        fitting = fitting[:-1]
    return f"{fitting}…"


def _widths(text: str, font: PaperFont) -> Iterator[float]:
    for line in _lines(text, font, QColor(), ENDLESS, Qt.AlignmentFlag.AlignLeft):
        yield line.width


def width_of(text: str, font: PaperFont) -> float:
    """How wide ``text`` is as one line, in px."""
    return max(_widths(plain(text).replace("\n", " "), font), default=0.0)


def paint_line(  # noqa: PLR0913
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: PaperFont,
    ink: QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Paint one line inside ``rect``, cut where it ends."""
    one_line = plain(text).replace("\n", " ")
    for line in break_lines(one_line, font, ink, rect.width(), align=align, max_lines=1):
        line.paint(painter, rect.x(), rect.y())
