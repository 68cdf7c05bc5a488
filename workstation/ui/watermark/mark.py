"""The watermark's words, its shape, and where it is repeated.

It must be legible on white, on black and over any photo, and the words below it must stay so.
Each letter is therefore drawn twice, in black and as an outline in white or the other way round,
so thin that what is below loses little of its contrast: one of the two shows on any ground. Both
strengths are bounded from above by the contrast of 4.5 that text keeps (it needs the stronger
quiet ink of ``theme.set_watermarked``), and from below by what a screenshot at half its size and
as a JPEG of quality 60 still shows. Tests: tests/ui/watermark/test_mark.py,
``test_text_below_it_keeps_its_contrast`` and ``test_every_digit_is_told_from_the_others``.
"""

import math
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPainterPathStroker, QPen, QPixmap

from workstation.domain.ids import MemberId
from workstation.ui.kit.painting import painting
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import SPACE, TextRole, theme

BLACK, WHITE = 0.07, 0.06
"""How much of what is below gives way, 0 to 1."""
OUTLINE = 2.0
HAIRLINE, HAIRLINES, HAIRLINE_INK = 0.35, 0.9, QColor(0xB4, 0xB4, 0xB4)
"""Of an opaque mark on paper, in px: the dark line, both together."""
APART = QSize(SPACE.x24, SPACE.x24)
"""Between two marks, in px."""
MAX_CHARACTERS = 24
"""Of a name of a doctor or a computer; longer ones are cut."""
STYLE = theme.paper_style(TextRole.DISPLAY)
"""Of one size, whatever size of text was chosen: it is for who sees a picture of the screen."""

MarkText = tuple[str, ...]
"""The lines of the mark."""


def mark_text(name: str, member_id: MemberId, now_ms: int) -> MarkText:
    """The text of the mark: doctor, computer, minute, in the current language."""
    moment = formats.local(now_ms)
    return (
        tr("watermark.doctor", name=_cut(name), id=member_id).strip(),
        tr("watermark.computer", name=_cut(socket.gethostname())),
        tr("watermark.moment", day=moment.date().isoformat(), time=formats.clock_time(now_ms)),
    )


@dataclass(frozen=True)
class WatermarkShape:
    """One mark as it is painted, from its top left corner; made in the window's thread."""

    size: QSize
    body: QPainterPath = field(repr=False)

    @cached_property
    def outline(self) -> QPainterPath:
        """The outline of what lies around the letters and nowhere below them; takes some 20 ms."""
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * OUTLINE)
        return stroker.createStroke(self.body).subtracted(self.body)

    @classmethod
    def of(cls, text: MarkText) -> "WatermarkShape":
        """The shape of these lines."""
        font = QFont(theme.font(TextRole.DISPLAY, strong=True))
        font.setPixelSize(STYLE.size)
        body = QPainterPath()
        for number, line in enumerate(text):
            body.addText(QPointF(OUTLINE, number * STYLE.line + STYLE.size), font, line)
        width = math.ceil(body.boundingRect().right() + OUTLINE)
        return cls(QSize(width, STYLE.line * len(text)), body)

    def paint(self, painter: QPainter) -> None:
        """Paint it at the origin of a page."""
        body, around = _inks(light=False)
        painter.fillPath(self.outline, around)
        painter.fillPath(self.body, body)

    def paint_opaque(self, painter: QPainter) -> None:
        """Paint it where transparency is not allowed: in hairlines, a dark and a light one.

        They take no more from what is below than their own width.
        """
        for line, width in ((QColor(Qt.GlobalColor.white), HAIRLINES), (HAIRLINE_INK, HAIRLINE)):
            painter.strokePath(self.body, QPen(line, width))

    def picture(self, ratio: float, *, light: bool) -> QPixmap:
        """The mark as a picture, ``ratio`` device pixels a px; ``light`` for a dark theme."""
        body, around = _inks(light=light)
        picture = QPixmap(self.size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        with painting(picture) as painter:
            pen = QPen(around, 2 * OUTLINE)
            painter.strokePath(self.body, pen)
            # In place of the half of the stroke that lies below the letters, not over it.
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.fillPath(self.body, body)
        return picture

    def places(self, area: QRectF | QRect) -> Iterator[QPoint]:
        """The places of its corner, over and over, for all that touch ``area``; in bricks."""
        step = self.size + APART
        area = QRectF(area).toAlignedRect()
        for row in range(area.top() // step.height(), area.bottom() // step.height() + 1):
            shift = (row % 2) * step.width() // 2
            first = (area.left() + shift) // step.width()
            last = (area.right() + shift) // step.width()
            for column in range(first, last + 1):
                yield QPoint(column * step.width() - shift, row * step.height())


def _inks(*, light: bool) -> tuple[QColor, QColor]:
    """The inks: of the letters, and around them."""
    black, white = QColor.fromRgbF(0, 0, 0, BLACK), QColor.fromRgbF(1, 1, 1, WHITE)
    return (white, black) if light else (black, white)


def _cut(name: str) -> str:
    return " ".join(name.split())[:MAX_CHARACTERS]
