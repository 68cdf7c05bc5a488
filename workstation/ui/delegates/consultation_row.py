"""Paints a consultation's row and a section's head (the design, "Consultation row")."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.ui.delegates.face import Face, Heading
from workstation.ui.models.entries import EntryRole
from workstation.ui.painting import (
    Ink,
    draw_avatar,
    draw_badge,
    draw_inner_ring,
    draw_line,
    line_width,
)
from workstation.ui.painting.text import RIGHT
from workstation.ui.theme import SIZE, SPACE, TextRole, draw_icon, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex


class ConsultationRow(QStyledItemDelegate):
    """Rows of the work queue."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as the entry says."""
        return QSize(0, index.data(EntryRole).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint what the entry holds."""
        entry = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if isinstance(entry, Heading):
            paint_heading(painter, rect, entry)
            return
        paint_ground(painter, option)
        paint_face(painter, rect, entry)
        if option.state & State.State_HasFocus:
            draw_inner_ring(painter, rect)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """A row's ground: selected with its marker, hovered, or nothing."""
    rect, colours = QRectF(option.rect), theme.colours
    if option.state & State.State_Selected:
        painter.fillRect(rect, colours.bg_selected)
        painter.fillRect(
            QRectF(rect.topLeft(), rect.bottomLeft()).adjusted(0, 0, SIZE.marker, 0),
            colours.accent_fill,
        )
    elif option.state & State.State_MouseOver:
        painter.fillRect(rect, colours.bg_hover)


def paint_heading(painter: QPainter, rect: QRectF, heading: Heading) -> None:
    """Icon, word in weight 600, number."""
    box = rect.adjusted(SPACE.x4, SPACE.x1, -SPACE.x4, 0)
    draw_icon(painter, heading.icon, _left(box, SIZE.icon_sm), heading.ink.colour, SIZE.icon_sm)
    box.setLeft(box.left() + SIZE.icon_sm + SPACE.x1)
    font = theme.font(TextRole.CAPTION, strong=True)
    width = draw_line(painter, box, heading.text, font, heading.ink.colour)
    box.setLeft(box.left() + width + SPACE.x2)
    font = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, box, str(heading.count), font, Ink.SECONDARY.colour)


def paint_face(painter: QPainter, rect: QRectF, face: Face) -> None:
    """Avatar and the three lines."""
    avatar = QRectF(rect.x() + SPACE.x4, rect.y() + SPACE.x3, SIZE.avatar_lg, SIZE.avatar_lg)
    draw_avatar(painter, avatar, face.initials, face.member_id)
    left, right = avatar.right() + SPACE.x3, rect.right() - SPACE.x4
    top = rect.y() + SPACE.x3
    line = theme.style(TextRole.BODY).line
    paint_first(painter, QRectF(left, top, right - left, line), face)
    paint_second(painter, QRectF(left, top + line, right - left, line), face)
    caption = theme.style(TextRole.CAPTION).line
    paint_third(painter, QRectF(left, top + 2 * line + SPACE.x1, right - left, caption), face)


def paint_first(painter: QPainter, box: QRectF, face: Face) -> None:
    """Name, who asked, time."""
    caption = theme.font(TextRole.CAPTION)
    time = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, box, face.time, time, Ink.TERTIARY.colour, align=RIGHT)
    box = box.adjusted(0, 0, -line_width(face.time, time) - SPACE.x2, 0)
    by = min(line_width(face.byline, caption), box.width() / 2) + SPACE.x2 if face.byline else 0
    strong = theme.font(TextRole.BODY, strong=True)
    name = QRectF(box.x(), box.y(), box.width() - by, box.height())
    width = draw_line(painter, name, face.name, strong, Ink.PRIMARY.colour)
    byline = box.adjusted(width + SPACE.x2, 0, 0, 0)
    draw_line(painter, byline, face.byline, caption, Ink.TERTIARY.colour)


def paint_second(painter: QPainter, box: QRectF, face: Face) -> None:
    """Preview, then the unread badge or a state icon."""
    if face.badge:
        middle = QPointF(box.right(), box.center().y())
        box.setRight(box.right() - draw_badge(painter, middle, face.badge) - SPACE.x2)
    elif face.mark is not None:
        place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
        draw_icon(painter, face.mark, place, face.mark_ink.colour, SIZE.icon_sm)
        box.setRight(place.left() - SPACE.x2)
    preview = face.preview
    if preview.icon is not None:
        place = _left(box, SIZE.icon_sm)
        draw_icon(painter, preview.icon, place, preview.ink.colour, SIZE.icon_sm)
        box.setLeft(place.right() + SPACE.x1)
    font = theme.font(TextRole.LABEL, tabular=True)
    draw_line(painter, box, preview.text, font, preview.ink.colour)


def paint_third(painter: QPainter, box: QRectF, face: Face) -> None:
    """Team, and at the right how long the patient waits."""
    strong = face.tail_ink in {Ink.WARNING, Ink.DANGER}
    font = theme.font(TextRole.CAPTION, strong=strong, tabular=True)
    if face.tail:
        draw_line(painter, box, face.tail, font, face.tail_ink.colour, align=RIGHT)
        box.setRight(box.right() - line_width(face.tail, font) - SPACE.x1)
        if face.tail_icon is not None:
            place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
            draw_icon(painter, face.tail_icon, place, face.tail_ink.colour, SIZE.icon_sm)
            box.setRight(place.left() - SPACE.x2)
    draw_line(painter, box, face.team, theme.font(TextRole.CAPTION), Ink.TERTIARY.colour)


def _left(box: QRectF, size: int) -> QRectF:
    return QRectF(box.x(), box.y(), size, box.height())
