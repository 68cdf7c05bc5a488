"""From when on a patient has waited too long."""

import pytest

from workstation.store.waiting import Lateness, WaitingLimits, lateness

MINUTE = 60_000
LIMITS = WaitingLimits.of_minutes(late=15, overdue=45)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-5, Lateness.CALM),
        (14, Lateness.CALM),
        (15, Lateness.LATE),
        (44, Lateness.LATE),
        (45, Lateness.OVERDUE),
    ],
)
def test_limits_are_set_in_minutes_and_reached_at_their_minute(
    minutes: int, expected: Lateness
) -> None:
    assert lateness(1_000 * MINUTE, (1_000 + minutes) * MINUTE, LIMITS) is expected
