"""An absence is counted by the platform's time, not by what this computer says at the start."""

import pytest

from tests.fakes.clock import SetClock
from workstation.base.clock import ServerClock
from workstation.services.last_seen import LastSeen

HOUR_MS = 3_600_000
MINUTE_MS = 60_000
TRUE_MS = 1_790_000_000_000


async def seen_at(vault, moment_ms: int) -> None:
    """The doctor looked at the window then, and closed it."""
    earlier = LastSeen(vault, SetClock(moment_ms))
    earlier.update()
    await earlier.save()


@pytest.mark.parametrize("hours", [-8, 8, -24 * 3650])
async def test_a_clock_that_is_put_right_after_the_start_makes_no_absence(vault, hours):
    """A minute after the window was closed it is opened again, before the network is there."""
    await seen_at(vault, TRUE_MS)
    clock = ServerClock(SetClock(TRUE_MS + MINUTE_MS + hours * HOUR_MS), lambda: 0.0)
    again = LastSeen(vault, clock)
    await again.load()
    assert not again.update()
    clock.observe(TRUE_MS + 2 * MINUTE_MS, 0)
    assert not again.update()
    assert again.away_since_ms is None


async def test_an_absence_is_one_though_the_clock_was_ahead_at_the_start(vault):
    await seen_at(vault, TRUE_MS)
    clock = ServerClock(SetClock(TRUE_MS + 48 * HOUR_MS), lambda: 0.0)
    again = LastSeen(vault, clock)
    await again.load()
    again.update()
    await again.save()
    clock.observe(TRUE_MS + 8 * HOUR_MS, 0)
    assert again.update()
    assert again.away_since_ms == TRUE_MS


async def test_a_clock_of_years_ago_goes_on_from_the_last_look(vault):
    """Else nobody in the queue would have waited for a minute until the network is there."""
    await seen_at(vault, TRUE_MS)
    clock = ServerClock(SetClock(TRUE_MS - 24 * 3650 * HOUR_MS), lambda: 0.0)
    await LastSeen(vault, clock).load()
    assert clock.now_ms() == TRUE_MS
