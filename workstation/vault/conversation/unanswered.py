"""What no doctor has answered: the column of the summary that says it."""

import json
from typing import cast

from workstation.domain.changes import MAX_UNANSWERED, Unanswered
from workstation.domain.value import Deferred

NO_UNANSWERED = "[]"
_decode = json.JSONDecoder().raw_decode
"""Of what the database itself wrote, for every row at the start: no blank stands around it."""


class _StoredUnanswered(Deferred[tuple[Unanswered, ...]]):
    """The column as it is stored: its texts are a third of a queue, and seldom asked for."""

    __slots__ = ("_listed",)

    def __init__(self, listed: str) -> None:
        self._listed = listed

    def make(self) -> tuple[Unanswered, ...]:
        return read_unanswered(self._listed)


def stored_unanswered(listed: str) -> tuple[Unanswered, ...]:
    """What the column says, read each time somebody looks."""
    if listed == NO_UNANSWERED:
        return ()
    # A field that is deferrable gives what is made.
    return cast("tuple[Unanswered, ...]", _StoredUnanswered(listed))


def read_unanswered(listed: str) -> tuple[Unanswered, ...]:
    """The unanswered messages in the column; the last of very many stands for all the rest."""
    if listed == NO_UNANSWERED:
        return ()
    rows, _ = _decode(listed)
    if len(rows) == MAX_UNANSWERED:
        rows[-1][1] = None
    return tuple([Unanswered(at_ms, text) for at_ms, text in rows])
