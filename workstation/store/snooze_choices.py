"""Until when a consultation may be snoozed: the moments that are offered. Pure functions."""

from datetime import datetime, timedelta, tzinfo

from workstation.base.clock import MINUTE_MS
from workstation.domain.marks import MAX_SNOOZE_MS

HOURS_OFFERED = 6
MORNING = 8
DAYS_LATER = (0, 1, 2, 6, 13, 29)
"""Which mornings are offered, in days after the next one: in a week, in two, in a month as well."""
NEAREST_MS = 5 * MINUTE_MS


def offer_moments(now_ms: int, zone: tzinfo | None = None) -> tuple[int, ...]:
    """The next full hours and some mornings, on the wall clock of ``zone``, soonest first.

    None is nearer than five minutes or further than the longest snooze. The offset of this
    computer's time zone is determined for each: today's would be an hour wrong after a change to
    summer time.
    """
    now = datetime.fromtimestamp(now_ms / 1000, tz=zone)
    hour = now.replace(minute=0, second=0, microsecond=0)
    hours = [hour + timedelta(hours=ahead) for ahead in range(1, HOURS_OFFERED + 1)]
    morning = hour.replace(hour=MORNING)
    morning += timedelta(days=1) if morning <= now else timedelta()
    mornings = [morning + timedelta(days=days) for days in DAYS_LATER]
    choices = {round(moment.timestamp() * 1000) for moment in (*hours, *mornings)}
    nearest, furthest = now_ms + NEAREST_MS, now_ms + MAX_SNOOZE_MS
    return tuple(sorted(moment for moment in choices if nearest <= moment <= furthest))
