"""Rows of quick replies: a title over one line of text, what was looked for marked in both."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from workstation.domain.matching import Span
from workstation.domain.value import Value
from workstation.store.quick_replies import QuickReplyMatch
from workstation.ui.kit.painting import (
    Ink,
    draw_inner_ring,
    draw_key_cap,
    draw_line,
    fill_round,
    key_cap_width,
    one_line,
)
from workstation.ui.kit.painting.matched import draw_matched_line
from workstation.ui.kit.rows.entries import EntryRole
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import RADIUS, SIZE, SPACE, Icon, TextRole, draw_icon, theme

State = QStyle.StateFlag
AnyIndex = QModelIndex | QPersistentModelIndex
PICK_KEY = "Enter"


class QuickEntry(Value):
    """One quick reply as it is painted."""

    key: int
    title: str
    text: str
    in_title: tuple[Span, ...] = ()
    in_text: tuple[Span, ...] = ()
    section: str = ""
    selectable: bool = True

    @property
    def height(self) -> int:
        """The height of title and text together."""
        return 2 * theme.style(TextRole.BODY).line + 2 * SPACE.x2

    @property
    def spoken(self) -> str:
        """The title and the text."""
        return f"{self.title}, {self.text}"


class SectionEntry(Value):
    """The head of a section; ``section`` is empty for replies that are in none."""

    key: str
    name: str
    section: str
    selectable: bool = False

    @property
    def height(self) -> int:
        """The height that the design gives it, grown with the text."""
        return SIZE.row_section

    @property
    def spoken(self) -> str:
        """The name of the section."""
        return self.name


AnyEntry = QuickEntry | SectionEntry


def section_key(name: str) -> str:
    """The key of the entry that heads a section."""
    return f"section {name}"


def flat_entries(matches: Sequence[QuickReplyMatch]) -> list[AnyEntry]:
    """The entries one after the other, as they were found."""
    return [_entry(match) for match in matches]


def grouped_entries(
    matches: Sequence[QuickReplyMatch], *, heads_chosen: bool = False
) -> list[AnyEntry]:
    """The entries under the heads of their sections; without heads where there are no sections.

    ``heads_chosen`` says whether a head can be gone to, as where sections are put in order.
    """
    plain = not heads_chosen and not any(match.reply.section for match in matches)
    return flat_entries(matches) if plain else list(_grouped(matches, heads_chosen=heads_chosen))


def _grouped(matches: Sequence[QuickReplyMatch], *, heads_chosen: bool) -> Iterator[AnyEntry]:
    for section, members in groupby(matches, lambda match: match.reply.section):
        name = section or tr("quick.no_section")
        yield SectionEntry(section_key(section), name, section, heads_chosen)
        yield from map(_entry, members)


def _entry(match: QuickReplyMatch) -> QuickEntry:
    reply = match.reply
    text = one_line(reply.text)
    return QuickEntry(
        reply.reply_id, reply.title, text, match.in_title, match.in_text, reply.section
    )


class QuickRow(QStyledItemDelegate):
    """Paints both kinds of row; the current one says that Enter picks it.

    ``graspable`` shows the handle instead by which a row can be dragged.
    """

    def __init__(self, parent: QObject, *, graspable: bool = False) -> None:
        super().__init__(parent)
        self._graspable = graspable

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint ground, title and text."""
        entry: AnyEntry = index.data(EntryRole)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        current = bool(option.state & State.State_Selected)
        attended = current or bool(option.state & State.State_MouseOver)
        if attended and entry.selectable:
            colours = theme.colours
            fill = colours.bg_selected if current else colours.bg_hover
            fill_round(painter, rect, fill, RADIUS.sm)
        if isinstance(entry, SectionEntry):
            _paint_head(painter, rect, entry)
        else:
            _paint_words(painter, rect, entry, keys=current and not self._graspable)
        if self._graspable and attended:
            edge = QRectF(rect.right() - SIZE.icon_sm - SPACE.x2, rect.y(), SIZE.icon_sm, 0)
            edge.setHeight(rect.height())
            draw_icon(painter, Icon.GRIP, edge, Ink.TERTIARY.colour, SIZE.icon_sm)
        if option.state & State.State_HasFocus:
            draw_inner_ring(painter, rect, RADIUS.sm)


def _paint_head(painter: QPainter, rect: QRectF, entry: SectionEntry) -> None:
    line = rect.adjusted(SPACE.x3, SPACE.x1, -SPACE.x8, 0)
    font = theme.font(TextRole.CAPTION, strong=True)
    draw_line(painter, line, entry.name, font, Ink.SECONDARY.colour)


def _paint_words(painter: QPainter, rect: QRectF, entry: QuickEntry, *, keys: bool) -> None:
    inner = rect.adjusted(SPACE.x3, SPACE.x2, -SPACE.x3, -SPACE.x2)
    high = theme.style(TextRole.BODY).line
    title = QRectF(inner.x(), inner.y(), inner.width(), high)
    if keys:
        middle = QPointF(inner.right(), title.center().y())
        draw_key_cap(painter, middle, PICK_KEY)
        title.setRight(inner.right() - key_cap_width(PICK_KEY) - SPACE.x2)
    text = QRectF(inner.x(), title.bottom(), inner.width() - SPACE.x4, high)
    lines: Sequence[tuple[QRectF, str, TextRole, Ink, tuple[Span, ...]]] = (
        (title, entry.title, TextRole.BODY, Ink.PRIMARY, entry.in_title),
        (text, entry.text, TextRole.LABEL, Ink.SECONDARY, entry.in_text),
    )
    for place, words, role, ink, spans in lines:
        font = theme.font(role, strong=role is TextRole.BODY)
        draw_matched_line(painter, place, words, font, ink.colour, spans)
