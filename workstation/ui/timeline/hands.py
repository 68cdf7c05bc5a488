"""Mouse and keyboard in the conversation: clicks, selecting and copying text, links."""

from collections.abc import Hashable

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent

from workstation.domain.message import MessageKind
from workstation.ui.timeline.items import Said
from workstation.ui.timeline.scene import Hit, Words
from workstation.ui.timeline.selection import Selection, word_at
from workstation.ui.timeline.text import TextLink
from workstation.ui.timeline.view import TimelineView
from workstation.ui.timeline.zones import (
    ChangeSpeed,
    FoldCard,
    OpenPicture,
    PlayVoice,
    SeekVoice,
)
from workstation.ui.widgets.tool_tip import set_tool_tip

PRIMARY_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ConversationView(TimelineView):
    """The conversation that can be used.

    ``zone_used`` gives what was clicked and, for a wave, how far along (0 to 1). ``link_used``
    gives an https address. Nothing is opened here.
    """

    zone_used = Signal(object, float)
    link_used = Signal(str)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select where there is text."""
        super().mousePressEvent(event)
        self._set_selection(None)
        found = self._text_under(event.position().toPoint())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            key, position, _link = found
            self.selection = Selection(key, position, position)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select on, or show what is under the pointer."""
        point = event.position().toPoint()
        if self.selection is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._extend(point)
        else:
            self._point_at(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selected nothing uses what is under it."""
        super().mouseReleaseEvent(event)
        if self.selection or event.button() is not Qt.MouseButton.LeftButton:
            return
        self.selection = None
        point = event.position().toPoint()
        found = self._text_under(point)
        if found is not None and found[2] is not None:
            self.link_used.emit(found[2].url)
            return
        hit = self.hit(point)
        if hit is not None:
            self._use(hit, self._share(hit, point))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        point = event.position().toPoint()
        found, words = self._text_under(point), self._words_at(point)
        if found is not None and words is not None:
            start, end = word_at(words[1].block.text, found[1])
            self._set_selection(Selection(found[0], start, end))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and use the current row: play or open."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif Qt.Key(event.key()) in PRIMARY_KEYS:
            self._use_current((OpenPicture, PlayVoice, FoldCard))
        elif event.key() == Qt.Key.Key_S and not event.modifiers():
            self._use_current((ChangeSpeed,))
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the selected text, or the current message's, on the clipboard."""
        text = self.selected_text() or self._current_text()
        if text:
            QGuiApplication.clipboard().setText(text)

    def selected_text(self) -> str:
        """What is selected with the mouse."""
        if not self.selection:
            return ""
        row = self.timeline.row(self.selection.key)
        words = self.placed(row).words() if row >= 0 else None
        start, end = self.selection.span
        return words.block.text[start:end] if words is not None else ""

    def _current_text(self) -> str:
        index = self.currentIndex()
        item = self.timeline.entry(index.row()) if index.isValid() else None
        if not isinstance(item, Said) or item.message.kind is not MessageKind.TEXT:
            return ""
        return "" if item.message.retracted else item.message.text

    def _use_current(self, kinds: tuple[type, ...]) -> None:
        index = self.currentIndex()
        if not index.isValid():
            return
        for hit in self.placed(index.row()).hits(self.scene()):
            if isinstance(hit.zone, kinds):
                self._use(hit, 0.0)
                return

    def _use(self, hit: Hit, share: float) -> None:
        if isinstance(hit.zone, FoldCard):
            self.places.fold(folded=not self.places.folded)
            self.lay_out_again()
            return
        self.zone_used.emit(hit.zone, share)

    def _share(self, hit: Hit, point: QPoint) -> float:
        if not isinstance(hit.zone, SeekVoice):
            return 0.0
        inside = self._inside(point)
        return min(max((inside.x() - hit.rect.x()) / hit.rect.width(), 0.0), 1.0)

    def _extend(self, point: QPoint) -> None:
        if self.selection is None:
            return
        row = self.timeline.row(self.selection.key)
        words = self.placed(row).words() if row >= 0 else None
        if words is None:
            return
        corner = self.visualRect(self.timeline.index(row, 0)).topLeft()
        position = words.block.position(QPointF(point - corner) - words.at)
        self._set_selection(Selection(self.selection.key, self.selection.anchor, position))

    def _set_selection(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self.viewport().update()

    def _point_at(self, point: QPoint) -> None:
        found, hit = self._text_under(point), self.hit(point)
        link: TextLink | None = found[2] if found is not None else None
        shape = Qt.CursorShape.ArrowCursor
        if hit is not None or link is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif found is not None:
            shape = Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        set_tool_tip(self.viewport(), link.url if link else hit.name if hit else "")

    def _inside(self, point: QPoint) -> QPointF:
        return QPointF(point - self.visualRect(self.indexAt(point)).topLeft())

    def _words_at(self, point: QPoint) -> tuple[Hashable, Words] | None:
        index = self.indexAt(point)
        if not index.isValid():
            return None
        words = self.placed(index.row()).words()
        return (self.timeline.entry(index.row()).key, words) if words is not None else None

    def _text_under(self, point: QPoint) -> tuple[Hashable, int, TextLink | None] | None:
        found = self._words_at(point)
        if found is None:
            return None
        key, words = found
        inside = self._inside(point) - words.at
        block = words.block
        if not (0 <= inside.x() <= block.width and 0 <= inside.y() < block.height):
            return None
        return key, block.position(inside), block.link_at(inside)
