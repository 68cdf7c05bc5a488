"""Mouse and keyboard in the conversation: clicks, what is selected, the keys and menu of a row.

A text is selected with the mouse and never over the end of its message (``selection``), messages
as in any list (``row_selection``).
"""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QKeySequence, QMouseEvent

from workstation.ui.conversation.timeline.earlier_texts import open_earlier_texts
from workstation.ui.conversation.timeline.hit_actions import (
    Copy,
    CopyText,
    Correct,
    FoldCard,
    HitAction,
    KeepAsQuickReply,
    OpenLink,
    PlayVoice,
    ReadBack,
    ReplyTo,
    ShowEarlier,
    SkipVoice,
)
from workstation.ui.conversation.timeline.placed_row import PlacedRow, TextPlace
from workstation.ui.conversation.timeline.plain_text import plain_text, text_of
from workstation.ui.conversation.timeline.row_keys import PRIMARY_KEYS, ROW_KEYS, SKIPS
from workstation.ui.conversation.timeline.row_menu import (
    COMMAND_KEYS,
    Rights,
    open_menu,
    row_entries,
    several_entries,
)
from workstation.ui.conversation.timeline.row_selection import Selectable
from workstation.ui.conversation.timeline.selection import Selection, word_at
from workstation.ui.conversation.timeline.view import TimelineView
from workstation.ui.kit.announcer import announcer
from workstation.ui.kit.rows.view import ENDS
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.tool_tip import set_tool_tip

LEFT, SHIFT = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
STEPS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})


class ConversationView(TimelineView):
    """The conversation that can be used.

    ``action_triggered`` gives what is asked for and, for a wave, how far along (0 to 1); nothing is
    opened or copied here. ``rights`` are what the doctor may do with messages besides reading.

    Where it ``goes_on`` below what is loaded, End leads to no row of it and is ``end_asked``; with
    Shift it selects what is loaded.
    """

    action_triggered = Signal(object, float)
    end_asked = Signal()
    rights = Rights()
    goes_on = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select where there is text; another button leaves what is selected under it."""
        super().mousePressEvent(event)
        selects_rows, left = event.modifiers() & (SHIFT | CTRL), event.button() is LEFT
        place = None if selects_rows else self._text_at(event.position().toPoint())
        if place is not None and left:
            self.select_none()  # Qt keeps several until the button is released, if on the same row
            self._select_text(Selection(place.key, place.position, place.position))
        elif left or place is None or self.selection is None or self.selection.key != place.key:
            self._select_text(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        point = event.position().toPoint()
        row, place = self.row_at(point), self._text_at(point)
        if row is not None and place is not None:
            self._select_text(Selection(place.key, *word_at(row.text, place.position)))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select on, or show what is under the pointer."""
        point = event.position().toPoint()
        if self.selection is not None and event.buttons() & LEFT:
            self._extend(self.selection, point)
        else:
            row = self.row_at(point)
            self.viewport().setCursor(row.cursor(point) if row else Qt.CursorShape.ArrowCursor)
            set_tool_tip(self.viewport(), row.tool_tip(point) if row else "")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Use what is under the pointer, if the click selected nothing."""
        super().mouseReleaseEvent(event)
        if self.selection or event.button() is not LEFT or event.modifiers() & (SHIFT | CTRL):
            return
        self.selection = None
        point = event.position().toPoint()
        row, place = self.row_at(point), self._text_at(point)
        hit = row.hit_at(point) if row is not None else None
        if place is not None and place.link is not None:
            self._run_action(OpenLink(place.link.url))
        elif row is not None and hit is not None:
            self._run_action(hit.action, row.share(hit, point) or 0.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and use the current row: play, seek, open, send again; else go through the rows."""
        key, plain = Qt.Key(event.key()), not event.modifiers()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key is Qt.Key.Key_Escape and self.selected_items:
            self.select_none()
            announcer.announce(tr("conversation.none_selected"), topic="selection", urgent=True)
        elif key in PRIMARY_KEYS:
            self._run_current(PRIMARY_KEYS[key])
        elif key in ROW_KEYS and plain:
            self._run_current(ROW_KEYS[key])
        elif key in COMMAND_KEYS and plain:
            row = self._current_row()
            for entry in COMMAND_KEYS[key](row, self.rights) if row is not None else ():
                self._run_action(entry.action)
        elif not (key in SKIPS and plain and self._skip(SKIPS[key])):
            self._go(event)

    def _go(self, event: QKeyEvent) -> None:
        """Go where a key leads: the last row that is loaded is not the end of a conversation.

        Qt would lead to an end with Ctrl and select nothing there, and leave what is selected as
        it is where a key without Shift leads nowhere.
        """
        selects, to_end = event.modifiers() & SHIFT, event.key() in ENDS
        if event.key() == Qt.Key.Key_End and self.goes_on and not selects:
            self.end_asked.emit()
            return
        if to_end:
            event = QKeyEvent(event.type(), event.key(), event.modifiers() & ~CTRL)
        before = self.currentIndex()
        super().keyPressEvent(event)
        moves = to_end or event.key() in STEPS
        if moves and not selects and self.selected_items and self.currentIndex() == before:
            self.select_none()

    def keyboardSearch(self, _letters: str) -> None:
        """Ignore letters: to look through a conversation by them would lay out every row of it."""

    def event(self, event: QEvent) -> bool:
        """End the selection of messages at Esc, and do nothing else then."""
        override = event.type() is QEvent.Type.ShortcutOverride and self.selected_items
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of the row under the pointer, or of the current one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        part = self.visualRect(index).intersected(self.viewport().rect())
        at = self.viewport().mapToGlobal(part.center() if by_key else event.pos())
        run: Callable[[HitAction], None]
        if self.selected_items and self.selectionModel().isSelected(index):
            entries, run = [*several_entries(self.selected_items)], self._run_action
        else:
            # What lies under the pointer stays there.
            self.setAutoScroll(by_key)
            try:
                self.setCurrentIndex(index)
            finally:
                self.setAutoScroll(True)
            row = self.placed_row(index.row())
            point = None if by_key else event.pos()
            entries = [*row_entries(row, point, self._text_to_copy(), self.rights)]
            run = partial(self._run_of_row, row.item.key)
        open_menu(self, at, entries, run)

    def selectAll(self) -> None:
        """Select nothing: what is not loaded would be left out unseen."""

    @property
    def selected_items(self) -> tuple[Selectable, ...]:
        """The selected messages in their order; empty unless there are several."""
        return self._row_selection.items

    def select_none(self) -> None:
        """Deselect all but the row that the keyboard is on."""
        self._row_selection.clear()

    def selected_text(self) -> str:
        """What is selected with the mouse."""
        row = self.row_of(self.selection.key) if self.selection else None
        if row is None or self.selection is None:
            return ""
        start, end = self.selection.span
        return row.text[start:end]

    def copy(self) -> None:
        """Ask for what is selected, or all of the current row's text, on the clipboard."""
        text = self._text_to_copy()
        if text:
            self._run_action(CopyText(text))

    def _text_at(self, point: QPoint) -> TextPlace | None:
        row = self.row_at(point)
        return row.text_at(point) if row is not None else None

    def _select_text(self, selection: Selection | None) -> None:
        if selection != self.selection:
            self.selection = selection
            self.viewport().update()

    def _extend(self, selection: Selection, point: QPoint) -> None:
        row = self.row_of(selection.key)
        position = row.nearest_position(point) if row is not None else None
        if position is not None:
            self._select_text(Selection(selection.key, selection.anchor, position))

    def _current_row(self) -> PlacedRow | None:
        index = self.currentIndex()
        return self.placed_row(index.row()) if index.isValid() else None

    def _text_to_copy(self) -> str:
        """The text to copy: of the selected messages, else what the mouse selected, or the row."""
        row = self._current_row()
        selected = plain_text(self.selected_items) or self.selected_text()
        return selected or (text_of(row.item) if row is not None else "")

    def _run_current(self, kinds: tuple[type, ...]) -> None:
        action = self._current_action(kinds)
        if action is not None:
            self._run_action(action)

    def _current_action(self, kinds: tuple[type, ...]) -> HitAction | None:
        """What the current row offers of the first of these kinds there is."""
        row = self._current_row()
        actions = [hit.action for hit in row.hits] if row is not None else []
        return next((each for kind in kinds for each in actions if isinstance(each, kind)), None)

    def _skip(self, by_ms: int) -> bool:
        voice = self._current_action((PlayVoice,))
        if isinstance(voice, PlayVoice):
            self._run_action(SkipVoice(voice.url, voice.key, by_ms))
        return voice is not None

    def _run_action(self, action: HitAction, share: float = 0.0) -> None:
        if isinstance(action, FoldCard):
            self.layouts.fold(folded=not self.layouts.folded)
            self.lay_out_again()
        elif isinstance(action, ShowEarlier):
            self._show_earlier(action)
        elif isinstance(action, Copy):
            self.copy()
        elif isinstance(action, KeepAsQuickReply):
            self._keep_as_quick_reply()
        elif isinstance(action, ReplyTo | ReadBack | Correct):
            self._run_as_it_is_now(action)
        else:
            self.action_triggered.emit(action, share)

    def _run_of_row(self, key: Hashable, action: HitAction) -> None:
        """Run what was picked in a row's menu; its text only while that row is the current one."""
        row = self._current_row()
        is_current = row is not None and row.item.key == key
        if is_current or not isinstance(action, Copy | KeepAsQuickReply):
            self._run_action(action)

    def _keep_as_quick_reply(self) -> None:
        text = self._text_to_copy()
        if text:
            self.action_triggered.emit(KeepAsQuickReply(text), 0.0)

    def _run_as_it_is_now(self, action: ReplyTo | ReadBack | Correct) -> None:
        """Use the message as it is now: a menu may have been open for a while.

        Nothing where it was withdrawn, or where another conversation is on the screen.
        """
        row = self.row_of(action.message.key)
        message = row.message if row is not None else None
        if message is not None and not message.retracted:
            self.action_triggered.emit(replace(action, message=message), 0.0)

    def _show_earlier(self, action: ShowEarlier) -> None:
        row = self.row_of(action.key)
        hits = [hit for hit in row.hits if hit.action == action] if row is not None else []
        if row is not None and row.message is not None and hits:
            corner = row.corner + hits[0].rect.bottomLeft().toPoint()
            at = self.viewport().mapToGlobal(corner)
            open_earlier_texts(self.viewport(), at, row.message)
