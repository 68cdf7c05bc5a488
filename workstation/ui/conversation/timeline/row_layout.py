"""From an item to a laid out row, kept for the last few hundred; and a guess for the others."""

from collections import OrderedDict
from collections.abc import Hashable

from workstation.domain.message import MessageKind
from workstation.ui.conversation.timeline.bubble import NAME_GAP, Bubble
from workstation.ui.conversation.timeline.card import CardRow
from workstation.ui.conversation.timeline.items import Card, Day, Fresh, Hole, Item, Said
from workstation.ui.conversation.timeline.laid_out_row import DayRow, FreshRow, HoleRow, Placed
from workstation.ui.conversation.timeline.scene import Column
from workstation.ui.kit.theme import SIZE, SPACE, TextRole, theme

KEPT = 600
CARD_GUESS = 220


class Places:
    """Laid out rows for one width."""

    def __init__(self) -> None:
        self.column = Column.of(SIZE.conversation_min)
        self.folded = False
        self._kept: OrderedDict[Hashable, tuple[Item, Placed]] = OrderedDict()

    def resize(self, view_width: int) -> None:
        """Lay out for another width from now on."""
        column = Column.of(view_width)
        if column != self.column:
            self.column = column
            self._kept.clear()

    def fold(self, *, folded: bool) -> None:
        """Show the card as one line, or whole."""
        self.folded = folded
        self._kept.pop("card", None)

    def forget(self) -> None:
        """Fonts or language changed."""
        self._kept.clear()

    def known(self, item: Item) -> Placed | None:
        """The row of ``item``, if it is laid out already."""
        kept = self._kept.get(item.key)
        return kept[1] if kept is not None and kept[0] == item else None

    def placed(self, item: Item) -> Placed:
        """The row of ``item``."""
        row = self.known(item) or self._place(item)
        self._kept[item.key] = (item, row)
        self._kept.move_to_end(item.key)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return row

    def height(self, item: Item) -> int:
        """The true height of a row that was seen, a guess for any other."""
        row = self.known(item)
        return row.height if row is not None else self._guess(item)

    def _place(self, item: Item) -> Placed:
        match item:
            case Said():
                return Bubble(item, self.column)
            case Day():
                return DayRow(item, self.column)
            case Hole():
                return HoleRow(item, self.column)
            case Card():
                return CardRow(item, self.column, folded=self.folded)
            case Fresh():
                return FreshRow(self.column)

    def _guess(self, item: Item) -> int:
        match item:
            case Said():
                return self._guess_message(item)
            case Day():
                return DayRow.usual_height()
            case Hole():
                return HoleRow.usual_height()
            case Card():
                return CARD_GUESS
            case Fresh():
                return FreshRow.usual_height()

    def _guess_message(self, item: Said) -> int:
        above = SPACE.x3 + theme.style(TextRole.CAPTION).line + NAME_GAP if item.opens else SPACE.x1
        if item.message.kind is MessageKind.IMAGE:
            return above + SIZE.message_image_h
        if item.message.kind is MessageKind.VOICE:
            return above + SIZE.control + 2 * SPACE.x2
        style = theme.style(TextRole.MESSAGE)
        per_line = max((SIZE.bubble_max - 2 * SPACE.x3) // style.size, 1)
        lines = len(item.message.text) // per_line + 1 + item.message.text.count("\n")
        return above + lines * style.line + 2 * SPACE.x2
