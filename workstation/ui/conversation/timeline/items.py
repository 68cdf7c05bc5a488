"""What stands in the list, in order: pure values made from its lines."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import tzinfo

from workstation.domain.bookmarks import Bookmark, Bookmarks
from workstation.domain.changes import Gap
from workstation.domain.consultation import Consultation
from workstation.domain.handover import HandoverItem
from workstation.domain.message import Delivery, Message, SpeakerRole
from workstation.domain.row_key import RowKey
from workstation.domain.value import Value
from workstation.ui.kit.strings import formats

NO_BOOKMARKS: Bookmarks = {}

Promises = Mapping[RowKey, tuple[HandoverItem, ...]]
"""What messages promise, by their rows."""

NO_PROMISES: Promises = {}


NOT_OUT = frozenset({Delivery.QUEUED, Delivery.FAILED})
"""Of one that is just being sent nobody knows."""

CARD_KEY = "card"
UNREAD_DIVIDER_KEY = "fresh"
"""Of these two there is one in a conversation at the most."""


class CardItem(Value):
    """What is the matter, at the head of the conversation; ``bookmarks`` are its recording's."""

    consultation: Consultation
    bookmarks: tuple[Bookmark, ...] = ()
    key: Hashable = CARD_KEY


class DayItem(Value):
    """The day of what follows."""

    at_ms: int
    key: Hashable


class UnreadDividerItem(Value):
    """The divider above all that came since the doctor last looked."""

    key: Hashable = UNREAD_DIVIDER_KEY


class GapItem(Value):
    """History that this computer does not hold."""

    gap: Gap
    busy: bool = False

    @property
    def key(self) -> Hashable:
        """The key of the gap: its own number."""
        return ("gap", self.gap.gap_id)


class MessageItem(Value):
    """One message; ``opens`` a group of the same speaker, which shows avatar and name.

    ``bookmarks`` are those of its recording, ``promises`` what it promises and is not done.
    """

    message: Message
    opens: bool
    bookmarks: tuple[Bookmark, ...] = ()
    promises: tuple[HandoverItem, ...] = ()

    @property
    def key(self) -> Hashable:
        """The key of the message."""
        return self.message.key


TimelineItem = CardItem | DayItem | UnreadDividerItem | GapItem | MessageItem


def items(  # noqa: PLR0913 - what is shown between and beside the lines
    lines: Iterable[Message | Gap],
    consultation: Consultation | None,
    *,
    unread_from: str | None = None,
    loading: frozenset[int] = frozenset(),
    zone: tzinfo | None = None,
    bookmarks: Bookmarks = NO_BOOKMARKS,
    promises: Promises = NO_PROMISES,
) -> list[TimelineItem]:
    """The list for lines in their order; with a ``consultation`` its card stands before them.

    ``unread_from`` is the key of the first message not seen before, ``loading`` names gaps that are
    being loaded, ``zone`` is the time zone of the days, ``bookmarks`` are those of its recordings,
    ``promises`` those of its messages.
    """
    rows: list[TimelineItem] = []
    if consultation is not None:
        matter = bookmarks.get(consultation.symptom.content, ())
        rows.append(CardItem(consultation, matter))
    rows.extend(_conversation(lines, unread_from, loading, zone))
    if not bookmarks and not promises:
        return rows
    return [_with_marks(row, bookmarks, promises) for row in rows]


def first_steady_row(rows: Sequence[TimelineItem]) -> int:
    """The row of the first message where something is missing before it, else the first.

    What comes into that gap comes above it.
    """
    if not any(isinstance(item, GapItem) for item in rows[:2]):
        return 0
    messages = (row for row, item in enumerate(rows) if isinstance(item, MessageItem))
    return next(messages, 0)


def _conversation(
    lines: Iterable[Message | Gap],
    unread_from: str | None,
    loading: frozenset[int],
    zone: tzinfo | None,
) -> Iterator[TimelineItem]:
    last, last_day = None, None
    for line in lines:
        if isinstance(line, Gap):
            yield GapItem(line, line.gap_id in loading)
            last = None
            continue
        day = formats.local_day(line.at_ms, zone)
        if last is None or day != last_day:
            yield DayItem(line.at_ms, ("day", line.key))
            last = None
        if line.key == unread_from:
            yield UnreadDividerItem()
            last = None
        yield MessageItem(line, opens=last is None or not _same_speaker(last, line))
        last, last_day = line, day


def _with_marks(row: TimelineItem, bookmarks: Bookmarks, promises: Promises) -> TimelineItem:
    if not isinstance(row, MessageItem):
        return row
    if row.message.key in promises:
        return replace(row, promises=promises[row.message.key])
    if row.message.attachment is None:
        return row
    return replace(row, bookmarks=bookmarks.get(row.message.attachment.url, ()))


def _same_speaker(earlier: Message, later: Message) -> bool:
    role = earlier.speaker.role
    if role is SpeakerRole.UNVERIFIED or role is not later.speaker.role:
        return False
    return earlier.speaker.member_id == later.speaker.member_id


def count_waiting(shown_items: Iterable[object]) -> int:
    """How many own messages among these wait to go out, or were refused."""
    messages = (item.message for item in shown_items if isinstance(item, MessageItem))
    return sum(message.delivery in NOT_OUT for message in messages)
