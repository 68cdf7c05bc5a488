"""What a bubble holds: text, a picture, a voice, or a file that cannot be shown."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QPainter, QPainterPath

from workstation.ui.conversation.timeline.failure import FailureLinks, failure_reason, paint_failure
from workstation.ui.conversation.timeline.hit_actions import OpenPicture, Reload, SaveMedium
from workstation.ui.conversation.timeline.paint_context import (
    Hit,
    PaintContext,
    SelectableText,
    hit_denial,
)
from workstation.ui.conversation.timeline.text import Highlights, TextBlock
from workstation.ui.kit.painting import Ink, draw_box, draw_line, fill_round, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.incomplete import paint_incomplete
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail

PAD_X, PAD_Y, GAP = SPACE.x3, SPACE.x2, SPACE.x3


class Body(Protocol):
    """The inside of a bubble, with its own padding; positions are relative to its corner."""

    framed: bool

    @property
    def size(self) -> QSizeF:
        """With padding."""

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint with the top left corner ``at``."""

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """What can be clicked."""

    def selectable_text(self) -> SelectableText | None:
        """The selectable text, if there is any."""

    def spoken(self, context: PaintContext) -> str:
        """What a screen reader says of it."""


def _image_size() -> QSize:
    """Of every picture of a message: what stands where one cannot be shown must fit in."""
    return QSize(SIZE.message_image_w, SIZE.message_image_h)


class TextBody:
    """Text in the message style."""

    framed = True

    def __init__(self, text: str, max_width: float, ink: Ink = Ink.PRIMARY) -> None:
        style = theme.style(TextRole.MESSAGE)
        font = theme.font(TextRole.MESSAGE)
        self._ink = ink
        self._block = TextBlock(text, font, style.line, max_width - 2 * PAD_X)

    @property
    def size(self) -> QSizeF:
        """Never wider than the text."""
        # One pixel more, or rounding would break the longest line again.
        return QSizeF(int(self._block.width) + 1 + 2 * PAD_X, self._block.height + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, at: QPointF, _context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint the text."""
        self._block.paint(painter, at + QPointF(PAD_X, PAD_Y), self._ink.colour, highlights)

    def hits(self, _context: PaintContext) -> Iterator[Hit]:
        """Links are asked of the text itself."""
        return iter(())

    def selectable_text(self) -> SelectableText:
        """All of it."""
        return SelectableText(QPointF(PAD_X, PAD_Y), self._block)

    def spoken(self, _context: PaintContext) -> str:
        """All of it."""
        return self._block.text


class PictureBody:
    """A picture, cropped; a click shows all of it."""

    framed = False

    def __init__(self, url: str) -> None:
        self._url = url

    @property
    def size(self) -> QSizeF:
        """The same for every picture, loaded or not, so that nothing jumps."""
        return QSizeF(_image_size())

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint the picture, or that it loads, or why it is not there."""
        picture = context.media.thumbnail(self._url, _image_size(), context.ratio)
        if picture.phase is not MediaPhase.FAILED:
            paint_picture(painter, QRectF(at, QSizeF(_image_size())), self._url, context, RADIUS.lg)
            return
        frame, colours = QRectF(at, QSizeF(_image_size())), theme.colours
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

    def selectable_text(self) -> None:
        """A picture has none."""
        return

    def spoken(self, context: PaintContext) -> str:
        """That it is a picture, and why it is not there."""
        picture = context.media.thumbnail(self._url, _image_size(), context.ratio)
        if picture.phase is not MediaPhase.FAILED and picture.whole:
            return tr("conversation.image")
        why = tr("conversation.picture.incomplete")
        if picture.phase is MediaPhase.FAILED:
            why = failure_reason(picture.code, tr("conversation.picture.failed"))
        return tr("conversation.spoken.and").join((tr("conversation.image"), why))

    def _links(self, picture: Thumbnail) -> FailureLinks:
        left = PAD_X + SIZE.icon_sm + SPACE.x2
        box = QRectF(
            left, PAD_X, _image_size().width() - PAD_X - left, _image_size().height() - 2 * PAD_X
        )
        return FailureLinks(self._url, picture.code, box)


class FileBody:
    """Something that is not opened here, with its name and kind, and a way to save it."""

    framed = True

    def __init__(self, url: str, name: str, note: str, max_width: float) -> None:
        self._url, self._name, self._note = url, name, note
        caption = theme.font(TextRole.CAPTION)
        under = line_width(note, caption) + GAP * bool(note)
        self._link_at = SIZE.icon + SPACE.x2 + PAD_X + under
        wide = max(line_width(name, theme.font(TextRole.BODY)), under + self._link_width())
        self._width = min(wide + SIZE.icon + SPACE.x2 + 2 * PAD_X + 1, max_width)

    @property
    def size(self) -> QSizeF:
        """Two lines."""
        lines = theme.style(TextRole.BODY).line + theme.style(TextRole.CAPTION).line
        return QSizeF(self._width, lines + 2 * PAD_Y)

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Icon, name, kind, and the link."""
        body, caption = theme.style(TextRole.BODY).line, theme.style(TextRole.CAPTION).line
        box = QRectF(at.x() + PAD_X, at.y() + PAD_Y, self._width - 2 * PAD_X, body)
        place = QRectF(box.x(), box.y(), SIZE.icon, body + caption)
        draw_icon(painter, Icon.DOC, place, Ink.SECONDARY.colour, SIZE.icon)
        box.setLeft(place.right() + SPACE.x2)
        draw_line(painter, box, self._name, theme.font(TextRole.BODY), Ink.PRIMARY.colour)
        strong = theme.font(TextRole.CAPTION, strong=True)
        for hit in self.hits(context):
            link = hit.rect.translated(at)
            ink = Ink.DISABLED if hit_denial(hit) else Ink.ACCENT
            draw_line(painter, link, hit.name, strong, ink.colour)
            note = QRectF(box.x(), link.y(), link.x() - GAP - box.x(), caption)
            draw_line(painter, note, self._note, theme.font(TextRole.CAPTION), Ink.TERTIARY.colour)

    def hits(self, _context: PaintContext) -> Iterator[Hit]:
        """It is never opened from here, only saved."""
        width, line = self._link_width(), theme.style(TextRole.CAPTION).line
        left = min(self._link_at, self._width - PAD_X - width)
        top = PAD_Y + theme.style(TextRole.BODY).line
        action = SaveMedium(self._url, self._name)
        yield Hit(QRectF(left, top, width, line), action, tr("conversation.save_as"))

    def selectable_text(self) -> None:
        """Its name is not part of the conversation."""
        return

    def spoken(self, _context: PaintContext) -> str:
        """That it is a file, and its name."""
        return tr("conversation.spoken.and").join((tr("conversation.file"), self._name))

    def _link_width(self) -> float:
        return line_width(tr("conversation.save_as"), theme.font(TextRole.CAPTION, strong=True)) + 1


def paint_picture(
    painter: QPainter, rect: QRectF, url: str, context: PaintContext, radius: float
) -> None:
    """A picture in a rounded frame, in any of its states."""
    picture = context.media.thumbnail(url, rect.size().toSize(), context.ratio)
    if picture.pixmap is not None:
        outline = QPainterPath()
        outline.addRoundedRect(rect, radius, radius)
        painter.save()
        painter.setClipPath(outline)
        painter.drawPixmap(rect, picture.pixmap, QRectF(picture.pixmap.rect()))
        painter.restore()
        if not picture.whole:
            paint_incomplete(painter, rect)
        return
    fill_round(painter, rect, theme.colours.bg_pressed, radius)
    if picture.phase is MediaPhase.FAILED:
        draw_icon(painter, Icon.REFRESH, rect, Ink.SECONDARY.colour, SIZE.icon)
        return
    draw_icon(painter, Icon.IMAGE, rect, Ink.TERTIARY.colour, SIZE.icon)


def picture_hit(rect: QRectF, url: str, context: PaintContext) -> Hit:
    """A click shows the picture, or fetches it again when it failed."""
    picture = context.media.thumbnail(url, rect.size().toSize(), context.ratio)
    if picture.phase is MediaPhase.FAILED:
        return Hit(rect, Reload(url), tr("conversation.picture.failed"))
    name = "open" if picture.whole else "open_incomplete"
    return Hit(rect, OpenPicture(url), tr(f"conversation.picture.{name}"))
