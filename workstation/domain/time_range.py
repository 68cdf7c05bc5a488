"""The times that every calendar has, in milliseconds since the Unix epoch.

Databases write the end of the year 9999 for "never": east of Greenwich that is a day which Python's
calendar lacks. Windows tells no local time from the year 3001 on.
"""

FIRST_MS = 0
LAST_MS = 32_503_679_999_999
"""The last moment of the year 2999."""
