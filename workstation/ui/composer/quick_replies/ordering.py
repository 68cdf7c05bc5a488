"""The list in which quick replies are put in order: by dragging, or by Alt and the arrow keys."""

from collections.abc import Sequence
from itertools import takewhile

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from workstation.domain.quick_replies import QuickReply, in_sections
from workstation.store.quick_replies import QuickReplyMatch
from workstation.ui.composer.quick_replies.rows import (
    AnyEntry,
    QuickRow,
    SectionEntry,
    grouped_entries,
)
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.fields.earlier_texts import is_undo
from workstation.ui.kit.painting import painting
from workstation.ui.kit.rows import EntriesView
from workstation.ui.kit.rows.entries import EntriesModel
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import SIZE, SPACE, theme

MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class QuickList(EntriesView):
    """The list in which quick replies are put in order.

    ``chosen`` gives a quick reply's id or the key of a section's head.

    ``moved`` and ``section_moved`` carry a step, ``dropped`` the section and the place in it that
    a quick reply was dragged to, ``removed`` the one that is not wanted any more. ``undo_asked``
    is for the last of these.
    """

    moved = Signal(int, int)
    section_moved = Signal(str, int)
    dropped = Signal(int, str, int)
    removed = Signal(int)
    undo_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        model: EntriesModel[AnyEntry] = EntriesModel()
        super().__init__(model, parent)
        model.setParent(self)
        self.setItemDelegate(QuickRow(self, graspable=True))
        self._pressed: QPoint | None = None
        self._dragged: int | None = None
        self._gap: int | None = None
        self._moving: int | str | None = None

    def show_replies(self, replies: Sequence[QuickReply]) -> None:
        """Show quick replies in their sections."""
        matches = [QuickReplyMatch(reply) for reply in in_sections(replies)]
        with self.hold_position():
            self.entries.show(grouped_entries(matches, heads_chosen=True))
        self._announce_moved()

    def _announce_moved(self) -> None:
        """Announce where what was moved by keys is now: a screen reader is on it as before."""
        moving, self._moving = self._moving, None
        entry = self.current_entry()
        if moving is None or entry is None or entry.key != moving:
            return
        every = (self.entries.entry(row) for row in range(self.entries.rowCount()))
        is_head, section = isinstance(entry, SectionEntry), entry.section
        places = [
            one.key
            for one in every
            if isinstance(one, SectionEntry) is is_head and (is_head or one.section == section)
        ]
        at = {"number": places.index(entry.key) + 1, "count": len(places)}
        text = tr("quick.place", name=section or tr("quick.no_section"), **at)
        announcer.announce(text, topic="place", urgent=True)

    def current_entry(self) -> AnyEntry | None:
        """The entry of the current row; ``None`` while no row is current."""
        index = self.currentIndex()
        return self.entries.entry(index.row()) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, entry = Qt.Key(event.key()), self.current_entry()
        if (
            entry is not None
            and key in MOVES
            and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self._move(entry, MOVES[key])
        elif is_undo(event):
            self.undo_asked.emit()
        elif key == Qt.Key.Key_Delete and entry is not None:
            # Held down it would take one after the other, and only the last can be taken back.
            if not isinstance(entry, SectionEntry) and not event.isAutoRepeat():
                self.removed.emit(entry.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag a row while the button is down; select nothing on the way."""
        if self._pressed is None:
            super().mouseMoveEvent(event)
            return
        here = event.position().toPoint()
        far = (here - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._dragged is None and far:
            self._dragged = self._key_at(self._pressed)
        if self._dragged is not None:
            self._gap = self._gap_at(here.y())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragged, gap = self._dragged, self._gap
        self._pressed = self._dragged = self._gap = None
        self.viewport().update()
        if dragged is None or gap is None:
            super().mouseReleaseEvent(event)
            return
        section, at = self._place_of(gap, dragged)
        self.dropped.emit(dragged, section, at)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and the line where a dragged one would come to lie."""
        super().paintEvent(event)
        if self._gap is None:
            return
        rows = self.entries.rowCount()
        y = self.heights.top(self._gap) if self._gap < rows else self.heights.total
        top = max(y - self.verticalOffset() - SIZE.focus_ring / 2, 0)
        line = QRectF(SPACE.x2, top, self.viewport().width() - 2 * SPACE.x2, SIZE.focus_ring)
        with painting(self.viewport()) as painter:
            _paint_line(painter, line)

    def _move(self, entry: AnyEntry, by: int) -> None:
        self._moving = entry.key
        if isinstance(entry, SectionEntry):
            self.section_moved.emit(entry.section, by)
        else:
            self.moved.emit(entry.key, by)

    def _key_at(self, point: QPoint) -> int | None:
        index = self.indexAt(point)
        entry = self.entries.entry(index.row()) if index.isValid() else None
        return None if entry is None or isinstance(entry, SectionEntry) else entry.key

    def _gap_at(self, y: int) -> int:
        """The row before which a dragged one would lie; never above the first head."""
        y += self.verticalOffset()
        row = max(self.heights.at(y), 0)
        below = y > self.heights.top(row) + self.heights.height(row) / 2
        return max(row + below, 1)

    def _place_of(self, gap: int, dragged: int) -> tuple[str, int]:
        above = [self.entries.entry(row) for row in range(gap - 1, -1, -1)]
        members = list(takewhile(lambda entry: not isinstance(entry, SectionEntry), above))
        head = above[len(members)]
        section = head.section if isinstance(head, SectionEntry) else ""
        return section, sum(entry.key != dragged for entry in members)


def _paint_line(painter: QPainter, line: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colours.focus)
    painter.drawRoundedRect(line, line.height() / 2, line.height() / 2)
