"""What a bubble holds: text or a picture; voices and files have modules of their own."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPainterPath

from workstation.ui.conversation.timeline.failure import FailureLinks, failure_reason, paint_failure
from workstation.ui.conversation.timeline.hit_actions import OpenPicture, Reload
from workstation.ui.conversation.timeline.paint_context import (
    Hit,
    PaintContext,
    SelectableText,
)
from workstation.ui.conversation.timeline.text import Highlights, TextBlock
from workstation.ui.kit.painting import Ink, draw_box, fill_round
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail
from workstation.ui.media.picture_marks import PictureMark, picture_mark, spoken_flaws

PAD_X, PAD_Y, GAP = SPACE.x3, SPACE.x2, SPACE.x3


class Body(Protocol):
    """The inside of a bubble, with its own padding; positions are relative to its corner."""

    framed: bool = True

    @property
    def size(self) -> QSizeF:
        """The size of the body with its padding."""

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint the body with its top left corner ``at``."""

    def hits(self, _context: PaintContext) -> Iterator[Hit]:
        """What can be clicked, besides links in the text."""
        return iter(())

    def selectable_text(self) -> SelectableText | None:
        """The selectable text, if there is any."""
        return None

    def mark(self, _context: PaintContext) -> PictureMark | None:
        """What is said beside a picture that may not be fit to be judged."""
        return None

    def spoken(self, context: PaintContext) -> str:
        """What a screen reader says of the body."""


def _image_size() -> QSize:
    """The size of every picture of a message: what stands where one cannot be shown must fit in."""
    return QSize(SIZE.message_image_w, SIZE.message_image_h)


class TextBody(Body):
    """Text in the message style."""

    def __init__(
        self,
        text: str,
        max_width: float,
        ink: Ink = Ink.PRIMARY,
        mentions: tuple[tuple[int, int], ...] = (),
    ) -> None:
        style = theme.style(TextRole.MESSAGE)
        font = theme.font(TextRole.MESSAGE)
        self._ink = ink
        self._block = TextBlock(text, font, style.line, max_width - 2 * PAD_X, mentions)

    @property
    def size(self) -> QSizeF:
        """The size of the text, never wider than its lines."""
        # One pixel more, or rounding would break the longest line again.
        return QSizeF(int(self._block.width) + 1 + 2 * PAD_X, self._block.height + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, at: QPointF, _context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint the text."""
        self._block.paint(painter, at + QPointF(PAD_X, PAD_Y), self._ink.colour, highlights)

    def selectable_text(self) -> SelectableText:
        """The whole text, as it can be selected."""
        return SelectableText(QPointF(PAD_X, PAD_Y), self._block)

    def spoken(self, _context: PaintContext) -> str:
        """The whole text, as a screen reader says it."""
        return self._block.text


class PictureBody(Body):
    """A picture, cropped; a click shows all of it."""

    framed = False

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def size(self) -> QSizeF:
        """The size; every picture has the same, loaded or not, so that nothing jumps."""
        return QSizeF(_image_size())

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint the picture, or that it loads, or why it is not there."""
        picture = context.media.thumbnail(self._url, _image_size(), context.ratio)
        frame, colours = QRectF(at, QSizeF(_image_size())), theme.colours
        if picture.phase is not MediaPhase.FAILED:
            _paint_thumbnail(painter, frame, picture, RADIUS.lg)
            return
        draw_box(painter, frame, fill=colours.bg_raised, border=colours.border_subtle,
                 radius=RADIUS.lg)  # fmt: skip
        inner = frame.adjusted(PAD_X, PAD_X, -PAD_X, -PAD_X)
        text = failure_reason(picture.code, tr("conversation.picture.failed"))
        paint_failure(painter, inner, Icon.IMAGE, text)
        self._links(picture).paint(painter, at)

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """The whole picture, or what to do about a failure."""
        picture = context.media.thumbnail(self._url, _image_size(), context.ratio)
        if picture.phase is MediaPhase.FAILED:
            yield from self._links(picture)
        else:
            yield picture_hit(QRectF(QPointF(), QSizeF(_image_size())), self._url, context)

    def mark(self, context: PaintContext) -> PictureMark | None:
        """That a part is missing, or what may be wrong with it."""
        return picture_mark(context.media.thumbnail(self._url, _image_size(), context.ratio))

    def spoken(self, context: PaintContext) -> str:
        """That it is a picture, and why it is not there, or not fit to be judged."""
        picture = context.media.thumbnail(self._url, _image_size(), context.ratio)
        if picture.phase is MediaPhase.FAILED:
            why = failure_reason(picture.code, tr("conversation.picture.failed"))
        elif not picture.whole:
            why = tr("conversation.picture.incomplete")
        else:
            why = spoken_flaws(picture)
        return tr("conversation.spoken.and").join(filter(None, (tr("conversation.image"), why)))

    def _links(self, picture: Thumbnail) -> FailureLinks:
        left = PAD_X + SIZE.icon_sm + SPACE.x2
        box = QRectF(
            left, PAD_X, _image_size().width() - PAD_X - left, _image_size().height() - 2 * PAD_X
        )
        return FailureLinks(self._url, picture.code, box)


def paint_picture(
    painter: QPainter, rect: QRectF, url: str, context: PaintContext, radius: float
) -> Thumbnail:
    """A picture in a rounded frame, in any of its states; gives what is known of it."""
    picture = context.media.thumbnail(url, rect.size().toSize(), context.ratio)
    _paint_thumbnail(painter, rect, picture, radius)
    return picture


def _paint_thumbnail(painter: QPainter, rect: QRectF, picture: Thumbnail, radius: float) -> None:
    if picture.pixmap is not None:
        outline = QPainterPath()
        outline.addRoundedRect(rect, radius, radius)
        painter.save()
        painter.setClipPath(outline)
        painter.drawPixmap(rect, picture.pixmap, QRectF(picture.pixmap.rect()))
        painter.restore()
        return
    fill_round(painter, rect, theme.colours.bg_pressed, radius)
    failed = picture.phase is MediaPhase.FAILED
    icon, ink = (Icon.REFRESH, Ink.SECONDARY) if failed else (Icon.IMAGE, Ink.TERTIARY)
    draw_icon(painter, icon, rect, ink.colour, SIZE.icon)


def picture_hit(rect: QRectF, url: str, context: PaintContext) -> Hit:
    """A picture as a place to click, which shows it or fetches it again; its mark is named."""
    picture = context.media.thumbnail(url, rect.size().toSize(), context.ratio)
    if picture.phase is MediaPhase.FAILED:
        return Hit(rect, Reload(url), tr("conversation.picture.failed"))
    if not picture.whole:
        return Hit(rect, OpenPicture(url), tr("conversation.picture.open_incomplete"))
    names = filter(None, (tr("conversation.picture.open"), spoken_flaws(picture)))
    return Hit(rect, OpenPicture(url), tr("conversation.spoken.and").join(names))
