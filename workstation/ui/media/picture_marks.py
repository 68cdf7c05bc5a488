"""Words on a picture: that a part of it is missing, or what may keep it from being judged.

The grey part of a picture that breaks off is easily taken for the patient's skin, so that is said
with a warning; what is only estimated is said quietly.
"""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from workstation.domain.photo_quality import PhotoFlaw
from workstation.ui.kit.painting import Ink, draw_line, fill_round, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import Thumbnail


def paint_picture_mark(painter: QPainter, rect: QRectF, picture: Thumbnail) -> None:
    """Paint over the lower left corner of a thumbnail an icon, and the word where there is room."""
    if not picture.whole:
        word = tr("conversation.picture.incomplete")
        _paint_mark(painter, rect, word, Icon.ALERT, Ink.WARNING)
    elif picture.flaws:
        _paint_mark(painter, rect, flaw_word(picture.flaws[0]), Icon.INFO, Ink.SECONDARY)


def flaw_word(flaw: PhotoFlaw) -> str:
    """What may be wrong with the photo, in a word or three."""
    return tr(f"photo.flaw.{flaw.value}")


def spoken_flaws(picture: Thumbnail) -> str:
    """All of them as a screen reader says them; empty for a photo that seems fit."""
    return tr("widgets.breath").join(map(flaw_word, picture.flaws))


def _paint_mark(painter: QPainter, rect: QRectF, word: str, icon: Icon, ink: Ink) -> None:
    font = theme.font(TextRole.CAPTION)
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
    draw_icon(painter, icon, place, ink.colour, SIZE.icon_sm)
    if worded:
        text = mark.adjusted(SPACE.x1 + SIZE.icon_sm + SPACE.x1, 0, 0, 0)
        draw_line(painter, text, word, font, Ink.PRIMARY.colour)
