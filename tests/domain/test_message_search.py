"""Who, when and which kind are read out of what was typed; all else are words."""

from datetime import UTC, datetime

import pytest

from workstation.domain.message import MessageKind
from workstation.domain.message_search import read_filter

NOW_MS = round(datetime(2026, 10, 14, 9, 30, tzinfo=UTC).timestamp() * 1000)  # a Wednesday


def days(search: str) -> tuple[str, str] | None:
    """The first day, and the first that is no longer meant."""
    result = read_filter(search, NOW_MS, UTC)
    if result is None or result.since_ms is None or result.until_ms is None:
        return None
    first, last = (
        datetime.fromtimestamp(ms / 1000, tz=UTC) for ms in (result.since_ms, result.until_ms)
    )
    assert first.time() == last.time() == datetime.min.time()
    return f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}"


@pytest.mark.parametrize(
    ("search", "first", "end"),
    [
        ("今天", "2026-10-14", "2026-10-15"),
        ("Yesterday", "2026-10-13", "2026-10-14"),
        ("前天", "2026-10-12", "2026-10-13"),
        ("本周", "2026-10-12", "2026-10-15"),
        ("上周", "2026-10-05", "2026-10-12"),
        ("3天", "2026-10-12", "2026-10-15"),
        ("10月8日", "2026-10-08", "2026-10-09"),
        ("2025年12月31日", "2025-12-31", "2026-01-01"),
        ("12-31", "2025-12-31", "2026-01-01"),
        ("2026/2/28", "2026-02-28", "2026-03-01"),
    ],
)
def test_days_are_read_in_both_languages(search, first, end):
    assert days(search) == (first, end)


def test_who_when_and_kind_stand_beside_words_in_any_order():
    result = read_filter("张 图片 昨天 from：李 voice", NOW_MS, UTC)
    assert result.words == ("张",)
    assert result.senders == ("李",)
    assert result.kinds == {MessageKind.IMAGE, MessageKind.VOICE}


@pytest.mark.parametrize(
    "search", ["9999-12-31", "0001-01-01", "1956-03-12", "1970年1月1日", "1970-01-02", "3000/1/1"]
)
def test_a_day_on_which_nobody_wrote_is_words(search):
    """Python's calendar ends there, and Windows tells no local time of it."""
    assert read_filter(search, NOW_MS) is None
    result = read_filter(f"{search} 图片", NOW_MS)
    assert result.words == (search,)


def test_a_date_may_be_a_day_of_birth_and_then_is_words():
    result = read_filter("from:李 1985-03-02 昨天", NOW_MS, UTC, dates=False)
    assert (result.senders, result.words) == (("李",), ("1985-03-02",))
    assert result.since_ms is not None
    assert read_filter("1985-03-02", NOW_MS, UTC, dates=False) is None


@pytest.mark.parametrize("search", ["", "皮疹 三天前", "13-45", "from", "0.5 mg", "2026"])
def test_plain_words_are_no_filter(search):
    assert read_filter(search, NOW_MS, UTC) is None
