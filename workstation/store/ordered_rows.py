"""Rows kept in order while they change one by one: found by halving, never sorted anew."""

from bisect import bisect_left, insort
from collections.abc import Iterator

from workstation.domain.ids import ConsultationId

SortKey = tuple[int, ConsultationId]


class OrderedRows:
    """Consultation ids by a sort key; each id has one place."""

    def __init__(self) -> None:
        self._keys: list[SortKey] = []
        self._key_of: dict[ConsultationId, SortKey] = {}

    def put(self, consultation_id: ConsultationId, order: int) -> None:
        """Give a row its place by ``order``, smallest first; it leaves the one it had."""
        key = (order, consultation_id)
        if self._key_of.get(consultation_id) == key:
            return
        self.drop(consultation_id)
        self._key_of[consultation_id] = key
        insort(self._keys, key)

    def drop(self, consultation_id: ConsultationId) -> None:
        """Take a row out, if it is in."""
        key = self._key_of.pop(consultation_id, None)
        if key is not None:
            del self._keys[bisect_left(self._keys, key)]

    def until(self, order: int) -> tuple[ConsultationId, ...]:
        """The rows whose key is at most ``order``, in order."""
        return tuple(consultation_id for _, consultation_id in self._keys[: self._split(order)])

    def beyond(self, order: int) -> tuple[ConsultationId, ...]:
        """The rows whose key is greater, in order."""
        return tuple(consultation_id for _, consultation_id in self._keys[self._split(order) :])

    def __iter__(self) -> Iterator[ConsultationId]:
        """All rows in order."""
        return (consultation_id for _, consultation_id in self._keys)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self._keys)

    def _split(self, order: int) -> int:
        return bisect_left(self._keys, (order + 1, -1 << 63))
