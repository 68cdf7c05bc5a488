"""A row laid out for a width: its height, how it is painted, and what in it answers a click."""

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.ui.conversation.timeline.hit_actions import LoadGap
from workstation.ui.conversation.timeline.items import DayItem, GapItem
from workstation.ui.conversation.timeline.paint_context import (
    Column,
    Hit,
    PaintContext,
    SelectableText,
)
from workstation.ui.conversation.timeline.text import Highlights
from workstation.ui.kit.painting import Ink, draw_hairline, draw_line, line_width
from workstation.ui.kit.painting.text import CENTRE
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme


class LaidOutRow(Protocol):
    """One laid out row; all positions are relative to the row's top left corner."""

    height: int

    def paint(
        self, painter: QPainter, context: PaintContext, highlights: Highlights | None
    ) -> None:
        """Paint with the row's corner at the painter's origin."""

    def hits(self, _context: PaintContext) -> Iterator[Hit]:
        """What can be clicked."""
        return iter(())

    def selectable_text(self) -> SelectableText | None:
        """The selectable text, where the row is part of what was said."""
        return None

    def spoken(self, context: PaintContext) -> str:
        """What a screen reader says."""


class DayRow(LaidOutRow):
    """A centred caption."""

    def __init__(self, item: DayItem, column: Column) -> None:
        self._item, self._column = item, column
        self.height = self.usual_height()

    @staticmethod
    def usual_height() -> int:
        """The height of every day, reckoned with until the row is laid out."""
        return theme.style(TextRole.CAPTION).line + SPACE.x3 + SPACE.x1

    def paint(
        self, painter: QPainter, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint the day."""
        box = QRectF(self._column.left, SPACE.x3, self._column.width, self.height - SPACE.x4)
        draw_line(
            painter,
            box,
            self.spoken(context),
            theme.font(TextRole.CAPTION),
            Ink.TERTIARY.colour,
            align=CENTRE,
        )

    def spoken(self, context: PaintContext) -> str:
        """The day."""
        return formats.day(self._item.at_ms, context.now_ms)


class UnreadDividerRow(LaidOutRow):
    """A hairline with 新消息 in its middle."""

    def __init__(self, column: Column) -> None:
        self._column = column
        self.height = self.usual_height()

    @staticmethod
    def usual_height() -> int:
        """The height of every such divider, reckoned with until the row is laid out."""
        return SPACE.x3 + SPACE.x1 + theme.style(TextRole.CAPTION).line

    def paint(
        self, painter: QPainter, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint line, words, line."""
        text, font = self.spoken(context), theme.font(TextRole.CAPTION, strong=True)
        middle = SPACE.x3 + (self.height - SPACE.x3) / 2
        centre = self._column.left + self._column.width / 2
        half = line_width(text, font) / 2 + SPACE.x3
        ink = theme.colours.accent_text
        for left, right in (
            (self._column.left, centre - half),
            (centre + half, self._column.right),
        ):
            draw_hairline(painter, QPointF(left, middle), QPointF(right, middle), ink)
        box = QRectF(self._column.left, SPACE.x3, self._column.width, self.height - SPACE.x3)
        draw_line(painter, box, text, font, ink, align=CENTRE)

    def spoken(self, _context: PaintContext) -> str:
        """新消息."""
        return tr("conversation.fresh")


class GapRow(LaidOutRow):
    """Missing history, and the way to fetch it."""

    def __init__(self, item: GapItem, column: Column) -> None:
        self._item, self._column = item, column
        self.height = self.usual_height()

    @staticmethod
    def usual_height() -> int:
        """The height of every gap, reckoned with until the row is laid out."""
        return SPACE.x3 + SIZE.control

    def paint(
        self, painter: QPainter, context: PaintContext, _highlights: Highlights | None
    ) -> None:
        """Paint the sentence, and the link where loading can help."""
        font, box = theme.font(TextRole.CAPTION), self._box()
        draw_line(painter, box, self.spoken(context), font, Ink.WARNING.colour)
        if self._loadable:
            strong = theme.font(TextRole.CAPTION, strong=True)
            link = box.adjusted(line_width(self._text(), font) + SPACE.x2, 0, 0, 0)
            draw_line(painter, link, tr("conversation.gap.load"), strong, Ink.ACCENT.colour)

    def hits(self, _context: PaintContext) -> Iterator[Hit]:
        """The whole line."""
        if self._loadable:
            name = tr("conversation.gap.load")
            yield Hit(self._box(), LoadGap(self._item.gap.gap_id), name)

    def spoken(self, _context: PaintContext) -> str:
        """What a screen reader says: that messages are missing here."""
        return self._text()

    @property
    def _loadable(self) -> bool:
        return self._item.gap.loadable and not self._item.busy

    def _text(self) -> str:
        if self._item.busy:
            return tr("conversation.gap.busy")
        if self._item.gap.loadable:
            return tr("conversation.gap.some")
        return tr("conversation.gap.lost")

    def _box(self) -> QRectF:
        width = line_width(self._text(), theme.font(TextRole.CAPTION))
        if self._loadable:
            strong = theme.font(TextRole.CAPTION, strong=True)
            width += SPACE.x2 + line_width(tr("conversation.gap.load"), strong)
        left = self._column.left + (self._column.width - width) / 2
        return QRectF(left, SPACE.x3, width + 1, SIZE.control)
