"""Paints a consultation's row and a section's head (the design, "Consultation row")."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.ids import ConsultationId
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_data import Heading, QueueRowData
from workstation.ui.consultation_row.row_painting import gutter, paint_heading, paint_row_data
from workstation.ui.kit.painting import draw_inner_ring
from workstation.ui.kit.rows.entries import EntryRole
from workstation.ui.kit.theme import SIZE, SPACE, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex


class QueueEntry:
    """A row not yet put into words: thousands are in the list, and some twenty are seen.

    Whatever of it is to be shown anew is another entry.
    """

    __slots__ = ("make_row_data", "row")
    selectable = True

    def __init__(
        self, row: WorklistRow, make_row_data: "Callable[[QueueEntry], QueueRowData]"
    ) -> None:
        self.row, self.make_row_data = row, make_row_data

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_consult

    @property
    def key(self) -> ConsultationId:
        """The consultation's number."""
        return self.row.consultation.consultation_id

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""
        return self.make_row_data(self).spoken


def consultation_of_key(key: object) -> ConsultationId | None:
    """The consultation of a row; ``None`` for a heading, and where there is no row."""
    return ConsultationId(key) if isinstance(key, int) else None


class ConsultationRow(QStyledItemDelegate):
    """Paints the rows of the work queue."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint what the entry holds."""
        entry: QueueEntry | Heading = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if isinstance(entry, Heading):
            paint_heading(painter, rect, entry)
            return
        paint_background(painter, option)
        paint_row_data(
            painter, rect.adjusted(SPACE.x4, 0, -gutter(option), 0), entry.make_row_data(entry)
        )
        if option.state & State.State_HasFocus:
            draw_inner_ring(painter, rect)


def paint_background(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint a row's ground: selected with its marker, hovered, or nothing."""
    rect, colours = QRectF(option.rect), theme.colours
    if option.state & State.State_Selected:
        painter.fillRect(rect, colours.bg_selected)
        painter.fillRect(
            QRectF(rect.topLeft(), rect.bottomLeft()).adjusted(0, 0, SIZE.marker, 0),
            colours.accent_fill,
        )
    elif option.state & State.State_MouseOver:
        painter.fillRect(rect, colours.bg_hover)
