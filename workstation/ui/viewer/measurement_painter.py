"""Measurements drawn over a picture: on the screen, and in a copy that is to be saved."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen, QPolygonF, QTransform

from workstation.domain.card import Card
from workstation.domain.geometry import Point, middle
from workstation.domain.measurement import MeasurementSheet, Scale, Shape, ShapeKind, round_size
from workstation.domain.value import Value
from workstation.ui.kit.painting import draw_line, fill_round, line_width
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, VIEWER, TextRole, theme

LINE, CASING = 2.0, 4.0
DOT, HELD_DOT, TICK = 3.5, 6.0, 7.0
LABEL_HEIGHT = 20
SAVED_PER_SIDE = 900.0
"""In a saved copy, lines and words are as large as on a screen of so many pixels."""


class Drawing(Value):
    """What is to be seen: the sheet, what is begun, where the next point would be.

    ``echo`` is where the cursor over the other picture stands in this one.
    """

    sheet: MeasurementSheet
    open_points: Sequence[Point] = ()
    closing: bool = False
    held_point: Point | None = None
    pen: Point | None = None
    rubber: Point | None = None
    echo: Point | None = None
    editing: bool = False


class MeasurementPainter:
    """Paints a drawing; ``matrix`` leads from the picture to the screen, ``unit`` is a pixel."""

    def __init__(self, painter: QPainter, matrix: QTransform, unit: float = 1.0) -> None:
        self._painter, self._matrix, self._unit = painter, matrix, unit

    def paint(self, drawing: Drawing) -> None:
        """Paint lines first, then points, then words on top."""
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        sheet = drawing.sheet
        if sheet.scale is not None:
            self._paint_scale(sheet.scale)
        for shape in sheet.shapes:
            self._paint_shape(shape)
        self._paint_open_points(drawing)
        if drawing.editing:
            for point in _points(sheet):
                self._paint_dot(point, DOT)
            for number, point in enumerate(sheet.landmarks, 1):
                self._paint_landmark(point, str(number))
        if drawing.held_point is not None:
            self._paint_dot(drawing.held_point, HELD_DOT)
        for cross in (drawing.pen, drawing.echo):
            if cross is not None:
                self._paint_cross(cross)
        self._paint_labels(sheet)

    def _paint_scale(self, scale: Scale | Card) -> None:
        if isinstance(scale, Card):
            places = [self._at(point) for point in scale.points]
            self._paint_line([*places, places[0]], VIEWER.accent)
            return
        start, end = self._at(scale.start), self._at(scale.end)
        self._paint_line([start, end], VIEWER.accent)
        across = QLineF(start, end).normalVector()
        if not across.length():
            return
        across.setLength(TICK * self._unit)
        step = across.p2() - across.p1()
        for place in (start, end):
            self._paint_line([place - step, place + step], VIEWER.accent)

    def _paint_shape(self, shape: Shape) -> None:
        places = [self._at(point) for point in shape.points]
        if shape.kind is ShapeKind.LENGTH:
            self._paint_line(places, VIEWER.on)
            return
        tint = QColor(VIEWER.on)
        tint.setAlphaF(0.12)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(tint)
        # The line covers the edge, and a large surface without smooth edges costs less.
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._painter.drawPolygon(QPolygonF(places))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_line([*places, places[0]], VIEWER.on)

    def _paint_open_points(self, drawing: Drawing) -> None:
        points = [
            *drawing.open_points,
            *([drawing.rubber] if drawing.rubber and drawing.open_points else []),
        ]
        if len(points) > 1:
            self._paint_line([self._at(point) for point in points], VIEWER.accent)
        for number, point in enumerate(drawing.open_points):
            self._paint_dot(point, HELD_DOT if drawing.closing and number == 0 else DOT)

    def _paint_line(self, places: Sequence[QPointF], ink: QColor) -> None:
        """Paint a line with a dark casing, so that it is seen on pale skin and on dark."""
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((VIEWER.bg, CASING), (ink, LINE)):
            pen = QPen(colour, width * self._unit)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self._painter.setPen(pen)
            self._painter.drawPolyline(QPolygonF(places))

    def _paint_dot(self, point: Point, radius: float) -> None:
        self._painter.setPen(QPen(VIEWER.bg, self._unit))
        self._painter.setBrush(VIEWER.accent)
        self._painter.drawEllipse(self._at(point), radius * self._unit, radius * self._unit)

    def _paint_landmark(self, point: Point, number: str) -> None:
        """Paint a ring with a number, which in both pictures is the same place on the skin."""
        place, reach = self._at(point), 2 * HELD_DOT * self._unit
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((VIEWER.bg, CASING), (VIEWER.accent, LINE)):
            self._painter.setPen(QPen(colour, width * self._unit))
            self._painter.drawEllipse(place, HELD_DOT * self._unit, HELD_DOT * self._unit)
        self._paint_tag(QPointF(place.x(), place.y() + reach), number)

    def _paint_cross(self, point: Point) -> None:
        place, reach = self._at(point), 2 * TICK * self._unit
        for step in (QPointF(reach, 0), QPointF(0, reach)):
            self._paint_line([place - step, place + step], VIEWER.accent)

    def _paint_labels(self, sheet: MeasurementSheet) -> None:
        if sheet.scale is not None:
            self._paint_label(sheet.scale.points, scale_text(sheet.scale))
        for shape in sheet.shapes:
            self._paint_label(shape.points, size_text(sheet, shape))

    def _paint_label(self, points: Sequence[Point], text: str) -> None:
        """Paint words under the shape, so that they hide nothing of what was measured."""
        lowest = max(self._at(point).y() for point in points)
        below = lowest + SPACE.x2 * self._unit
        self._paint_tag(QPointF(self._at(middle(points)).x(), below), text)

    def _paint_tag(self, top: QPointF, text: str) -> None:
        font = _font(self._unit)
        width = line_width(text, font) + 2 * SPACE.x2 * self._unit
        height = LABEL_HEIGHT * self._unit
        rect = QRectF(top.x() - width / 2, top.y(), width, height)
        ground = QColor(VIEWER.bg)
        ground.setAlphaF(0.86)
        fill_round(self._painter, rect, ground, height / 2)
        draw_line(self._painter, rect, text, font, VIEWER.on, align=CENTRE)

    def _at(self, point: Point) -> QPointF:
        return self._matrix.map(QPointF(point.x, point.y))


def size_text(sheet: MeasurementSheet, shape: Shape) -> str:
    """A result, always stamped as approximate; or why there is none."""
    if shape.tangled:
        return tr("measure.tangled")
    size = sheet.size_of(shape)
    if size is None:
        return tr("measure.no_scale")
    return tr(f"measure.{shape.kind.value}_result", size=round_size(size))


def scale_text(scale: Scale | Card) -> str:
    """What the scale was taken from, and its length."""
    if isinstance(scale, Card):
        size = f"{scale.long_mm:g}×{scale.short_mm:g}"
        return tr("measure.scale_of", thing=tr("measure.card"), size=size)
    reference = tr(f"measure.reference.{scale.reference.word}")
    return tr("measure.scale_of", thing=reference, size=f"{scale.millimetres:g}")


def with_measurements(picture: QImage, sheet: MeasurementSheet) -> QImage:
    """A copy with the measurements drawn in, and a line below that says what they are worth."""
    unit = max(1.0, max(picture.width(), picture.height()) / SAVED_PER_SIDE)
    foot = round(2 * LABEL_HEIGHT * unit)
    copy = QImage(picture.width(), picture.height() + foot, QImage.Format.Format_RGB32)
    copy.fill(VIEWER.bg)
    painter = QPainter(copy)
    painter.drawImage(0, 0, picture)
    MeasurementPainter(painter, QTransform(), unit).paint(Drawing(sheet))
    line = QRectF(0, picture.height(), picture.width(), foot)
    inside = line.adjusted(SPACE.x3 * unit, 0, -SPACE.x3 * unit, 0)
    draw_line(painter, inside, tr("measure.worth"), _font(unit), VIEWER.on)
    painter.end()
    return copy


def _font(unit: float) -> QFont:
    font = QFont(theme.font(TextRole.CAPTION, strong=True))
    font.setPixelSize(round(theme.style(TextRole.CAPTION).size * unit))
    return font


def _points(sheet: MeasurementSheet) -> list[Point]:
    scale = sheet.scale.points if sheet.scale is not None else ()
    return [*scale, *(point for shape in sheet.shapes for point in shape.points)]
