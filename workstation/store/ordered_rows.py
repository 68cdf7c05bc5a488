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
    """Consultation ids by a sort key; each id has one place."""

    def __init__(self) -> None:
        self._keys: list[SortKey] = []
        self._came: list[SortKey] = []  # have no place yet
        self._key_of: dict[ConsultationId, SortKey] = {}

    def put(self, consultation_id: ConsultationId, order: int) -> None:
        """Give a row its place by ``order``, smallest first; it leaves the one it had."""
        key = (order, consultation_id)
        if self._key_of.get(consultation_id) == key:
            return
        self.drop(consultation_id)
        self._key_of[consultation_id] = key
        self._came.append(key)

    def drop(self, consultation_id: ConsultationId) -> None:
        """Take a row out, if it is in."""
        key = self._key_of.pop(consultation_id, None)
        if key is not None:
            keys = self._placed()
            del keys[bisect_left(keys, key)]

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
        return len(self._key_of)

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
