"""Paints a row's data: avatar and three lines, as every list of consultations shows it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QStyleOptionViewItem

from workstation.ui.consultation_row.row_data import Heading, QueueRowData
from workstation.ui.kit.painting import (
    Ink,
    draw_avatar,
    draw_badge,
    draw_dot,
    draw_line,
    draw_tag,
    line_width,
    tag_width,
)
from workstation.ui.kit.painting.matched import draw_matched_line
from workstation.ui.kit.painting.text import RIGHT
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme

BYLINE_SHARE = 1 / 3
LABEL_SHARE = 0.7
"""How much of the line beside the waiting time labels may take: the team is on every row."""

Find = Callable[[str], Sequence[tuple[int, int]]]
"""Where in a text stands what was searched for."""


def find_nothing(_text: str) -> Sequence[tuple[int, int]]:
    """No span: for lists without a search in their rows."""
    return ()


def gutter(option: QStyleOptionViewItem) -> int:
    """The room right of a row's text, within the row.

    A scroll bar stands in it: the text stays where it is when the bar comes or goes.
    """
    view: object = option.widget
    lane = view.width() - view.viewport().width() if isinstance(view, QAbstractScrollArea) else 0
    return max(SPACE.x4 - lane, 0)


def paint_row_data(
    painter: QPainter, rect: QRectF, row: QueueRowData, find: Find = find_nothing
) -> None:
    """Paint avatar and the three lines across ``rect``; what ``find`` finds is marked."""
    top = rect.y() + top_of_lines(rect.height())
    avatar = QRectF(rect.x(), top, SIZE.avatar_lg, SIZE.avatar_lg)
    draw_avatar(painter, avatar, row.initials, row.member_id)
    left = avatar.right() + SPACE.x3
    wide = rect.right() - left
    line = theme.style(TextRole.BODY).line
    caption = theme.style(TextRole.CAPTION).line
    _paint_first(painter, QRectF(left, top, wide, line), row, find)
    _paint_second(painter, QRectF(left, top + line, wide, line), row, find)
    _paint_third(painter, QRectF(left, top + 2 * line + SPACE.x1, wide, caption), row, find)


def top_of_lines(height: float) -> float:
    """The top of avatar and lines, which are in the middle of a row however text has grown."""
    lines = 2 * theme.style(TextRole.BODY).line + SPACE.x1 + theme.style(TextRole.CAPTION).line
    return max(float(SPACE.x1), (height - lines) // 2)


def _paint_first(painter: QPainter, box: QRectF, row: QueueRowData, find: Find) -> None:
    """Paint the first line: name, who asked, time."""
    caption = theme.font(TextRole.CAPTION)
    time = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, box, row.time, time, Ink.TERTIARY.colour, align=RIGHT)
    box = box.adjusted(0, 0, -line_width(row.time, time) - SPACE.x2, 0)
    if row.pinned:
        place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, Icon.PIN, place, Ink.TERTIARY.colour, SIZE.icon_sm)
        box.setRight(place.left() - SPACE.x1)
    strong = theme.font(TextRole.BODY, strong=True)
    by = byline_room(row, box.width(), line_width(row.byline, caption), strong)
    name, spans = QRectF(box.x(), box.y(), box.width() - by, box.height()), find(row.name)
    width = draw_matched_line(painter, name, row.name, strong, Ink.PRIMARY.colour, spans)
    byline, spans = box.adjusted(width + SPACE.x2, 0, 0, 0), find(row.byline)
    draw_matched_line(painter, byline, row.byline, caption, Ink.TERTIARY.colour, spans)


def byline_room(row: QueueRowData, room: float, byline: float, font: QFont) -> float:
    """What who asks may have of the line, with the gap: what the name leaves.

    A third at least, so that who asks is on every row; but a number is never cut.
    """
    if not row.byline:
        return 0
    left = room - line_width(row.name, font) - 1
    by = min(byline + SPACE.x2, max(left, room * BYLINE_SHARE))
    return max(min(by, left), 0) if row.is_numbered else by


def _paint_second(painter: QPainter, box: QRectF, row: QueueRowData, find: Find) -> None:
    """Paint the second line: preview, then a state icon and the unread badge."""
    if row.badge:
        middle = QPointF(box.right(), box.center().y())
        box.setRight(box.right() - draw_badge(painter, middle, row.badge) - SPACE.x2)
    elif row.dot:
        radius = SIZE.presence / 2
        middle = QPointF(box.right() - radius - SPACE.x1, box.center().y())
        draw_dot(painter, middle, theme.colours.accent_fill, size=SIZE.presence)
        box.setRight(middle.x() - radius - SPACE.x2)
    if row.mark is not None:
        place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, row.mark, place, row.mark_ink.colour, SIZE.icon_sm)
        box.setRight(place.left() - SPACE.x2)
    preview = row.preview
    if preview.icon is not None:
        place = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, preview.icon, place, preview.ink.colour, SIZE.icon_sm)
        box.setLeft(place.right() + SPACE.x1)
    spans = () if preview.icon is not None else find(preview.text)
    font = theme.font(TextRole.LABEL, tabular=True)
    draw_matched_line(painter, box, preview.text, font, preview.ink.colour, spans)


def _paint_third(painter: QPainter, box: QRectF, row: QueueRowData, find: Find) -> None:
    """Paint the third line: team and labels; at the right the wait or the number of pictures."""
    strong = row.tail_ink in {Ink.WARNING, Ink.DANGER}
    font = theme.font(TextRole.CAPTION, strong=strong, tabular=True)
    if row.tail:
        draw_line(painter, box, row.tail, font, row.tail_ink.colour, align=RIGHT)
        box.setRight(box.right() - line_width(row.tail, font) - SPACE.x1)
        if row.tail_icon is not None:
            place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
            draw_icon(painter, row.tail_icon, place, row.tail_ink.colour, SIZE.icon_sm)
            box.setRight(place.left() - SPACE.x2)
    caption, spans = theme.font(TextRole.CAPTION), find(row.team)
    labels, more = _fitting((*row.warnings, *row.labels), box.width() * LABEL_SHARE)
    rest = f"+{more}" if more else ""
    taken = sum(tag_width(tag) + SPACE.x1 for tag in (*labels, *filter(None, [rest])))
    team = box.adjusted(0, 0, -taken, 0)
    end = draw_matched_line(painter, team, row.team, caption, Ink.TERTIARY.colour, spans)
    box.setLeft(box.left() + end + (SPACE.x1 if row.team else 0))
    for number, label in enumerate(labels):
        box.setWidth(tag_width(label))
        draw_tag(painter, box, label, warns=number < len(row.warnings))
        box.moveLeft(box.right() + SPACE.x1)
    draw_line(painter, box, rest, caption, Ink.TERTIARY.colour)


def _fitting(labels: Sequence[str], width: float) -> tuple[Sequence[str], int]:
    """The labels that there is room for, and how many there are besides."""
    taken = 0.0
    for number, label in enumerate(labels):
        taken += tag_width(label) + SPACE.x1
        if taken > width:
            return labels[:number], len(labels) - number
    return labels, 0


def paint_heading(painter: QPainter, rect: QRectF, heading: Heading) -> None:
    """Paint a heading: icon, word in weight 600, number."""
    box = rect.adjusted(SPACE.x4, SPACE.x1, -SPACE.x4, 0)
    draw_icon(painter, heading.icon, _left(box, SIZE.icon_sm), heading.ink.colour, SIZE.icon_sm)
    box.setLeft(box.left() + SIZE.icon_sm + SPACE.x1)
    font = theme.font(TextRole.CAPTION, strong=True)
    width = draw_line(painter, box, heading.text, font, heading.ink.colour)
    box.setLeft(box.left() + width + SPACE.x2)
    font = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, box, str(heading.count), font, Ink.TERTIARY.colour)


def _left(box: QRectF, size: int) -> QRectF:
    return QRectF(box.x(), box.y(), size, box.height())
