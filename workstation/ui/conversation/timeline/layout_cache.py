"""From an item to a laid out row, kept for the last few hundred; and a guess for the others.

A laid out row is good for one item, one width, one text size and one language. The first is
checked at every look (an item that was corrected or sent has the same key and another content),
the second by ``resize``; for the others ``clear`` is called. The card also depends on whether it
is folded.

A guess need not be right, only cheap and near: it decides how long the scroll bar is, and the view
mends it once the row is seen. A text of 100 characters at 15 px in a bubble of 480 px is taken for
four lines, without a font being asked.

Tests: ``test_another_width_keeps_the_first_row_in_sight``,
``test_the_card_folds_to_one_line_and_back``, ``test_a_far_row_is_brought_to_the_upper_third``.
"""

from collections import OrderedDict
from collections.abc import Hashable
from typing import assert_never

from workstation.domain.message import MessageKind
from workstation.ui.conversation.timeline.below_bubble import AnswerLine
from workstation.ui.conversation.timeline.bookmark_lines import BookmarkLines
from workstation.ui.conversation.timeline.bubble import NAME_GAP, Bubble
from workstation.ui.conversation.timeline.card import CardRow
from workstation.ui.conversation.timeline.file_card import FileBody
from workstation.ui.conversation.timeline.items import (
    CARD_KEY,
    CardItem,
    DayItem,
    GapItem,
    MessageItem,
    TimelineItem,
    UnreadDividerItem,
)
from workstation.ui.conversation.timeline.laid_out_row import (
    DayRow,
    GapRow,
    LaidOutRow,
    UnreadDividerRow,
)
from workstation.ui.conversation.timeline.paint_context import Column
from workstation.ui.conversation.timeline.quote_block import quote_height
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme

MAX_CACHED_ROWS = 600
CARD_HEIGHT_GUESS = 220


class LayoutCache:
    """Laid out rows for one width."""

    def __init__(self) -> None:
        self.column = Column.of(SIZE.conversation_min)
        self.folded = False
        self._rows: OrderedDict[Hashable, tuple[TimelineItem, LaidOutRow]] = OrderedDict()

    def resize(self, view_width: int) -> None:
        """Lay out for another width from now on."""
        column = Column.of(view_width)
        if column != self.column:
            self.column = column
            self._rows.clear()

    def fold(self, *, folded: bool) -> None:
        """Show the card as one line, or whole."""
        self.folded = folded
        self._rows.pop(CARD_KEY, None)

    def clear(self) -> None:
        """Forget all laid out rows: fonts or language changed."""
        self._rows.clear()

    def cached(self, item: TimelineItem) -> LaidOutRow | None:
        """The row of ``item``, if it is laid out already."""
        entry = self._rows.get(item.key)
        return entry[1] if entry is not None and entry[0] == item else None

    def lay_out(self, item: TimelineItem) -> LaidOutRow:
        """The row of ``item``."""
        row = self.cached(item) or self._make_row(item)
        self._rows[item.key] = (item, row)
        self._rows.move_to_end(item.key)
        if len(self._rows) > MAX_CACHED_ROWS:
            self._rows.popitem(last=False)
        return row

    def estimate_height(self, item: TimelineItem) -> int:
        """The true height of a row that was seen, a guess for any other."""
        row = self.cached(item)
        return row.height if row is not None else self._guess(item)

    def _make_row(self, item: TimelineItem) -> LaidOutRow:
        match item:
            case MessageItem():
                return Bubble(item, self.column)
            case DayItem():
                return DayRow(item, self.column)
            case GapItem():
                return GapRow(item, self.column)
            case CardItem():
                return CardRow(item, self.column, folded=self.folded)
            case UnreadDividerItem():
                return UnreadDividerRow(self.column)

    def _guess(self, item: TimelineItem) -> int:
        match item:
            case MessageItem():
                return self._guess_message(item)
            case DayItem():
                return DayRow.usual_height()
            case GapItem():
                return GapRow.usual_height()
            case CardItem():
                return CARD_HEIGHT_GUESS
            case UnreadDividerItem():
                return UnreadDividerRow.usual_height()

    def _guess_message(self, item: MessageItem) -> int:
        above = SPACE.x3 + theme.style(TextRole.CAPTION).line + NAME_GAP if item.opens else SPACE.x1
        above += quote_height() + SPACE.x2 if item.message.quote is not None else 0
        above += AnswerLine.height() if item.message.answer is not None else 0
        match item.message.kind:
            case MessageKind.IMAGE:
                return above + SIZE.message_image_h
            case MessageKind.VOICE:
                lines = len(item.bookmarks) * BookmarkLines.line_height()
                return above + SIZE.control + 2 * SPACE.x2 + lines
            case MessageKind.FILE:
                return above + FileBody.usual_height()
            case MessageKind.TEXT:
                return above + self._guess_text(item.message.text)
        assert_never(item.message.kind)

    @staticmethod
    def _guess_text(text: str) -> int:
        style = theme.style(TextRole.MESSAGE)
        per_line = max((SIZE.bubble_max - 2 * SPACE.x3) // style.size, 1)
        lines = len(text) // per_line + 1 + text.count("\n")
        return lines * style.line + 2 * SPACE.x2
