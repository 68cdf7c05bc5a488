"""Times, durations, counts and sizes as the design's copy rules write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.ui.kit.strings import Language, formats, set_language

ZONE = timezone(timedelta(hours=8))


def ms(*when: int) -> int:
    return int(datetime(*when, tzinfo=ZONE).timestamp() * 1000)  # type: ignore[arg-type, misc]


NOW = ms(2026, 11, 24, 10, 52)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (ms(2026, 11, 24, 8, 6), "08:06", "08:06"),
        (ms(2026, 11, 24, 0, 0), "00:00", "00:00"),
        (ms(2026, 11, 23, 23, 59), "昨天", "Yesterday"),
        (ms(2026, 10, 8, 9, 0), "10 月 8 日", "8 Oct"),
        (ms(2025, 11, 24, 10, 52), "2025 年 11 月 24 日", "24 Nov 2025"),
        (ms(2026, 11, 25, 1, 0), "11 月 25 日", "25 Nov"),
    ],
)
def test_a_list_shows_the_time_today_and_the_day_before_that(
    moment: int, chinese: str, english: str
) -> None:
    assert formats.list_time(moment, NOW, ZONE) == chinese
    set_language(Language.EN)
    assert formats.list_time(moment, NOW, ZONE) == english


def test_a_day_within_an_english_sentence_is_no_name() -> None:
    yesterday = ms(2026, 11, 23, 9, 52)
    assert formats.day_time(yesterday, NOW, ZONE, in_sentence=True) == "昨天 09:52"
    set_language(Language.EN)
    assert formats.past_time(yesterday, NOW, ZONE, in_sentence=True) == "yesterday 09:52"
    assert formats.day_time(NOW, NOW, ZONE, in_sentence=True) == "today 10:52"
    assert formats.day(ms(2026, 10, 8, 9, 0), NOW, ZONE, in_sentence=True) == "8 Oct"


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (ms(2026, 11, 24, 9, 52), "09:52", "09:52"),
        (ms(2026, 11, 23, 9, 52), "昨天 09:52", "Yesterday 09:52"),
        (ms(2026, 10, 8, 9, 0), "10 月 8 日 09:00", "8 Oct 09:00"),
        (ms(2025, 10, 8, 9, 0), "2025 年 10 月 8 日 09:00", "8 Oct 2025 09:00"),
    ],
)
def test_when_something_happened_is_told_with_its_hour_on_any_day(
    moment: int, chinese: str, english: str
) -> None:
    assert formats.past_time(moment, NOW, ZONE) == chinese
    set_language(Language.EN)
    assert formats.past_time(moment, NOW, ZONE) == english


def test_a_symptoms_time_names_day_and_time() -> None:
    assert formats.day_time(ms(2026, 11, 24, 9, 52), NOW, ZONE) == "今天 09:52"


def test_midnight_is_that_of_the_computers_zone() -> None:
    moment = ms(2026, 11, 24, 1, 0)
    assert formats.list_time(moment, NOW, UTC) == "昨天"


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (-3, "不到 1 分钟", "under 1 min"),
        (0, "不到 1 分钟", "under 1 min"),
        (42, "42 分钟", "42 min"),
        (59, "59 分钟", "59 min"),
        (60, "1 小时 00 分", "1 h 00 min"),
        (126, "2 小时 06 分", "2 h 06 min"),
        (1439, "23 小时 59 分", "23 h 59 min"),
        (1440, "1 天 0 小时", "1 d 0 h"),
        (1640, "1 天 3 小时", "1 d 3 h"),
    ],
)
def test_durations(minutes: int, chinese: str, english: str) -> None:
    assert formats.duration(minutes) == chinese
    set_language(Language.EN)
    assert formats.duration(minutes) == english


@pytest.mark.parametrize(
    ("length", "text"), [(1, "0:01"), (18_000, "0:18"), (18_001, "0:19"), (3_600_000, "60:00")]
)
def test_voice_lengths(length: int, text: str) -> None:
    assert formats.voice_length(length) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (99, "99"), (100, "99+"), (10**9, "99+")])
def test_badges_stop_at_99(number: int, text: str) -> None:
    assert formats.count(number) == text


@given(st.integers(0, 4_102_444_800_000), st.integers(0, 4_102_444_800_000))
def test_every_moment_has_a_text(moment: int, now: int) -> None:
    assert formats.list_time(moment, now, ZONE)
    assert formats.day_time(moment, now, ZONE)


@pytest.mark.parametrize("hours", [-12, 0, 8, 14])
@pytest.mark.parametrize("moment_ms", [-(2**62), -1, 253_402_300_799_999, 2**62])
def test_a_time_that_no_calendar_has_is_written_as_the_nearest(moment_ms, hours):
    zone = timezone(timedelta(hours=hours))
    assert formats.local(moment_ms, zone).year in {1969, 1970, 2999, 3000}
    assert formats.list_time(moment_ms, 0, zone)
