"""Paints the rows of the handover."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.handover import HandoverKind
from workstation.ui.handover.rows import ItemRow, PatientRow
from workstation.ui.handover.texts import patient_name, severity_text, summary_text, waited_text
from workstation.ui.kit.painting import (
    RIGHT,
    Ink,
    draw_avatar,
    draw_inner_ring,
    draw_line,
    fill_round,
    line_width,
)
from workstation.ui.kit.painting.initials import initials
from workstation.ui.kit.painting.marks import Tone, chip_width, draw_chip, draw_hairline
from workstation.ui.kit.rows.entries import EntryRole
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme

State = QStyle.StateFlag
TONES = {Ink.DANGER: Tone.DANGER, Ink.WARNING: Tone.WARNING}
ICONS = {
    HandoverKind.PROMISE: Icon.CHECK,
    HandoverKind.FOLLOW_UP: Icon.FLAG,
    HandoverKind.QUESTION: Icon.CHAT,
    HandoverKind.UNREAD: Icon.MAIL,
    HandoverKind.UNSENT: Icon.ALERT,
    HandoverKind.DRAFT: Icon.PENCIL,
}
KIND_WIDTH = 76
MIN_WIDTH_FOR_KIND = 400
"""Of a line's words; where there is less, the icon alone says what kind it is."""
SEVERITY_SHARE = 0.4


class HandoverRowDelegate(QStyledItemDelegate):
    """Paints rows of the handover: a consultation with its urgency, or one line below it."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint what the entry holds."""
        entry = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(SPACE.x4, 0, -SPACE.x4, 0)
        if isinstance(entry, PatientRow) and index.row():
            draw_hairline(painter, rect.topLeft(), rect.topRight())
        ground = rect.adjusted(0, 1, 0, -1)
        if option.state & State.State_Selected:
            fill_round(painter, ground, theme.colours.bg_selected, RADIUS.sm)
        elif option.state & State.State_MouseOver:
            fill_round(painter, ground, theme.colours.bg_hover, RADIUS.sm)
        if option.state & State.State_HasFocus:
            draw_inner_ring(painter, ground, RADIUS.sm)
        line = rect.adjusted(SPACE.x2, 0, -_bell_room(), 0)
        if isinstance(entry, PatientRow):
            _paint_patient(painter, line, entry)
        elif isinstance(entry, ItemRow):
            _paint_item(painter, line, entry)
            if entry.item.can_remind:
                ink = Ink.ACCENT if entry.item.reminds else Ink.TERTIARY
                bell = bell_place(QRectF(option.rect))
                draw_icon(painter, Icon.BELL, bell, ink.colour, SIZE.icon_sm)


def bell_place(row: QRectF) -> QRectF:
    """Where in a row of the list its bell is, and answers a click."""
    rect = row.adjusted(SPACE.x4, 0, -SPACE.x4, 0)
    return QRectF(rect.right() - _bell_room(), rect.y(), _bell_room(), rect.height())


def _bell_room() -> int:
    return SIZE.icon_sm + 2 * SPACE.x2


def _paint_patient(painter: QPainter, line: QRectF, row: PatientRow) -> None:
    consultation = row.entry.row.consultation
    name = patient_name(consultation)
    size = SIZE.avatar_md
    place = QRectF(line.x(), line.center().y() - size / 2, size, size)
    draw_avatar(painter, place, initials(name), consultation.target.member_id)
    line.setLeft(place.right() + SPACE.x3)
    body, caption = theme.style(TextRole.BODY).line, theme.style(TextRole.CAPTION).line
    first = QRectF(line.x(), line.y() + SPACE.x2, line.width(), body)
    first.setRight(_paint_severity(painter, line, row) - SPACE.x3)
    strong = theme.font(TextRole.BODY, strong=True)
    draw_line(painter, first, name, strong, Ink.PRIMARY.colour)
    second = QRectF(line.x(), first.bottom(), first.width(), caption)
    quiet = theme.font(TextRole.CAPTION)
    draw_line(painter, second, summary_text(consultation), quiet, Ink.SECONDARY.colour)


def _paint_severity(painter: QPainter, line: QRectF, row: PatientRow) -> float:
    """Paint the urgency at the right; give its left edge. In little room the time stays."""
    severity, ink = severity_text(row.entry, row.now_ms)
    is_strong, icon = ink in TONES, None
    most, wide = line.width() * SEVERITY_SHARE, chip_width(severity, strong=is_strong)
    waited = waited_text(row.entry, row.now_ms)
    if wide > most and waited:
        severity, icon, most = waited, Icon.CLOCK, line.width()
        wide = chip_width(severity, icon, strong=is_strong)
    wide = min(wide, most)
    chip = QRectF(line.right() - wide, line.center().y() - SIZE.chip / 2, wide, SIZE.chip)
    draw_chip(painter, chip, severity, tone=TONES.get(ink, Tone.PLAIN), icon=icon)
    return chip.left()


def _paint_item(painter: QPainter, line: QRectF, row: ItemRow) -> None:
    texts = row.texts
    line.setLeft(line.x() + SIZE.avatar_md + SPACE.x3)
    ink = texts.ink if texts.ink in TONES else Ink.TERTIARY
    icon = QRectF(line.x(), line.y(), SIZE.icon_sm, line.height())
    draw_icon(painter, ICONS[row.item.kind], icon, ink.colour, SIZE.icon_sm)
    line.setLeft(icon.right() + SPACE.x2)
    if line.width() >= theme.scaled(MIN_WIDTH_FOR_KIND):
        kind_width = theme.scaled(KIND_WIDTH)
        kind = QRectF(line.x(), line.y(), kind_width - SPACE.x2, line.height())
        draw_line(painter, kind, texts.kind, theme.font(TextRole.CAPTION), Ink.SECONDARY.colour)
        line.setLeft(line.x() + kind_width)
    time = theme.font(TextRole.CAPTION, tabular=True)
    draw_line(painter, line, texts.time, time, texts.ink.colour, align=RIGHT)
    line.setRight(line.right() - line_width(texts.time, time) - SPACE.x3)
    if texts.machine:
        wide = chip_width(texts.machine)
        high = theme.style(TextRole.CAPTION).line
        chip = QRectF(line.right() - wide, line.center().y() - high / 2, wide, high)
        draw_chip(painter, chip, texts.machine, tone=Tone.OUTLINE)
        line.setRight(chip.left() - SPACE.x3)
    draw_line(painter, line, texts.text, theme.font(TextRole.BODY), Ink.PRIMARY.colour)
