"""The day of a follow-up as doctors type it, and what keeps a summary from being sent."""

from datetime import date

import pytest

from workstation.domain.closing import (
    MAX_TEXT_CHARACTERS,
    ClosingSummary,
    find_mistakes,
    follow_up_date,
)
from workstation.domain.errors import InputError

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", None),
        ("  ", None),
        ("2026-12-02", date(2026, 12, 2)),
        ("2026/12/2", date(2026, 12, 2)),
        ("2026 年 12 月 2 日", date(2026, 12, 2)),
        ("12-2", date(2026, 12, 2)),
        ("12月2日", date(2026, 12, 2)),
        ("1.7", date(2027, 1, 7)),
        ("11-25", TODAY),
    ],
)
def test_a_day_is_read_as_it_is_meant(typed, day):
    assert follow_up_date(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        *("13-1", "2026-02-30", "下周", "2026", "1-2-3-4", "0-0", "２-30"),
        *("3001-1-1", "9999-12-31"),  # of which Windows tells no local time
    ],
)
def test_what_is_no_day_is_refused(typed):
    with pytest.raises(InputError) as caught:
        follow_up_date(typed, TODAY)
    assert caught.value.reason == "malformed"


def test_a_day_that_is_over_is_refused():
    with pytest.raises(InputError) as caught:
        follow_up_date("2026-11-24", TODAY)
    assert caught.value.reason == "past"


def test_the_29th_of_february_without_a_year_may_not_exist():
    with pytest.raises(InputError):
        follow_up_date("2-29", date(2026, 3, 1))


def reasons(summary):
    return {name: error.reason for name, error in find_mistakes(summary, TODAY).items()}


def test_one_part_with_words_is_enough():
    assert reasons(ClosingSummary(advice="多喝水")) == {}


@pytest.mark.parametrize(
    "empty", [ClosingSummary(), ClosingSummary(" \n"), ClosingSummary(no_prescription=True)]
)
def test_without_words_there_is_nothing_to_send(empty):
    assert reasons(empty) == {"assessment": "empty"}


def test_every_part_has_its_limit():
    long = "长" * (MAX_TEXT_CHARACTERS + 1)
    assert reasons(ClosingSummary(long, long, long)) == dict.fromkeys(
        ("assessment", "advice", "prescription"), "too_long"
    )
