"""Scrolls to a place of the open conversation, however far from what is loaded.

A conversation opens at a requested place, at the first unread message, or at the end. Which one is
known only after the end was read, and it may be far before the end. So nothing is shown until then:
messages that scroll by would count as seen, and read markers would be sent
(``test_what_was_not_in_sight_when_it_opened_was_not_seen``).
"""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer

from workstation.domain.message import Message
from workstation.store.queries import ConversationQueries
from workstation.store.timeline import TimelineWindow
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.conversation.timeline.view import TimelineView
from workstation.ui.kit.rows.view import Cursor

MARK_MS = 2_000


class RowMark(QObject):
    """Marks the row that was gone to for a moment, so that the eye finds it; one at a time."""

    def __init__(self, view: TimelineView) -> None:
        super().__init__(view)
        self._view = view
        self._timer = QTimer(self, singleShot=True, interval=MARK_MS)
        self._timer.timeout.connect(self._clear)

    def show(self, key: Hashable) -> None:
        """Mark a row; another one is marked no more."""
        self._view.marked = key
        self._view.viewport().update()
        self._timer.start()

    def _clear(self) -> None:
        self._view.marked = None
        self._view.viewport().update()


class ConversationScroller:
    """Brings a place of the open conversation into sight.

    ``paint`` shows what the window holds, without going anywhere by itself.
    """

    def __init__(self, pane: ConversationPane, paint: Callable[[], None]) -> None:
        self._pane, self._paint = pane, paint
        self._mark = RowMark(pane.view)

    async def go_to(self, window: TimelineWindow, anchor: Anchor) -> None:
        """Go to one item."""
        if self._pane.view.timeline.row(anchor.key) < 0:
            await window.open(anchor.position)
            self._paint()
        self._pane.view.go_to_item(anchor.key)

    async def show(self, window: TimelineWindow, anchor: Anchor) -> None:
        """Go to one item, which is marked for a moment."""
        await self.go_to(window, anchor)
        self._mark.show(anchor.key)

    async def go_to_place(self, window: TimelineWindow, position: int) -> None:
        """Go to the first message at a place of the archive's order or after it."""
        if not holds(window, position):
            await window.open(position)
        self._paint()
        line = first_from(window, position)
        if line is not None:
            self._pane.view.go_to_item(line.key)

    async def go_to_newest(self, window: TimelineWindow) -> None:
        """Go to the end of the conversation, also where its last lines wait to be painted."""
        if window.lines.newer or window.reading or window.stale:
            await window.open()
        self._paint()
        self._pane.view.scroll_to_end()

    async def go_to_last_row(self, window: TimelineWindow) -> None:
        """Go to the newest message, and the keyboard with it, as the End key leads."""
        await self.go_to_newest(window)
        view = self._pane.view
        view.setCurrentIndex(view.moveCursor(Cursor.MoveEnd, Qt.KeyboardModifier.NoModifier))


async def read_beginning(
    queries: ConversationQueries, window: TimelineWindow, anchor: Anchor | None
) -> int | None:
    """Read the lines to begin with; the place of the first unread message, if there is one."""
    fresh = await queries.first_unread(window.consultation_id)
    await window.open()
    place = fresh if anchor is None else anchor.position
    if place is not None and not holds(window, place):
        await window.open(place)
    return fresh


def has_failed(opening: asyncio.Task[None] | None, window: TimelineWindow) -> bool:
    """Whether opening a conversation failed: no place is to be kept then; it may begin again."""
    return opening is not None and opening.done() and not window.lines


async def go_after(
    opening: asyncio.Task[None] | None,
    go: Callable[[TimelineWindow], Coroutine[Any, Any, None]],
    window: TimelineWindow,
) -> None:
    """Go somewhere once the conversation is open: opening leads to where one begins to read."""
    if opening is not None:
        await asyncio.wait((opening,))
    await go(window)


def first_from(window: TimelineWindow, position: int) -> Message | None:
    """The first loaded message at a place of the archive's order or after it."""
    placed = (line for line in window.lines if isinstance(line, Message))
    return next(
        (line for line in placed if line.position is None or line.position >= position), None
    )


def holds(window: TimelineWindow, position: int) -> bool:
    """Whether a place lies between the ends of what is loaded."""
    lines = window.lines
    first, last = lines.first_position, lines.last_position
    if first is None or last is None:
        return False
    return (first <= position or not lines.older) and (position <= last or not lines.newer)
