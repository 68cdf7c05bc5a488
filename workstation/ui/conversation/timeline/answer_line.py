"""The line below a question that a doctor answered by quoting it: who did, and the way there."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.domain.message import AnswerPlace
from workstation.ui.conversation.timeline.hit_actions import ShowMessage
from workstation.ui.conversation.timeline.message_facts import name_of
from workstation.ui.conversation.timeline.paint_context import Hit
from workstation.ui.kit.painting import Ink, draw_line, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SPACE, TextRole, theme


class AnswerLine:
    """Stands with its top left corner where it is told."""

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
        """A click goes to the answer."""
        action = ShowMessage(self._answer.key, self._answer.position)
        return Hit(self._box(at), action, tr("conversation.show_answer"))

    def _box(self, at: QPointF) -> QRectF:
        width = line_width(self.text, theme.font(TextRole.CAPTION, strong=True)) + 1
        return QRectF(at.x(), at.y() + SPACE.x1, width, self.height() - SPACE.x1)
