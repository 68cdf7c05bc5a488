"""Reminders in the queue: a section on their day, until the promise is kept."""

import sys
from dataclasses import replace
from datetime import datetime

import pytest

from tests.store.people import listed, summary
from tests.windows_clock import with_windows_clock
from workstation.domain import time_range
from workstation.domain.changes import Changes
from workstation.domain.handover import HandoverItem, HandoverKind
from workstation.domain.marks import Mark, Snooze
from workstation.store.reminders import is_kept, open_reminders
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
WRITTEN_MS = round(datetime(2026, 11, 20, 15).astimezone().timestamp() * 1000)
DUE_MS = round(datetime(2026, 11, 22).astimezone().timestamp() * 1000)
PROMISE = HandoverItem(
    1, HandoverKind.PROMISE, "后天回复您", WRITTEN_MS, DUE_MS, "op", 3, subject="p", reminds=True
)


def answered(*reminders, doctor_ms=WRITTEN_MS, **rest):
    return summary(
        1, doctor_id=1001, doctor_ms=doctor_ms, answered=True, reminders=reminders, **rest
    )


def queue(glance, *marks):
    rows = Worklist()
    rows.load([listed(1)], [glance], (), marks)
    return rows


def test_on_its_day_it_stands_among_the_reminders_until_somebody_wrote():
    rows = queue(answered(PROMISE))
    assert rows.queue_order.sections(DUE_MS - 1) == {QueueSection.ANSWERED: (1,)}
    assert rows.queue_order.sections(DUE_MS) == {QueueSection.DUE: (1,)}
    rows.apply(Changes(summaries=(answered(PROMISE, doctor_ms=DUE_MS + 5),)))
    assert rows.queue_order.sections(DUE_MS + 9) == {QueueSection.ANSWERED: (1,)}


def test_without_the_promise_there_is_no_reminder():
    rows = queue(answered(PROMISE))
    rows.apply(Changes(summaries=(answered(),)))
    assert rows.queue_order.sections(DUE_MS) == {QueueSection.ANSWERED: (1,)}


def test_the_earliest_day_counts_whichever_it_is_of():
    later = replace(PROMISE, due_ms=DUE_MS + 3 * DAY_MS)
    glance = answered(later, PROMISE, follow_up="2026-11-24", summed_up_ms=WRITTEN_MS)
    kinds = [item.kind for item in open_reminders(glance)]
    assert kinds == [HandoverKind.PROMISE, HandoverKind.FOLLOW_UP, HandoverKind.PROMISE]


@pytest.mark.parametrize(("due", "written", "fulfilled"), [(0, 1, True), (0, -1, False)])
def test_a_promise_is_kept_by_words_on_its_day(due, written, fulfilled):
    item = replace(PROMISE, due_ms=DUE_MS + due)
    assert is_kept(item, DUE_MS + written) is fulfilled


def test_who_puts_it_off_to_today_after_writing_has_not_kept_it():
    today = replace(PROMISE, marked_ms=DUE_MS + 2 * HOUR_MS)
    assert not is_kept(today, DUE_MS + HOUR_MS)
    assert is_kept(today, DUE_MS + 3 * HOUR_MS)


def test_a_promise_for_the_same_day_is_kept_by_the_next():
    today = replace(PROMISE, at_ms=DUE_MS + HOUR_MS)
    assert not is_kept(today, DUE_MS + 2 * HOUR_MS)
    assert is_kept(today, DUE_MS + DAY_MS)


def test_its_day_ends_waiting_for_a_patient_who_may_never_write_but_no_set_time():
    until_patient = Mark(1, snooze=Snooze())
    until_later = Mark(1, snooze=Snooze(DUE_MS + HOUR_MS))
    assert queue(answered(PROMISE), until_patient).queue_order.sections(DUE_MS - 1) == {
        QueueSection.SNOOZED: (1,)
    }
    assert queue(answered(PROMISE), until_patient).queue_order.sections(DUE_MS) == {
        QueueSection.DUE: (1,)
    }
    assert queue(answered(PROMISE), until_later).queue_order.sections(DUE_MS) == {
        QueueSection.SNOOZED: (1,)
    }


@pytest.mark.skipif(sys.platform == "win32", reason="no test may set the zone of a Windows")
def test_what_was_promised_under_a_clock_that_was_never_set_can_be_kept(monkeypatch):
    promise = replace(PROMISE, at_ms=0, due_ms=DAY_MS, marked_ms=0)
    with with_windows_clock(monkeypatch, "Asia/Shanghai", time_range):
        assert is_kept(promise, WRITTEN_MS)
