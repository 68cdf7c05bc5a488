"""An open conversation: its window on the vault shown, and what the doctor does in it.

Rows are made in ``_paint`` alone, of the lines of the ``TimelineWindow``: the store publishes
``Changes``, ``_apply`` gives them to the window, and its feed asks ``_repaint`` for a paint, a
bounded number of times a second. ``_lines`` is empty while ``_open`` finds out where reading begins
(``scroller``), and the window's own afterwards.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from workstation.domain.audit import AuditEvent
from workstation.domain.changes import Changes
from workstation.domain.consultation import Consultation
from workstation.domain.message import Message, SpeakerRole
from workstation.domain.photos import ViewerStart
from workstation.domain.row_key import own_row
from workstation.services.voice_playlist import VoiceTrack
from workstation.store.feed import Unsubscribe
from workstation.store.timeline import TimelineWindow
from workstation.store.timeline_rows import TimelineRows
from workstation.ui.conversation.actions import ConversationActions
from workstation.ui.conversation.corrections import Corrections
from workstation.ui.conversation.page_context import PageContext
from workstation.ui.conversation.page_reading import PageReading
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.row_marks import ConversationMarks
from workstation.ui.conversation.scroller import (
    ConversationScroller,
    first_from,
    go_after,
    has_failed,
    holds,
    read_beginning,
)
from workstation.ui.conversation.seen import SeenMessages
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.conversation.timeline.hit_actions import HitAction
from workstation.ui.conversation.timeline.items import UNREAD_DIVIDER_KEY, items
from workstation.ui.kit.throttle import Throttle

LIVE_LINES = 400


class OpenConversation:
    """Shows one conversation in a pane until ``close``.

    A message is seen only while the doctor looks at this window, and on this page. ``fresh_place``
    is where the first message stands that was unread when the conversation was opened.
    """

    def __init__(self, context: PageContext, pane: ConversationPane) -> None:
        signed_in, scope, is_focused = context.signed_in, context.scope, context.is_focused
        self._signed_in, self._pane, self._scope = signed_in, pane, scope
        self._open_picture, self._gate = context.open_picture, context.saving.gate
        self.corrections = Corrections(is_focused, signed_in.clock.now_ms, pane.view)
        self._marks = ConversationMarks(
            signed_in, pane, scope, on_changes=self._paint, notify=context.notify
        )
        self._actions = self._make_actions(context)
        self._window: TimelineWindow | None = None
        self._lines = TimelineRows()  # none is shown before it is known where one begins to read
        self._opening: asyncio.Task[None] | None = None
        self._consultation: Consultation | None = None
        self.fresh_place: int | None = None
        self._fresh_from: str | None = None
        self._loading_gaps: frozenset[int] = frozenset()
        self._unsubscribe: list[Unsubscribe] = []
        self._had_newer = False
        self._repaint = Throttle(self._paint, pane)
        # What came may not fill the view, and an end that stays in sight asks for nothing.
        self._pages = PageReading(scope, self._repaint.request)
        self._scroller = ConversationScroller(pane, lambda: self._paint(follow=False))
        # Two pages have a conversation open at the same time, in one scope.
        self._key = f"conversation {id(self)}"
        self._seen = SeenMessages(signed_in, pane, scope, is_focused, self.go_to_place)
        self.stayed = self._seen.stayed
        self._connect(pane)

    def _make_actions(self, context: PageContext) -> ConversationActions:
        return ConversationActions(
            context,
            open_picture=self.show_picture,
            show_message=self._show_message,
            copy=self.copy,
            on_gap_requested=self._on_gap_requested,
            mark=self._marks.run_action,
        )

    def _connect(self, pane: ConversationPane) -> None:
        media, messaging = self._signed_in.media, self._signed_in.messaging
        for stop in (
            messaging.upload_progress.subscribe(self._on_upload_progress),
            media.voices.advanced.subscribe(self._on_voice_went_on),
            self._signed_in.store.connections.subscribe(self._on_connection),
        ):
            pane.destroyed.connect(stop)
        pane.older_requested.connect(lambda: self._pages.read_older(self._window))
        pane.retranslated.connect(self._repaint.request)
        pane.newer_requested.connect(lambda: self._pages.read_newer(self._window))
        pane.view.action_triggered.connect(self.run_action)
        pane.view.end_asked.connect(lambda: self._go(self._scroller.go_to_last_row))
        self._on_connection()

    def show(self, consultation: Consultation, anchor: Anchor | None = None) -> None:
        """Show a conversation's messages in the pane; the page has shown the rest of it.

        They begin at an ``anchor``; without one, at the first unread message or the end.
        """
        current = self._consultation
        if current is None or current.consultation_id != consultation.consultation_id:
            self.close()
            self._consultation = consultation
            self._begin(consultation, anchor)
            return
        self._consultation = consultation
        self._paint()
        if anchor is not None:
            self.go_to(anchor)

    def _begin(self, consultation: Consultation, anchor: Anchor | None) -> None:
        self._signed_in.store.bring_to_front(consultation.consultation_id)
        self._signed_in.account.audit.record(
            AuditEvent.CONSULTATION_OPENED, consultation.consultation_id
        )
        source = self._signed_in.messaging.conversations
        self._window = window = TimelineWindow(consultation.consultation_id, source)
        self._unsubscribe = [
            window.feed.subscribe(lambda _: self._repaint.request()),
            self._signed_in.store.changes.subscribe(self._apply),
        ]
        self._paint(follow=True)
        self._opening = self._scope.spawn(self._open(window, anchor), key=self._key)
        self._marks.open(consultation.consultation_id)
        self._seen.open(window)

    def close(self) -> None:
        """Show nothing of the conversation any more."""
        while self._unsubscribe:
            self._unsubscribe.pop()()
        if self._consultation is not None:
            self._signed_in.media.voices.leave_conversation(self._consultation.consultation_id)
        self._window = self._consultation = self._fresh_from = self.fresh_place = None
        self._lines, self._loading_gaps, self._had_newer = TimelineRows(), frozenset(), False
        self.corrections.forget()
        self._marks.close()
        self._seen.close()
        for work in ("", " go", " again"):
            self._scope.cancel(f"{self._key}{work}")

    def go_to(self, anchor: Anchor) -> None:
        """Bring a place into sight, however far from what is loaded."""
        self._go(lambda window: self._scroller.go_to(window, anchor))

    def go_to_place(self, position: int) -> None:
        """Bring the first message at a place of the archive's order, or after it, into sight."""
        self._go(lambda window: self._scroller.go_to_place(window, position))

    def _show_message(self, anchor: Anchor) -> None:
        self._go(lambda window: self._scroller.show(window, anchor))

    def go_to_newest(self) -> None:
        """Bring the end of the conversation into sight."""
        self._go(self._scroller.go_to_newest)

    def _go(self, work: Callable[[TimelineWindow], Coroutine[Any, Any, None]]) -> None:
        if self._window is not None:
            going = go_after(self._opening, work, self._window)
            self._scope.spawn(going, key=f"{self._key} go")

    def run_action(self, action: HitAction, share: float = 0.0) -> None:
        """Do what was clicked; ``share`` is how far along a wave that was, 0 to 1."""
        if self._consultation is not None and self._window is not None:
            self._actions.run(action, share, self._consultation, self._window)

    def copy(self, text: str) -> None:
        """Put something of the open consultation on the clipboard, if it may leave."""
        if self._consultation is not None:
            self._gate.copy_text(text, self._consultation.consultation_id)

    def show_picture(self, url: str, start: ViewerStart = ViewerStart.LOOK) -> None:
        """Show a picture of the consultation large, among all others, and begin with ``start``."""
        if self._consultation is not None:
            self._open_picture(self._consultation, url, self._messages(), start)

    def last_correctable(self) -> Message | None:
        """The last own message, if it may be given other words."""
        own = (line for line in reversed(self._messages()) if line.speaker.role is SpeakerRole.ME)
        last = next(own, None)
        may_correct = self._signed_in.messaging.amendments.may_correct
        return last if last is not None and may_correct(last) else None

    def on_focused(self) -> None:
        """Mark what is visible as seen: the window became active."""
        self.corrections.on_focused()
        self._seen.look()

    async def _open(self, window: TimelineWindow, anchor: Anchor | None) -> None:
        queries = self._signed_in.messaging.conversations
        self._lines = TimelineRows()
        try:
            self.fresh_place = await read_beginning(queries, window, anchor)
        finally:
            if window is self._window:
                self._lines = window.lines
        self._paint(follow=anchor is None and self.fresh_place is None)
        if anchor is not None:
            await self._scroller.go_to(window, anchor)
        elif self.fresh_place is not None:
            self._pane.view.scroll_to_item(UNREAD_DIVIDER_KEY)
        self.on_focused()

    def _mark_fresh(self, window: TimelineWindow) -> None:
        """Find the message that the line above all new ones belongs to, once it is loaded."""
        place = self.fresh_place
        if self._fresh_from is None and place is not None and holds(window, place):
            line = first_from(window, place)
            self._fresh_from = line.key if line is not None else None

    def _messages(self) -> list[Message]:
        return [line for line in self._lines if isinstance(line, Message)]

    def _on_gap_requested(self, gap_id: int) -> None:
        self._loading_gaps |= {gap_id}
        self._paint()

    def _on_voice_went_on(self, tracks: tuple[VoiceTrack, VoiceTrack]) -> None:
        """Move the keyboard along with the voice, so that Space holds what sounds now."""
        before, now = tracks
        if self._window is not None and self._window.consultation_id == now.consultation_id:
            self._pane.view.move_current(before.key, now.key)

    def _apply(self, changes: Changes) -> None:
        if self._window is None:
            return
        if self._window.consultation_id in changes.gaps_of:
            self._loading_gaps = frozenset()
            self._repaint.request()  # a gap that got no answer is as it was
        self.corrections.compare(self._window.lines, changes)
        self._window.apply(changes)
        self._seen.apply(changes)
        if self._window.consultation_id in changes.answered:
            self.go_to_newest()
        if len(self._window.lines) > LIVE_LINES and self._pane.view.at_end():
            self._window.shorten()
        if self._window.stale:
            failed = has_failed(self._opening, self._window)
            again = self._open(self._window, None) if failed else self._window.reload()
            self._scope.spawn(again, key=f"{self._key} again")

    def _paint(self, *, follow: bool | None = None) -> None:
        if self._window is None or self._consultation is None:
            return
        # The end of what was shown was not the conversation's: nothing to stay at.
        if self._had_newer and follow is None:
            follow = False
        lines, self._had_newer = self._lines, self._lines.newer
        self._pane.view.goes_on = lines.newer
        self._mark_fresh(self._window)
        rows = items(
            lines,
            None if lines.older else self._consultation,
            unread_from=self._fresh_from,
            loading=self._loading_gaps,
            bookmarks=self._marks.bookmarks.at_hand,
            promises=self._marks.promises.among(lines),
        )
        self._pane.view.show_items(rows, follow=follow)

    def _on_connection(self, *_: object) -> None:
        self._pane.view.online = self._signed_in.store.is_online
        self._pane.view.viewport().update()

    def _on_upload_progress(self, _origin_id: str) -> None:
        shares = self._signed_in.messaging.uploads.progress
        self._pane.view.progress = {own_row(name): share for name, share in shares.items()}
        self._pane.view.viewport().update()
