"""Rows that stay in order while single ones change, by binary search instead of sorting.

Only when many were added since the last access, as at the start, are they sorted.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from workstation.domain.ids import ConsultationId

FEW = 64
"""So many find their places sooner by halving, among thousands."""


class OrderedRows:
    """Consultation ids by a sort key; ``drop`` needs the same key as ``put``.

    Keys and ids are stored in separate lists: pairs would cost a megabyte for ten thousand rows.
    """

    def __init__(self) -> None:
        self._orders = array("q")
        self._ids: list[ConsultationId] = []
        self._came: list[tuple[int, ConsultationId]] = []  # have no place yet

    def put(self, consultation_id: ConsultationId, order: int) -> None:
        """Give a row that is not in its place by ``order``, smallest first."""
        self._came.append((order, consultation_id))

    def drop(self, consultation_id: ConsultationId, order: int) -> None:
        """Take out a row that is in by this ``order``."""
        self._place_new()
        place = self._place(consultation_id, order)
        del self._orders[place], self._ids[place]

    def until(self, order: int) -> tuple[ConsultationId, ...]:
        """The rows whose key is at most ``order``, in order."""
        self._place_new()
        return tuple(self._ids[: bisect_right(self._orders, order)])

    def beyond(self, order: int) -> tuple[ConsultationId, ...]:
        """The rows whose key is greater, in order."""
        self._place_new()
        return tuple(self._ids[bisect_right(self._orders, order) :])

    def __iter__(self) -> Iterator[ConsultationId]:
        """All rows in order."""
        self._place_new()
        return iter(self._ids)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._ids) + len(self._came)

    def _place(self, consultation_id: ConsultationId, order: int) -> int:
        """The place of a row: of equal keys the smaller id is first."""
        first = bisect_left(self._orders, order)
        return bisect_left(self._ids, consultation_id, first, bisect_right(self._orders, order))

    def _place_new(self) -> None:
        """Place the rows that came since the last look."""
        if len(self._came) > FEW:
            placed = sorted([*zip(self._orders, self._ids, strict=True), *self._came])
            self._orders = array("q", [order for order, _ in placed])
            self._ids = [consultation_id for _, consultation_id in placed]
        else:
            for order, consultation_id in self._came:
                place = self._place(consultation_id, order)
                self._orders.insert(place, order)
                self._ids.insert(place, consultation_id)
        self._came.clear()
