"""One photo laid over another: drawn apart from it, blended with it, or in turn with it."""

import enum
import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF, QTransform

from workstation.domain.plane_map import PlaneMap
from workstation.ui.kit.painting import draw_line, fill_round, line_width
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.theme import RADIUS, SPACE, VIEWER, TextRole, theme
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.levels import FORMAT, PLAIN, Levels

NO_KEY: tuple[object, ...] = ()
LINE, CASING = 2.0, 4.0
GRIP_RADIUS = 9.0
TAG_HEIGHT = 24


class Way(enum.Enum):
    """How two photos are looked at."""

    BESIDE = "beside"
    SWIPE = "swipe"
    BLEND = "blend"
    FLICKER = "flicker"


class PhotoOverlay:
    """The photo of ``second`` painted over that of ``first``.

    ``share`` is where the line stands between them (0 left, 1 right), or how much of the second
    is blended in; ``second_shown`` says whose turn it is. ``names`` gives a line for each photo.
    """

    def __init__(self, first: Canvas, second: Canvas, names: Callable[[], tuple[str, str]]) -> None:
        self._first, self._second, self._names = first, second, names
        self._layer, self._layer_key = QImage(), NO_KEY
        self.way, self.share, self.second_shown = Way.BESIDE, 0.5, False
        self.placement = PlaneMap()

    def drop_layer(self) -> None:
        """Keep no picture."""
        self._layer, self._layer_key = QImage(), NO_KEY

    @property
    def line_x(self) -> float:
        """Where the line between both photos stands on the canvas."""
        return self.share * self._first.width()

    def paint(self, painter: QPainter) -> None:
        """Over what the first canvas has painted."""
        levels = self._second.levels
        if levels is None:
            return
        painter.save()
        if self.way is Way.SWIPE:
            self._paint_swipe(painter, levels)
        elif self.way is Way.BLEND:
            painter.setOpacity(self.share)
            painter.drawImage(QPointF(), self._laid_out(levels))
        elif self.second_shown:
            painter.drawImage(QPointF(), self._laid_out(levels))
        painter.restore()
        self._paint_tags(painter)

    def _paint_swipe(self, painter: QPainter, levels: Levels) -> None:
        """The second to the right of a line that can be taken hold of."""
        x, height = self.line_x, self._first.height()
        painter.save()
        painter.setClipRect(QRectF(x, 0, self._first.width() - x, height))
        painter.drawImage(QPointF(), self._laid_out(levels))
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for ink, width in ((VIEWER.bg, CASING), (VIEWER.on, LINE)):
            painter.fillRect(QRectF(x - width / 2, 0, width, height), ink)
        painter.setPen(VIEWER.bg)
        painter.setBrush(VIEWER.on)
        painter.drawEllipse(QPointF(x, height / 2), GRIP_RADIUS, GRIP_RADIUS)

    def _paint_tags(self, painter: QPainter) -> None:
        """Whose photo is seen where: nobody may take one for the other."""
        first, second = self._names()
        shown_alone = self.way is Way.FLICKER
        if not (shown_alone and self.second_shown):
            self._paint_tag(painter, first, right=False)
        if not shown_alone or self.second_shown:
            self._paint_tag(painter, second, right=True)

    def _paint_tag(self, painter: QPainter, text: str, *, right: bool) -> None:
        font = theme.font(TextRole.CAPTION, strong=True)
        room = self._first.width() / 2 - SPACE.x4
        width = min(line_width(text, font) + 2 * SPACE.x3, room)
        x = self._first.width() - width - SPACE.x3 if right else SPACE.x3
        rect = QRectF(x, SPACE.x3, width, theme.scaled(TAG_HEIGHT))
        fill_round(painter, rect, VIEWER.raised, RADIUS.sm)
        inside = rect.adjusted(SPACE.x2, 0, -SPACE.x2, 0)
        draw_line(painter, inside, text, font, VIEWER.text, align=CENTRE)

    def _laid_out(self, levels: Levels) -> QImage:
        """The second photo as it lies, as large as the canvas; made anew when anything moved."""
        matrix, ratio = self._matrix(), self._first.devicePixelRatioF()
        size = self._first.size()
        key = (id(levels), _numbers(matrix), size.toTuple(), ratio, self._second.adjustment)
        if key != self._layer_key:
            self._layer_key = key
            self._layer = QImage(size * ratio, FORMAT)
            self._layer.setDevicePixelRatio(ratio)
            self._draw_layer(levels, matrix, ratio)
        return self._layer

    def _draw_layer(self, levels: Levels, matrix: QTransform, ratio: float) -> None:
        outline = QPainterPath()
        whole = QRectF(QPointF(), QSizeF(levels.width, levels.height))
        outline.addPolygon(matrix.map(QPolygonF(whole)))
        level, divisor = levels.at(_zoom(matrix, whole.center()) * ratio)
        self._layer.fill(VIEWER.bg)
        painter = QPainter(self._layer)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setTransform(matrix, combine=True)
        painter.drawImage(whole, level, QRectF(QPointF(), whole.size() / divisor))
        painter.end()
        adjustment = self._second.adjustment
        if adjustment != PLAIN:
            adjusted = adjustment.apply_to(self._layer)
            adjusted.setDevicePixelRatio(ratio)
            painter = QPainter(self._layer)
            painter.setClipPath(outline)
            painter.drawImage(QPointF(), adjusted)
            painter.end()

    def _matrix(self) -> QTransform:
        """From the second photo's pixels to the canvas."""
        a, b, c, d, e, f, g, h, i = self.placement.numbers
        return QTransform(a, d, g, b, e, h, c, f, i) * self._first.view.matrix(self._first.extent)


def _zoom(matrix: QTransform, at: QPointF) -> float:
    """Screen pixels per picture pixel, about there."""
    here, right, below = (matrix.map(at + step) for step in (QPointF(), RIGHT, DOWN))
    across, along = right - here, below - here
    return math.sqrt(abs(across.x() * along.y() - across.y() * along.x()))


RIGHT, DOWN = QPointF(1, 0), QPointF(0, 1)


def _numbers(matrix: QTransform) -> tuple[float, ...]:
    return (
        *(matrix.m11(), matrix.m12(), matrix.m13()),
        *(matrix.m21(), matrix.m22(), matrix.m23()),
        *(matrix.m31(), matrix.m32(), matrix.m33()),
    )
