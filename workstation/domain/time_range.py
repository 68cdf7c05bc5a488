"""The times that every calendar has, in milliseconds since the Unix epoch.

Databases write the end of the year 9999 for "never": east of Greenwich that is a day which Python's
calendar lacks. Windows tells no local time from the year 3001 on, nor before 1970.
"""

from datetime import date

FIRST_MS = 0
LAST_MS = 32_503_679_999_999
"""The last moment of the year 2999."""

FIRST_DAY, LAST_DAY = date(1970, 1, 2), date(2999, 12, 30)
"""The days that begin and end within that time in every zone."""


def has_local_time(day: date) -> bool:
    """Whether every system tells when a day begins and ends on a wall clock."""
    return FIRST_DAY <= day <= LAST_DAY
