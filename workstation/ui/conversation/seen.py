"""Marks messages as seen once they have been painted in a focused window.

A doctor who jumps to the newest message, or returns to a conversation that went on meanwhile, skips
messages. These stay unread, also in the list, and a row above the messages leads back to the
first of them (``decisions/read-when-visible.md``). A conversation that is on the screen for a
moment only is not read at all (``seen_ranges``).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import groupby

from PySide6.QtCore import QObject, Qt

from workstation.base.task_scope import TaskScope
from workstation.domain.changes import Changes
from workstation.domain.message import Message
from workstation.domain.row_key import message_id_of
from workstation.store.timeline import TimelineWindow
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.seen_ranges import MAX_SEEN_MS, SeenRange, SeenRanges
from workstation.ui.conversation.timeline.items import MessageItem
from workstation.ui.conversation.timeline.view import TimelineView
from workstation.ui.kit.strings.formats import MAX_COUNT
from workstation.ui.kit.throttle import Throttle
from workstation.ui.shell.signed_in import SignedIn


class SeenMessages(QObject):
    """Marks what becomes visible as seen; ``go_to_place`` scrolls to a position."""

    def __init__(
        self,
        signed_in: SignedIn,
        pane: ConversationPane,
        scope: TaskScope,
        is_focused: Callable[[], bool],
        go_to_place: Callable[[int], object],
    ) -> None:
        super().__init__(pane)
        self._signed_in, self._pane, self._scope = signed_in, pane, scope
        self._is_focused, self._go_to_place = is_focused, go_to_place
        self._window: TimelineWindow | None = None
        self._unread: tuple[int, ...] = ()
        self._looked_at: set[int] = set()
        self._seen = SeenRanges(signed_in, self)
        self.stayed = self._seen.stayed
        self._unread_changed = Throttle(self._read_unread, self, MAX_SEEN_MS)
        # Not at once: a place that is only passed on the way to another one is never painted.
        for changed in (pane.sight_changed, pane.view.painted_more):
            changed.connect(self.look, Qt.ConnectionType.QueuedConnection)
        pane.unread_above.clicked.connect(self._go_up)

    def open(self, window: TimelineWindow) -> None:
        """Watch this conversation."""
        self._window = window
        self._looked_at.clear()
        self._seen.begin()
        self._read_unread()

    def close(self) -> None:
        """Watch none any more."""
        self._seen.end()
        self._window, self._unread = None, ()
        self._pane.unread_above.offer(0)

    def apply(self, changes: Changes) -> None:
        """Look again at what is unread, where a message arrived or was read."""
        window = self._window
        if window is not None and any(
            summary.consultation_id == window.consultation_id for summary in changes.summaries
        ):
            self._unread_changed.request()

    def look(self) -> None:
        """Note what is in sight now, after a scroll or when the window has the focus again."""
        window, lines = self._window, self._placed_in_sight()
        self._offer_way_up(lines)
        lines = [line for line in lines if line.key in self._pane.view.painted]
        if window is None or not lines or not (self._is_focused() and self._pane.isVisible()):
            return
        if self._has_unpainted_between(window, lines):
            return
        # Unread for the vault until its turn comes, though it is above from the next page on.
        self._looked_at.update(line.position for line in lines if line.position is not None)
        for stretch in _stretches(window, lines):
            self._seen.add(stretch)

    def _placed_in_sight(self) -> list[Message]:
        """Confirmed messages in sight; unsent ones are below them and count as read."""
        if self._window is None:
            return []
        keys = (item.message.key for item in _ends_in_sight(self._pane.view))
        lines = (self._window.lines.get(key) for key in keys)
        return [line for line in lines if isinstance(line, Message) and line.position is not None]

    def _has_unpainted_between(self, window: TimelineWindow, lines: list[Message]) -> bool:
        """Whether a message was inserted between those in sight and is not painted yet."""
        rows, keys = window.lines, {line.key for line in lines}
        begin, end = rows.index(lines[0].key) or 0, rows.index(lines[-1].key) or 0
        between = (rows[row] for row in range(begin, end))
        return any(isinstance(line, Message) and line.key not in keys for line in between)

    def _read_unread(self) -> None:
        if self._window is not None:
            key = f"unread {id(self)}"
            self._scope.spawn(self._find_unread(self._window), key=key)

    async def _find_unread(self, window: TimelineWindow) -> None:
        queries = self._signed_in.messaging.conversations
        places = await queries.unread_places(window.consultation_id, MAX_COUNT + 1)
        if window is self._window:
            self._unread = places
            self._offer_way_up(self._placed_in_sight())

    def _offer_way_up(self, lines: list[Message]) -> None:
        passed_over = self._not_looked_at()
        above = bisect_left(passed_over, lines[0].position or 0) if lines else 0
        self._pane.unread_above.offer(above)

    def _go_up(self) -> None:
        if passed_over := self._not_looked_at():
            self._pane.view.setFocus()
            self._go_to_place(passed_over[0])

    def _not_looked_at(self) -> list[int]:
        return [place for place in self._unread if place not in self._looked_at]


def _ends_in_sight(view: TimelineView) -> Iterator[MessageItem]:
    """The messages whose end is visible, from the top."""
    bottom = view.verticalOffset() + view.viewport().height()
    for row in view.rows_in_sight():
        item = view.timeline.entry(row)
        if isinstance(item, MessageItem) and view.heights.top(row + 1) <= bottom:
            yield item


def _stretches(window: TimelineWindow, lines: list[Message]) -> Iterator[SeenRange]:
    """The contiguous ranges of these lines; none spans a gap, which may be filled by now.

    Messages that the vault stored meanwhile between these lines were not visible.
    """
    begin, end = window.lines.index(lines[0].key) or 0, window.lines.index(lines[-1].key) or 0
    rows = [window.lines[row] for row in range(begin, end + 1)]
    for _, stretch in groupby(rows, key=lambda line: isinstance(line, Message)):
        messages = [each for each in stretch if isinstance(each, Message)]
        places = [each.position for each in messages if each.position is not None]
        if places:
            numbers = filter(None, (message_id_of(each.key) for each in messages))
            yield SeenRange(window.consultation_id, places[0] - 1, places[-1], frozenset(numbers))
