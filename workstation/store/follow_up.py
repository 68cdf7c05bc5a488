"""The day a patient was asked to come again, as a reminder: from the summary that was sent."""

from datetime import tzinfo

from workstation.domain.changes import Summary
from workstation.domain.closing import follow_up_date
from workstation.domain.errors import InputError
from workstation.domain.time_range import day_begins_ms, local_time


def follow_up_ms(summary: Summary, zone: tzinfo | None = None) -> int | None:
    """When the day of the follow-up begins on the wall clock of ``zone``; ``None`` without one.

    In ms since the epoch. It is over once a doctor of the team wrote on that day or later. A day
    without a year is the next such day after the summary was sent.
    """
    if not summary.follow_up:
        return None
    sent = local_time(summary.summed_up_ms, zone)
    try:
        day = follow_up_date(summary.follow_up, sent.date())
    except InputError:
        return None
    if day is None:
        return None
    began_ms = day_begins_ms(day, zone)
    return None if (summary.doctor_ms or 0) >= began_ms else began_ms
