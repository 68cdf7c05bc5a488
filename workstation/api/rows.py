"""Lists read row by row: a bad row is dropped and reported, the list stands."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from workstation.domain.errors import BoundExceeded, MalformedAnswer
from workstation.domain.value import Value

T = TypeVar("T")
MAX_ROWS = 20_000
SEEN_BEFORE = "seen before"


class DroppedRow(Value):
    """A row that could not be read: its place in the answer, from 0, and why."""

    index: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """What could be read, in the server's order, and what was dropped.

    ``nameless`` is what could be read of dropped rows that lack no more than their identity.
    """

    items: tuple[T, ...]
    dropped: tuple[DroppedRow, ...] = ()
    nameless: tuple[T, ...] = ()


def read_rows(  # noqa: PLR0913 - how a row is read, and how many
    payload: Any,
    read: Callable[[Any], T],
    identity: Callable[[T], Hashable],
    *,
    call: str,
    most: int = MAX_ROWS,
    read_nameless: Callable[[Any], T | None] = lambda _row: None,
) -> Rows[T]:
    """Read a payload that must be a list; of rows with the same identity the first stays.

    ``read`` raises ``MalformedAnswer`` for a bad row, which is dropped with the reason, and
    ``read_nameless`` may save what it holds. Raises ``MalformedAnswer`` itself when the payload is
    no list (an absent list is not an empty one) and ``BoundExceeded`` over ``most`` rows.
    """
    if not isinstance(payload, list):
        raise MalformedAnswer("no list", call=call)
    if len(payload) > most:
        raise BoundExceeded(f"more than {most} rows", call=call)
    items: dict[Hashable, T] = {}
    dropped, nameless = [], []
    for index, row in enumerate(payload):
        try:
            item = read(row)
        except MalformedAnswer as error:
            dropped.append(DroppedRow(index, error.detail))
            if (rest := read_nameless(row)) is not None:
                nameless.append(rest)
            continue
        if items.setdefault(identity(item), item) is not item:
            dropped.append(DroppedRow(index, SEEN_BEFORE))
    return Rows(tuple(items.values()), tuple(dropped), tuple(nameless))
