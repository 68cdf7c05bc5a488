"""Mouse and keyboard in the conversation: clicks, selecting and copying text, links."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)

from workstation.domain.message import Message, MessageKind, SpeakerRole
from workstation.domain.row_key import NO_ROW, RowKey
from workstation.ui.conversation.timeline.earlier_texts import open_earlier_texts
from workstation.ui.conversation.timeline.hit_actions import (
    FoldCard,
    HitAction,
    OpenPicture,
    PlayVoice,
    SeekVoice,
    ShowEarlier,
    SkipVoice,
)
from workstation.ui.conversation.timeline.items import CardItem, MessageItem
from workstation.ui.conversation.timeline.paint_context import Hit, hit_denial
from workstation.ui.conversation.timeline.plain_text import plain_text
from workstation.ui.conversation.timeline.row_keys import PRIMARY_KEYS, ROW_KEYS, SKIPS
from workstation.ui.conversation.timeline.row_menu import (
    Check,
    MenuEntry,
    bookmark_entries,
    excerpt_entries,
    meant_picture,
    never,
    open_copy_menu,
    open_row_menu,
    own_changes,
    picture_entries,
    replies,
    unlisted_hits,
)
from workstation.ui.conversation.timeline.selecting_view import SelectingView
from workstation.ui.conversation.timeline.selection import Selection
from workstation.ui.conversation.timeline.text import TextLink
from workstation.ui.kit.actions import ACTIONS
from workstation.ui.kit.strings import tr
from workstation.ui.kit.theme import Icon
from workstation.ui.kit.widgets.tool_tip import set_tool_tip

SELECTING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier


class ConversationView(SelectingView):
    """The conversation that can be used.

    ``action_triggered`` gives what was clicked and, for a wave, how far along (0 to 1).
    ``link_clicked`` gives an https address. Nothing is opened here. ``quick_reply_asked`` gives a
    text to be kept as a quick reply, which is offered where ``offers_quick_reply``; ``copy_asked``
    one for the clipboard. ``correct_asked`` gives an own message to be edited, which is offered
    where ``may_correct`` says so, ``reply_asked`` one to be answered, where ``offers_reply``: also
    ``read_back_asked`` a colleague's handover, and ``better_photo_asked`` the address of a
    patient's photo and the row of the message that brought it, none for one of the symptom.
    ``excerpt_asked`` gives the keys of several items that alone go out by an ``ExportChannel``.
    """

    action_triggered = Signal(object, float)
    link_clicked = Signal(str)
    quick_reply_asked = Signal(str)
    copy_asked = Signal(str)
    correct_asked = Signal(object)
    reply_asked = Signal(object)
    read_back_asked = Signal(object)
    better_photo_asked = Signal(str, str)
    excerpt_asked = Signal(object, object)
    offers_quick_reply = offers_reply = False
    may_correct: Check = staticmethod(never)
    may_withdraw: Check = staticmethod(never)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select where there is text; another button leaves what is selected under it."""
        super().mousePressEvent(event)
        if event.modifiers() & SELECTING:
            self._set_selection(None)
            return
        text_hit = self._text_under(event.position().toPoint())
        here, position = text_hit[:2] if text_hit is not None else (None, 0)
        if event.button() is Qt.MouseButton.LeftButton:
            self._set_selection(
                Selection(here, position, position) if text_hit is not None else None
            )
        elif self.selection is not None and self.selection.key != here:
            self._set_selection(None)

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
        plain = event.button() is Qt.MouseButton.LeftButton and not event.modifiers() & SELECTING
        if self.selection or not plain:
            return
        self.selection = None
        point = event.position().toPoint()
        text_hit = self._text_under(point)
        if text_hit is not None and text_hit[2] is not None:
            self.link_clicked.emit(text_hit[2].url)
            return
        hit = self.hit_at(point)
        if hit is not None:
            self._trigger(hit, self._share(hit, point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, and use the current row: play, seek, open, send again."""
        key, plain = Qt.Key(event.key()), not event.modifiers()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key is Qt.Key.Key_Escape and self.selected_items:
            self.select_none()
        elif key in PRIMARY_KEYS:
            self._trigger_current(PRIMARY_KEYS[key])
        elif key in ROW_KEYS and plain:
            self._trigger_current(ROW_KEYS[key])
        elif key is Qt.Key.Key_R and plain:
            for entry in self._replies():
                entry.run()
        elif key is Qt.Key.Key_P and plain:
            hits = self.laid_out_row(self.currentIndex().row()).hits(self.paint_context())
            for entry in self._photo_request_entries(meant_picture(hits, None)):
                entry.run()
        elif not (key in SKIPS and plain and self._skip(SKIPS[key])):
            super().keyPressEvent(event)

    def keyboardSearch(self, _letters: str) -> None:
        """Letters lead nowhere: to look through a conversation would lay out every row of it."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Everything that can be done with the row under the pointer, or with the current one."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if not index.isValid():
            return
        rect, several = self.part_in_sight(index), len(self.selected_items)
        at = self.viewport().mapToGlobal(rect.center() if by_key else event.pos())
        if several and self.selectionModel().isSelected(index):
            excerpts = excerpt_entries(self.selected_items, self.excerpt_asked.emit)
            open_copy_menu(self, at, several, self.copy, list(excerpts))
            return
        row = self.laid_out_row(index.row())
        selectable, hits = row.selectable_text(), list(row.hits(self.paint_context()))
        picture = meant_picture(hits, None if by_key else self.hit_at(event.pos()))
        self.go_to_row(index, scrolls=by_key)
        text = self.selected_text() or self._current_text()
        open_row_menu(
            self,
            at,
            hits=[hit for hit in hits if not isinstance(hit.action, unlisted_hits(picture))],
            links=selectable.block.links if selectable is not None else (),
            copy=self.copy if text else None,
            keep_as_quick_reply=partial(self.quick_reply_asked.emit, text)
            if text and self.offers_quick_reply
            else None,
            entries=[
                *self._replies(),
                *self._picture_entries(picture),
                *self._bookmark_entries(hits, None if by_key else event.pos()),
                *self._photo_request_entries(picture),
                *self._own_changes(),
            ],
            trigger=lambda hit: self._trigger(hit, 0.0),
            open_link=self.link_clicked.emit,
        )

    def copy(self) -> None:
        """Ask for what is selected, or all of the current row's text, on the clipboard."""
        selected = plain_text(self.selected_items)
        text = self.selected_text() or selected or self._current_text()
        if text:
            self.copy_asked.emit(text)

    def _picture_entries(self, picture: OpenPicture | None) -> Iterator[MenuEntry]:
        item = self.timeline.entry(self.currentIndex().row())
        sent = item.message.attachment if isinstance(item, MessageItem) else None
        if picture is not None:
            name = sent.name if sent is not None else ""
            yield from picture_entries(picture, name, self._run)

    def _bookmark_entries(self, hits: list[Hit], point: QPoint | None) -> Iterator[MenuEntry]:
        item = self.timeline.entry(self.currentIndex().row())
        pointed = None if point is None else self.hit_at(point)
        on_wave = pointed is not None and isinstance(pointed.action, SeekVoice)
        share = self._share(pointed, point) if pointed and point and on_wave else None
        return bookmark_entries(item, hits, share, self.paint_context().media, self._run)

    def _photo_request_entries(self, picture: OpenPicture | None) -> Iterator[MenuEntry]:
        message = self._current_message()
        theirs = message is None or message.speaker.role is SpeakerRole.PATIENT
        if picture is not None and self.offers_reply and theirs:
            name, (keys,) = tr("conversation.picture.better"), ACTIONS["better_photo"].shown_keys
            row = NO_ROW if message is None else message.key
            ask = partial(self.better_photo_asked.emit, picture.url, row)
            yield MenuEntry(name, Icon.REFRESH, ask, keys=keys)

    def _run(self, action: HitAction) -> None:
        self.action_triggered.emit(action, 0.0)

    def _current_message(self) -> Message | None:
        index = self.currentIndex()
        item = self.timeline.entry(index.row()) if index.isValid() else None
        return item.message if isinstance(item, MessageItem) else None

    def _replies(self) -> Iterator[MenuEntry]:
        message = self._current_message() if self.offers_reply else None
        answers = self.reply_asked.emit, self.read_back_asked.emit
        return iter(()) if message is None else replies(message, *answers)

    def _own_changes(self) -> Iterator[MenuEntry]:
        message = self._current_message()
        if message is not None:
            yield from own_changes(
                message,
                may_correct=self.may_correct,
                may_withdraw=self.may_withdraw,
                correct=self.correct_asked.emit,
                run=self._run,
            )

    def _current_text(self) -> str:
        index = self.currentIndex()
        item = self.timeline.entry(index.row()) if index.isValid() else None
        if isinstance(item, CardItem):
            return item.consultation.symptom.written
        if not isinstance(item, MessageItem) or item.message.kind is not MessageKind.TEXT:
            return ""
        return "" if item.message.retracted else item.message.text

    def _trigger_current(self, kinds: tuple[type, ...]) -> None:
        hit = self._current_hit(kinds)
        if hit is not None:
            self._trigger(hit, 0.0)

    def _current_hit(self, kinds: tuple[type, ...]) -> Hit | None:
        """The part of the current row that is of the first of these kinds there is."""
        index = self.currentIndex()
        if not index.isValid():
            return None
        hits = list(self.laid_out_row(index.row()).hits(self.paint_context()))
        return next((hit for kind in kinds for hit in hits if isinstance(hit.action, kind)), None)

    def _skip(self, by_ms: int) -> bool:
        hit = self._current_hit((PlayVoice,))
        if hit is None or not isinstance(hit.action, PlayVoice):
            return False
        self.action_triggered.emit(SkipVoice(hit.action.url, hit.action.key, by_ms), 0.0)
        return True

    def _trigger(self, hit: Hit, share: float) -> None:
        if isinstance(hit.action, FoldCard):
            self.layouts.fold(folded=not self.layouts.folded)
            self.lay_out_again()
            return
        if isinstance(hit.action, ShowEarlier):
            self._show_earlier(hit, hit.action.key)
            return
        self.action_triggered.emit(hit.action, share)

    def _show_earlier(self, hit: Hit, key: RowKey) -> None:
        row = self.timeline.row(key)
        item = self.timeline.entry(row) if row >= 0 else None
        if isinstance(item, MessageItem):
            corner = self.visualRect(self.timeline.index(row, 0)).topLeft()
            at = self.viewport().mapToGlobal(corner + hit.rect.bottomLeft().toPoint())
            open_earlier_texts(self.viewport(), at, item.message)

    def _share(self, hit: Hit, point: QPoint) -> float:
        if not isinstance(hit.action, SeekVoice):
            return 0.0
        inside = self._inside(point)
        return min(max((inside.x() - hit.rect.x()) / hit.rect.width(), 0.0), 1.0)

    def _point_at(self, point: QPoint) -> None:
        text_hit, hit = self._text_under(point), self.hit_at(point)
        link: TextLink | None = text_hit[2] if text_hit is not None else None
        shape = Qt.CursorShape.ArrowCursor
        if hit is not None or link is not None:
            shape = Qt.CursorShape.PointingHandCursor
        elif text_hit is not None:
            shape = Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        tool_tip = tr("conversation.open_link", host=link.host) if link else ""
        if hit is not None:
            tool_tip = tool_tip or hit_denial(hit) or hit.name
        set_tool_tip(self.viewport(), tool_tip)
