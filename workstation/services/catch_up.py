"""Fetching what was missed: page after page, room by room, until each room is whole.

What to ask next is the vault's to say (``workstation.vault.steps``); this is who asks, how many
at once, and what happens when no answer comes. Only the archive's word moves a room's cursor, so it
is asked again after some live messages: a long day is not fetched anew at the next start, and a
live copy that was lost is missed soon.
"""

import itertools
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Protocol

from workstation.domain.changes import Gap
from workstation.domain.commands import Command, FetchPage
from workstation.domain.events import PageFailed
from workstation.vault.steps import Step, Want, Why, gap_want

PAGE = 100
AT_ONCE = 16
MOST_PAGES = 600
LIVE_MESSAGES = 50
"""After so many of a room its archive is asked again."""
FIRST_WAIT = 5.0
LONGEST_WAIT = 300.0
FOLLOWED = frozenset({Why.CATCH_UP, Why.VERIFY, Why.BRIDGE})


class Post(Protocol):
    """How commands reach the session."""

    def __call__(self, command: Command) -> None:
        """Carry out a command as far as possible now."""


class CatchUp:
    """Open queries of the present session.

    ``whole`` is told when a room has caught up: what the archive lacks then was never sent.
    """

    def __init__(self, post: Post, whole: Callable[[int], None]) -> None:
        self._post, self._whole = post, whole
        self._numbers = itertools.count(1)
        self._open: dict[str, Want] = {}
        self._waiting: deque[tuple[str, Want]] = deque()
        self._pages: dict[int, int] = {}
        self._gaps: set[str] = set()
        self._failed: set[int] = set()
        self._waits: dict[int, float] = {}
        self._heard: Counter[int] = Counter()

    @property
    def wants(self) -> Mapping[str, Want]:
        """The open queries, for the vault to read their answers by."""
        return self._open

    @property
    def failed(self) -> frozenset[int]:
        """Rooms whose catch-up got no answer; ``begin`` tries again."""
        return frozenset(self._failed)

    def begin(self, want: Want) -> None:
        """A room was entered afresh: ask for what was missed.

        What was asked for the same end before is dropped: of two catch-ups side by side, one would
        find the other's work done and call the room whole too early.
        """
        room = want.consultation_id
        self._drop(room)
        self._failed.discard(room)
        self._pages[room] = 0
        self._ask(want)

    def heard(self, room: int) -> bool:
        """A live message came; whether the archive is to be asked for what came since it was."""
        self._heard[room] += 1
        return self._heard[room] >= LIVE_MESSAGES and room not in self._pages

    def next_wait(self, room: int) -> float:
        """Seconds until a room that got no answer is to be asked again: 5, then twice as long."""
        wait = self._waits.get(room, FIRST_WAIT)
        self._waits[room] = min(wait * 2, LONGEST_WAIT)
        return wait

    def load(self, gap: Gap) -> bool:
        """The doctor wants the messages of a gap; False when nobody has them."""
        want = gap_want(gap)
        if want is None:
            return False
        self._gaps.add(self._ask(want))
        return True

    def follow(self, steps: Mapping[str, Step]) -> None:
        """The vault took in answers: go on, or be done with the room."""
        for query, step in steps.items():
            want = self._open.pop(query, None)
            if want is None:
                continue
            room = want.consultation_id
            if query in self._gaps:
                self._gaps.remove(query)
            elif step.want is not None and step.why in FOLLOWED and self._may_go_on(room):
                self._ask(step.want)
            elif step.why not in FOLLOWED:
                self._waits.pop(room, None)
                self._pages.pop(room, None)
                self._heard.pop(room, None)
                self._whole(room)
        self._ask_more()

    def answer_failed(self, event: PageFailed) -> None:
        """No answer came; the gap stays in sight, and the room is not whole."""
        want = self._open.pop(event.query, None)
        if event.query in self._gaps:
            self._gaps.remove(event.query)
        elif want is not None:
            self._failed.add(want.consultation_id)
        self._ask_more()

    def forget(self) -> None:
        """The session is over: answers to its queries mean nothing."""
        self._open.clear()
        self._waiting.clear()
        self._failed.clear()
        self._gaps.clear()

    def _drop(self, room: int) -> None:
        """Forget the catch-up of a room; what the doctor asked for goes on."""
        for query in [
            query for query, want in self._open.items() if self._is_of(query, want, room)
        ]:
            del self._open[query]
        self._waiting = deque(
            (query, want) for query, want in self._waiting if not self._is_of(query, want, room)
        )

    def _is_of(self, query: str, want: Want, room: int) -> bool:
        return want.consultation_id == room and query not in self._gaps

    def _may_go_on(self, room: int) -> bool:
        """A bound: what lies beyond stays a gap that the doctor can load."""
        self._pages[room] = self._pages.get(room, 0) + 1
        return self._pages[room] < MOST_PAGES

    def _ask(self, want: Want) -> str:
        query = f"q{next(self._numbers)}"
        self._waiting.append((query, want))
        self._ask_more()
        return query

    def _ask_more(self) -> None:
        while self._waiting and len(self._open) < AT_ONCE:
            query, want = self._waiting.popleft()
            self._open[query] = want
            self._post(FetchPage(want.consultation_id, query, want.after, want.before, limit=PAGE))
