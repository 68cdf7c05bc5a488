"""What stands where a picture or voice should be: why it is missing, and what can be done."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.ui.conversation.timeline.hit_actions import Reload, SaveMedium
from workstation.ui.conversation.timeline.paint_context import Hit, hit_denial
from workstation.ui.kit.painting import Ink, draw_line, lay_out, line_width
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.catalogue import has_text
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme

UNREADABLE = frozenset({"media.unsupported", "media.broken"})
"""What is here and cannot be shown: only this can be saved."""
MAX_LINES = 3


def failure_reason(code: str, otherwise: str) -> str:
    """Why a picture or recording cannot be shown or played, as a sentence."""
    key = f"errors.{code}.what"
    return tr(key) if code and has_text(key) else otherwise


class FailureLinks:
    """The words to click, one after the other, or one above the other where they do not fit.

    ``box`` is what they may take; they stand at its foot.
    """

    def __init__(self, url: str, code: str, box: QRectF) -> None:
        actions: list[tuple[Reload | SaveMedium, str]] = [(Reload(url), tr("conversation.reload"))]
        if code in UNREADABLE:
            actions.append((SaveMedium(url), tr("conversation.save_as")))
        in_a_row = list(_in_a_row(actions, box))
        fits = in_a_row[-1].rect.right() <= box.right()
        self._hits = in_a_row if fits else list(_in_a_column(actions, box))

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint them with their body's corner at ``at``."""
        font = theme.font(TextRole.CAPTION, strong=True)
        for hit in self._hits:
            ink = Ink.DISABLED if hit_denial(hit) else Ink.ACCENT
            draw_line(painter, hit.rect.translated(at), hit.name, font, ink.colour)


def paint_failure(
    painter: QPainter, rect: QRectF, icon: Icon, text: str, *, max_lines: int = MAX_LINES
) -> None:
    """Paint icon and reason, from the top of ``rect``."""
    style, font = theme.style(TextRole.CAPTION), theme.font(TextRole.CAPTION)
    place = QRectF(rect.x(), rect.y(), SIZE.icon_sm, style.line)
    draw_icon(painter, icon, place, Ink.SECONDARY.colour, SIZE.icon_sm)
    left = place.right() + SPACE.x2
    block = lay_out(text, font, style.line, rect.right() - left, max_lines=max_lines)
    block.draw(painter, QPointF(left, rect.y()), Ink.SECONDARY.colour)


def _in_a_row(actions: list[tuple[Reload | SaveMedium, str]], box: QRectF) -> Iterator[Hit]:
    left, line = box.x(), theme.style(TextRole.CAPTION).line
    for action, name in actions:
        width = _width(name)
        yield Hit(QRectF(left, box.bottom() - line, width, line), action, name)
        left += width + SPACE.x3


def _in_a_column(actions: list[tuple[Reload | SaveMedium, str]], box: QRectF) -> Iterator[Hit]:
    line = theme.style(TextRole.CAPTION).line
    top = box.bottom() - line * len(actions)
    for number, (action, name) in enumerate(actions):
        width = min(_width(name), box.width())
        yield Hit(QRectF(box.x(), top + number * line, width, line), action, name)


def _width(name: str) -> float:
    return line_width(name, theme.font(TextRole.CAPTION, strong=True)) + 1
