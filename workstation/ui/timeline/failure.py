"""What stands where a picture or voice should be: why it is missing, and what can be done."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from workstation.ui.painting import Ink, draw_line, lay_out, line_width
from workstation.ui.strings import tr
from workstation.ui.strings.catalogue import known
from workstation.ui.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme
from workstation.ui.timeline.scene import Hit
from workstation.ui.timeline.zones import Reload, SaveMedium

UNREADABLE = frozenset({"media.unsupported", "media.broken"})
"""What is here and cannot be shown: only this can be saved."""
MOST_LINES = 3


def reason(code: str, otherwise: str) -> str:
    """Why, as a sentence."""
    key = f"errors.{code}.what"
    return tr(key) if code and known(key) else otherwise


class Links:
    """The words to click, one after the other from ``at``."""

    def __init__(self, url: str, code: str, at: QPointF) -> None:
        zones: list[tuple[Reload | SaveMedium, str]] = [(Reload(url), tr("conversation.reload"))]
        if code in UNREADABLE:
            zones.append((SaveMedium(url), tr("conversation.save_as")))
        self._hits = list(_in_a_row(zones, at))

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._hits)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint them with their body's corner at ``at``."""
        font = theme.font(TextRole.CAPTION, strong=True)
        for hit in self._hits:
            draw_line(painter, hit.rect.translated(at), hit.name, font, Ink.ACCENT.colour)


def paint_failure(
    painter: QPainter, rect: QRectF, icon: Icon, text: str, *, most_lines: int = MOST_LINES
) -> None:
    """Icon and reason, from the top of ``rect``."""
    style, font = theme.style(TextRole.CAPTION), theme.font(TextRole.CAPTION)
    place = QRectF(rect.x(), rect.y(), SIZE.icon_sm, style.line)
    draw_icon(painter, icon, place, Ink.SECONDARY.colour, SIZE.icon_sm)
    left = place.right() + SPACE.x2
    block = lay_out(text, font, style.line, rect.right() - left, most=most_lines)
    block.draw(painter, QPointF(left, rect.y()), Ink.SECONDARY.colour)


def _in_a_row(zones: list[tuple[Reload | SaveMedium, str]], at: QPointF) -> Iterator[Hit]:
    font, line = theme.font(TextRole.CAPTION, strong=True), theme.style(TextRole.CAPTION).line
    left = at.x()
    for zone, name in zones:
        width = line_width(name, font) + 1
        yield Hit(QRectF(left, at.y(), width, line), zone, name)
        left += width + SPACE.x3
