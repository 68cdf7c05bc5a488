"""Rows of quick replies: a title over one line of text, what was looked for marked in both."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.matching import Span
from workstation.ui.models.entries import EntryRole
from workstation.ui.painting import Ink, draw_key_cap, draw_line, fill_round, key_cap_width
from workstation.ui.painting.matched import draw_matched_line
from workstation.ui.theme import RADIUS, SIZE, SPACE, TextRole, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex
TITLE_LINE = 20
PICK_KEY = "Enter"


@dataclass(frozen=True, slots=True)
class QuickEntry:
    """One quick reply as it is painted."""

    key: int
    title: str
    text: str
    in_title: tuple[Span, ...] = ()
    in_text: tuple[Span, ...] = ()
    height: int = 2 * TITLE_LINE + 2 * SPACE.x2
    selectable: bool = True

    @property
    def spoken(self) -> str:
        """Title and text."""
        return f"{self.title}, {self.text}"


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """The head of a section."""

    key: str
    name: str
    height: int = SIZE.row_section
    selectable: bool = False

    @property
    def spoken(self) -> str:
        """Its name."""
        return self.name


class QuickRow(QStyledItemDelegate):
    """Paints both kinds of row; the current one says that Enter picks it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Ground, title, text."""
        entry = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if isinstance(entry, SectionEntry):
            line = rect.adjusted(SPACE.x3, SPACE.x1, -SPACE.x3, 0)
            font = theme.font(TextRole.CAPTION, strong=True)
            draw_line(painter, line, entry.name, font, Ink.SECONDARY.colour)
            return
        current = bool(option.state & State.State_Selected)
        if current or option.state & State.State_MouseOver:
            colours = theme.colours
            fill = colours.bg_selected if current else colours.bg_hover
            fill_round(painter, rect, fill, RADIUS.sm)
        _paint_words(painter, rect, entry, current=current)


def _paint_words(painter: QPainter, rect: QRectF, entry: QuickEntry, *, current: bool) -> None:
    inner = rect.adjusted(SPACE.x3, SPACE.x2, -SPACE.x3, -SPACE.x2)
    title = QRectF(inner.x(), inner.y(), inner.width(), TITLE_LINE)
    if current:
        middle = QPointF(inner.right(), title.center().y())
        draw_key_cap(painter, middle, PICK_KEY)
        title.setRight(inner.right() - key_cap_width(PICK_KEY) - SPACE.x2)
    text = QRectF(inner.x(), title.bottom(), inner.width(), TITLE_LINE)
    lines: Sequence[tuple[QRectF, str, TextRole, Ink, tuple[Span, ...]]] = (
        (title, entry.title, TextRole.BODY, Ink.PRIMARY, entry.in_title),
        (text, entry.text, TextRole.LABEL, Ink.SECONDARY, entry.in_text),
    )
    for place, words, role, ink, spans in lines:
        font = theme.font(role, strong=role is TextRole.BODY)
        draw_matched_line(painter, place, words, font, ink.colour, spans)
