"""Pictures in rows, each whole on one page, with its number below."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from workstation.domain.value import Value
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE
from workstation.ui.record.content import Figure
from workstation.ui.record.paper import MM, PaperStyle
from workstation.ui.record.paper_pictures import LostPicture, PaperPicture, PaperPictures
from workstation.ui.record.pieces import DrawnPiece
from workstation.ui.record.text import break_lines, paint_line

GAP = SPACE.x3
MAX_HEIGHT = 62 * MM
FEW, MANY = 2, 3
FEW_ARE = 4
MIN_SHAPE, MAX_SHAPE = 0.5, 2.5
"""Width to height of a picture's place; a picture beyond these has room beside or above it."""

LOST_SHAPE = 1.5
MAX_LINES = 3


class CaptionedFigure(Value):
    """A figure and what stands below it beside its number."""

    figure: Figure
    caption: str = ""


def figure_rows(
    figures: Sequence[CaptionedFigure],
    pictures: PaperPictures,
    paper: PaperStyle,
    width: float,
    indent: float = 0.0,
) -> Iterator[DrawnPiece]:
    """The figures in rows within ``width``, as large as their number allows."""
    count = FEW if len(figures) <= FEW_ARE else MANY
    for start in range(0, len(figures), count):
        row = FigureRow(figures[start : start + count], pictures, paper, width)
        yield DrawnPiece(row.height, row.painter_at(indent), GAP if start else SPACE.x2)


class FigureRow:
    """Pictures beside each other in places of one height."""

    def __init__(
        self,
        figures: Sequence[CaptionedFigure],
        pictures: PaperPictures,
        paper: PaperStyle,
        width: float,
    ) -> None:
        self._paper = paper
        self._figures = [
            (figure, pictures.get(figure.figure.url, LostPicture(""))) for figure in figures
        ]
        shapes = [_shape(picture) for _, picture in self._figures]
        room = width - (len(shapes) - 1) * GAP
        high = min(MAX_HEIGHT, room / sum(shapes))
        self._widths = [shape * high for shape in shapes]
        # A flat or a tiny picture alone has no empty place above it.
        self._high = max(
            _height(picture, width, high)
            for (_, picture), width in zip(self._figures, self._widths, strict=True)
        )
        self.height = self._high + SPACE.x1 + paper.caption.line + SPACE.x2

    def painter_at(self, indent: float) -> Callable[[QPainter, float, float], None]:
        """The ``paint`` of the row, that far from the left."""
        return lambda painter, x, y: self.paint(painter, x + indent, y)

    def paint(self, painter: QPainter, x: float, y: float) -> None:
        """Paint its pictures side by side, the row's top left corner at ``x``, ``y``."""
        for (figure, picture), width in zip(self._figures, self._widths, strict=True):
            place = QRectF(x, y, width, self._high)
            if isinstance(picture, PaperPicture):
                painter.drawImage(_inside(place, picture), QImage.fromData(picture.content))
            else:
                self._paint_lost(painter, place, _lost_text(figure.figure.number, picture))
            self._paint_caption(painter, QRectF(x, place.bottom() + SPACE.x1, width, 0), figure)
            x += width + GAP

    def _paint_lost(self, painter: QPainter, place: QRectF, text: str) -> None:
        painter.setPen(QPen(self._paper.colours.border_default, SIZE.hairline))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)
        font, inner = self._paper.label, place.width() - 2 * SPACE.x3
        text_lines = list(break_lines(text, font, self._paper.quiet, inner, max_lines=MAX_LINES))
        top = place.y() + (place.height() - len(text_lines) * font.line) / 2
        for line in text_lines:
            line.paint(painter, place.x() + SPACE.x3, top)
            top += font.line

    def _paint_caption(self, painter: QPainter, place: QRectF, figure: CaptionedFigure) -> None:
        number = tr("record.figure", number=figure.figure.number)
        text = " · ".join(filter(None, (number, figure.caption, figure.figure.note)))
        paint_line(painter, place, text, self._paper.caption, self._paper.quiet)


def _lost_text(number: int, picture: LostPicture) -> str:
    if picture.is_left_out:
        return tr("redaction.figure_left_out", number=number)
    return tr("record.lost", number=number, why=picture.why)


def _shape(picture: PaperPicture | LostPicture) -> float:
    if isinstance(picture, LostPicture):
        return LOST_SHAPE
    return min(max(picture.width / picture.height, MIN_SHAPE), MAX_SHAPE)


def _height(picture: PaperPicture | LostPicture, width: float, high: float) -> float:
    """The share of a place's height that a picture takes."""
    if isinstance(picture, LostPicture):
        return high
    return _inside(QRectF(0, 0, width, high), picture).height()


def _inside(place: QRectF, picture: PaperPicture) -> QRectF:
    """The rectangle at the foot of a place and its left, never larger than 1 px on 1/96 inch."""
    scale = min(place.width() / picture.width, place.height() / picture.height, 1.0)
    width, height = picture.width * scale, picture.height * scale
    return QRectF(place.x(), place.bottom() - height, width, height)
