"""A row where it lies on the viewport, and what of it is under a point."""

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, Qt

from workstation.domain.message import Message
from workstation.domain.value import Value
from workstation.ui.conversation.timeline.hit_actions import SeekVoice
from workstation.ui.conversation.timeline.items import MessageItem, TimelineItem
from workstation.ui.conversation.timeline.laid_out_row import LaidOutRow
from workstation.ui.conversation.timeline.paint_context import Hit, PaintContext, hit_denial
from workstation.ui.conversation.timeline.text import TextLink
from workstation.ui.kit.strings import tr


class TextPlace(Value):
    """A character of a row's text; ``link`` is the one that it is part of."""

    key: Hashable
    position: int
    link: TextLink | None


class PlacedRow(Value):
    """A row of the conversation where it lies on the viewport.

    ``corner`` is its top left one; this and every point are the viewport's.

    ``context`` is the moment at which it was asked for.
    """

    item: TimelineItem
    laid_out: LaidOutRow
    corner: QPoint
    context: PaintContext

    @property
    def hits(self) -> list[Hit]:
        """All that answers to a click."""
        return list(self.laid_out.hits(self.context))

    @property
    def message(self) -> Message | None:
        """The message that it shows; none for a card, a day, a gap."""
        return self.item.message if isinstance(self.item, MessageItem) else None

    @property
    def text(self) -> str:
        """All of its text that can be selected."""
        selectable = self.laid_out.selectable_text()
        return selectable.block.text if selectable is not None else ""

    @property
    def links(self) -> tuple[TextLink, ...]:
        """The links in its text."""
        selectable = self.laid_out.selectable_text()
        return selectable.block.links if selectable is not None else ()

    def hit_at(self, point: QPoint) -> Hit | None:
        """What answers to a click there."""
        inside = QPointF(point - self.corner)
        hits = self.laid_out.hits(self.context)
        return next((hit for hit in hits if hit.rect.contains(inside)), None)

    def text_at(self, point: QPoint) -> TextPlace | None:
        """The character there; none beside the text."""
        selectable = self.laid_out.selectable_text()
        if selectable is None:
            return None
        block, inside = selectable.block, QPointF(point - self.corner) - selectable.at
        if not (0 <= inside.x() <= block.width and 0 <= inside.y() < block.height):
            return None
        return TextPlace(self.item.key, block.position_at(inside), block.link_at(inside))

    def nearest_position(self, point: QPoint) -> int | None:
        """The place in its text that is nearest; none in a row without."""
        selectable = self.laid_out.selectable_text()
        if selectable is None:
            return None
        return selectable.block.position_at(QPointF(point - self.corner) - selectable.at)

    def share(self, hit: Hit | None, point: QPoint) -> float | None:
        """How far along a wave a point is, 0 to 1; none on anything else."""
        if hit is None or not isinstance(hit.action, SeekVoice):
            return None
        along = (point.x() - self.corner.x() - hit.rect.x()) / hit.rect.width()
        return min(max(along, 0.0), 1.0)

    def cursor(self, point: QPoint) -> Qt.CursorShape:
        """How the pointer looks there."""
        place = self.text_at(point)
        if self.hit_at(point) is not None or (place is not None and place.link is not None):
            return Qt.CursorShape.PointingHandCursor
        return Qt.CursorShape.IBeamCursor if place is not None else Qt.CursorShape.ArrowCursor

    def tool_tip(self, point: QPoint) -> str:
        """What a click there does, or why it is denied."""
        place, hit = self.text_at(point), self.hit_at(point)
        if place is not None and place.link is not None:
            return tr("conversation.open_link", host=place.link.host)
        return (hit_denial(hit) or hit.name) if hit is not None else ""
