"""Rows kept in order while they change one by one: found by halving, never sorted anew.

Only when many came since somebody looked, as at the start, are they sorted.
"""

from bisect import bisect_left, insort
from collections.abc import Iterator

from workstation.domain.ids import ConsultationId

SortKey = tuple[int, ConsultationId]

FEW = 64
"""So many find their places sooner by halving, among thousands."""


class OrderedRows:
    """Consultation ids by a sort key, which whoever puts one in also knows when it leaves."""

    def __init__(self) -> None:
        self._keys: list[SortKey] = []
        self._came: list[SortKey] = []  # have no place yet

    def put(self, consultation_id: ConsultationId, order: int) -> None:
        """Give a row that is not in its place by ``order``, smallest first."""
        self._came.append((order, consultation_id))

    def drop(self, consultation_id: ConsultationId, order: int) -> None:
        """Take out a row that is in by this ``order``."""
        keys = self._placed()
        del keys[bisect_left(keys, (order, consultation_id))]

    def until(self, order: int) -> tuple[ConsultationId, ...]:
        """The rows whose key is at most ``order``, in order."""
        return tuple(consultation_id for _, consultation_id in self._placed()[: self._split(order)])

    def beyond(self, order: int) -> tuple[ConsultationId, ...]:
        """The rows whose key is greater, in order."""
        return tuple(consultation_id for _, consultation_id in self._placed()[self._split(order) :])

    def __iter__(self) -> Iterator[ConsultationId]:
        """All rows in order."""
        return (consultation_id for _, consultation_id in self._placed())

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._keys) + len(self._came)

    def _split(self, order: int) -> int:
        return bisect_left(self._placed(), (order + 1, -1 << 63))

    def _placed(self) -> list[SortKey]:
        """All keys in order, with those that came since the last look."""
        if len(self._came) > FEW:
            self._keys += self._came
            self._keys.sort()
        else:
            for key in self._came:
                insort(self._keys, key)
        self._came.clear()
        return self._keys
