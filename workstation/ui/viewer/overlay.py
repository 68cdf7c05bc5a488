"""One photo laid over another: drawn apart from it, blended with it, or in turn with it."""

import enum
import math

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPolygonF, QTransform

from workstation.domain.plane_map import PlaneMap
from workstation.ui.kit.theme import VIEWER
from workstation.ui.viewer.canvas import Canvas
from workstation.ui.viewer.levels import FORMAT, PLAIN, Levels

NO_KEY: tuple[object, ...] = ()
LINE, CASING = 2.0, 4.0
GRIP_RADIUS = 9.0


class Way(enum.Enum):
    """The ways of looking at two photos."""

    BESIDE = "beside"
    SWIPE = "swipe"
    BLEND = "blend"
    FLICKER = "flicker"


class PhotoOverlay:
    """The photo of ``second`` painted over that of ``first``.

    ``share`` is where the line stands between them (0 left, 1 right), or how much of the second
    is blended in; ``second_shown`` says whose turn it is. No word is painted on either.
    """

    def __init__(self, first: Canvas, second: Canvas) -> None:
        self._first, self._second = first, second
        self._layer, self._layer_key = QImage(), NO_KEY
        self.way, self.share, self.second_shown = Way.BESIDE, 0.5, False
        self.placement = PlaneMap()

    def drop_layer(self) -> None:
        """Let go of every picture."""
        self._layer, self._layer_key = QImage(), NO_KEY

    @property
    def seen(self) -> tuple[bool, bool]:
        """Whether something of the first and of the second may be seen."""
        in_turn = self.way is Way.FLICKER
        return not (in_turn and self.second_shown), not in_turn or self.second_shown

    @property
    def line_x(self) -> float:
        """Where the line between both photos stands on the canvas."""
        return self.share * self._first.width()

    def paint(self, painter: QPainter) -> None:
        """Paint the second photo over what the first canvas has painted."""
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

    def _paint_swipe(self, painter: QPainter, levels: Levels) -> None:
        """Paint the second picture to the right of a line that can be taken hold of."""
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
        """The map from the second photo's pixels to the canvas."""
        a, b, c, d, e, f, g, h, i = self.placement.numbers
        return QTransform(a, d, g, b, e, h, c, f, i) * self._first.view.matrix(self._first.extent)


def _zoom(matrix: QTransform, at: QPointF) -> float:
    """How many screen pixels a picture pixel has, about there."""
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
