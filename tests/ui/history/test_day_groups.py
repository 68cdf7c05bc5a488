"""The history stands by days, and a day's heading is no row."""

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.store.people import consultation
from workstation.domain.people import Member
from workstation.ui.consultation_row.row_data import Heading
from workstation.ui.history import rows as history_rows
from workstation.ui.history.day_groups import group_by_day
from workstation.ui.history.pane import HistoryPane
from workstation.ui.history.row_delegate import HistoryEntry
from workstation.ui.history.rows import HistoryRowCache
from workstation.ui.kit.strings import Language, set_language

NOON = dt.datetime(2026, 10, 12, 12).astimezone()
NOW_MS = round(NOON.timestamp() * 1000)
HOUR_MS = 60 * 60_000


def row_cache(now_ms):
    """Rows of consultations in which nothing waits to be sent."""
    return HistoryRowCache(now_ms, lambda _url: None, lambda _: False, lambda _: 0)


def entries(*ages_in_hours):
    """Consultations of so many hours ago; ``None`` for one without a time."""
    rows = row_cache(lambda: NOW_MS)
    return [
        HistoryEntry(
            consultation(number, created_ms=None if age is None else NOW_MS - age * HOUR_MS),
            rows.row_data,
        )
        for number, age in enumerate(ages_in_hours, 1)
    ]


def grouped(*ages):
    return list(group_by_day(entries(*ages), NOW_MS))


def test_each_day_has_its_rows_below_its_name_and_their_number():
    result = grouped(1, 11, 13, 24 * 30, None)
    headings = [(each.text, each.count) for each in result if isinstance(each, Heading)]
    assert headings == [("今天", 2), ("昨天", 1), ("9 月 12 日", 1), ("时间未知", 1)]
    assert [each.key for each in result if each.selectable] == [1, 2, 3, 4, 5]
    assert len({each.key for each in result}) == len(result)


def test_rows_are_cached_up_to_a_bound(monkeypatch):
    monkeypatch.setattr(history_rows, "MAX_ROWS", 2)
    cache = row_cache(lambda: NOW_MS)
    seen = [consultation(number) for number in range(1, 5)]
    first = cache.row_data(seen[0])
    assert cache.row_data(seen[0]) is first
    for each in seen:
        cache.row_data(each)
    assert cache.row_data(seen[0]) is not first


def test_a_day_that_comes_again_is_another_heading():
    result = grouped(1, 30, 2)
    assert len({each.key for each in result}) == len(result) == 6


def test_headings_are_neither_ticked_nor_come_to(qloop, show_widget):  # noqa: ARG001
    window = show_widget()
    pane = HistoryPane(window)
    window.layout().addWidget(pane)
    window.resize(600, 600)
    pane.show_entries(grouped(1, 2, 30))
    view = pane.list
    heading = view.visualRect(pane.entries.index(0, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(8, heading.y()))
    assert len(pane.ticks) == 0
    pane._enter_list()
    assert view.current_key == 1
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert pane.ticks.keys == (1, 2, 3)
    assert pane.ticks.row_count == 3


def test_a_row_tells_a_patient_as_the_list_tells_him_now_in_the_language_in_force():
    now = [NOW_MS]
    cache = row_cache(lambda: now[0])
    before = consultation(1, target=Member(2, "王小宝"), created_ms=NOW_MS)
    assert "今天" in cache.row_data(before).spoken
    assert cache.row_data(replace(before, target=Member(2, "王小贝"))).name == "王小贝"
    now[0] += 24 * HOUR_MS
    assert "昨天" in cache.row_data(before).spoken
    set_language(Language.EN)
    assert "Yesterday" in cache.row_data(before).spoken


def test_a_row_says_what_was_not_sent_as_soon_as_that_is_so():
    drafted, unsent = set(), {}
    cache = HistoryRowCache(
        lambda: NOW_MS, lambda _url: None, drafted.__contains__, lambda key: unsent.get(key, 0)
    )
    seen = consultation(1, created_ms=NOW_MS)
    assert cache.row_data(seen).warnings == ()
    unsent[1] = 2
    assert cache.row_data(seen).warnings == ("2 条消息未发送",)
    drafted.add(1)
    assert cache.row_data(seen).warnings == ("2 条消息未发送", "草稿未发送")
    assert "2 条消息未发送，草稿未发送" in cache.row_data(seen).spoken
