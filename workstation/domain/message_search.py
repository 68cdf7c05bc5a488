"""What was typed to find messages: words, and beside them who, when and which kind.

``张 图片 昨天``: photos of yesterday in which 张 speaks or whom they are about. ``from:李`` is who
wrote it, ``10-08``, ``10月8日``, ``本周`` or ``3天`` are days. The words of both languages hold
whatever the window speaks. As they may have been meant as words or as a filter, both are searched
for.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta, tzinfo

from workstation.domain.matching import split_words
from workstation.domain.message import MessageKind
from workstation.domain.message_kinds import ByKind
from workstation.domain.time_range import day_begins_ms, has_local_time, local_time
from workstation.domain.value import Value

_KIND_WORDS = ByKind(
    text="",
    image="图片 照片 photo photos picture pictures image images",
    voice="语音 录音 voice voices recording recordings audio",
    file="文件 file files document documents pdf",
)
_KIND_OF = {word: kind for kind in MessageKind for word in _KIND_WORDS.of(kind).split()}
_SENDER = re.compile(r"(?:from|来自|发送者|发送人):(?P<name>.*)")
_DAY = re.compile(
    r"(?:(?P<year>\d{4})[-年/])?(?P<month>\d{1,2})(?:-|月)(?P<day>\d{1,2})日?"
    r"|(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})"
)
_LAST_DAYS = re.compile(r"(?P<count>\d{1,3})(?:天|日内|天内|days|d)")

Days = tuple[date, date]
"""The first day, and the first that is no longer meant."""


class MessageFilter(Value):
    """What messages are looked for.

    ``words`` stand in the text or in a name, ``senders`` in the name of who wrote it. ``kinds`` are
    any of them, all of them where none is named. Times are milliseconds since the Unix epoch,
    ``until_ms`` the first that is too late; ``None`` is no bound.
    """

    words: tuple[str, ...] = ()
    senders: tuple[str, ...] = ()
    kinds: frozenset[MessageKind] = frozenset()
    since_ms: int | None = None
    until_ms: int | None = None


def read_filter(
    search: str, now_ms: int, zone: tzinfo | None = None, *, dates: bool = True
) -> MessageFilter | None:
    """The filter that was typed; ``None`` where no part of it says who, when or which kind.

    Days are those of the wall clock of ``zone``. Without ``dates`` one is looked for as words: it
    may be somebody's day of birth, on which nobody wrote.
    """
    today = local_time(now_ms, zone).date()
    result, words = MessageFilter(), list[str]()
    for term in split_words(search):
        days = _read_days(term, today) if dates or not _DAY.fullmatch(term) else None
        sender = _SENDER.fullmatch(term)
        if term in _KIND_OF:
            result = replace(result, kinds=result.kinds | {_KIND_OF[term]})
        elif days is not None:
            since_ms, until_ms = (day_begins_ms(day, zone) for day in days)
            result = replace(result, since_ms=since_ms, until_ms=until_ms)
        elif sender is not None:
            result = replace(result, senders=(*result.senders, *filter(None, [sender["name"]])))
        else:
            words.append(term)
    return None if result == MessageFilter() else replace(result, words=tuple(words))


def _read_days(term: str, today: date) -> Days | None:
    one, monday = timedelta(days=1), today - timedelta(days=today.weekday())
    named: dict[str, Callable[[], Days]] = {
        "今天 today": lambda: (today, today + one),
        "昨天 yesterday": lambda: (today - one, today),
        "前天": lambda: (today - 2 * one, today - one),
        "本周 这周 week": lambda: (monday, today + one),
        "上周": lambda: (monday - 7 * one, monday),
    }
    for words, days in named.items():
        if term in words.split():
            return days()
    last = _LAST_DAYS.fullmatch(term)
    if last is not None:
        return today - (int(last["count"]) - 1) * one, today + one
    day = _read_date(term, today)
    return None if day is None else (day, day + one)


def _read_date(term: str, today: date) -> date | None:
    """A day of the calendar; without a year the last one that is not to come.

    ``None`` for one before 1970, as an older person's day of birth: it is looked for as words.
    """
    match = _DAY.fullmatch(term)
    if match is None:
        return None
    month, day = match["month"] or match["m"], match["day"] or match["d"]
    named_year = match["year"] or match["y"]
    year = int(named_year) if named_year else today.year
    if not named_year and (int(month), int(day)) > (today.month, today.day):
        year -= 1
    try:
        result = date(year, int(month), int(day))
    except ValueError:
        return None
    return result if has_local_time(result) else None
