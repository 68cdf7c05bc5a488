"""Paints the part of a picture that a view shows, as it is adjusted for the eye."""

import math

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from workstation.ui.kit.theme import VIEWER
from workstation.ui.viewer.levels import ADJUSTED_FORMAT, PLAIN, Adjustment, Levels
from workstation.ui.viewer.transform import View

# From so many screen pixels per picture pixel on, and at one, the pixels are shown as they are.
CRISP_ZOOM = 3.0


def paint_levels(  # noqa: PLR0913
    painter: QPainter,
    levels: Levels,
    adjustment: Adjustment,
    view: View,
    extent: QSizeF,
    *,
    ratio: float,
) -> None:
    """Paint a picture on a canvas of this extent; what lies around it stays as it is.

    ``ratio`` is how many pixels of the device one of the canvas has.
    """
    if adjustment == PLAIN:
        _paint_plain(painter, levels, view, extent, ratio)
    else:
        _paint_adjusted(painter, levels, adjustment, view, extent, ratio)


def _paint_plain(
    painter: QPainter, levels: Levels, view: View, extent: QSizeF, ratio: float
) -> None:
    """Paint the picture from the level that fits the zoom."""
    zoom = view.zoom * ratio
    level, divisor = levels.at(zoom)
    seen = view.visible(extent, _size_of(levels))
    crisp = view.zoom >= CRISP_ZOOM or math.isclose(zoom, 1.0)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not crisp)
    painter.setTransform(view.matrix(extent), combine=True)
    painter.drawImage(seen, level, QRectF(seen.topLeft() / divisor, seen.size() / divisor))
    painter.restore()


def _paint_adjusted(  # noqa: PLR0913, PLR0917
    painter: QPainter,
    levels: Levels,
    adjustment: Adjustment,
    view: View,
    extent: QSizeF,
    ratio: float,
) -> None:
    """Adjust and paint what is on the screen, however large the picture is; not the ground."""
    seen = view.visible(extent, _size_of(levels))
    place = view.matrix(extent).mapRect(seen) & QRectF(QPointF(), extent)
    box = place.toAlignedRect()
    if box.isEmpty():
        return
    piece = QImage(box.size() * ratio, ADJUSTED_FORMAT)
    piece.setDevicePixelRatio(ratio)
    piece.fill(VIEWER.bg)
    into = QPainter(piece)
    into.translate(-box.topLeft())
    _paint_plain(into, levels, view, extent, ratio)
    into.end()
    source = QRectF((place.topLeft() - box.topLeft()) * ratio, place.size() * ratio)
    piece.setDevicePixelRatio(1)  # from here on its pixels are counted
    adjustment.change(piece)
    painter.drawImage(place, piece, source)


def _size_of(levels: Levels) -> QSizeF:
    return QSizeF(levels.width, levels.height)
