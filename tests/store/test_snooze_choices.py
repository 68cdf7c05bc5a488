"""The moments that are offered are near, on the hour, in order, and always some."""

import datetime as dt
import sys
import time
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.marks import MAX_SNOOZE_MS
from workstation.store.snooze_choices import DAYS_LATER, HOURS_OFFERED, NEAREST_MS, offer_moments

EVENING = dt.time(19, 58)
ZONES = st.one_of(
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin"]).map(ZoneInfo),
    st.integers(-12 * 4, 14 * 4).map(lambda n: timezone(timedelta(minutes=15 * n))),
)


@given(st.integers(1_600_000_000_000, 1_900_000_000_000), ZONES)
def test_moments_are_on_the_hour_in_order_and_can_be_kept(now, zone):
    offered = offer_moments(now, zone)
    choices = HOURS_OFFERED + len(DAYS_LATER)
    assert choices - 2 <= len(offered) <= choices
    assert list(offered) == sorted(set(offered))
    for moment in offered:
        assert now + NEAREST_MS <= moment <= now + MAX_SNOOZE_MS
        assert datetime.fromtimestamp(moment / 1000, tz=zone).minute == 0


def test_the_next_morning_is_offered_in_the_evening():
    zone = ZoneInfo("Asia/Shanghai")
    evening = datetime(2026, 3, 2, 19, 58, tzinfo=zone)
    offered = [
        datetime.fromtimestamp(m / 1000, tz=zone)
        for m in offer_moments(round(evening.timestamp() * 1000), zone)
    ]
    assert offered[0].hour == 21, "two minutes ahead is no laying aside"
    mornings = [(each.month, each.day) for each in offered if each.hour == 8]
    assert mornings == [(3, 3), (3, 4), (3, 5), (3, 9), (3, 16), (4, 1)]


@pytest.fixture
def berlin(monkeypatch):
    """The computer's own zone; as it was, afterwards."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(sys.platform == "win32", reason="no test may set the zone of a Windows")
@pytest.mark.usefixtures("berlin")
@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 24)])
def test_mornings_behind_a_change_to_or_from_summer_time_are_at_eight(day):
    zone = ZoneInfo("Europe/Berlin")
    evening = datetime.combine(day, EVENING, tzinfo=zone)
    offered = offer_moments(round(evening.timestamp() * 1000))
    mornings = [datetime.fromtimestamp(moment / 1000, tz=zone).hour for moment in offered]
    assert mornings[-len(DAYS_LATER) :] == [8] * len(DAYS_LATER)
