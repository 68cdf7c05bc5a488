"""Plain text set in lines that a page may end between."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextLine, QTextOption

from workstation.ui.kit.painting import TURNS
from workstation.ui.kit.painting.units import Units
from workstation.ui.record.paper import Type

CONTROLS: dict[int, str | None] = dict.fromkeys(
    code for code in (*range(32), *range(127, 160), 0xFEFF, 0x2028, 0x2029) if chr(code) != "\n"
)
CONTROLS |= TURNS | dict.fromkeys((ord("\t"), 0x2028, 0x2029), " ")
ENDLESS = 1 << 16
MOST_OF_A_LINE = 300


def plain(text: str) -> str:
    """``text`` as it may be set: no control characters, line breaks of one kind."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line, with what it belongs to: the layout owns the line's glyphs."""

    layout: QTextLayout
    line: QTextLine
    type: Type
    ink: QColor
    width: float

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint with the top left corner at ``x``, ``y``; the base line is the font's own."""
        painter.setPen(self.ink)
        self.line.draw(painter, QPointF(x, y + self.type.baseline - self.line.ascent()))


def lines(  # noqa: PLR0913
    text: str,
    kind: Type,
    ink: QColor,
    width: float,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    most: int = 0,
) -> Iterator[SetLine]:
    """``text`` broken at ``width``; what is beyond ``most`` lines (0: any) becomes an ellipsis."""
    found = _lines(text, kind, ink, width, align)
    if not most:
        yield from found
        return
    shown = [line for _, line in zip(range(most + 1), found, strict=False)]
    yield from shown[: most - 1] if len(shown) > most else shown
    if len(shown) > most:
        rest = _rest(shown[most - 1], text)
        yield next(_lines(_elided(rest, kind, width), kind, ink, width, align))


def _lines(
    text: str, kind: Type, ink: QColor, width: float, align: Qt.AlignmentFlag
) -> Iterator[SetLine]:
    for paragraph in plain(text).split("\n"):
        layout = QTextLayout(paragraph or " ", kind.font)
        layout.setTextOption(_option(align))
        layout.beginLayout()
        made = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            made.append(line)
        layout.endLayout()
        for line in made:
            yield SetLine(layout, line, kind, ink, line.naturalTextWidth())


def _option(align: Qt.AlignmentFlag) -> QTextOption:
    option = QTextOption(align)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    option.setUseDesignMetrics(True)
    return option


def _rest(line: SetLine, text: str) -> str:
    """The line's own words and some of what follows in its paragraph."""
    rest = Units(line.layout.text()).between(line.line.textStart())
    return rest[: min(len(text), MOST_OF_A_LINE)]


def _elided(text: str, kind: Type, width: float) -> str:
    """As much of ``text`` as fits before an ellipsis."""
    shown = text
    while shown and next(_widths(f"{shown}…", kind)) > width:
        shown = shown[:-1]
    return f"{shown}…"


def _widths(text: str, kind: Type) -> Iterator[float]:
    for line in _lines(text, kind, QColor(), ENDLESS, Qt.AlignmentFlag.AlignLeft):
        yield line.width


def width_of(text: str, kind: Type) -> float:
    """How wide ``text`` is as one line, in px."""
    return max(_widths(plain(text).replace("\n", " "), kind), default=0.0)


def paint_line(  # noqa: PLR0913
    painter: QPainter,
    rect: QRectF,
    text: str,
    kind: Type,
    ink: QColor,
    *,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """One line inside ``rect``, cut where it ends."""
    shown = plain(text).replace("\n", " ")
    for line in lines(shown, kind, ink, rect.width(), align=align, most=1):
        line.paint(painter, rect.x(), rect.y())
