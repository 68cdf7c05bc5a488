"""A filter shows what it says, several show what all of them say, and none hides for good."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.people import listed, summary
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.marks import Mark
from workstation.domain.people import Member
from workstation.store.filters import Filter, passes
from workstation.store.worklist import Worklist

ME = 1001
MINUTE = 60_000
NOW = 1_000 * MINUTE


def row(mark=None, consultation=None, **fields):
    rows = Worklist()
    rows.load(
        [listed(1, **({"created_ms": NOW} | (consultation or {})))],
        [summary(1, **fields)],
        (),
        [mark] if mark else (),
    )
    return rows.row(1)


def is_shown(one, *chosen, now_ms=NOW):
    return passes(one, chosen, me=ME, now_ms=now_ms)


@pytest.mark.parametrize(
    ("chosen", "one", "expected"),
    [
        (Filter.OVERDUE, row(patient_ms=NOW - 60 * MINUTE), True),
        (Filter.OVERDUE, row(patient_ms=NOW - 59 * MINUTE), False),
        (Filter.OVERDUE, row(patient_ms=0, answered=True), False),
        (Filter.UNREAD, row(unread=1), True),
        (Filter.UNREAD, row(Mark(1, unread=True)), True),
        (Filter.UNREAD, row(Mark(1, pinned_ms=5)), False),
        (Filter.MINE, row(mine=True), True),
        (Filter.MINE, row(), False),
        (Filter.MINE, row(consultation={"doctor_ids": (ME,)}), True),
        (Filter.MINE, row(consultation={"doctor_ids": ()}), False),
        (Filter.PICTURES, row(pictures=True), True),
        (Filter.PICTURES, row(consultation={"images": ("u",)}), True),
        (Filter.PICTURES, row(consultation={"symptom": Symptom(SymptomKind.IMAGE, "u")}), True),
        (Filter.PICTURES, row(), False),
        (Filter.FAMILY, row(consultation={"target": Member(9, "小宝")}), True),
        (Filter.FAMILY, row(), False),
        (Filter.FAMILY, row(consultation={"target": Member(None, "小宝")}), False),
    ],
)
def test_each_filter_shows_what_it_says(chosen, one, expected):
    assert is_shown(one, chosen) is expected


@given(st.sets(st.sampled_from(Filter)), st.booleans(), st.booleans(), st.integers(0, 90))
def test_several_filters_show_what_each_of_them_shows(chosen, mine, pictures, minutes):
    one = row(mine=mine, pictures=pictures, patient_ms=NOW - minutes * MINUTE, unread=minutes % 2)
    assert is_shown(one, *chosen) is all(is_shown(one, each) for each in chosen)
    assert is_shown(one)


def test_time_alone_makes_a_patient_overdue():
    one = row(patient_ms=NOW)
    assert not is_shown(one, Filter.OVERDUE)
    assert is_shown(one, Filter.OVERDUE, now_ms=NOW + 60 * MINUTE)
