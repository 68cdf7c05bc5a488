"""Paints a consultation's row and a section's head (the design, "Consultation row")."""

from collections.abc import Callable
from dataclasses import field
from datetime import date

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.ids import ConsultationId
from workstation.domain.value import value
from workstation.store.worklist_row import WorklistRow
from workstation.ui.consultation_row.row_data import Heading, QueueRowData
from workstation.ui.consultation_row.row_painting import gutter, paint_heading, paint_row_data
from workstation.ui.kit.painting import draw_inner_ring
from workstation.ui.kit.rows.entries import EntryRole
from workstation.ui.kit.theme import SIZE, SPACE, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex


@value
class RowVersion:
    """What of a row's words changes without the row: they are made anew when this is another one.

    ``wording`` is another number after whatever changes all words at once.
    """

    waited: int | None
    today: date
    aside: bool
    wording: int
    voice: int | None


@value
class QueueEntry:
    """A row not yet put into words: thousands are in the list, and some twenty are seen."""

    row: WorklistRow
    version: RowVersion
    make_row_data: "Callable[[QueueEntry], QueueRowData]" = field(compare=False)
    selectable: bool = True

    @property
    def height(self) -> int:
        """As the design draws it, grown with the text."""
        return SIZE.row_consult

    @property
    def key(self) -> ConsultationId:
        """The consultation's number."""
        return self.row.consultation.consultation_id

    @property
    def spoken(self) -> str:
        """The whole row as one sentence."""
        return self.make_row_data(self).spoken


class ConsultationRow(QStyledItemDelegate):
    """Rows of the work queue."""

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
