"""The places of the tray: how far apart they are, and what is painted in and below them."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from workstation.ui.kit.painting import CENTRE, draw_box, draw_line, line_width
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.picture_marks import mark_height

THUMB = SIZE.viewer_thumb
STEP = THUMB + SPACE.x2
CROSS = 20
EDGE = 2
RING = SIZE.focus_ring


def cross_of(thumb: QRectF) -> QRectF:
    """Where the cross of a thumbnail lies: below it, as nothing lies on a picture."""
    side = below_height() - RING
    return QRectF(thumb.right() - side, thumb.bottom() + RING, side, side)


def below_height() -> int:
    """How far ring, mark and cross reach below a picture."""
    return RING + max(CROSS, mark_height())


def row_step() -> int:
    """The distance from one row of places to the next."""
    return THUMB + below_height()


def paint_document(painter: QPainter, rect: QRectF, name: str) -> None:
    """Paint a file that is no picture: a sheet, and its kind (the end of its name) if it fits."""
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
    """Paint the cross that takes a picture out."""
    draw_icon(painter, Icon.X, cross_of(rect), theme.colours.text_secondary, SIZE.icon_sm)


def paint_more(painter: QPainter, rect: QRectF) -> None:
    """Paint the dashed place of the next picture."""
    pen = QPen(theme.colours.border_input, SIZE.hairline, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    half = SIZE.hairline / 2
    inside = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inside, RADIUS.md, RADIUS.md)
    draw_icon(painter, Icon.PLUS, rect, theme.colours.text_secondary, SIZE.icon)
