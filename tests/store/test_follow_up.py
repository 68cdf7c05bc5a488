"""The day that a summary names is a reminder, until somebody of the team wrote on it."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.store.people import listed, summary
from workstation.domain.changes import Changes
from workstation.store.follow_up import follow_up_ms
from workstation.store.waiting import QueueSection
from workstation.store.worklist import Worklist

DAY_MS = 24 * 60 * 60_000
SENT = datetime(2026, 10, 12, 15, tzinfo=UTC)
SENT_MS = round(SENT.timestamp() * 1000)


def summed_up(day="10-20", **rest):
    fields = {"doctor_id": 1001, "doctor_ms": SENT_MS, "answered": True, "summed_up": True}
    return summary(1, follow_up=day, summed_up_ms=SENT_MS, **(fields | rest))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("10-20", datetime(2026, 10, 20, tzinfo=UTC)),
        ("2026 年 11 月 2 日", datetime(2026, 11, 2, tzinfo=UTC)),
        ("1-5", datetime(2027, 1, 5, tzinfo=UTC)),
        ("", None),
        ("in two weeks", None),
        ("9999-12-31", None),
    ],
)
def test_it_begins_with_its_day(day, expected):
    began_ms = None if expected is None else round(expected.timestamp() * 1000)
    assert follow_up_ms(summed_up(day), UTC) == began_ms


def test_on_its_day_it_stands_in_a_section_of_its_own_until_somebody_wrote():
    rows = Worklist()
    rows.load([listed(1)], [summed_up()], ())
    due_ms = rows.row(1).reminder_ms
    assert rows.queue_order.sections(due_ms - 1) == {QueueSection.SUMMED_UP: (1,)}
    assert rows.queue_order.sections(due_ms) == {QueueSection.DUE: (1,)}
    assert rows.queue_order.sections(due_ms + 9 * DAY_MS) == {QueueSection.DUE: (1,)}
    rows.apply(Changes(summaries=(summed_up(doctor_ms=due_ms + 5, summed_up=False),)))
    assert rows.queue_order.sections(due_ms + 9) == {QueueSection.ANSWERED: (1,)}


def test_a_patient_who_asks_comes_before_it():
    rows = Worklist()
    rows.load([listed(1)], [summed_up()], ())
    due_ms = rows.row(1).reminder_ms
    asks = summary(1, patient_ms=due_ms, follow_up="10-20", summed_up_ms=SENT_MS)
    rows.apply(Changes(summaries=(asks,)))
    assert rows.queue_order.sections(due_ms) == {QueueSection.WAITING: (1,)}
    assert timedelta(milliseconds=due_ms - SENT_MS) < timedelta(days=9)
