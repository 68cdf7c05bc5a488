"""The items of an archive page walked in its order, each put right beside the one before.

After a page is merged its messages stand in the archive's order with nothing unknown between them,
and each stands once. What makes that more than inserting: some are here already, by a live copy or
by an earlier page; a live copy may have come in another order than the archive's; and a message
that was sent again after a lost session may be archived twice, of which the first is its place.

A walk upward from ``a`` over the page ``b c``, with ``a | c d`` here: ``b`` is new and goes right
above ``a``; ``c`` is here farther up, stays, and is where the walk goes on. Known messages that lie
*behind* the walk are moved to it. Pages after the cursor are walked upward, pages read back
downward, the newest from the last message that both know, as live ones may be newer than it.

Tests: ``tests/vault/archive/test_merge.py`` (any order of cuts and pages ends in the
archive's picture), ``test_ingest.py`` for second copies.
"""

from collections.abc import Iterable, Sequence

from workstation.domain.events import Arrived, Displayed
from workstation.domain.ids import ConsultationId
from workstation.vault.archive import cursors, order, unread
from workstation.vault.archive.message_writer import MessageWriter
from workstation.vault.conversation.message_identity import MatchKind, StoredMessage
from workstation.vault.unsent import outbox


def place_of(writer: MessageWriter, item: Arrived | Displayed | None) -> int | None:
    """Where a message stands that is here; none for a second copy, a marker and nothing at all."""
    stored = writer.identify(item) if isinstance(item, Arrived) else None
    if stored is None or stored.match in {MatchKind.COPY, MatchKind.SECOND}:
        return None
    return stored.position


class PageMerge:
    """Walks away from ``start``; ``fresh`` messages may be unread.

    ``merge_around`` puts the first ``split`` items below, the others above.
    """

    def __init__(
        self,
        writer: MessageWriter,
        consultation_id: ConsultationId,
        start: int,
        split: int = 0,
        *,
        fresh: bool,
    ) -> None:
        self._writer = writer
        self._consultation_id = consultation_id
        self._start = start
        self._split = split
        self._fresh = fresh
        self._free = range(0)
        self._new: list[tuple[Arrived, int]] = []

    def merge_around(self, items: Sequence[Arrived | Displayed], top: int) -> int:
        """Put items (oldest first) on both sides of the start; returns the lowest place reached.

        Those above the start stand above ``top``, too.
        """
        low = self.merge_downward(items[: self._split])
        self._start = max(self._start - 1, top)
        self.merge_upward(items[self._split :])
        return low

    def merge_upward(self, items: Sequence[Arrived | Displayed]) -> int:
        """Put items (oldest first) above the start; returns the place reached."""
        return self._walk(items, upward=True)

    def merge_downward(self, items: Sequence[Arrived | Displayed]) -> int:
        """Put items (oldest first) below the start; returns the place reached."""
        return self._walk(items[::-1], upward=False)

    def find_sent_elsewhere(self, items: Iterable[Arrived | Displayed]) -> list[Arrived]:
        """Own words of which this computer knows nothing yet."""
        connection, me = self._writer.connection, self._writer.me
        own = (each for each in items if isinstance(each, Arrived) and each.member_id == me)
        return [
            item
            for item in own
            if me is not None
            and item.consultation_id == self._consultation_id
            and self._writer.identify(item) is None
            and outbox.get(connection, item.origin_id) is None
        ]

    def mark_read_before(self, words: Iterable[Arrived]) -> None:
        """Mark as read what the doctor answered on another computer, and so had read there."""
        for item in words:
            stored = self._writer.identify(item)
            if stored and unread.clear(
                self._writer.connection, self._consultation_id, stored.position
            ):
                self._writer.changed_summaries[self._consultation_id] = None

    def _walk(self, items: Sequence[Arrived | Displayed], *, upward: bool) -> int:
        position, self._free = self._start, range(0)
        cursor = cursors.get(self._writer.connection, self._consultation_id)
        markers: list[Displayed] = []
        for item in items:
            if item.consultation_id != self._consultation_id:
                continue
            if isinstance(item, Arrived):
                position = self._place(item, position, upward=upward)
                continue
            markers.append(item)
            if cursor is not None and item.archive_id == cursor.archive_id:
                position = self._pass_cursor(position, upward=upward)
        self._insert_new()
        for marker in markers if upward else reversed(markers):
            self._writer.apply_marker(marker)
        return position

    def _pass_cursor(self, position: int, *, upward: bool) -> int:
        """Go on beyond the cursor, when the walk is at its own entry, a marker.

        The cursor may have moved since the walk began, where others had to make room.
        """
        cursor = cursors.get(self._writer.connection, self._consultation_id)
        if cursor is None:
            return position
        return max(position, cursor.position) if upward else min(position, cursor.position)

    def _place(self, arrived: Arrived, position: int, *, upward: bool) -> int:
        alone = self._writer.stands_alone(arrived)
        if not alone:
            self._insert_new()
        stored = self._writer.identify(arrived)
        if stored is None:
            place = self._free_place(position, upward=upward)
            self._writer.expect(arrived)
            self._new.append((arrived, place))
            if not alone:
                self._insert_new()
            return place
        if stored.match in {MatchKind.COPY, MatchKind.SECOND}:
            return self._place_copy(arrived, stored, position, upward=upward)
        self._writer.note_copy(arrived, stored)
        if (stored.position > position) if upward else (stored.position < position):
            return stored.position
        place = self._free_place(position, upward=upward)
        self._writer.move(self._consultation_id, stored.message_id, place)
        return place

    def _insert_new(self) -> None:
        """Insert what waits, before anything is asked that the rows could answer."""
        if self._new:
            self._writer.insert(self._new, fresh=self._fresh)
            self._new = []

    def _place_copy(
        self, arrived: Arrived, stored: StoredMessage, position: int, *, upward: bool
    ) -> int:
        """Place a copy where the message's first copy stands, whichever was met first."""
        first = stored.position > position if upward else stored.position >= position
        if stored.match is MatchKind.COPY or not first:
            self._writer.note_copy(arrived, stored)
            return position
        place = self._free_place(position, upward=upward)
        self._writer.promote(arrived, stored, place)
        return place

    def _free_place(self, position: int, *, upward: bool) -> int:
        """The place right beside another; where one is free, those after it often are as well."""
        place = position + 1 if upward else position - 1
        if place in self._free:
            return place
        self._insert_new()
        connection = self._writer.connection
        self._free = order.free_beside(connection, self._consultation_id, position, upward=upward)
        if place in self._free:
            return place
        make_room = order.free_above if upward else order.free_below
        place, others_moved = make_room(connection, self._consultation_id, position)
        if others_moved:
            self._writer.note_shift(self._consultation_id)
        return place
