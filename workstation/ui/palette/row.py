"""Paints a row of the palette: mark, name, text with the words marked, where it belongs."""

from functools import lru_cache

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.matching import find_spans
from workstation.ui.kit.painting import (
    RIGHT,
    Ink,
    draw_avatar,
    draw_key_cap,
    draw_line,
    fill_round,
    line_width,
)
from workstation.ui.kit.painting.matched import draw_matched_line
from workstation.ui.kit.rows.entries import EntryRole
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, TextRole, draw_icon, theme
from workstation.ui.palette.entries import GroupHeading, ResultPerson, SearchResult

AnyIndex = QModelIndex | QPersistentModelIndex
State = QStyle.StateFlag
MAX_CACHED_SPANS = 512
MAX_TITLE_SHARE = 0.4
ENTER = "Enter"


class PaletteRow(QStyledItemDelegate):
    """Paints rows of the palette; ``words`` are marked in them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.words = ""
        self._spans = lru_cache(maxsize=MAX_CACHED_SPANS)(find_spans)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint what the entry holds."""
        entry = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect).adjusted(SPACE.x2, 0, -SPACE.x2, 0)
        if isinstance(entry, GroupHeading):
            font = theme.font(TextRole.CAPTION, strong=True)
            line = rect.adjusted(SPACE.x3, SPACE.x1, -SPACE.x3, 0)
            draw_line(painter, line, entry.text, font, Ink.SECONDARY.colour)
            return
        chosen = bool(option.state & State.State_Selected)
        if chosen:
            fill_round(painter, rect, theme.colours.bg_selected, RADIUS.md)
        elif option.state & State.State_MouseOver:
            fill_round(painter, rect, theme.colours.bg_hover, RADIUS.md)
        self._paint_result(painter, rect.adjusted(SPACE.x3, 0, -SPACE.x3, 0), entry, chosen=chosen)

    def _paint_result(
        self, painter: QPainter, line: QRectF, entry: SearchResult, *, chosen: bool
    ) -> None:
        middle = line.center().y()
        size = SIZE.avatar_md
        place = QRectF(line.x(), middle - size / 2, size, size)
        _paint_mark(painter, place, entry)
        line.setLeft(place.right() + SPACE.x3)
        line.setRight(_paint_end(painter, line, entry, chosen=chosen))
        strong, ink = theme.font(TextRole.BODY, strong=True), Ink.PRIMARY.colour
        title = QRectF(line)
        if entry.text:
            max_width = line.width() * MAX_TITLE_SHARE
            title.setWidth(min(line_width(entry.title, strong) + 1, max_width))
        marked = self._spans(entry.title, self.words)
        taken = draw_matched_line(painter, title, entry.title, strong, ink, marked)
        line.setLeft(line.left() + taken + SPACE.x3)
        plain = theme.font(TextRole.LABEL)
        text_ink = Ink.SECONDARY.colour
        marked = self._spans(entry.text, self.words)
        draw_matched_line(painter, line, entry.text, plain, text_ink, marked)


def _paint_mark(painter: QPainter, place: QRectF, entry: SearchResult) -> None:
    if isinstance(entry.mark, ResultPerson):
        draw_avatar(painter, place, entry.mark.initials, entry.mark.member_id)
        return
    fill_round(painter, place, theme.colours.bg_sunken, RADIUS.sm)
    draw_icon(painter, entry.mark, place, Ink.SECONDARY.colour, SIZE.icon_sm)


def _paint_end(painter: QPainter, line: QRectF, entry: SearchResult, *, chosen: bool) -> float:
    """Paint the row's end from the right; where the room for the text ends."""
    end = line.right()
    if chosen and not entry.keys:
        end -= draw_key_cap(painter, QPointF(end, line.center().y()), ENTER) + SPACE.x2
    font = theme.font(TextRole.CAPTION, tabular=True)
    note = entry.keys or entry.note
    room = QRectF(line.x(), line.y(), end - line.x(), line.height())
    draw_line(painter, room, note, font, Ink.TERTIARY.colour, align=RIGHT)
    return end - line_width(note, font) - SPACE.x4
