"""At the foot of an own message that was not sent: that it was not, a way to retry, and why.

Mark and retry stand beside the bubble, as every state does; the reason stands below, where there is
room for a sentence. A doctor must not have to point at the mark to know whether a retry helps.
"""

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from workstation.domain.message import Message
from workstation.ui.conversation.timeline.hit_actions import SendAgain
from workstation.ui.conversation.timeline.message_state import failure_text, message_state
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.kit.painting import Ink, draw_line, lay_out, line_width
from workstation.ui.kit.painting.text import RIGHT
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme

MAX_LINES = 3


class FailedFoot:
    """``width`` is what the reason may take, to the left of the bubble's right edge."""

    def __init__(self, message: Message, width: float) -> None:
        self._message = message
        style, font = theme.style(TextRole.CAPTION), theme.font(TextRole.CAPTION)
        self._reason = lay_out(failure_text(message), font, style.line, width, max_lines=MAX_LINES)

    @property
    def height(self) -> int:
        """What the reason adds to a row."""
        return SPACE.x1 + self._reason.height

    def paint(self, painter: QPainter, meta_box: QRectF, corner: QPointF) -> None:
        """The mark in ``meta_box``, the reason below ``corner``, the bubble's right one."""
        self._paint_mark(painter, self.retry_box(meta_box))
        width = self._reason.width
        at = QPointF(corner.x() - width, corner.y() + SPACE.x1)
        self._reason.draw(painter, at, Ink.SECONDARY.colour, RIGHT, width)

    def hit(self, meta_box: QRectF) -> Hit:
        """A click sends it again."""
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
