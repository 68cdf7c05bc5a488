"""Fetching what was missed: page after page, room by room, until each room is whole.

What to ask next is the vault's to say (``workstation.vault.steps``); this is who asks, how many
at once, and what happens when no answer comes.
"""

import itertools
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Protocol

from workstation.clock import Clock
from workstation.domain.changes import Gap
from workstation.domain.commands import Command, FetchPage
from workstation.domain.events import SUSPECT, UNREADABLE, PageFailed
from workstation.services.suspects import Suspects
from workstation.vault.steps import Step, Want, Why, gap_want

PAGE = 100
AT_ONCE = 16
MOST_PAGES = 600
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

    def __init__(self, post: Post, whole: Callable[[int], None], clock: Clock) -> None:
        self._post, self._whole = post, whole
        self._suspects = Suspects(clock)
        self._numbers = itertools.count(1)
        self._open: dict[str, Want] = {}
        self._single: set[str] = set()
        self._waiting: deque[tuple[str, Want]] = deque()
        self._pages: dict[int, int] = {}
        self._gaps: set[str] = set()
        self._failed: set[int] = set()
        self._tries: Counter[int] = Counter()

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
        if want.careful and self._suspects.is_newest(room, surely=want.tried):
            self._whole(room)
            return
        if want.careful:
            self._suspects.add(room)
        self._ask(want)

    def next_wait(self, room: int) -> float:
        """Seconds until a room that got no answer is to be asked again: 5, and twice as long."""
        self._tries[room] += 1
        return min(FIRST_WAIT * 2.0 ** (self._tries[room] - 1), LONGEST_WAIT)

    def load(self, gap: Gap) -> bool:
        """The doctor wants the messages of a gap; False when nobody has them."""
        want = gap_want(gap)
        if want is None or (want.before is None and self._suspects.is_newest(gap.consultation_id)):
            return False
        self._gaps.add(self._ask(want))
        return True

    def follow(self, steps: Mapping[str, Step]) -> None:
        """The vault took in answers: go on, or be done with the room."""
        for query, step in steps.items():
            want = self._open.pop(query, None)
            if want is None:
                continue
            self._single.discard(query)
            self._follow(query, want.consultation_id, step)
        self._ask_more()

    def answer_failed(self, event: PageFailed) -> Want | None:
        """No answer came; the gap stays in sight, and the room is not whole.

        Gives what was asked for when that can never be read: a page that broke the session is
        asked for again in pages of one entry, alone, and then it is that entry.
        """
        want = self._open.pop(event.query, None)
        if want is None:
            return None
        if event.query in self._gaps:
            self._gaps.remove(event.query)
        else:
            self._failed.add(want.consultation_id)
        guilty = event.reason == UNREADABLE and event.query in self._single
        self._single.discard(event.query)
        if guilty:
            self._suspects.convict(want)
        elif event.reason in {SUSPECT, UNREADABLE}:
            self._suspects.add(want.consultation_id)
        self._ask_more()
        return want if guilty else None

    def forget(self) -> None:
        """The session is over: answers to its queries mean nothing."""
        self._open.clear()
        self._waiting.clear()
        self._failed.clear()
        self._gaps.clear()
        self._single.clear()

    def _follow(self, query: str, room: int, step: Step) -> None:
        """Go on from one answer; what is asked in single entries goes on as far as a page."""
        more = self._suspects.passed(room) and step.want is not None
        is_wanted = query in self._gaps
        self._gaps.discard(query)
        if step.want is not None and (more or (not is_wanted and step.why in FOLLOWED)):
            if is_wanted:
                self._gaps.add(self._ask(step.want))
            elif self._may_go_on(room):
                self._ask(step.want)
        elif not is_wanted:
            del self._tries[room]
            self._pages.pop(room, None)
            self._suspects.clear(room)
            self._whole(room)

    def _drop(self, room: int) -> None:
        """Forget the catch-up of a room; what the doctor asked for goes on."""
        for query in [
            query for query, want in self._open.items() if self._is_of(query, want, room)
        ]:
            del self._open[query]
            self._single.discard(query)
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
        while (found := self._next()) is not None:
            query, want = found
            self._open[query] = want
            size = PAGE
            if want.consultation_id in self._suspects:
                self._single.add(query)
                size = 1
            self._post(FetchPage(want.consultation_id, query, want.after, want.before, size))

    def _next(self) -> tuple[str, Want] | None:
        """What to ask for now: suspects alone, when all others are done."""
        if len(self._open) >= AT_ONCE or self._single:
            return None
        for at, (_, want) in enumerate(self._waiting):
            if want.consultation_id not in self._suspects:
                found = self._waiting[at]
                del self._waiting[at]
                return found
        return self._waiting.popleft() if self._waiting and not self._open else None
