"""Words beside a picture: that a part of it is missing, or what may keep it from being judged.

They stand beside or below a picture, never on it: a corner that is covered may be what a doctor
looks for. The grey part of a picture that breaks off is easily taken for the patient's skin, so
that is said with a warning; what is only estimated is said quietly.
"""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from workstation.domain.photo_quality import PhotoFlaw
from workstation.domain.value import Value
from workstation.ui.kit.painting import LEFT, RIGHT, Ink, draw_line, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import Thumbnail


class PictureMark(Value):
    """What is said beside a picture; where room is short, by the icon alone."""

    word: str
    icon: Icon
    ink: Ink


def picture_mark(picture: Thumbnail) -> PictureMark | None:
    """The mark of a thumbnail: what matters most of what is known; ``None`` for one that is fit."""
    if not picture.whole:
        return PictureMark(tr("conversation.picture.incomplete"), Icon.ALERT, Ink.WARNING)
    if picture.flaws:
        return PictureMark(flaw_word(picture.flaws[0]), Icon.INFO, Ink.SECONDARY)
    return None


def mark_height() -> int:
    """How high the line of a mark is, from the picture's edge on."""
    return max(theme.style(TextRole.CAPTION).line, SIZE.icon_sm)


def paint_mark_below(painter: QPainter, picture_rect: QRectF, picture: Thumbnail) -> None:
    """Paint the mark that a thumbnail has on the line below it, no wider than it."""
    mark = picture_mark(picture)
    if mark is not None:
        box = QRectF(picture_rect.bottomLeft(), picture_rect.bottomRight())
        paint_mark(painter, box.adjusted(0, 0, 0, mark_height()), mark)


def paint_mark(
    painter: QPainter, box: QRectF, mark: PictureMark, *, align: Qt.AlignmentFlag = LEFT
) -> None:
    """Paint the icon at one side of ``box``, and the word beside it if all of it fits."""
    place = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
    text = box.adjusted(SIZE.icon_sm + SPACE.x1, 0, 0, 0)
    if align is RIGHT:
        place.moveRight(box.right())
        text.moveLeft(box.x())
    draw_icon(painter, mark.icon, place, mark.ink.colour, SIZE.icon_sm)
    font = theme.font(TextRole.CAPTION)
    if line_width(mark.word, font) <= text.width():
        draw_line(painter, text, mark.word, font, mark.ink.colour, align=align)


def flaw_word(flaw: PhotoFlaw) -> str:
    """What may be wrong with the photo, in a word or three."""
    return tr(f"photo.flaw.{flaw.value}")


def spoken_flaws(picture: Thumbnail) -> str:
    """All flaws as a screen reader says them; empty for a photo that seems fit."""
    return tr("widgets.breath").join(map(flaw_word, picture.flaws))
