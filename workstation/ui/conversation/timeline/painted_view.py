"""Which rows of a conversation were painted, and so could be read.

What has its place in sight may be pushed on by what comes next, before a busy computer comes to
paint it: of a burst the window paints the end alone.
"""

from collections.abc import Callable, Hashable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from workstation.ui.conversation.timeline.items import TimelineItem
from workstation.ui.conversation.timeline.view import TimelineView
from workstation.ui.media.media_lookup import MediaLookup


class PaintedView(TimelineView):
    """``painted`` are the keys of rows whose end was painted; ``painted_more`` tells of more."""

    painted_more = Signal()

    def __init__(
        self, media: MediaLookup, now_ms: Callable[[], int], parent: QWidget | None = None
    ) -> None:
        super().__init__(media, now_ms, parent)
        self.painted: set[Hashable] = set()

    def show_items(self, items: Sequence[TimelineItem], *, follow: bool | None = None) -> None:
        """Show these; a row that is gone and comes back has to be painted again."""
        super().show_items(items, follow=follow)
        self.painted = {key for key in self.painted if self.timeline.row(key) >= 0}

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows in sight, and note which were painted to their end."""
        super().paintEvent(event)
        begin, end = (
            edge + self.verticalOffset() for edge in (event.rect().top(), event.rect().bottom() + 1)
        )
        row, before = max(self.heights.at(begin), 0), len(self.painted)
        while row < len(self.heights) and self.heights.top(row + 1) <= end:
            self.painted.add(self.timeline.entry(row).key)
            row += 1
        if len(self.painted) > before:
            self.painted_more.emit()
