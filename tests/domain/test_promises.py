"""Promises and questions are found by declared rules, and days computed from the writing."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from workstation.domain.promises import find_promises
from workstation.domain.questions import asks
from workstation.domain.time_range import LAST_MS

WRITTEN = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
"""A Friday, half an hour before midnight."""
AT_MS = round(WRITTEN.timestamp() * 1000)

PROMISES = {
    "明天回复您": 1,
    "您好，检查我看了。明天给您打电话，请放心。": 1,
    "一周后复查": 7,
    "两周后复诊": 14,
    "3 天后再来看看": 3,
    "十天以后随访": 10,
    "半个月后复查血常规": 15,
    "三个月后复查": 92,
    "后天联系您": 2,
    "大后天回访": 3,
    "下周三复诊": 5,
    "周一给您回复": 3,
    "下周再看": 7,
    "12月5日复查": 8,
    "今晚回复您": 0,
    "稍后给您回电": 0,
    "2小时内回复您": 0,
    "48小时后复查": 2,
    "I will reply within 24 hours": 1,
    "如果没有好转一周后复查": 7,
    "I will call you tomorrow": 1,
    "Thanks. I'll get back to you the day after tomorrow.": 2,
    "Please come back in one week.": 7,
    "Recheck in 2 weeks": 14,
    "Follow-up in a month": 30,
    "See you next Wednesday": 5,
    "Don't worry, I'll reply tonight.": 0,
}
NONE = (
    "明天可以复查吗？",
    "明天复查了吗",
    "明天不用复查",
    "一周后无需复诊",
    "明天告诉我结果",
    "请在三天后联系我",
    "请明天停药",
    "我会联系您",
    "一周三次复查血糖",
    "No need to come back tomorrow.",
    "I can't call you tomorrow",
    "Please call me tomorrow",
    "Will you come back tomorrow?",
    "Please don't come back next week",
    "> 明天回复您",
    "13月41日复查",
    "999个月后复查",
    "",
)


@pytest.mark.parametrize(("text", "days"), PROMISES.items(), ids=PROMISES)
def test_a_promise_names_the_day_counted_from_the_writing(text, days):
    (promise,) = find_promises(text, AT_MS, UTC)
    day = datetime.fromtimestamp(promise.due_ms / 1000, UTC)
    assert day == WRITTEN.replace(hour=0, minute=0) + timedelta(days=days)
    assert promise.text in text


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_one_is_none(text):
    assert find_promises(text, AT_MS, UTC) == ()


def test_a_day_that_no_calendar_tells_promises_nothing():
    """An archive may say any time; of these days Windows tells no beginning."""
    assert find_promises("今天回复您，两年后复查", LAST_MS) == ()


def test_what_is_promised_by_a_clock_that_was_never_set_is_due_at_once():
    """Windows tells no beginning of the first days, either."""
    assert [one.due_ms for one in find_promises("今天回复您", 0)] == [0]


def test_each_sentence_promises_once():
    text = "明天回复您。一周后复查。明天回复您。"
    assert [one.text for one in find_promises(text, AT_MS, UTC)] == ["明天回复您。", "一周后复查。"]


@pytest.mark.parametrize(
    "text", ["需要先吃药吗", "多久能好呢", "要不要停药。", "Can he eat eggs", "怎么办", "停药?"]
)
def test_a_question_is_known_by_its_words(text):
    assert asks(text)


@pytest.mark.parametrize("mark", ["﹖", "؟", "⁇", "❓", "❔", "⁉\ufe0f"])
def test_a_question_is_known_by_any_of_its_marks(mark: str):
    assert asks(f"鸡蛋可以吃{mark}好的")
    assert find_promises(f"明天回复您{mark}", AT_MS, UTC) == ()


@pytest.mark.parametrize("mark", ["？", "﹖", "❓", "⁉\ufe0f"])
def test_a_question_ends_at_its_mark_where_a_promise_follows(mark: str):
    promises = find_promises(f"要我明天打电话{mark}周五回复您", AT_MS, UTC)
    assert [one.text for one in promises] == ["周五回复您"]


@pytest.mark.parametrize("text", ["好的，谢谢", "体温 38.2", "Thank you", "> 需要先吃药吗\n好的"])
def test_other_words_ask_nothing(text):
    assert not asks(text)


@pytest.mark.parametrize(
    "text",
    ["吗{} x", "a{}x", "呢。{}x", "复查 1{}x", "明天不用{}复查"],
    ids=["ending", "beginning", "marks", "number", "exception"],
)
@pytest.mark.parametrize("blank", [" ", "\n", "！", "个 "])
def test_blanks_without_end_are_looked_at_once(text: str, blank: str):
    """A message may be as long as a frame; twice as many blanks may not take four times as long."""
    hostile = text.format(blank * (20_000 // len(blank)))
    began = time.thread_time()
    asks(hostile)
    find_promises(hostile, AT_MS, UTC)
    assert time.thread_time() - began < 0.5
