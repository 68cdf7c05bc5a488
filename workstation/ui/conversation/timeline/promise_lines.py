"""The lines below an own message that promises something: its day, and a reminder at a click."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.domain.handover import HandoverItem
from workstation.ui.conversation.due_day import due_text
from workstation.ui.conversation.timeline.hit_actions import ChangeReminder, Remind
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.kit.painting import Ink, draw_line, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme


class PromiseLines:
    """One for each promise; with the top right corner where it is told."""

    def __init__(self, items: tuple[HandoverItem, ...]) -> None:
        self._items = items

    @staticmethod
    def line_height() -> int:
        """The height of one line."""
        return SPACE.x1 + max(theme.style(TextRole.CAPTION).line, SIZE.icon_sm)

    @property
    def height(self) -> int:
        """What they add to a row."""
        return len(self._items) * self.line_height()

    def paint(self, painter: QPainter, at: QPointF, now_ms: int) -> None:
        """A bell, the day, and what a click does."""
        for item, box in self._places(at, now_ms):
            ink = Ink.ACCENT if item.reminds else Ink.TERTIARY
            icon = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
            draw_icon(painter, Icon.BELL, icon, ink.colour, SIZE.icon_sm)
            box.setLeft(icon.right() + SPACE.x1)
            font = theme.font(TextRole.CAPTION, tabular=True)
            day, act = self._texts(item, now_ms)
            box.setLeft(box.left() + draw_line(painter, box, day, font, Ink.SECONDARY.colour))
            box.setLeft(box.left() + SPACE.x2)
            strong = theme.font(TextRole.CAPTION, strong=True)
            draw_line(painter, box, act, strong, Ink.ACCENT.colour)

    def hits(self, at: QPointF, now_ms: int) -> Iterator[Hit]:
        """A click reminds; of what reminds already, it offers other days."""
        for item, box in self._places(at, now_ms):
            action = ChangeReminder(item) if item.reminds else Remind(item)
            key = "change" if item.reminds else "ask"
            day, _ink = due_text(item.due_ms or 0, now_ms)
            yield Hit(box, action, tr(f"handover.line.{key}_name", text=item.text, due=day))

    def spoken(self, now_ms: int) -> tuple[str, ...]:
        """What a screen reader says of them."""
        return tuple(self._texts(item, now_ms)[0] for item in self._items)

    @staticmethod
    def _texts(item: HandoverItem, now_ms: int) -> tuple[str, str]:
        day, _ink = due_text(item.due_ms or 0, now_ms)
        key = "change" if item.reminds else "ask"
        state = "reminds" if item.reminds else "promised"
        return tr(f"handover.line.{state}", due=day), tr(f"handover.line.{key}")

    def _places(self, at: QPointF, now_ms: int) -> Iterator[tuple[HandoverItem, QRectF]]:
        caption = theme.font(TextRole.CAPTION, tabular=True)
        strong = theme.font(TextRole.CAPTION, strong=True)
        high = self.line_height()
        for number, item in enumerate(self._items):
            day, act = self._texts(item, now_ms)
            wide = line_width(day, caption) + line_width(act, strong) + 2
            wide += SIZE.icon_sm + SPACE.x1 + SPACE.x2
            top = at.y() + number * high + SPACE.x1
            yield item, QRectF(at.x() - wide, top, wide, high - SPACE.x1)
