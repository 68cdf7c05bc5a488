"""Waits that end together end no later than asked for, and at the same moments."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.base.aligned_waits import SLACK_SECONDS, STEP_SECONDS, aligned_wait

UPTIMES = st.floats(0.0, 10_000_000.0)
PERIODS = st.floats(STEP_SECONDS, 3_600.0)


@given(PERIODS, UPTIMES)
def test_a_wait_is_never_longer_and_a_step_shorter_at_most(at_most, now):
    wait = aligned_wait(at_most, now)
    assert at_most - STEP_SECONDS < wait <= at_most


@given(PERIODS, UPTIMES)
def test_a_wait_ends_at_a_common_moment(at_most, now):
    beside = (now + aligned_wait(at_most, now)) % STEP_SECONDS
    assert min(beside, STEP_SECONDS - beside) <= SLACK_SECONDS + 1e-6


@pytest.mark.parametrize("at_most", [-1.0, 0.0, 1.0, 4.9])
def test_what_is_due_within_a_step_keeps_its_moment(at_most):
    assert aligned_wait(at_most, 12.3) == at_most


def test_a_timer_that_came_too_early_does_not_come_a_second_time():
    early = 1_000.0 - SLACK_SECONDS / 2
    assert aligned_wait(STEP_SECONDS, early) == STEP_SECONDS


@given(PERIODS, UPTIMES, st.floats(0.0, 4.9))
def test_what_comes_after_the_others_is_no_later_than_it_would_be_alone(at_most, now, after):
    wait = aligned_wait(at_most, now, after)
    assert at_most - STEP_SECONDS < wait <= at_most
    beside = (now + wait - after) % STEP_SECONDS
    assert min(beside, STEP_SECONDS - beside) <= SLACK_SECONDS + 1e-6


def test_periods_of_every_length_meet():
    """A minute's, a quarter of a minute's and five seconds' end in one moment."""
    now = 1_217.3
    ends = {period: now + aligned_wait(period, now) for period in (5.0, 15.0, 60.0)}
    assert all(end % STEP_SECONDS == pytest.approx(0.0) for end in ends.values())
