"""The soft shadow of a raised box, blurred once and stretched to any size."""

import math
from functools import lru_cache
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from workstation.ui.kit.painting.shapes import draw_box
from workstation.ui.kit.theme import theme


def draw_shadow(painter: QPainter, rect: QRectF, elevation: int) -> None:
    """Draw the shadow that a box of ``elevation`` throws on what lies below it."""
    cast = theme.shadow(elevation)
    if cast is None:
        return
    blur = cast.blur
    picture = _make_shadow(blur, cast.colour.rgba())
    side = picture.width()
    outer = rect.translated(0, cast.offset).adjusted(-blur, -blur, blur, blur)
    columns = _cuts(outer.left(), outer.right(), side)
    rows = _cuts(outer.top(), outer.bottom(), side)
    for (left, from_x), (right, to_x) in pairwise(columns):
        for (top, from_y), (bottom, to_y) in pairwise(rows):
            target = QRectF(left, top, right - left, bottom - top)
            source = QRectF(from_x, from_y, to_x - from_x, to_y - from_y)
            painter.drawPixmap(target, picture, source)


def draw_raised(painter: QPainter, rect: QRectF, elevation: int, radius: float) -> None:
    """Draw a box that lies above the window: its shadow, its ground and a hairline around it."""
    colours = theme.colours
    draw_shadow(painter, rect, elevation)
    draw_box(painter, rect, fill=colours.bg_raised, border=colours.border_subtle, radius=radius)


def _cuts(start: float, end: float, side: int) -> list[tuple[float, float]]:
    """Where the three parts of a row begin and end, on the target and in the picture."""
    part = min((side - 1) // 2, (end - start) / 2)
    return [(start, 0), (start + part, part), (end - part, side - part), (end, side)]


@lru_cache(maxsize=8)
def _make_shadow(blur: int, rgba: int) -> QPixmap:
    """A box blurred with a standard deviation of half of ``blur``, as style sheets define it.

    It is just large enough that its middle row and column are those of any larger box.
    """
    spread = blur / 2 * math.sqrt(2)
    half = [(1 + math.erf((x - blur + 0.5) / spread)) / 2 for x in range(2 * blur)]
    profile = [*half, half[-1], *reversed(half)]
    side = len(profile)
    grey = bytes(round(255 * down * across) for down in profile for across in profile)
    mask = QImage(grey, side, side, side, QImage.Format.Format_Alpha8)
    tinted = mask.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(tinted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(tinted.rect(), QColor.fromRgba(rgba))
    painter.end()
    return QPixmap.fromImage(tinted)
