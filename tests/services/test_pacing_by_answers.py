"""What each answer says of the line, and how seldom it is tried in vain."""

import itertools

from tests.fakes.clock import SetClock
from workstation.services.query_pacing import (
    FIRST_QUERIES,
    LATE_SECONDS,
    MAX_REST,
    MIN_QUERIES,
    SOON_SECONDS,
    TRIED_ANSWERS,
    QueryPacing,
)


class Line:
    """Always as many queries as may be are under way; ``answer`` brings the oldest."""

    def __init__(self) -> None:
        self.clock = SetClock(0)
        self.pacing = QueryPacing(self.clock.monotonic)
        self._numbers = itertools.count()
        self._asked: list[str] = []

    def ask(self) -> None:
        while len(self._asked) < self.pacing.limit:
            self._asked.append(f"q{next(self._numbers)}")
            self.pacing.on_asked(self._asked[-1])

    def answer(self, seconds_each: float) -> int:
        """All under way take as long together as one after the other; what may be asked then."""
        self.ask()
        self.clock.ms += round(seconds_each * 1000)
        self.pacing.on_answered(self._asked.pop(0))
        return self.pacing.limit

    def answers_until_tried(self, seconds_each: float) -> int:
        """How many come before more are asked, and then fewer again."""
        count = 0
        while self.answer(seconds_each) <= MIN_QUERIES:
            count += 1
        while self.pacing.limit > MIN_QUERIES:
            self.answer(seconds_each)
        return count


def test_on_a_thin_line_trying_in_vain_is_done_less_and_less_often() -> None:
    line = Line()
    for _ in range(FIRST_QUERIES):
        line.answer(LATE_SECONDS)
    assert line.pacing.limit == MIN_QUERIES
    counts = [line.answers_until_tried(LATE_SECONDS) for _ in range(5)]
    # What was under way as the number changed says nothing: one more each time but for the first.
    expected = [TRIED_ANSWERS * rest + 1 for rest in (2, 4, MAX_REST, MAX_REST)]
    assert counts == [TRIED_ANSWERS, *expected]


def test_one_answer_that_came_soon_begins_it_anew() -> None:
    line = Line()
    for _ in range(FIRST_QUERIES):
        line.answer(LATE_SECONDS)
    for _ in range(4):
        line.answers_until_tried(LATE_SECONDS)
    for _ in range(MIN_QUERIES + 1):
        line.answer(0.0)
    while line.pacing.limit > MIN_QUERIES:
        line.answer(LATE_SECONDS)
    assert line.answers_until_tried(LATE_SECONDS) <= TRIED_ANSWERS + 1


def test_what_was_forgotten_says_nothing() -> None:
    line = Line()
    line.ask()
    line.pacing.forget("q0")
    line.pacing.on_answered("q0")
    assert line.pacing.limit == FIRST_QUERIES
    assert line.pacing.is_slow


def test_what_comes_just_in_time_is_soon_and_just_in_time_not_late() -> None:
    line = Line()
    line.ask()
    line.clock.ms = round(SOON_SECONDS * 1000)
    line.pacing.on_answered("q0")
    assert line.pacing.limit == FIRST_QUERIES + 1
    line.clock.ms = round(LATE_SECONDS * 1000)
    line.pacing.on_answered("q1")
    assert line.pacing.limit == FIRST_QUERIES + 1
    line.clock.ms += 1
    line.pacing.on_answered("q2")
    assert line.pacing.limit == (FIRST_QUERIES + 1) // 2


def test_what_was_asked_alone_says_nothing_of_how_many_the_line_bears() -> None:
    line = Line()
    for _ in range(10 * TRIED_ANSWERS):
        line.pacing.on_asked("alone")
        line.clock.ms += round(LATE_SECONDS * 1000)
        line.pacing.on_answered("alone")
    assert line.pacing.limit == FIRST_QUERIES
