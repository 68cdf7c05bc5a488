"""Paints a row of the history: tick box, people, the matter, with matches marked (design, 03)."""

from collections.abc import Callable, Container, Sized
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.consultation import Consultation
from workstation.store.matching import spans
from workstation.ui.delegates.face import Face
from workstation.ui.models.entries import EntryRole
from workstation.ui.painting import (
    Ink,
    draw_avatar,
    draw_checkbox,
    draw_inner_ring,
    draw_line,
    hairline,
    line_width,
)
from workstation.ui.painting.matched import draw_matched_line
from workstation.ui.painting.text import RIGHT
from workstation.ui.theme import SIZE, SPACE, TextRole, draw_icon, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex
FACES = 512
BOX_ZONE = SPACE.x4 + SIZE.checkbox + SPACE.x3
"""A click left of this ticks the row."""

FaceOf = Callable[[Consultation], Face]


class Ticked(Container[object], Sized, Protocol):
    """Which rows are ticked."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A row not yet put into words: thousands are made for each letter of a search."""

    consultation: Consultation
    face_of: FaceOf
    height: int = SIZE.row_history
    selectable: bool = True

    @property
    def key(self) -> int:
        """The consultation's number."""
        return self.consultation.consultation_id

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""
        return self.face_of(self.consultation).spoken


class HistoryRow(QStyledItemDelegate):
    """Rows of the history. ``ticked`` tells which have their box filled, ``words`` are marked."""

    def __init__(self, ticked: Ticked, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._ticked = ticked
        self._spans = lru_cache(maxsize=FACES)(spans)

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """As high as the entry says."""
        return QSize(0, index.data(EntryRole).height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Ground, box, avatar, three lines."""
        entry: HistoryEntry = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        on = entry.key in self._ticked
        self._paint_ground(painter, rect, option.state, ticked=on)
        hovered = bool(option.state & State.State_MouseOver)
        ringed = bool(option.state & State.State_HasFocus)
        if on or hovered or ringed or len(self._ticked):
            state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            draw_checkbox(painter, box_of(rect), state)
        self._paint_face(painter, rect, entry.face_of(entry.consultation), self.words)
        if ringed:
            draw_inner_ring(painter, rect)

    def editorEvent(
        self, _event: QEvent, _model: object, _option: QStyleOptionViewItem, _index: AnyIndex
    ) -> bool:
        """Clicks are the list's own."""
        return False

    def _paint_ground(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, ticked: bool
    ) -> None:
        colours, chosen = theme.colours, bool(state & State.State_Selected)
        if ticked or chosen:
            painter.fillRect(rect, colours.bg_selected)
        elif state & State.State_MouseOver:
            painter.fillRect(rect, colours.bg_hover)
        foot = rect.bottom() - SIZE.hairline
        hairline(
            painter,
            QRectF(rect.x(), foot, 0, 0).topLeft(),
            QRectF(rect.right(), foot, 0, 0).topLeft(),
        )
        if chosen:
            painter.fillRect(
                QRectF(rect.x(), rect.y(), SIZE.marker, rect.height()), colours.accent_fill
            )

    def _paint_face(self, painter: QPainter, rect: QRectF, face: Face, words: str) -> None:
        top = rect.y() + SPACE.x3
        avatar = QRectF(rect.x() + BOX_ZONE, top, SIZE.avatar_lg, SIZE.avatar_lg)
        draw_avatar(painter, avatar, face.initials, face.member_id)
        left = avatar.right() + SPACE.x3
        wide = rect.right() - SPACE.x4 - left
        line = theme.style(TextRole.BODY).line
        caption = theme.style(TextRole.CAPTION).line
        self._paint_first(painter, QRectF(left, top, wide, line), face, words)
        self._paint_second(painter, QRectF(left, top + line, wide, line), face, words)
        third = QRectF(left, top + 2 * line + SPACE.x1, wide, caption)
        self._paint_third(painter, third, face, words)

    def _paint_first(self, painter: QPainter, box: QRectF, face: Face, words: str) -> None:
        caption = theme.font(TextRole.CAPTION)
        time = theme.font(TextRole.CAPTION, tabular=True)
        draw_line(painter, box, face.time, time, Ink.TERTIARY.colour, align=RIGHT)
        box = box.adjusted(0, 0, -line_width(face.time, time) - SPACE.x2, 0)
        by = min(line_width(face.byline, caption), box.width() / 2) + SPACE.x2
        strong = theme.font(TextRole.BODY, strong=True)
        name = QRectF(box.x(), box.y(), box.width() - by, box.height())
        found = self._spans(face.name, words)
        width = draw_matched_line(painter, name, face.name, strong, Ink.PRIMARY.colour, found)
        byline = box.adjusted(width + SPACE.x2, 0, 0, 0)
        found = self._spans(face.byline, words)
        draw_matched_line(painter, byline, face.byline, caption, Ink.TERTIARY.colour, found)

    def _paint_second(self, painter: QPainter, box: QRectF, face: Face, words: str) -> None:
        preview = face.preview
        if preview.icon is not None:
            place = QRectF(box.x(), box.y(), SIZE.icon_sm, box.height())
            draw_icon(painter, preview.icon, place, preview.ink.colour, SIZE.icon_sm)
            box.setLeft(place.right() + SPACE.x1)
        found = () if preview.icon is not None else self._spans(preview.text, words)
        font = theme.font(TextRole.LABEL, tabular=True)
        draw_matched_line(painter, box, preview.text, font, preview.ink.colour, found)

    def _paint_third(self, painter: QPainter, box: QRectF, face: Face, words: str) -> None:
        figures = theme.font(TextRole.CAPTION, tabular=True)
        if face.tail:
            draw_line(painter, box, face.tail, figures, face.tail_ink.colour, align=RIGHT)
            box.setRight(box.right() - line_width(face.tail, figures) - SPACE.x1)
            if face.tail_icon is not None:
                place = QRectF(box.right() - SIZE.icon_sm, box.y(), SIZE.icon_sm, box.height())
                draw_icon(painter, face.tail_icon, place, face.tail_ink.colour, SIZE.icon_sm)
                box.setRight(place.left() - SPACE.x2)
        caption, found = theme.font(TextRole.CAPTION), self._spans(face.team, words)
        draw_matched_line(painter, box, face.team, caption, Ink.TERTIARY.colour, found)


def box_of(row: QRectF) -> QRectF:
    """Where a row's tick box lies, level with the avatar's middle."""
    top = row.y() + SPACE.x3 + (SIZE.avatar_lg - SIZE.checkbox) / 2
    return QRectF(row.x() + SPACE.x4, top, SIZE.checkbox, SIZE.checkbox)
