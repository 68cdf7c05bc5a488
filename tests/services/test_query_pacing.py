"""How many archives are asked side by side, by how soon they answer."""

from tests.fakes.alone import catch_up_alone
from tests.fakes.archive import ROOM
from tests.fakes.clock import SetClock
from workstation.domain.commands import FetchPage
from workstation.domain.events import PageFailed
from workstation.domain.ids import ConsultationId
from workstation.services.page_queue import PAGE_MESSAGES, SLOW_PAGE_MESSAGES
from workstation.services.query_pacing import (
    FIRST_QUERIES,
    LATE_SECONDS,
    MAX_QUERIES,
    MIN_QUERIES,
    SOON_SECONDS,
)
from workstation.vault.archive.requests import PageRequest, Step

ROOMS = 60


class Line:
    """Brings one page after the other, each in ``seconds``; all rooms have one."""

    def __init__(self, seconds: float) -> None:
        self.clock, self.seconds = SetClock(0), seconds
        self.posted: list[FetchPage] = []
        self.catch_up = catch_up_alone(self.posted.append, lambda _: None, self.clock)
        for number in range(ROOMS):
            self.catch_up.begin(PageRequest(ConsultationId(ROOM + number)))
        self.brought = 0

    @property
    def under_way(self) -> int:
        return len(self.posted) - self.brought

    def answer_pages(self, pages: int) -> None:
        for _ in range(pages):
            self.clock.ms += round(self.seconds * 1000)
            query = self.posted[self.brought].query
            self.brought += 1
            self.catch_up.apply_steps({query: Step()})


def test_what_the_doctor_opens_on_a_slow_line_waits_for_two_pages_and_not_for_sixteen() -> None:
    line = Line(LATE_SECONDS)
    line.answer_pages(FIRST_QUERIES)
    assert line.under_way == MIN_QUERIES
    line.catch_up.prefer(ConsultationId(ROOM + ROOMS - 1))
    line.answer_pages(MIN_QUERIES + 1)
    assert line.catch_up.has_caught_up(ConsultationId(ROOM + ROOMS - 1))
    line.answer_pages(ROOMS - line.brought)
    assert line.catch_up.has_caught_up(ConsultationId(ROOM + ROOMS - 2))


def test_on_a_fast_line_soon_many_are_asked_side_by_side_and_no_more() -> None:
    line = Line(SOON_SECONDS / MAX_QUERIES)
    assert line.under_way == FIRST_QUERIES
    line.answer_pages(MAX_QUERIES)
    assert line.under_way == MAX_QUERIES
    line.answer_pages(MAX_QUERIES)
    assert line.under_way == MAX_QUERIES


def test_what_was_asked_before_fewer_were_says_nothing_new() -> None:
    line = Line(SOON_SECONDS / MAX_QUERIES)
    line.answer_pages(MAX_QUERIES)
    line.clock.ms += round(LATE_SECONDS * 1000)
    line.answer_pages(MAX_QUERIES - 1)
    assert line.under_way == MAX_QUERIES // 2


def test_a_line_that_gets_better_is_used_again() -> None:
    line = Line(LATE_SECONDS)
    line.answer_pages(FIRST_QUERIES)
    line.seconds = SOON_SECONDS / MAX_QUERIES
    line.answer_pages(MIN_QUERIES + 5)
    assert line.under_way > FIRST_QUERIES


def test_a_room_that_does_not_answer_says_nothing_of_the_line() -> None:
    line = Line(SOON_SECONDS / MAX_QUERIES)
    line.clock.ms += round(10 * LATE_SECONDS * 1000)
    silent = line.posted[0]
    failed = PageFailed(silent.consultation_id, silent.query, "timeout")
    line.catch_up.on_page_failed(failed)
    line.brought = 1
    assert line.under_way == FIRST_QUERIES


def test_pages_are_short_as_long_as_nothing_came() -> None:
    """Four whole ones would keep a line of 2 kB/s busy for minutes."""
    line = Line(SOON_SECONDS / MAX_QUERIES)
    assert {command.limit for command in line.posted} == {SLOW_PAGE_MESSAGES}
    line.answer_pages(1)
    assert line.posted[-1].limit == PAGE_MESSAGES


def test_on_a_slow_line_pages_are_short() -> None:
    line = Line(LATE_SECONDS)
    line.answer_pages(FIRST_QUERIES)
    assert line.posted[-1].limit == SLOW_PAGE_MESSAGES
    line.seconds = SOON_SECONDS / MAX_QUERIES
    line.answer_pages(FIRST_QUERIES)
    assert line.posted[-1].limit == PAGE_MESSAGES
