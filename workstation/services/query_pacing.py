"""How many archives are queried concurrently: many on a fast line, few on a slow one.

Where most of the time is latency, sequential queries would take minutes for hundreds of rooms.
Where the line carries 2 kB/s, nothing is gained by concurrency, and much is lost: a query cannot be
withdrawn, so a conversation that the doctor opens has to wait for every page that is under way.
Sixteen of them delayed it by a minute and a half at 10 kB/s, with Prosody as with ejabberd
(``tests/services/test_query_pacing.py``).

So the limit begins low, grows by one after each fast answer, and is halved after a late one.
Answers to queries from before that are late for the same reason, and are not counted. The limit is
never below two, as a room that does not answer at all must not hold up the others. Pages are short
until the line is known, and where it is slow.

A server with long latency looks like a slow line: all its answers are late. Raising the limit tells
them apart. With half as many queries again, a line takes half as long again for each, while a
server that takes three seconds still takes three. So the limit is raised now and then, for a few
answers. It stays where that raised the throughput, and goes below its old value otherwise
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
"""Answers that make a measurement, and the largest factor for that number after failed attempts."""


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
    """Adapts the number of concurrent queries to how long answers take.

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
        """Whether pages should be short, as the line is slow or not known yet."""
        return not self._has_answers or self.limit < FIRST_QUERIES or self._fewer is not None

    def on_asked(self, query: str) -> None:
        """Note that a query goes out."""
        self._open[query] = _AskedQuery(self._monotonic(), len(self._open) + 1 >= self.limit)

    def on_answered(self, query: str) -> None:
        """Adapt the limit to how long a page took; a query that was forgotten is not counted."""
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
        """Do not measure the line by a query that failed or was dropped."""
        self._open.pop(query, None)

    def _change_limit(self, limit: int, fewer: _Measured | None = None) -> None:
        """Set the limit; answers to earlier queries are not measured against it."""
        self.limit = max(MIN_QUERIES, min(limit, MAX_QUERIES))
        self._changed_at, self._fewer = self._monotonic(), fewer
        self._took.clear()

    def _measure(self, seconds: float) -> None:
        self._took.append(seconds)
        rest = self._rest if self._fewer is None else 1
        if len(self._took) >= max(TRIED_ANSWERS, self.limit) * rest:
            self._judge(_Measured(self.limit, sum(self._took) / len(self._took)), self._fewer)

    def _judge(self, now: _Measured, fewer: _Measured | None) -> None:
        """Raise the limit further, or lower it where the last step gained too little."""
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
