"""How many archives are asked side by side: many on a fast line, few on a slow one.

Where a server answers in milliseconds and the way to it takes most of the time, questions one after
the other would take minutes for hundreds of rooms. Where the line brings 2 kB/s, nothing is gained
by asking side by side, and much is lost: what was asked cannot be taken back, so a conversation
that the doctor opens now stands behind every page that is under way. Sixteen of them held it up for
a minute and a half on a line of 10 kB/s, and for several on a slower one, with Prosody as with
ejabberd (``tests/services/test_query_pacing.py``).

So few are asked at first, one more after each answer that came soon, half as many after one that
came late. What was asked before that is late for the same reason, and says nothing new. Never fewer
than two: a room that does not answer at all must not hold up the others. Pages are short as long as
nothing is known of the line, and where it is slow.

A server that only takes long looks like a thin line: each answer of either is late. More tells them
apart. Asked for half as many again, a line takes half as long again for each of them, and a server
that thinks for three seconds still takes three. So more are asked now and then, for a few answers:
as many stay as that brought, and fewer than before where it brought nothing
(``tests/services/test_slow_archives.py``)::

    asked  2 → 3        each took  4 s → 4 s   a slow server: three, and then five
                                   4 s → 6 s   a thin line: two
"""

import math
from collections.abc import Callable
from typing import NamedTuple

FIRST_QUERIES, MIN_QUERIES, MAX_QUERIES = 4, 2, 16
SOON_SECONDS, LATE_SECONDS = 2.0, 6.0
TRIED_ANSWERS, MAX_REST = 6, 8
"""So many answers at least say how long they take; so many times as many after trying in vain."""


class _AskedQuery(NamedTuple):
    """A query that waits for its answer.

    ``beside_all``: as many were open then as may be.
    """

    at: float
    beside_all: bool


class _Measured(NamedTuple):
    """How long answers took while so many were asked side by side."""

    limit: int
    seconds: float


class QueryPacing:
    """Finds out how many archives to ask side by side, from how long answers take.

    ``limit`` is how many queries may be open; ``monotonic`` gives seconds that never jump.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.limit = FIRST_QUERIES
        self._monotonic = monotonic
        self._open: dict[str, _AskedQuery] = {}
        self._reduced_at = self._changed_at = -math.inf
        self._late_seconds = LATE_SECONDS
        self._took: list[float] = []
        self._fewer: _Measured | None = None
        self._rest = 1
        self._has_answers = False

    @property
    def is_slow(self) -> bool:
        """Whether little should be asked for at a time, since it takes long to come or may."""
        return not self._has_answers or self.limit < FIRST_QUERIES or self._fewer is not None

    def on_asked(self, query: str) -> None:
        """A query goes out."""
        self._open[query] = _AskedQuery(self._monotonic(), len(self._open) + 1 >= self.limit)

    def on_answered(self, query: str) -> None:
        """Its page is here; one that was forgotten says nothing."""
        asked, now = self._open.pop(query, None), self._monotonic()
        if asked is None:
            return
        self._has_answers, seconds = True, now - asked.at
        if seconds <= SOON_SECONDS:
            self._rest = 1
            self._change_limit(self.limit + 1)
        elif self._fewer is None and self.limit > MIN_QUERIES and seconds > self._late_seconds:
            if asked.at >= self._reduced_at:
                self._reduced_at, self._late_seconds = now, LATE_SECONDS
                self._change_limit(self.limit // 2)
        elif asked.beside_all and asked.at >= self._changed_at:
            self._measure(seconds)

    def forget(self, query: str) -> None:
        """It failed, or nobody waits for it: that says nothing of the line."""
        self._open.pop(query, None)

    def _change_limit(self, limit: int, fewer: _Measured | None = None) -> None:
        """From now on; what was asked before says nothing of how long it takes so."""
        self.limit = max(MIN_QUERIES, min(limit, MAX_QUERIES))
        self._changed_at, self._fewer = self._monotonic(), fewer
        self._took.clear()

    def _measure(self, seconds: float) -> None:
        self._took.append(seconds)
        rest = self._rest if self._fewer is None else 1
        if len(self._took) >= max(TRIED_ANSWERS, self.limit) * rest:
            self._judge(_Measured(self.limit, sum(self._took) / len(self._took)), self._fewer)

    def _judge(self, now: _Measured, fewer: _Measured | None) -> None:
        """Ask more, or fewer where the last step brought too little of what it might have."""
        if fewer is None:
            self._try_more(now)
        elif 3 * now.seconds <= fewer.seconds * (2 + now.limit / fewer.limit):
            self._rest, self._late_seconds = 1, max(LATE_SECONDS, 2 * now.seconds)
            self._try_more(now)
        else:
            self._rest = min(2 * self._rest, MAX_REST)
            self._change_limit(fewer.limit * 2 // 3)

    def _try_more(self, now: _Measured) -> None:
        if now.limit == MAX_QUERIES:
            self._change_limit(MAX_QUERIES)
        else:
            self._change_limit(now.limit + (now.limit + 1) // 2, now)
