"""The platform's time is found from whole seconds and slow answers; a right clock is believed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.base.clock import Offset, ServerClock, SystemClock, observed_offset, uptime_seconds
from workstation.web.dated import date_of

HOUR = 3_600_000


class OwnClock:
    """This computer's clock, as wrong as it is; ``passed`` are the seconds since it started."""

    def __init__(self, now: int) -> None:
        self.ms, self.passed = now, 100.0

    def pass_time(self, seconds: int) -> None:
        self.ms, self.passed = self.ms + seconds * 1_000, self.passed + seconds

    def uptime(self) -> float:
        return self.passed

    def now_ms(self) -> int:
        return self.ms

    def monotonic(self) -> float:
        return 5.0


@given(
    st.integers(-12 * HOUR, 12 * HOUR),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 3_000)), min_size=1, max_size=20),
)
def test_the_true_offset_is_always_among_those_that_are_thought_possible(ahead, answers):
    own, thought = 1_700_000_000_000, None
    for way_there, way_back in answers:
        made = own + way_there + ahead
        date = made - made % 1_000
        observed = observed_offset(date, own, own + way_there + way_back)
        assert observed.low <= ahead <= observed.high
        thought = observed if thought is None else thought.narrowed(observed)
        own += way_there + way_back
        assert thought.low <= ahead <= thought.high
    assert thought.high - thought.low <= 1_000 + min(there + back for there, back in answers)
    assert abs(thought.best_ms - ahead) <= thought.high - thought.low


def test_a_clock_that_may_be_right_is_left_alone():
    own = OwnClock(1_700_000_000_400)
    clock = ServerClock(own, own.uptime)
    assert clock.now_ms() == own.ms
    clock.observe(1_700_000_000_000, 50)
    assert clock.now_ms() == own.ms


def test_a_clock_an_hour_behind_tells_the_platforms_time():
    own = OwnClock(1_700_000_000_000)
    clock = ServerClock(own, own.uptime)
    clock.observe(own.ms + HOUR, 200)
    assert clock.now_ms() - own.ms == HOUR
    assert clock.monotonic() == own.monotonic()


@pytest.mark.parametrize("set_by", [-8 * HOUR, 8 * HOUR, 365 * 24 * HOUR])
def test_a_clock_that_is_set_meanwhile_changes_nothing_but_how_wrong_it_is(set_by):
    own = OwnClock(1_700_000_000_000)
    clock = ServerClock(own, own.uptime)
    clock.observe(own.ms + HOUR, 200)
    own.pass_time(60)
    before = clock.now_ms()
    assert before == 1_700_000_000_000 + HOUR + 60_000
    own.ms += set_by
    assert clock.now_ms() == before
    assert clock.offset.low <= HOUR - set_by <= clock.offset.high
    clock.observe(before, 200)
    assert clock.now_ms() == before


def test_a_clock_that_is_put_right_before_the_platform_was_asked_is_believed():
    own = OwnClock(1_700_000_000_000)
    clock = ServerClock(own, own.uptime)
    own.ms += 8 * HOUR
    assert clock.now_ms() == own.ms
    clock.observe(own.ms, 200)
    assert (clock.now_ms(), clock.offset.best_ms) == (own.ms, 0)


def test_a_clock_of_years_ago_goes_on_from_the_platforms_last_time_until_it_is_asked():
    own = OwnClock(946_684_800_000)
    clock = ServerClock(own, own.uptime)
    clock.know_past(1_700_000_000_000)
    own.pass_time(60)
    assert clock.now_ms() == 1_700_000_060_000
    own.ms = 1_700_000_900_000
    assert clock.now_ms() == own.ms, "put right over the network, it is believed"
    clock.observe(1_699_999_000_000, 0)
    assert clock.now_ms() == 1_699_999_000_000, "the platform is believed, whatever it said before"


def test_the_time_goes_on_while_the_computer_sleeps():
    awake = time.monotonic()
    assert uptime_seconds() >= awake


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="its one clock goes on")
def test_what_passes_in_a_sleep_has_passed_for_whoever_measures(monkeypatch):
    """An answer that was under way would have put the platform's time back by as much."""
    clock, read = SystemClock(), time.clock_gettime
    before = clock.monotonic()
    slept = {time.CLOCK_BOOTTIME: 8 * 3_600.0}
    monkeypatch.setattr(time, "clock_gettime", lambda which: read(which) + slept.get(which, 0.0))
    assert clock.monotonic() - before >= 8 * 3_600


@given(*(st.integers(-5, 5) for _ in range(4)))
def test_two_that_cannot_both_be_true_leave_the_newer(a, b, c, d):
    before, observed = Offset(min(a, b), max(a, b)), Offset(min(c, d), max(c, d))
    both = before.narrowed(observed)
    assert observed.low <= both.low <= both.high <= observed.high
    assert both.low <= both.best_ms <= both.high


def test_dates_of_answers_are_read_and_nonsense_or_kept_answers_are_not():
    date = "Tue, 14 Nov 2023 22:13:20 GMT"
    assert date_of({"date": date}) == 1_700_000_000_000
    assert date_of({"date": date, "age": "3"}) is None
    for nonsense in ("", "gestern", "Tue, 99 Nov 2023 22:13:20 GMT", "\x00"):
        assert date_of({"date": nonsense}) is None
    assert date_of({}) is None
