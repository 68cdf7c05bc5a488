"""A picture on the screen: each of its pixels on one of the screen's, at any ratio."""

import itertools

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPixmap

from tests.ui.still_board import StillBoard
from workstation.ui.conversation.timeline.bodies import paint_picture
from workstation.ui.conversation.timeline.paint_context import PaintContext
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail

SIZE = QSize(72, 72)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_picture_is_painted_pixel_by_pixel(ratio: float) -> None:
    """Every other row of pixels is black: any scaling would make grey or broad stripes of it."""
    wide = round(SIZE.width() * ratio)
    striped = QImage(wide, wide, QImage.Format.Format_RGB32)
    for x, y in itertools.product(range(wide), repeat=2):
        striped.setPixel(x, y, 0xFF000000 if y % 2 else 0xFFFFFFFF)
    pixmap = QPixmap.fromImage(striped)
    pixmap.setDevicePixelRatio(ratio)
    screen = QImage(striped.size(), striped.format())
    screen.setDevicePixelRatio(ratio)
    painter = QPainter(screen)
    context = PaintContext(Showing(pixmap), 0, ratio)
    paint_picture(painter, QRectF(QPointF(), SIZE.toSizeF()), "a", context, radius=0)
    painter.end()
    inside = QRect(QPoint(), striped.size()).adjusted(2, 2, -2, -2)
    assert screen.copy(inside) == striped.copy(inside)


class Showing(StillBoard):
    """One picture for every address."""

    def __init__(self, pixmap: QPixmap) -> None:
        self._pixmap = pixmap

    def thumbnail(self, *_asked: object) -> Thumbnail:
        return Thumbnail(MediaPhase.READY, self._pixmap)
