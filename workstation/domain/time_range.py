"""The times that every calendar has, in milliseconds since the Unix epoch.

Databases write the end of the year 9999 for "never": east of Greenwich that is a day which Python's
calendar lacks. Windows tells no local time from the year 3001 on, nor before 1970; Python asks it
for that of the day before, too.
"""

from datetime import UTC, date, datetime, time, tzinfo

FIRST_MS = 0
LAST_MS = 32_503_679_999_999
"""The last moment of the year 2999."""

FIRST_DAY, LAST_DAY = date(1970, 1, 3), date(2999, 12, 30)
"""The days whose beginning and end every system tells in every zone."""


def has_local_time(day: date) -> bool:
    """Whether every system tells when a day begins and ends on a wall clock."""
    return FIRST_DAY <= day <= LAST_DAY


def day_begins_ms(day: date, zone: tzinfo | None = None) -> int:
    """When a day begins on the wall clock of ``zone``, in ms since the epoch.

    Without a ``zone`` it is the computer's own. A day before ``FIRST_DAY`` begins with the first
    moment: a message stands there where the server's clock was never set.
    """
    if day < FIRST_DAY:
        return FIRST_MS
    return round(datetime.combine(day, time(), tzinfo=zone).timestamp() * 1000)


def local_time(moment_ms: int, zone: tzinfo | None) -> datetime:
    """The moment on the wall clock of ``zone``, the nearest that calendars have."""
    within_ms = min(max(moment_ms, FIRST_MS), LAST_MS)
    return datetime.fromtimestamp(within_ms / 1000, tz=UTC).astimezone(zone)
