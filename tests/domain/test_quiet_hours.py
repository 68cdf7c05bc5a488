"""Hours of the day in which nobody is told of anything."""

import re

import pytest

from workstation.domain.quiet_hours import PATTERN, QuietHours


@pytest.mark.parametrize(
    ("text", "quiet", "loud"),
    [
        ("22:00-07:00", ("22:00", "23:59", "00:00", "06:59"), ("07:00", "12:00", "21:59")),
        ("12:30-13:15", ("12:30", "13:14"), ("12:29", "13:15", "00:00")),
        ("08:00-08:00", ("07:59", "08:00", "20:00"), ()),
    ],
)
def test_they_begin_and_end_to_the_minute_also_over_midnight(text, quiet, loud):
    hours = QuietHours.parse(text)

    def held(clock):
        return hours.hold(int(clock[:2]) * 60 + int(clock[3:]))

    assert [held(clock) for clock in quiet] == [True] * len(quiet)
    assert [held(clock) for clock in loud] == [False] * len(loud)


def test_they_are_written_as_they_are_read():
    for text in ("22:00-07:00", "00:05-23:59"):
        assert str(QuietHours.parse(text)) == text
    assert QuietHours.parse("") is None


@pytest.mark.parametrize("text", ["24:00-07:00", "7:00-8:00", "22:00", "22:60-07:00"])
def test_nothing_else_is_a_time_of_day(text):
    assert not re.fullmatch(PATTERN, text)
