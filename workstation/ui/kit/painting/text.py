"""One line of text on a fixed line height, whatever font its characters come from."""

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from workstation.domain.text_direction import is_right_to_left

LEFT = Qt.AlignmentFlag.AlignLeft
RIGHT = Qt.AlignmentFlag.AlignRight
CENTRE = Qt.AlignmentFlag.AlignHCenter
FROM_LEFT, FROM_RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
MAX_CACHED_LENGTH = 40
BIDI_CONTROLS = dict.fromkeys(
    (0x061C, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
)
"""Signs that turn the order of what follows, shown as what they are: 39.5 would read 5.93.

The marks from right to left among them (200F, 061C) do so between the figures of a number. The one
from left to right (200E) turns no figures, and phones put it into texts by themselves.
"""

NUMBER_AT_END = re.compile(r" \(\d{1,20}\)$")
"""As ``Member.distinct_name`` has it: by it alone one of two people of one name is meant."""

LEAST_OF_A_NAME = 1 / 3

MAX_LINE_CHARACTERS = 2_000
"""No line of the window has room for more; to measure a million takes seconds."""

LINE_BREAKS = BIDI_CONTROLS | dict.fromkeys(map(ord, "\r\n\t\v\f\x85\u2028\u2029"), " ")


@lru_cache(maxsize=64)
def metrics(font: QFont) -> QFontMetricsF:
    """Metrics of ``font``, kept."""
    return QFontMetricsF(font)


def one_line(text: str) -> str:
    """``text`` with its line breaks as spaces, in the order in which it was written."""
    return text.translate(LINE_BREAKS)


def line_width(text: str, font: QFont) -> float:
    """How wide ``text`` is as one line, in px."""
    if len(text) <= MAX_CACHED_LENGTH:
        return _cached_width(text, font)
    return metrics(font).horizontalAdvance(text)


@lru_cache(maxsize=1024)
def _cached_width(text: str, font: QFont) -> float:
    """The width of a text, cached: every frame asks for the same times, names and words."""
    return metrics(font).horizontalAdvance(text)


def elide(text: str, font: QFont, width: float) -> str:
    """``text`` cut at its end with an ellipsis where it is wider than ``width``.

    A number behind a name stays, unless it leaves the name nothing: it says whose name it is.
    """
    if not text or width <= 0:
        return ""
    number = NUMBER_AT_END.search(text)
    if number is not None and line_width(text, font) > width:
        room = width - line_width(number.group(), font)
        if room >= width * LEAST_OF_A_NAME:
            return _cut(text[: number.start()], font, room) + number.group()
    return _cut(text, font, width)


def _cut(text: str, font: QFont, width: float) -> str:
    return metrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def direction_of(text: str) -> Qt.LayoutDirection:
    """The direction of a text's first letter: what is cut is cut at the text's own end."""
    return FROM_RIGHT if is_right_to_left(text) else FROM_LEFT


def baseline(font: QFont, rect: QRectF) -> float:
    """The y of the base line when a line of ``font`` is centred in ``rect``."""
    measure = metrics(font)
    return rect.y() + (rect.height() - measure.ascent() - measure.descent()) / 2 + measure.ascent()


def draw_line(  # noqa: PLR0913
    painter: QPainter,
    rect: QRectF,
    text: str,
    font: QFont,
    colour: QColor,
    *,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draw ``text`` as one plain line inside ``rect``, cut where it ends; gives its width."""
    line = one_line(text[:MAX_LINE_CHARACTERS])
    width = line_width(line, font)
    if width > rect.width():
        line = elide(line, font, rect.width())
        width = line_width(line, font)
    x = rect.x()
    if align is RIGHT:
        x = rect.right() - width
    elif align is CENTRE:
        x += (rect.width() - width) / 2
    painter.setFont(font)
    painter.setPen(colour)
    painter.setLayoutDirection(direction_of(line))
    painter.drawText(QPointF(x, round(baseline(font, rect))), line)
    return width
