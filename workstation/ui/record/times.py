"""Moments as a record writes them: always with the year, never "today"."""

from datetime import date, tzinfo

from workstation.ui.kit.strings import formats, tr

MINUTES_PER_HOUR = 60


def whole_day(day: date) -> str:
    """``2026 年 12 月 2 日``."""
    return tr("time.date_year", year=day.year, month=tr(f"time.month.{day.month}"), day=day.day)


def weekday(day: date) -> str:
    """``周三``."""
    return tr(f"record.weekday.{day.isoweekday()}")


def moment(moment_ms: int, zone: tzinfo | None = None) -> str:
    """``2026 年 12 月 2 日 10:52``."""
    day = whole_day(formats.local(moment_ms, zone).date())
    return tr("time.day_time", day=day, time=formats.clock_time(moment_ms, zone))


def moment_from(moment_ms: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """As ``moment``; with what it counts from, where that is not what the time ``now_ms`` does."""
    text, distance = moment(moment_ms, zone), offset(moment_ms, zone)
    return text if distance == offset(now_ms, zone) else with_offset(text, distance)


def with_offset(text: str, distance: str) -> str:
    """``2026 年 7 月 2 日（UTC+02:00）``."""
    return tr("record.with_zone", moment=text, zone=distance)


def offset(moment_ms: int, zone: tzinfo | None = None) -> str:
    """``UTC+08:00``: what the times of a record count from."""
    distance = formats.local(moment_ms, zone).utcoffset()
    minutes = 0 if distance is None else round(distance.total_seconds() / MINUTES_PER_HOUR)
    hours, past_hour = divmod(abs(minutes), MINUTES_PER_HOUR)
    return f"UTC{'-' if minutes < 0 else '+'}{hours:02}:{past_hour:02}"
