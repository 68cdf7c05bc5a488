"""The history by days: a heading above what was started on each."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.kit.painting import Ink
from workstation.ui.kit.strings import formats, tr
from workstation.ui.kit.theme import Icon


def group_by_day(entries: Iterable[HistoryEntry], now_ms: int) -> Iterator[HistoryEntry | Heading]:
    """Group each day's rows below its name and their number, in the order given.

    What has no time stands together under a heading that says so. A day that comes again, because
    the order is another one, has a heading again, known by the first row below it.
    """
    today = formats.local(now_ms).date()
    for day, group in groupby(entries, key=_day_of):
        rows = list(group)
        text = tr("history.no_day") if day is None else formats.day_of(day, today)
        yield Heading(("day", day, rows[0].key), Icon.HISTORY, text, len(rows), Ink.SECONDARY)
        yield from rows


def _day_of(entry: HistoryEntry) -> dt.date | None:
    created_ms = entry.consultation.created_ms
    return None if created_ms is None else formats.local_day(created_ms)
