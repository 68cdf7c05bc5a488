"""Pictures in rows, each whole on one page, with its number below."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import Figure
from workstation.ui.record.paper import MM, Paper
from workstation.ui.record.pieces import Drawn
from workstation.ui.record.shots import Lost, Shot, Shots
from workstation.ui.record.text import lines, paint_line

GAP = SPACE.x3
MOST_HEIGHT = 62 * MM
FEW, MANY = 2, 3
FEW_ARE = 4
SLIMMEST, WIDEST = 0.5, 2.5
"""Width to height of a picture's place; a picture beyond these has room beside or above it."""

LOST_SHAPE = 1.5
MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Captioned:
    """A figure and what stands below it beside its number."""

    figure: Figure
    caption: str = ""


def rows(
    figures: Sequence[Captioned], shots: Shots, paper: Paper, width: float, indent: float = 0.0
) -> Iterator[Drawn]:
    """The figures in rows within ``width``, as large as their number allows."""
    count = FEW if len(figures) <= FEW_ARE else MANY
    for start in range(0, len(figures), count):
        row = FigureRow(figures[start : start + count], shots, paper, width)
        yield Drawn(row.height, row.indented(indent), GAP if start else SPACE.x2)


class FigureRow:
    """Pictures beside each other in places of one height."""

    def __init__(
        self, figures: Sequence[Captioned], shots: Shots, paper: Paper, width: float
    ) -> None:
        self._paper = paper
        self._figures = [(one, shots.get(one.figure.url, Lost(""))) for one in figures]
        shapes = [_shape(shot) for _, shot in self._figures]
        room = width - (len(shapes) - 1) * GAP
        self._high = min(MOST_HEIGHT, room / sum(shapes))
        self._widths = [shape * self._high for shape in shapes]
        self.height = self._high + SPACE.x1 + paper.caption.line + SPACE.x2

    def indented(self, indent: float) -> Callable[[QPainter, float, float], None]:
        """``paint``, that far from the left."""
        return lambda painter, x, y: self.paint(painter, x + indent, y)

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """From left to right."""
        for (one, shot), width in zip(self._figures, self._widths, strict=True):
            place = QRectF(x, y, width, self._high)
            if isinstance(shot, Shot):
                painter.drawImage(_inside(place, shot), QImage.fromData(shot.content))
            else:
                self._paint_lost(painter, place, one.figure.number, shot.why)
            self._paint_caption(painter, QRectF(x, place.bottom() + SPACE.x1, width, 0), one)
            x += width + GAP

    def _paint_lost(self, painter: QPainter, place: QRectF, number: int, why: str) -> None:
        painter.setPen(QPen(self._paper.colours.border_default, SIZE.hairline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        text = tr("record.lost", number=number, why=why)
        kind, inner = self._paper.label, place.width() - 2 * SPACE.x3
        found = list(lines(text, kind, self._paper.quiet, inner, most=MOST_LINES))
        top = place.y() + (place.height() - len(found) * kind.line) / 2
        for line in found:
            line.paint(painter, place.x() + SPACE.x3, top)
            top += kind.line

    def _paint_caption(self, painter: QPainter, place: QRectF, one: Captioned) -> None:
        number = tr("record.figure", number=one.figure.number)
        text = " · ".join(filter(None, (number, one.caption)))
        paint_line(painter, place, text, self._paper.caption, self._paper.quiet)


def _shape(shot: Shot | Lost) -> float:
    if isinstance(shot, Lost):
        return LOST_SHAPE
    return min(max(shot.width / shot.height, SLIMMEST), WIDEST)


def _inside(place: QRectF, shot: Shot) -> QRectF:
    """At the foot of the place and its left, never larger than 1 px on 1/96 inch."""
    scale = min(place.width() / shot.width, place.height() / shot.height, 1.0)
    width, height = shot.width * scale, shot.height * scale
    return QRectF(place.x(), place.bottom() - height, width, height)
