"""How the tray paints a picture, its cross, and the place for the next one."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from workstation.ui.conversation.timeline.bodies import paint_picture
from workstation.ui.conversation.timeline.paint_context import PaintContext
from workstation.ui.kit.painting import fill_round
from workstation.ui.kit.theme import RADIUS, SIZE, Icon, draw_icon, theme

CROSS = 20
EDGE = 2


def cross_of(thumb: QRectF) -> QRectF:
    """Where the cross of a thumbnail lies."""
    return QRectF(thumb.right() - CROSS - EDGE, thumb.top() + EDGE, CROSS, CROSS)


def paint_thumb(
    painter: QPainter, rect: QRectF, url: str, context: PaintContext, *, crossed: bool
) -> None:
    """A picture; ``crossed`` shows how it is taken out."""
    paint_picture(painter, rect, url, context, RADIUS.md)
    if crossed:
        cross = cross_of(rect)
        fill_round(painter, cross, theme.colours.snack_bg, RADIUS.full)
        draw_icon(painter, Icon.X, cross, theme.colours.snack_text, SIZE.icon_sm)


def paint_more(painter: QPainter, rect: QRectF) -> None:
    """The dashed place of the next picture."""
    pen = QPen(theme.colours.border_input, SIZE.hairline, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = SIZE.hairline / 2
    inside = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inside, RADIUS.md, RADIUS.md)
    draw_icon(painter, Icon.PLUS, rect, theme.colours.text_secondary, SIZE.icon)
