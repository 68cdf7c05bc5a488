"""What a doctor promised in their own words, and for which day: found by the rules declared here.

A sentence is a promise where one of ``DEEDS`` and one of ``TIMES`` stand in it, where it asks
nothing and where nothing in it takes the deed back (``EXCEPTIONS``). 「明天回复您」, 「一周后复查」
and "I will call you tomorrow" are promises; 「明天可以复查吗？」 and "no need to come back
tomorrow" are none. Rules read words, not meaning: whoever shows a promise says that a machine
found it. A quoted line (``QUOTE_SIGNS``) is not looked at: it is somebody else's.

A day is counted from the day on which the message was written, on the wall clock of its reader.
Tests: ``tests/domain/test_promises.py``.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import date, timedelta, tzinfo

from workstation.domain.time_range import LAST_DAY, day_begins_ms, local_time
from workstation.domain.value import Value

MAX_SENTENCE_CHARACTERS = 200
"""A longer one is cut for the page; nobody promises in so many words."""
QUESTION_MARKS = "?？﹖؟⁇⁈⁉❓❔"
"""Phones offer the last ones in the place of the first."""
QUOTE_SIGNS = (">", "＞")
"""A line that begins with one of these is somebody else's."""

MAX_DAYS = 366 * 2
"""What is farther away is a number that means something else."""

_PICTURE_SIGN = "\ufe0f"
"""May follow on a sign that is to be painted as a picture."""
_SENTENCE_END = re.compile(
    rf"(?<=[。！!；;{QUESTION_MARKS}])(?!{_PICTURE_SIGN})|(?<=[{QUESTION_MARKS}]{_PICTURE_SIGN})|(?<=\.)\s+"
)
_NUMERALS = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
    "九": 9, "十": 10, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_NUMBER_ZH = r"(\d{1,3}|[一二两三四五六七八九十])\s*(?:个\s*)?"
_NUMBER_EN = r"(\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+"
_NOT = r"(?:不用|无需|不必|不需要|没必要|不能|不会|别)"
_AFTER_ZH = r"(?:之后|以后|后)"
_SAME_DAY = (
    r"今天|今晚|今日|稍后|晚点|晚些|待会|一会儿|下班前|尽快"
    r"|\b(?:today|tonight|this (?:afternoon|evening)|shortly|as soon as)\b"
)
_DAY_NAMES = ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")
_DAY_NAME = rf"(?:{'|'.join(_DAY_NAMES)})day"

DEEDS: tuple[str, ...] = (
    r"(?:回复|答复|联系|通知|告诉|答应)(?:您|你|家长|妈妈|爸爸)",
    r"给(?:您|你)(?:回复|答复|联系|打电话|回电|说|看|开|发|安排)",
    r"打电话|回电|回访|随访|跟进",
    r"(?:复查|复诊|复测|复评|再来|再看|再查|再评估|见面|面诊)",
    r"\b(?:I|we)(?:'ll|’ll| will| am going to| are going to| shall)\b",
    r"\b(?:follow[- ]?up|re-?check|check(?: up)? again|come back|review|see you|re-?visit)\b",
)
"""What is promised: an answer, a call, another look."""

EXCEPTIONS: tuple[str, ...] = (
    rf"{_NOT}[^，,]{{0,6}}(?:回复|联系|复查|复诊|随访|再来|再看|打电话)",
    r"(?:告诉|回复|联系|发给|通知)我",
    r"\b(?:won't|won’t|will not|cannot|can't|can’t|no need|not necessary)\b",
    r"\b(?:don't|don’t|do not|needn't)(?: \w+){0,2} (?:come back|check|re-?check|review|follow)\b",
    r"\blet me know\b|\btell me\b|\bcall me\b",
    r"(?:吗|么|呢)\s*[。.]?$",
)
"""What makes a sentence none: taken back, asked of the patient, or a question."""

FinderOfDay = Callable[[re.Match[str], date], date | None]


def _in_days(days: int) -> FinderOfDay:
    return lambda _match, written: written + timedelta(days=days)


def _counted(days: int) -> FinderOfDay:
    return lambda match, written: _later(written, _number(match[1]) * days)


def _hours(match: re.Match[str], written: date) -> date | None:
    return _later(written, _number(match[1]) // 24)


def _months(match: re.Match[str], written: date) -> date | None:
    months = _number(match[1]) + written.month - 1
    year, month = written.year + months // 12, months % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return _within(date(year, month, min(written.day, last)), written)


def _next_week_day(match: re.Match[str], written: date) -> date:
    """The date of 「下周三」: the Wednesday of the next week; weeks begin on a Monday."""
    monday = written + timedelta(days=7 - written.weekday())
    return monday + timedelta(days=_week_day(match[1]))


def _week_day_to_come(match: re.Match[str], written: date) -> date:
    ahead = (_week_day(match[1]) - written.weekday() - 1) % 7 + 1
    return written + timedelta(days=ahead)


def _day_of_month(match: re.Match[str], written: date) -> date | None:
    try:
        day = date(written.year, int(match[1]), int(match[2]))
        return day if day >= written else date(written.year + 1, day.month, day.day)
    except ValueError:
        return None


TIMES: tuple[tuple[str, FinderOfDay], ...] = (
    (r"大后天", _in_days(3)),
    (r"(?<!大)后天|\bthe day after tomorrow\b", _in_days(2)),
    (r"明天|明早|明晚|明日|明儿|(?<!day after )\btomorrow\b", _in_days(1)),
    (rf"半个?月{_AFTER_ZH}|\bin half a month\b", _in_days(15)),
    (rf"半年{_AFTER_ZH}|\bin half a year\b", _in_days(182)),
    (rf"{_NUMBER_ZH}(?:天|日){_AFTER_ZH}", _counted(1)),
    (rf"{_NUMBER_ZH}(?:周|星期|礼拜){_AFTER_ZH}", _counted(7)),
    (rf"{_NUMBER_ZH}月{_AFTER_ZH}", _months),
    (rf"\b(?:in|after|within) {_NUMBER_EN}days?\b", _counted(1)),
    (rf"\b(?:in|after|within) {_NUMBER_EN}weeks?\b", _counted(7)),
    (rf"\b(?:in|after|within) {_NUMBER_EN}months?\b", _months),
    (rf"{_NUMBER_ZH}小时(?:{_AFTER_ZH}|内)", _hours),
    (rf"\b(?:in|after|within) {_NUMBER_EN}hours?\b", _hours),
    (r"下(?:周|星期|礼拜)([一二三四五六日天])", _next_week_day),
    (rf"\bnext ({_DAY_NAME})\b", _week_day_to_come),
    (r"下(?:周|星期|礼拜)(?![一二三四五六日天])|\bnext week\b", _in_days(7)),
    (r"下个?月|\bnext month\b", _in_days(30)),
    (
        r"(?<![下每0-9一二两三四五六七八九十个])(?:周|星期|礼拜)([一二三四五六日天])",
        _week_day_to_come,
    ),
    (rf"\bon ({_DAY_NAME})\b", _week_day_to_come),
    (r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]", _day_of_month),
    (_SAME_DAY, _in_days(0)),
)
"""When: the first that stands in a sentence counts, with the day that it means."""

_DEED = "|".join(f"(?:{deed})" for deed in DEEDS)
_EXCEPTION = "|".join(f"(?:{one})" for one in EXCEPTIONS)
_SIGNS = frozenset("复联通告答电访进再面诊给")
"""One of these stands in every deed of ``DEEDS`` in Chinese: most texts have none of them."""
_LATIN = re.compile("[A-Za-z][A-Za-z]")


class Promise(Value):
    """A sentence that promises something, and when the day it names begins (ms since the epoch)."""

    text: str = field(repr=False)
    due_ms: int


def find_promises(text: str, at_ms: int, zone: tzinfo | None = None) -> tuple[Promise, ...]:
    """The promises in what was written at a moment, each sentence once; ``zone`` is the reader's.

    Without a ``zone`` it is the computer's own.
    """
    if _SIGNS.isdisjoint(text) and _LATIN.search(text) is None:
        return ()
    if _search(_DEED, text) is None:
        return ()
    written = local_time(at_ms, zone).date()
    days = {
        sentence: due
        for sentence in _sentences(text)
        if (due := _due_day(sentence, written)) is not None and due <= LAST_DAY
    }
    return tuple(
        Promise(sentence[:MAX_SENTENCE_CHARACTERS], day_begins_ms(day, zone))
        for sentence, day in days.items()
    )


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.lstrip().startswith(QUOTE_SIGNS):
            yield from filter(None, (part.strip() for part in _SENTENCE_END.split(line)))


def _due_day(sentence: str, written: date) -> date | None:
    asks = sentence.rstrip(_PICTURE_SIGN).endswith(tuple(QUESTION_MARKS))
    if asks or _search(_EXCEPTION, sentence) or _search(_DEED, sentence) is None:
        return None
    for pattern, find in TIMES:
        match = _search(pattern, sentence)
        if match is not None:
            return find(match, written)
    return None


def _search(pattern: str, text: str) -> re.Match[str] | None:
    """The first match of a rule, compiled when first searched for and kept by ``re``."""
    return re.search(pattern, text, re.IGNORECASE)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMERALS[word.lower()]


def _week_day(word: str) -> int:
    """The number of a week day, counted from Monday, 0."""
    if len(word) == 1:
        return "一二三四五六日".index(word.replace("天", "日"))
    return _DAY_NAMES.index(word.lower().removesuffix("day"))


def _later(written: date, days: int) -> date | None:
    return _within(written + timedelta(days=days), written)


def _within(day: date, written: date) -> date | None:
    return day if (day - written).days <= MAX_DAYS else None
