"""Paints a row of the history: tick box, people, the matter, with matches marked (design, 03)."""

from collections.abc import Callable, Container, Sequence, Sized
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.consultation import Consultation
from workstation.domain.matching import find_spans
from workstation.domain.value import Value
from workstation.ui.consultation_row.row_data import Heading, QueueRowData
from workstation.ui.consultation_row.row_painting import (
    gutter,
    paint_heading,
    paint_row_data,
    top_of_lines,
)
from workstation.ui.kit.painting import (
    draw_checkbox,
    draw_hairline,
    draw_inner_ring,
)
from workstation.ui.kit.rows.entries import EntryRole
from workstation.ui.kit.theme import SIZE, SPACE, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex
MAX_CACHED_SPANS = 512

MakeRowData = Callable[[Consultation], QueueRowData]


def box_zone() -> int:
    """The x left of which a click ticks the row."""
    return SPACE.x4 + SIZE.checkbox + SPACE.x3


class Ticked(Container[object], Sized, Protocol):
    """The rows that are ticked."""


class HistoryEntry(Value):
    """A row not yet put into words: thousands are made for each letter of a search."""

    consultation: Consultation
    make_row_data: MakeRowData
    selectable: bool = True

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_history

    @property
    def key(self) -> int:
        """The consultation's number."""
        return self.consultation.consultation_id

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""
        return self.make_row_data(self.consultation).spoken


class HistoryRow(QStyledItemDelegate):
    """Paints rows of the history; ``ticked`` tells whose box is filled, ``words`` are marked."""

    def __init__(self, ticked: Ticked, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._ticked = ticked
        self._spans = lru_cache(maxsize=MAX_CACHED_SPANS)(find_spans)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint ground, box, avatar and three lines."""
        entry: HistoryEntry | Heading = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if isinstance(entry, Heading):
            paint_heading(painter, rect, entry)
            return
        on = entry.key in self._ticked
        self._paint_background(painter, rect, option.state, ticked=on)
        hovered = bool(option.state & State.State_MouseOver)
        ringed = bool(option.state & State.State_HasFocus)
        if on or hovered or ringed or len(self._ticked):
            state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            draw_checkbox(painter, box_of(rect), state)
        beside = rect.adjusted(box_zone(), 0, -gutter(option), 0)
        paint_row_data(painter, beside, entry.make_row_data(entry.consultation), self._find)
        if ringed:
            draw_inner_ring(painter, rect)

    def _find(self, text: str) -> Sequence[tuple[int, int]]:
        return self._spans(text, self.words)

    def _paint_background(
        self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag, *, ticked: bool
    ) -> None:
        colours, chosen = theme.colours, bool(state & State.State_Selected)
        if ticked or chosen:
            painter.fillRect(rect, colours.bg_selected)
        elif state & State.State_MouseOver:
            painter.fillRect(rect, colours.bg_hover)
        foot = rect.bottom() - SIZE.hairline
        draw_hairline(
            painter,
            QRectF(rect.x(), foot, 0, 0).topLeft(),
            QRectF(rect.right(), foot, 0, 0).topLeft(),
        )
        if chosen:
            painter.fillRect(
                QRectF(rect.x(), rect.y(), SIZE.marker, rect.height()), colours.accent_fill
            )


def box_of(row: QRectF) -> QRectF:
    """Where a row's tick box lies, level with the avatar's middle."""
    top = row.y() + top_of_lines(row.height()) + (SIZE.avatar_lg - SIZE.checkbox) / 2
    return QRectF(row.x() + SPACE.x4, top, SIZE.checkbox, SIZE.checkbox)
