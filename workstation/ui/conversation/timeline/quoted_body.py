"""A bubble's content under the message that it answers."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from workstation.domain.message import Quote
from workstation.ui.conversation.timeline.bodies import Body
from workstation.ui.conversation.timeline.hit_actions import ShowMessage
from workstation.ui.conversation.timeline.paint_context import Hit, PaintContext, SelectableText
from workstation.ui.conversation.timeline.quote_block import QuoteBlock
from workstation.ui.conversation.timeline.quote_text import quote_sentence
from workstation.ui.conversation.timeline.text import Highlights
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE

PAD = SPACE.x2


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
        """As wide as the wider of the two."""
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
        """The body's: what is quoted is another's, and stands elsewhere."""
        selectable = self._body.selectable_text()
        if selectable is None:
            return None
        return SelectableText(selectable.at + self._at, selectable.block)

    def spoken(self, context: PaintContext) -> str:
        """The body, then what it answers."""
        answered = quote_sentence("conversation.quote.spoken", self._quote)
        return tr("conversation.spoken.and").join((self._body.spoken(context), answered))

    def _box(self) -> QRectF:
        width = self.size.width() - 2 * PAD
        return QRectF(PAD, PAD, width, self._block.size.height())
