"""Days and moments at the ends of the time that every system tells."""

import sys
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from tests.windows_clock import WindowsDatetime, with_windows_clock
from workstation.domain import time_range
from workstation.domain.time_range import (
    FIRST_DAY,
    FIRST_MS,
    LAST_DAY,
    day_begins_ms,
    has_local_time,
    local_time,
)

HOUR_MS = 60 * 60_000
PLACES = ("Asia/Shanghai", "Etc/GMT-14", "Etc/GMT+12", "UTC")

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="no test may set the zone of a Windows"
)


@pytest.mark.parametrize("place", PLACES)
def test_every_day_that_is_told_begins_on_windows_too(monkeypatch, place):
    with with_windows_clock(monkeypatch, place, time_range):
        for day in (FIRST_DAY, FIRST_DAY + timedelta(days=1), date(2026, 12, 1), LAST_DAY):
            assert has_local_time(day)
            assert local_time(day_begins_ms(day), zone=None).date() == day


@pytest.mark.parametrize("place", PLACES)
def test_a_day_before_them_begins_with_the_first_moment(monkeypatch, place):
    """A server whose clock was never set writes the first moment itself."""
    with with_windows_clock(monkeypatch, place, time_range):
        for days in range(1, 5):
            assert day_begins_ms(FIRST_DAY - timedelta(days=days)) == FIRST_MS
        assert local_time(FIRST_MS, zone=None).timestamp() == 0


def test_a_day_begins_where_its_zone_says():
    day, zone = date(2026, 12, 1), timezone(timedelta(hours=8))
    assert day_begins_ms(day, zone) == day_begins_ms(day, UTC) - 8 * HOUR_MS


def test_the_clock_of_these_tests_is_as_strict_as_windows(monkeypatch):
    with with_windows_clock(monkeypatch, "Asia/Shanghai", time_range):
        for day in (1, 2):
            with pytest.raises(OSError, match="Invalid"):
                WindowsDatetime(1970, 1, day).timestamp()
        began = datetime(1970, 1, 2, 16, tzinfo=UTC)
        assert WindowsDatetime(1970, 1, 3).timestamp() == began.timestamp()
