"""How many archives are asked side by side: many on a fast line, few on a slow one.

Where a server answers in milliseconds and the way to it takes most of the time, questions one after
the other would take minutes for hundreds of rooms. Where the line brings 2 kB/s, nothing is gained
by asking side by side, and much is lost: what was asked cannot be taken back, so a conversation
that the doctor opens now stands behind every page that is under way. Sixteen of them held it up for
a minute and a half on a line of 10 kB/s, and for several on a slower one, with Prosody as with
ejabberd (``tests/services/test_query_pacing.py``).

So few are asked at first, one more after each answer that came soon, half as many after one that
came late. What was asked before that is late for the same reason, and says nothing new. Never fewer
than two: a room that does not answer at all must not hold up the others.
"""

import math
from collections.abc import Callable

FIRST_QUERIES, MIN_QUERIES, MAX_QUERIES = 4, 2, 16
SOON_SECONDS, LATE_SECONDS = 2.0, 6.0


class QueryPacing:
    """``limit`` is how many queries may be open; ``monotonic`` gives seconds that never jump."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self.limit = FIRST_QUERIES
        self._monotonic = monotonic
        self._asked_at: dict[str, float] = {}
        self._reduced_at = -math.inf

    def on_asked(self, query: str) -> None:
        """A query goes out."""
        self._asked_at[query] = self._monotonic()

    def on_answered(self, query: str) -> None:
        """Its page is here; one that was forgotten says nothing."""
        asked_at, now = self._asked_at.pop(query, None), self._monotonic()
        if asked_at is None:
            return
        if now - asked_at <= SOON_SECONDS:
            self.limit = min(self.limit + 1, MAX_QUERIES)
        elif now - asked_at > LATE_SECONDS and asked_at >= self._reduced_at:
            self.limit, self._reduced_at = max(self.limit // 2, MIN_QUERIES), now

    def forget(self, query: str) -> None:
        """It failed, or nobody waits for it: that says nothing of the line."""
        self._asked_at.pop(query, None)
