"""Avatars, badges, chips, check boxes and key caps."""

import enum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from workstation.ui.kit.painting.initials import colour_index, last_character
from workstation.ui.kit.painting.shapes import draw_box, fill_round
from workstation.ui.kit.painting.text import CENTRE, draw_line, line_width
from workstation.ui.kit.strings.formats import count
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme


class Tone(enum.Enum):
    """What a chip or tag means."""

    PLAIN = "plain"
    ACCENT = "accent"
    OUTLINE = "outline"
    WARNING = "warning"
    DANGER = "danger"
    SUCCESS = "success"


def tone_colours(tone: Tone) -> tuple[QColor | None, QColor]:
    """Fill and text of ``tone``; an outline has no fill."""
    colours = theme.colours
    return {
        Tone.PLAIN: (colours.bg_sunken, colours.text_secondary),
        Tone.ACCENT: (colours.accent_tint, colours.accent_text),
        Tone.OUTLINE: (None, colours.text_secondary),
        Tone.WARNING: (colours.warning_tint, colours.warning_text),
        Tone.DANGER: (colours.danger_tint, colours.danger_text),
        Tone.SUCCESS: (colours.success_tint, colours.success_text),
    }[tone]


def draw_avatar(painter: QPainter, rect: QRectF, letters: str, member: int | str | None) -> None:
    """Draw a circle with ``letters`` in the colours of ``member``."""
    if rect.width() <= SIZE.avatar_sm:
        letters = last_character(letters)
    pair = theme.avatars[colour_index(member, len(theme.avatars))]
    fill_round(painter, rect, pair.background, rect.width())
    role = TextRole.LABEL if rect.width() <= SIZE.avatar_lg else TextRole.HEADING
    if rect.width() <= SIZE.avatar_md:
        role = TextRole.CAPTION
    draw_line(painter, rect, letters, theme.font(role, strong=True), pair.foreground, align=CENTRE)


def draw_portrait(painter: QPainter, rect: QRectF, photo: QPixmap) -> None:
    """Draw a photo in a circle, in place of initials."""
    circle = QPainterPath()
    circle.addEllipse(rect)
    painter.save()
    painter.setClipPath(circle, Qt.ClipOperation.IntersectClip)
    painter.drawPixmap(rect, photo, QRectF(photo.rect()))
    painter.restore()


def draw_dot(
    painter: QPainter, centre: QPointF, colour: QColor, *, size: float, rim: QColor | None = None
) -> None:
    """Draw a round status mark; ``rim`` sets it off from what it lies on, 2 px wide."""
    if rim is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(rim)
        painter.drawEllipse(centre, size / 2, size / 2)
        size -= 2.0 * SIZE.focus_ring
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(centre, size / 2, size / 2)


def badge_width(number: int, height: int = 0) -> float:
    """Width of the badge of ``number``: a circle, or a pill for more figures."""
    font = theme.font(TextRole.CAPTION, strong=True, tabular=True)
    padding = height / 2 if height else 2.0 * 6
    return max(height or SIZE.badge, round(line_width(count(number), font)) + padding)


def draw_badge(painter: QPainter, right_middle: QPointF, number: int, height: int = 0) -> float:
    """Draw the badge of ``number`` ending at ``right_middle``; gives its width.

    ``height`` is that of a badge among rows of text, unless another one is given.
    """
    width = badge_width(number, height)
    height = height or SIZE.badge
    top = right_middle.y() - height / 2
    rect = QRectF(right_middle.x() - width, top, width, height)
    fill_round(painter, rect, theme.colours.accent_fill, RADIUS.full)
    font = theme.font(TextRole.CAPTION, strong=True, tabular=True)
    draw_line(painter, rect, count(number), font, theme.colours.accent_on, align=CENTRE)
    return width


def chip_width(text: str, icon: Icon | None = None, *, strong: bool = False) -> float:
    """Width of the chip that :func:`draw_chip` draws."""
    font = theme.font(TextRole.CAPTION, strong=strong, tabular=True)
    icon_part = SIZE.icon_sm + SPACE.x1 if icon is not None else 0
    return round(line_width(text, font)) + 2 * SPACE.x2 + icon_part


def draw_chip(  # noqa: PLR0913
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    tone: Tone = Tone.PLAIN,
    icon: Icon | None = None,
    radius: float = RADIUS.full,
) -> None:
    """Draw a chip or tag; warning, danger and accent are set in weight 600."""
    fill, ink = tone_colours(tone)
    border = theme.colours.border_default if fill is None else None
    draw_box(painter, rect, fill=fill, border=border, radius=radius)
    strong = tone in {Tone.ACCENT, Tone.WARNING, Tone.DANGER}
    inner = rect.adjusted(SPACE.x2, 0, -SPACE.x2, 0)
    if icon is not None:
        place = QRectF(inner.x(), inner.y(), SIZE.icon_sm, inner.height())
        draw_icon(painter, icon, place, ink, SIZE.icon_sm)
        inner.setLeft(inner.left() + SIZE.icon_sm + SPACE.x1)
    font = theme.font(TextRole.CAPTION, strong=strong, tabular=True)
    draw_line(painter, inner.adjusted(0, 0, 1, 0), text, font, ink)


def tag_colours(text: str) -> tuple[QColor, QColor]:
    """Ground and ink that the same word has everywhere; none of those that mean something."""
    pair = theme.avatars[colour_index(text, len(theme.avatars))]
    return pair.background, pair.foreground


def tag_width(text: str) -> float:
    """Width of the tag that :func:`draw_tag` draws."""
    return round(line_width(text, theme.font(TextRole.CAPTION))) + 2.0 * SPACE.x1


def draw_tag(painter: QPainter, rect: QRectF, text: str, *, warns: bool) -> None:
    """Draw a word in a small square of its own colour, or of that of a warning."""
    colours = theme.colours
    ground, ink = (colours.warning_tint, colours.warning_text) if warns else tag_colours(text)
    fill_round(painter, rect, ground, RADIUS.xs)
    inner = rect.adjusted(SPACE.x1, 0, -SPACE.x1 + 1, 0)
    draw_line(painter, inner, text, theme.font(TextRole.CAPTION), ink)


def draw_checkbox(
    painter: QPainter, rect: QRectF, state: Qt.CheckState, *, enabled: bool = True
) -> None:
    """Draw the 20 px box of a check box."""
    colours = theme.colours
    if state is Qt.CheckState.Unchecked:
        border = colours.border_input if enabled else colours.border_default
        draw_box(painter, rect, fill=colours.bg_field, border=border, radius=RADIUS.xs)
    else:
        fill = colours.accent_fill if enabled else colours.text_disabled
        fill_round(painter, rect, fill, RADIUS.xs)
        mark = Icon.CHECK if state is Qt.CheckState.Checked else Icon.MINUS
        draw_icon(painter, mark, rect, colours.accent_on, SIZE.icon_sm)


def key_cap_width(keys: str) -> float:
    """Width of the key cap of ``keys``."""
    return round(line_width(keys, theme.font(TextRole.CAPTION))) + 2.0 * 5


def draw_key_cap(painter: QPainter, right_middle: QPointF, keys: str) -> float:
    """Draw a key as it is printed on a keyboard, ending at ``right_middle``; gives its width."""
    width = key_cap_width(keys)
    height = theme.style(TextRole.CAPTION).line + 2.0
    rect = QRectF(right_middle.x() - width, right_middle.y() - height / 2, width, height)
    colours = theme.colours
    draw_box(painter, rect, fill=colours.bg_raised, border=colours.border_default, radius=RADIUS.xs)
    font = theme.font(TextRole.CAPTION)
    draw_line(painter, rect, keys, font, colours.text_secondary, align=CENTRE)
    return width


def draw_track(painter: QPainter, rect: QRectF, share: float) -> None:
    """Draw a progress track of which ``share`` (0 to 1) is done."""
    fill_round(painter, rect, theme.colours.border_default, RADIUS.full)
    done = QRectF(rect.x(), rect.y(), rect.width() * min(1.0, max(0.0, share)), rect.height())
    if done.width() > 0:
        fill_round(painter, done, theme.colours.accent_fill, RADIUS.full)


def draw_hairline(
    painter: QPainter, start: QPointF, end: QPointF, colour: QColor | None = None
) -> None:
    """Draw a crisp 1 px line between two points on the same row or column."""
    painter.setPen(QPen(colour or theme.colours.border_subtle, SIZE.hairline))
    shift = QPointF(0, 0.5) if start.y() == end.y() else QPointF(0.5, 0)
    painter.drawLine(start + shift, end + shift)
