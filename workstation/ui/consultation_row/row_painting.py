"""Paints a face: avatar and three lines, as every list of consultations shows it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QStyleOptionViewItem

from workstation.ui.consultation_row.row_data import Face
from workstation.ui.kit.painting import (
    Ink,
    draw_avatar,
    draw_badge,
    draw_dot,
    draw_line,
    line_width,
)
from workstation.ui.kit.painting.matched import draw_matched_line
from workstation.ui.kit.painting.text import RIGHT
from workstation.ui.kit.theme import SIZE, SPACE, Icon, TextRole, draw_icon, theme

Find = Callable[[str], Sequence[tuple[int, int]]]
"""Where in a text stands what was searched for."""


def find_nothing(_text: str) -> Sequence[tuple[int, int]]:
    """For lists without a search in their rows."""
    return ()


def gutter(option: QStyleOptionViewItem) -> int:
    """The room right of a row's text, within the row.

    A scroll bar stands in it: the text stays where it is when the bar comes or goes.
    """
    view: object = option.widget
    lane = view.width() - view.viewport().width() if isinstance(view, QAbstractScrollArea) else 0
    return max(SPACE.x4 - lane, 0)


def paint_face(painter: QPainter, rect: QRectF, face: Face, find: Find = find_nothing) -> None:
    """Avatar and the three lines across ``rect``; what ``find`` finds is marked."""
    top = rect.y() + SPACE.x3
    avatar = QRectF(rect.x(), top, SIZE.avatar_lg, SIZE.avatar_lg)
    draw_avatar(painter, avatar, face.initials, face.member_id)
    left = avatar.right() + SPACE.x3
    wide = rect.right() - left
    line = theme.style(TextRole.BODY).line
    caption = theme.style(TextRole.CAPTION).line
    _paint_first(painter, QRectF(left, top, wide, line), face, find)
    _paint_second(painter, QRectF(left, top + line, wide, line), face, find)
    _paint_third(painter, QRectF(left, top + 2 * line + SPACE.x1, wide, caption), face, find)


def _paint_first(painter: QPainter, box: QRectF, face: Face, find: Find) -> None:
    """Name, who asked, time."""
    caption = theme.font(TextRole.CAPTION)
    time = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, box, face.time, time, Ink.TERTIARY.colour, align=RIGHT)
    box = box.adjusted(0, 0, -line_width(face.time, time) - SPACE.x2, 0)
    if face.pinned:
        place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, Icon.PIN, place, Ink.TERTIARY.colour, SIZE.icon_sm)
        box.setRight(place.left() - SPACE.x1)
    by = min(line_width(face.byline, caption), box.width() / 2) + SPACE.x2 if face.byline else 0
    strong = theme.font(TextRole.BODY, strong=True)
    name, found = QRectF(box.x(), box.y(), box.width() - by, box.height()), find(face.name)
    width = draw_matched_line(painter, name, face.name, strong, Ink.PRIMARY.colour, found)
    byline, found = box.adjusted(width + SPACE.x2, 0, 0, 0), find(face.byline)
    draw_matched_line(painter, byline, face.byline, caption, Ink.TERTIARY.colour, found)


def _paint_second(painter: QPainter, box: QRectF, face: Face, find: Find) -> None:
    """Preview, then the unread badge or a state icon."""
    if face.badge:
        middle = QPointF(box.right(), box.center().y())
        box.setRight(box.right() - draw_badge(painter, middle, face.badge) - SPACE.x2)
    elif face.dot:
        radius = SIZE.presence / 2
        middle = QPointF(box.right() - radius - SPACE.x1, box.center().y())
        draw_dot(painter, middle, theme.colours.accent_fill, size=SIZE.presence)
        box.setRight(middle.x() - radius - SPACE.x2)
    elif face.mark is not None:
        place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, face.mark, place, face.mark_ink.colour, SIZE.icon_sm)
        box.setRight(place.left() - SPACE.x2)
    preview = face.preview
    if preview.icon is not None:
        place = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, preview.icon, place, preview.ink.colour, SIZE.icon_sm)
        box.setLeft(place.right() + SPACE.x1)
    found = () if preview.icon is not None else find(preview.text)
    font = theme.font(TextRole.LABEL, tabular=True)
    draw_matched_line(painter, box, preview.text, font, preview.ink.colour, found)


def _paint_third(painter: QPainter, box: QRectF, face: Face, find: Find) -> None:
    """Team, and at the right how long the patient waits or how many pictures there are."""
    strong = face.tail_ink in {Ink.WARNING, Ink.DANGER}
    font = theme.font(TextRole.CAPTION, strong=strong, tabular=True)
    if face.tail:
        draw_line(painter, box, face.tail, font, face.tail_ink.colour, align=RIGHT)
        box.setRight(box.right() - line_width(face.tail, font) - SPACE.x1)
        if face.tail_icon is not None:
            place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
            draw_icon(painter, face.tail_icon, place, face.tail_ink.colour, SIZE.icon_sm)
            box.setRight(place.left() - SPACE.x2)
    caption, found = theme.font(TextRole.CAPTION), find(face.team)
    draw_matched_line(painter, box, face.team, caption, Ink.TERTIARY.colour, found)
