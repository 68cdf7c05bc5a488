"""How the tray paints a document, the cross of what lies there, and the place for the next."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from workstation.ui.kit.painting import draw_box, draw_line, fill_round, line_width
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.theme import RADIUS, SIZE, Icon, TextRole, draw_icon, theme

CROSS = 20
EDGE = 2


def cross_of(thumb: QRectF) -> QRectF:
    """Where the cross of a thumbnail lies."""
    return QRectF(thumb.right() - CROSS - EDGE, thumb.top() + EDGE, CROSS, CROSS)


def paint_document(painter: QPainter, rect: QRectF, name: str) -> None:
    """What is no picture: a sheet, and below it its kind, which ends its name, if there is room."""
    colours, caption = theme.colours, theme.style(TextRole.CAPTION).line
    draw_box(painter, rect, fill=colours.bg_sunken, border=colours.border_subtle, radius=RADIUS.md)
    kind, font = name.rpartition(".")[2].upper(), theme.font(TextRole.CAPTION)
    has_room = caption + SIZE.icon + 2 * EDGE <= rect.height()
    if not has_room or line_width(kind, font) > rect.width():
        draw_icon(painter, Icon.DOC, rect, colours.text_secondary, SIZE.icon)
        return
    icon = rect.adjusted(0, EDGE, 0, -caption)
    draw_icon(painter, Icon.DOC, icon, colours.text_secondary, SIZE.icon)
    line = QRectF(rect.x(), rect.bottom() - caption - EDGE, rect.width(), caption)
    draw_line(painter, line, kind, font, colours.text_secondary, align=CENTRE)


def paint_cross(painter: QPainter, rect: QRectF) -> None:
    """How it is taken out."""
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
