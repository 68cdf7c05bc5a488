"""The mark on a picture that breaks off: its grey part is easily taken for the patient's skin."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from workstation.ui.kit.painting import Ink, draw_line, fill_round, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme


def paint_incomplete(painter: QPainter, rect: QRectF) -> None:
    """Over the lower left corner of a thumbnail: an icon, and the word where there is room."""
    word, font = tr("conversation.picture.incomplete"), theme.font(TextRole.CAPTION)
    line = theme.style(TextRole.CAPTION).line
    high = max(float(line), float(SIZE.icon_sm)) + SPACE.x1
    wide = SPACE.x1 + SIZE.icon_sm + SPACE.x1 + line_width(word, font) + SPACE.x2
    room = rect.width() - 2 * SPACE.x1
    worded = wide <= room
    width = wide if worded else min(SIZE.icon_sm + 2.0 * SPACE.x1, room)
    mark = QRectF(rect.x() + SPACE.x1, rect.bottom() - SPACE.x1 - high, width, high)
    fill_round(painter, mark, theme.colours.bg_raised, RADIUS.sm)
    place = QRectF(mark.x() + SPACE.x1, mark.y(), SIZE.icon_sm, high)
    if not worded:
        place.setWidth(width - 2 * SPACE.x1)
    draw_icon(painter, Icon.ALERT, place, Ink.WARNING.colour, SIZE.icon_sm)
    if worded:
        text = mark.adjusted(SPACE.x1 + SIZE.icon_sm + SPACE.x1, 0, 0, 0)
        draw_line(painter, text, word, font, Ink.PRIMARY.colour)
