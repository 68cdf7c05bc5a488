"""A summary in words: the message it becomes, and its part of the record."""

from collections.abc import Iterator
from datetime import date

from workstation.domain.closing import ClosingSummary, follow_up_date
from workstation.domain.errors import InputError
from workstation.ui.kit.strings import tr, tr_unmarked
from workstation.ui.record.times import weekday, whole_day


def summary_parts(summary: ClosingSummary, today: date) -> Iterator[tuple[str, str]]:
    """Title and words of every part that is filled in, in order."""
    for name in ("assessment", "advice"):
        words = getattr(summary, name).strip()
        if words:
            yield tr(f"closing.{name}"), words
    if summary.no_prescription:
        yield tr("closing.prescription"), tr("closing.none")
    elif summary.prescription.strip():
        yield tr("closing.prescription"), summary.prescription.strip()
    if summary.follow_up.strip():
        yield tr("closing.follow_up"), follow_up_text(summary.follow_up, today)


def summary_message(summary: ClosingSummary, today: date) -> str:
    """The summary as a message, plain text in the current language."""
    lines = [
        tr_unmarked("closing.part", title=title, words=words)
        for title, words in summary_parts(summary, today)
    ]
    return "\n".join([tr("closing.head"), *lines])


def follow_up_text(typed: str, today: date) -> str:
    """The day meant by what was typed, with its day of the week; else what was typed."""
    try:
        day = follow_up_date(typed, today)
    except InputError:
        day = None
    if day is None:
        return typed.strip()
    return tr("closing.day", day=whole_day(day), weekday=weekday(day))
