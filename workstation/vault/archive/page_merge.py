"""The items of an archive page walked in its order, each put right beside the one before."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from workstation.domain.events import Arrived, Displayed
from workstation.domain.ids import ConsultationId
from workstation.vault import messages, outbox
from workstation.vault.archive import cursors, order, unread
from workstation.vault.archive.message_writer import Intake
from workstation.vault.messages import MatchKind, StoredMessage

if TYPE_CHECKING:
    import apsw


def place_of(connection: "apsw.Connection", item: Arrived | Displayed) -> int | None:
    """Where a message stands that is here; none for a second copy, and for a marker."""
    known = messages.identify(connection, item) if isinstance(item, Arrived) else None
    if known is None or known.match in {MatchKind.COPY, MatchKind.SECOND}:
        return None
    return known.position


class Placing:
    """Walks away from ``start``; ``fresh`` messages may be unread.

    ``around`` puts the first ``split`` items below, the others above.
    """

    def __init__(
        self, intake: Intake, room: ConsultationId, start: int, split: int = 0, *, fresh: bool
    ) -> None:
        self._intake = intake
        self._room = room
        self._start = start
        self._split = split
        self._fresh = fresh

    def around(self, items: Sequence[Arrived | Displayed]) -> int:
        """Put items (oldest first) on both sides of the start; returns the lowest place reached."""
        low = self.downward(items[: self._split])
        self._start -= 1
        self.upward(items[self._split :])
        return low

    def upward(self, items: Sequence[Arrived | Displayed]) -> int:
        """Put items (oldest first) above the start; returns the place reached."""
        return self._walk(items, upward=True)

    def downward(self, items: Sequence[Arrived | Displayed]) -> int:
        """Put items (oldest first) below the start; returns the place reached."""
        return self._walk(items[::-1], upward=False)

    def said_elsewhere(self, items: Iterable[Arrived | Displayed]) -> list[Arrived]:
        """Own words of which this computer knows nothing yet."""
        connection, me = self._intake.connection, self._intake.me
        own = (each for each in items if isinstance(each, Arrived) and each.member_id == me)
        return [
            item
            for item in own
            if me is not None
            and item.consultation_id == self._room
            and messages.identify(connection, item) is None
            and outbox.get(connection, item.origin_id) is None
        ]

    def seen_up_to(self, words: Iterable[Arrived]) -> None:
        """What one answered on another computer, one had read there."""
        for item in words:
            known = messages.identify(self._intake.connection, item)
            if known and unread.clear(self._intake.connection, self._room, known.position):
                self._intake.rooms[self._room] = None

    def _walk(self, items: Sequence[Arrived | Displayed], *, upward: bool) -> int:
        at = self._start
        cursor = cursors.get(self._intake.connection, self._room)
        markers: list[Displayed] = []
        for item in items:
            if item.consultation_id != self._room:
                continue
            if isinstance(item, Arrived):
                at = self._place(item, at, upward=upward)
                continue
            markers.append(item)
            if cursor is not None and item.archive_id == cursor.archive_id:
                at = max(at, cursor.position) if upward else min(at, cursor.position + 1)
        for marker in markers if upward else reversed(markers):
            self._intake.marker(marker)
        return at

    def _place(self, arrived: Arrived, at: int, *, upward: bool) -> int:
        known = messages.identify(self._intake.connection, arrived)
        if known is None:
            place = self._beside(at, upward=upward)
            self._intake.keep(arrived, place, fresh=self._fresh)
            return place
        if known.match in {MatchKind.COPY, MatchKind.SECOND}:
            return self._place_copy(arrived, known, at, upward=upward)
        self._intake.again(arrived, known)
        if (known.position > at) if upward else (known.position < at):
            return known.position
        place = self._beside(at, upward=upward)
        self._intake.move(self._room, known.message_id, place)
        return place

    def _place_copy(self, arrived: Arrived, known: StoredMessage, at: int, *, upward: bool) -> int:
        """A message stands where its first copy stands, whichever copy was met first."""
        first = known.position > at if upward else known.position >= at
        if known.match is MatchKind.COPY or not first:
            self._intake.again(arrived, known)
            return at
        place = self._beside(at, upward=upward)
        self._intake.promote(arrived, known, place)
        return place

    def _beside(self, at: int, *, upward: bool) -> int:
        beside = order.free_above if upward else order.free_below
        place, others_moved = beside(self._intake.connection, self._room, at)
        if others_moved:
            self._intake.moved_others(self._room)
        return place
