"""Only some messages of a conversation, and in place of the others how many there are.

An excerpt must not pass for the whole: what is left out is counted where it stood, and a gap
between two chosen messages stays one.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from workstation.domain.value import Value
from workstation.ui.conversation.timeline.items import DayItem, GapItem, MessageItem, TimelineItem

Excerpt = frozenset[Hashable]
"""The keys of the items that were chosen."""


class LeftOut(Value):
    """Stands for messages that were not chosen, ``count`` of them."""

    count: int


def cut_out(rows: Iterable[TimelineItem], chosen: Excerpt) -> Iterator[TimelineItem | LeftOut]:
    """The chosen messages under their days, with what stood between them in its place."""
    day: DayItem | None = None
    gap: GapItem | None = None
    left_out, is_begun = 0, False
    for row in rows:
        match row:
            case DayItem():
                day = row
            case GapItem():
                gap = row if is_begun else None
            case MessageItem() if row.key not in chosen:
                left_out += 1
            case MessageItem():
                yield from ([LeftOut(left_out)] if left_out else [])
                yield from (between for between in (gap, day) if between is not None)
                yield replace(row, opens=row.opens or left_out > 0)
                day, gap, left_out, is_begun = None, None, 0, True
            case _:
                pass
    yield from ([LeftOut(left_out)] if left_out else [])
