"""Times, durations and counts as the design's copy rules write them.

Moments are milliseconds since the Unix epoch; ``zone`` is the computer's own unless given.
"""

from collections.abc import Hashable
from datetime import date, datetime, tzinfo
from functools import lru_cache

from workstation.domain.time_range import local_time
from workstation.ui.kit.strings.catalogue import tr

MINUTES_PER_HOUR = 60
MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR
MAX_COUNT = 99
MAX_SEARCH = 40
KILOBYTE = 1024
QUARTER_MS = 15 * 60_000
HALF_YEAR_MS = 182 * 86_400_000
MAX_QUARTERS = 16_384


def local(moment_ms: int, zone: tzinfo | None = None) -> datetime:
    """The moment on the wall clock of ``zone``, the nearest that calendars have."""
    return local_time(moment_ms, zone)


def local_day(moment_ms: int, zone: tzinfo | None = None) -> date:
    """The day of a moment, remembered: lists by days ask for all of theirs at each letter."""
    return _day_of_quarter(moment_ms // QUARTER_MS, zone)


def day_and_zone(now_ms: int) -> Hashable:
    """What days and times depend on: another value on another day, or in another zone.

    A zone without summer time is told from one with it by its offset half a year on.
    """
    now, later = local(now_ms), local(now_ms + HALF_YEAR_MS)
    return now.date(), now.utcoffset(), later.utcoffset()


def forget_days() -> None:
    """Drop the days computed so far, as the computer's own zone is another one."""
    _day_of_quarter.cache_clear()


@lru_cache(maxsize=MAX_QUARTERS)
def _day_of_quarter(quarter: int, zone: tzinfo | None) -> date:
    """The day of a quarter of an hour: in every time zone days begin on one."""
    return local(quarter * QUARTER_MS, zone).date()


def clock_time(moment_ms: int, zone: tzinfo | None = None) -> str:
    """``10:52``, in 24 hours."""
    return f"{local(moment_ms, zone):%H:%M}"


def day(
    moment_ms: int, now_ms: int, zone: tzinfo | None = None, *, in_sentence: bool = False
) -> str:
    """``今天``, ``昨天``, ``10 月 8 日``, and the year if it is another one.

    ``in_sentence`` is for one that does not begin with it: English says "yesterday" there.
    """
    then, today = local(moment_ms, zone).date(), local(now_ms, zone).date()
    return day_of(then, today, in_sentence=in_sentence)


def day_of(then: date, today: date, *, in_sentence: bool = False) -> str:
    """As ``day``, with dates in place of moments."""
    age = (today - then).days
    if age in {0, 1}:
        if in_sentence:
            return tr("time.in_sentence.yesterday" if age else "time.in_sentence.today")
        return tr("time.yesterday" if age else "time.today")
    return date_of(then, today)


def date_of(then: date, today: date) -> str:
    """``10 月 8 日``, also of today: for a text that is read on another day, too."""
    month = tr(f"time.month.{then.month}")
    if then.year == today.year:
        return tr("time.date", month=month, day=then.day)
    return tr("time.date_year", year=then.year, month=month, day=then.day)


def date_time(moment_ms: int) -> str:
    """``2026-12-02 10:52``, for text that is read elsewhere and later."""
    return f"{local(moment_ms):%Y-%m-%d %H:%M}"


def list_time(moment_ms: int, now_ms: int, zone: tzinfo | None = None) -> str:
    """A list's time: ``10:52`` today, otherwise the day."""
    if local(moment_ms, zone).date() == local(now_ms, zone).date():
        return clock_time(moment_ms, zone)
    return day(moment_ms, now_ms, zone)


def past_time(
    moment_ms: int, now_ms: int, zone: tzinfo | None = None, *, in_sentence: bool = False
) -> str:
    """A moment that something happened: ``10:52`` today, else with the day before it."""
    if local(moment_ms, zone).date() == local(now_ms, zone).date():
        return clock_time(moment_ms, zone)
    return day_time(moment_ms, now_ms, zone, in_sentence=in_sentence)


def day_time(
    moment_ms: int, now_ms: int, zone: tzinfo | None = None, *, in_sentence: bool = False
) -> str:
    """``今天 09:52``: the day and the time of day."""
    when = day(moment_ms, now_ms, zone, in_sentence=in_sentence)
    return tr("time.day_time", day=when, time=clock_time(moment_ms, zone))


def coming_time(moment_ms: int, now_ms: int) -> str:
    """A moment to come: ``14:00`` today, else with the day before it."""
    then, now = local(moment_ms).date(), local(now_ms).date()
    time = clock_time(moment_ms)
    if then == now:
        return time
    when = tr("time.tomorrow") if (then - now).days == 1 else day(moment_ms, now_ms)
    return tr("time.day_time", day=when, time=time)


def duration(minutes: int) -> str:
    """A duration in words: ``42 分钟``, ``2 小时 06 分``, ``1 天 3 小时``."""
    if minutes < 1:
        return tr("time.under_minute")
    if minutes < MINUTES_PER_HOUR:
        return tr("time.minutes", minutes=minutes)
    hours, past_hour = divmod(minutes, MINUTES_PER_HOUR)
    if minutes < MINUTES_PER_DAY:
        return tr("time.hours", hours=hours, minutes=f"{past_hour:02}")
    days, hours = divmod(hours, MINUTES_PER_DAY // MINUTES_PER_HOUR)
    return tr("time.days", days=days, hours=hours)


def clock_position(milliseconds: int) -> str:
    """A moment of a recording as a player shows it: ``0:42``."""
    seconds = milliseconds // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


def voice_length(milliseconds: int) -> str:
    """``0:18``; a part of a second counts as a whole one, so nothing lasts 0:00."""
    seconds = -(-milliseconds // 1000)
    return f"{seconds // 60}:{seconds % 60:02}"


def spoken_length(milliseconds: int) -> str:
    """``8 秒``, ``1 分 05 秒``: how long a voice is, to be heard."""
    minutes, seconds = divmod(-(-milliseconds // 1000), 60)
    if not minutes:
        return tr("time.seconds", seconds=seconds)
    return tr("time.minutes_seconds", minutes=minutes, seconds=f"{seconds:02}")


def beginning(text: str, characters: int) -> str:
    """At most that many characters of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= characters else f"{line[: characters - 1]}…"


def short_search(words: str) -> str:
    """The words of a search inside a sentence that says what became of it."""
    return beginning(words, MAX_SEARCH)


def byte_size(size: int) -> str:
    """``860 B``, ``12 KB``, ``3.4 MB``: as the file's owner reads it on their own computer."""
    if size < KILOBYTE:
        return f"{size} B"
    if size < KILOBYTE * KILOBYTE:
        return f"{round(size / KILOBYTE)} KB"
    return f"{size / KILOBYTE / KILOBYTE:.1f} MB"


def count(number: int) -> str:
    """A badge's number: at most ``99+``."""
    return str(number) if number <= MAX_COUNT else f"{MAX_COUNT}+"
