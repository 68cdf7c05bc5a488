"""What stands below a bubble: who answered it, what it promises, why it was not sent."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from workstation.domain.handover import HandoverItem
from workstation.domain.message import AnswerPlace, Message
from workstation.ui.conversation.due_day import due_text
from workstation.ui.conversation.timeline.hit_actions import (
    ChangeReminder,
    Remind,
    SendAgain,
    ShowMessage,
)
from workstation.ui.conversation.timeline.message_facts import name_of
from workstation.ui.conversation.timeline.message_state import failure_text, message_state
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.kit.painting import RIGHT, Ink, draw_line, lay_out, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme

MAX_REASON_LINES = 9


class AnswerLine:
    """A line that says that a doctor answered a question by quoting it: who did, and the way there.

    Stands with its top left corner where it is told.
    """

    def __init__(self, answer: AnswerPlace) -> None:
        self._answer = answer

    @staticmethod
    def height() -> int:
        """What it adds to a row."""
        return SPACE.x1 + theme.style(TextRole.CAPTION).line

    @property
    def text(self) -> str:
        """Who answered."""
        return tr("conversation.answered", name=name_of(self._answer.speaker))

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint it as a link."""
        font = theme.font(TextRole.CAPTION, strong=True)
        draw_line(painter, self._box(at), self.text, font, Ink.ACCENT.colour)

    def hit(self, at: QPointF) -> Hit:
        """The line as a place to click, which leads to the answer."""
        action = ShowMessage(self._answer.key, self._answer.position)
        return Hit(self._box(at), action, tr("conversation.show_answer"))

    def _box(self, at: QPointF) -> QRectF:
        width = line_width(self.text, theme.font(TextRole.CAPTION, strong=True)) + 1
        return QRectF(at.x(), at.y() + SPACE.x1, width, self.height() - SPACE.x1)


class PromiseLines:
    """Lines for the promises of an own message: the day of each, and a reminder at a click.

    They stand with the top right corner where it is told.
    """

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
        """Paint a bell, the day, and what a click does."""
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
        """Each line as a place to click: sets a reminder, or offers other days for one."""
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


class FailedFoot:
    """What stands at an own message that was not sent: that it was not, a way to retry, and why.

    Mark and retry stand beside the bubble, as every state does; the reason stands below, where
    there is room for a sentence: a doctor must not have to point at the mark to know whether a
    retry helps. ``width`` is what the reason may take, to the left of the bubble's right edge.
    """

    def __init__(self, message: Message, width: float) -> None:
        self._message = message
        style, font = theme.style(TextRole.CAPTION), theme.font(TextRole.CAPTION)
        self._reason = lay_out(
            failure_text(message), font, style.line, width, max_lines=MAX_REASON_LINES
        )

    @property
    def height(self) -> int:
        """What the reason adds to a row."""
        return SPACE.x1 + self._reason.height

    def paint(self, painter: QPainter, meta_box: QRectF, corner: QPointF) -> None:
        """Paint the mark in ``meta_box``, the reason below ``corner``, the bubble's right one."""
        self._paint_mark(painter, self.retry_box(meta_box))
        width = self._reason.width
        at = QPointF(corner.x() - width, corner.y() + SPACE.x1)
        self._reason.draw(painter, at, Ink.SECONDARY.colour, RIGHT, width)

    def hit(self, meta_box: QRectF) -> Hit:
        """The place to click, which sends the message again."""
        why = tr("conversation.retry_why", why=failure_text(self._message))
        return Hit(self.retry_box(meta_box), SendAgain(self._message.key), why)

    @staticmethod
    def retry_box(meta_box: QRectF) -> QRectF:
        """Where the words to click stand."""
        width = line_width(tr("conversation.retry"), theme.font(TextRole.CAPTION, strong=True)) + 1
        corner = QPointF(meta_box.right() - width, meta_box.y())
        return QRectF(corner, QSizeF(width, meta_box.height()))

    def _paint_mark(self, painter: QPainter, retry: QRectF) -> None:
        font = theme.font(TextRole.CAPTION)
        strong = theme.font(TextRole.CAPTION, strong=True)
        draw_line(painter, retry, tr("conversation.retry"), strong, Ink.ACCENT.colour)
        text = tr(message_state(self._message).key)
        width = line_width(text, font)
        left = retry.x() - SPACE.x2 - width
        box = QRectF(left, retry.y(), retry.width() + width, retry.height())
        draw_line(painter, box, text, font, Ink.DANGER.colour)
        place = QRectF(left - SPACE.x1 - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, Icon.ALERT, place, Ink.DANGER.colour, SIZE.icon_sm)
