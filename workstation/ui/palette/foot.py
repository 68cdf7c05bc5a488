"""The foot of the palette: which keys do what."""

from itertools import accumulate

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workstation.ui.kit.painting import (
    Ink,
    draw_hairline,
    draw_key_cap,
    draw_line,
    key_cap_width,
    line_width,
    painting,
)
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, theme

ARROWS = "↑ ↓"


class PaletteFoot(QWidget):
    """The foot of the palette: key caps with their words, on a sunken ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filtered = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_filtered(self, *, filtered: bool) -> None:
        """Say what Tab does next."""
        self._filtered = filtered
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(0, SIZE.bar_sm)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        with painting(self) as painter:
            self._paint_background(painter)
            left = float(SPACE.x5)
            for keys, text in self.whole_hints():
                left = _paint_hint(painter, left, self.height(), keys, text)

    def whole_hints(self) -> list[tuple[str, str]]:
        """The keys and their words, as many as have room; one cut in two helps nobody."""
        ends = accumulate(_hint_width(*hint) for hint in self._hints())
        room = self.width() - 2 * SPACE.x5 + SPACE.x4
        return [hint for hint, end in zip(self._hints(), ends, strict=True) if end <= room]

    def _hints(self) -> tuple[tuple[str, str], ...]:
        tab = "search.all_groups" if self._filtered else "search.one_group"
        return (
            (ARROWS, tr("search.move")),
            ("Enter", tr("search.open")),
            ("Tab", tr(tab)),
            ("Esc", tr("search.close")),
        )

    def _paint_background(self, painter: QPainter) -> None:
        rect, colours = QRectF(self.rect()), theme.colours
        painter.setClipRect(rect)
        painter.setPen(colours.bg_sunken)
        painter.setBrush(colours.bg_sunken)
        higher = rect.adjusted(0.5, -RADIUS.lg, -0.5, -0.5)
        painter.drawRoundedRect(higher, RADIUS.lg, RADIUS.lg)
        draw_hairline(painter, rect.topLeft(), rect.topRight())


def _hint_width(keys: str, text: str) -> float:
    """The width of a hint, with the room before the next one."""
    wide = line_width(text, theme.font(TextRole.CAPTION)) + 1
    return key_cap_width(keys) + SPACE.x2 + wide + SPACE.x4


def _paint_hint(painter: QPainter, left: float, height: int, keys: str, text: str) -> float:
    end = left + key_cap_width(keys)
    draw_key_cap(painter, QPointF(end, height / 2), keys)
    font = theme.font(TextRole.CAPTION)
    wide = line_width(text, font) + 1
    line = QRectF(end + SPACE.x2, 0, wide, height)
    draw_line(painter, line, text, font, Ink.SECONDARY.colour)
    return line.right() + SPACE.x4
