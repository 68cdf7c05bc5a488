"""Servers that are always slow are asked more side by side, as far as that brings more.

Told from a thin line by trying: what only takes long takes no longer when more is asked, what comes
one after the other does.
"""

import heapq
import random
from collections.abc import Callable
from statistics import fmean

import pytest

from tests.fakes.alone import catch_up_alone
from tests.fakes.archive import ROOM
from tests.fakes.clock import SetClock
from workstation.domain.commands import FetchPage
from workstation.domain.ids import ConsultationId
from workstation.services.page_queue import PAGE_MESSAGES, SLOW_PAGE_MESSAGES
from workstation.services.query_pacing import FIRST_QUERIES, LATE_SECONDS, MAX_QUERIES
from workstation.vault.archive.requests import PageRequest, Step

ROOMS, BEGUN = 500, 20
ANSWER_BYTES, MESSAGE_BYTES = 500, 600
SHORT_PAGE_BYTES = ANSWER_BYTES + SLOW_PAGE_MESSAGES * MESSAGE_BYTES


class Server:
    """Answers each query at the time that ``answers_at`` gives; all rooms have one page."""

    def __init__(self, answers_at: Callable[[float, FetchPage], float]) -> None:
        self.clock, self._answers_at = SetClock(0), answers_at
        self._open: list[tuple[float, str]] = []
        self.limits: list[int] = []
        self.waits: list[float] = []
        self.under_way: list[int] = []
        self.catch_up = catch_up_alone(self._ask, lambda _: None, self.clock)
        for number in range(ROOMS):
            self.catch_up.begin(PageRequest(ConsultationId(ROOM + number)))

    def _ask(self, command: FetchPage) -> None:
        at = self._answers_at(self.clock.monotonic(), command)
        heapq.heappush(self._open, (at, command.query))
        self.limits.append(command.limit)
        self.waits.append(at - self.clock.monotonic())

    def answer_all(self) -> float:
        """The seconds that all rooms took."""
        while self._open:
            self.under_way.append(len(self._open))
            at, query = heapq.heappop(self._open)
            self.clock.ms = max(self.clock.ms, round(at * 1000))
            self.catch_up.apply_steps({query: Step()})
        return self.clock.monotonic()


def slow(chance: random.Random, least: float, most: float) -> Server:
    """Each answer by itself takes so long, the first one longer than is soon enough."""
    first = iter([LATE_SECONDS + 1.0])
    return Server(lambda now, _: now + next(first, chance.uniform(least, most)))


def thin(chance: random.Random, bytes_a_second: float) -> Server:
    """One page after the other; in some rooms much was said, in some nothing."""
    free_at = 0.0

    def answer(now: float, command: FetchPage) -> float:
        nonlocal free_at
        messages = min(chance.choice([0, 5, 20, 60, 200]), command.limit)
        free_at = max(free_at, now) + (ANSWER_BYTES + MESSAGE_BYTES * messages) / bytes_a_second
        return free_at

    return Server(answer)


@pytest.mark.parametrize(("least", "most"), [(2.1, 6.0), (4.0, 4.5), (7.0, 9.0)])
@pytest.mark.parametrize("seed", range(20))
def test_a_server_that_only_takes_long_is_asked_many_at_a_time(
    least: float, most: float, seed: int
) -> None:
    """Two at a time for good would take eight times as long as the most that are asked."""
    server = slow(random.Random(seed), least, most)  # noqa: S311 - nothing secret
    at_best = ROOMS / MAX_QUERIES * (least + most) / 2
    assert server.answer_all() < 2 * at_best
    assert server.limits[-1] == PAGE_MESSAGES


@pytest.mark.parametrize("bytes_a_second", [2_000, 10_000, 30_000])
@pytest.mark.parametrize("seed", range(20))
def test_on_a_thin_line_little_is_under_way_in_spite_of_trying(
    bytes_a_second: float, seed: int
) -> None:
    """Empty answers come soon there, too: so a few more are asked than two at times."""
    server = thin(random.Random(seed), bytes_a_second)  # noqa: S311 - as above
    server.answer_all()
    soon_enough = max(LATE_SECONDS, 2 * SHORT_PAGE_BYTES / bytes_a_second)
    assert fmean(server.waits[BEGUN:]) < 1.5 * soon_enough
    if bytes_a_second < SHORT_PAGE_BYTES:
        assert fmean(server.under_way[BEGUN:]) < FIRST_QUERIES + 1
