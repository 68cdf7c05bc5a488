"""A quoted message above the words that answer it: a bar, a name, one line, a small picture."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from workstation.domain.message import Message, MessageKind, Quote
from workstation.ui.conversation.timeline.bodies import Body
from workstation.ui.conversation.timeline.hit_actions import ShowMessage
from workstation.ui.conversation.timeline.message_facts import media_address
from workstation.ui.conversation.timeline.paint_context import Hit, PaintContext, SelectableText
from workstation.ui.conversation.timeline.quote_text import quote_line, quote_name, quote_sentence
from workstation.ui.conversation.timeline.text import Highlights
from workstation.ui.kit.painting import Ink, draw_line, fill_round, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.media.media_lookup import MediaLookup
from workstation.ui.media.picture_marks import PictureMark

PAD = SPACE.x2


class QuoteBlock:
    """A quote laid out no wider than ``max_width``; it is as high whatever it quotes."""

    def __init__(self, quote: Quote, max_width: float) -> None:
        self._name, self._text = quote_name(quote), quote_line(quote)
        self._picture = _picture_of(quote.message)
        self._withdrawn = quote.message is None or quote.message.retracted
        caption, strong = theme.font(TextRole.CAPTION), theme.font(TextRole.CAPTION, strong=True)
        wide = max(line_width(self._name, strong), line_width(self._text, caption)) + 1
        self.size = QSizeF(min(wide + self._left + SPACE.x2, max_width), quote_height())

    @property
    def _left(self) -> float:
        """Where the words begin: behind the bar, and the picture if there is one."""
        picture = quote_height() - 2 * SPACE.x1 + SPACE.x2 if self._picture else 0
        return SIZE.marker + SPACE.x2 + picture

    def paint(self, painter: QPainter, box: QRectF, media: MediaLookup, ratio: float) -> None:
        """Paint it as wide as ``box``."""
        fill_round(painter, box, theme.colours.bg_sunken, RADIUS.xs)
        bar = QRectF(box.x(), box.y(), SIZE.marker, box.height())
        fill_round(painter, bar, theme.colours.accent_text, SIZE.marker / 2)
        if self._picture:
            self._paint_picture(painter, box, media, ratio)
        line = theme.style(TextRole.CAPTION).line
        words = QRectF(box.x() + self._left, box.y() + SPACE.x1, box.width() - self._left, line)
        words.setRight(box.right() - SPACE.x2)
        strong = theme.font(TextRole.CAPTION, strong=True)
        name_ink = Ink.TERTIARY if self._withdrawn else Ink.ACCENT
        draw_line(painter, words, self._name, strong, name_ink.colour)
        ink = Ink.TERTIARY if self._withdrawn else Ink.SECONDARY
        words.translate(0, line)
        draw_line(painter, words, self._text, theme.font(TextRole.CAPTION), ink.colour)

    def _paint_picture(
        self, painter: QPainter, box: QRectF, media: MediaLookup, ratio: float
    ) -> None:
        side = box.height() - 2 * SPACE.x1
        left = box.x() + SIZE.marker + SPACE.x2
        place = QRectF(left, box.y() + SPACE.x1, side, side)
        thumbnail = media.thumbnail(self._picture, place.size().toSize(), ratio)
        if thumbnail.pixmap is None:
            fill_round(painter, place, theme.colours.bg_pressed, RADIUS.xs)
            draw_icon(painter, Icon.IMAGE, place, Ink.TERTIARY.colour, SIZE.icon_sm)
        else:
            painter.drawPixmap(place, thumbnail.pixmap, QRectF(thumbnail.pixmap.rect()))


class QuotedBody(Body):
    """A body with a quote above it, both in one frame."""

    def __init__(self, quote: Quote, body: Body, max_width: float) -> None:
        self._quote, self._body = quote, body
        self._block = QuoteBlock(quote, max_width - 2 * PAD)
        side = 0 if body.framed else PAD
        self._at = QPointF(side, PAD + self._block.size.height() + side)
        self._foot = side

    @property
    def size(self) -> QSizeF:
        """The size of both: as wide as the wider of the two."""
        inner = self._body.size
        width = max(self._block.size.width() + 2 * PAD, inner.width() + 2 * self._at.x())
        return QSizeF(width, self._at.y() + inner.height() + self._foot)

    def paint(
        self, painter: QPainter, at: QPointF, context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint both."""
        self._block.paint(painter, self._box().translated(at), context.media, context.ratio)
        self._body.paint(painter, at + self._at, context, highlights)

    def hits(self, context: PaintContext) -> Iterator[Hit]:
        """The way to what is quoted, and those of the body."""
        quoted = self._quote.message
        if quoted is not None:
            action = ShowMessage(quoted.key, quoted.position)
            yield Hit(self._box(), action, tr("conversation.quote.show"))
        for hit in self._body.hits(context):
            yield Hit(hit.rect.translated(self._at), hit.action, hit.name)

    def selectable_text(self) -> SelectableText | None:
        """The body's text: what is quoted is another's, and stands elsewhere."""
        selectable = self._body.selectable_text()
        if selectable is None:
            return None
        return SelectableText(selectable.at + self._at, selectable.block)

    def mark(self, context: PaintContext) -> PictureMark | None:
        """The body's mark: what is quoted has its own where it stands."""
        return self._body.mark(context)

    def spoken(self, context: PaintContext) -> str:
        """The body, then what it answers."""
        answered = quote_sentence("conversation.quote.spoken", self._quote)
        return tr("conversation.spoken.and").join((self._body.spoken(context), answered))

    def _box(self) -> QRectF:
        width = self.size.width() - 2 * PAD
        return QRectF(PAD, PAD, width, self._block.size.height())


def quote_height() -> int:
    """The height of a quote: two lines and the room around them."""
    return 2 * theme.style(TextRole.CAPTION).line + 2 * SPACE.x1


def _picture_of(message: Message | None) -> str:
    if message is None or message.retracted or message.kind is not MessageKind.IMAGE:
        return ""
    return media_address(message)
