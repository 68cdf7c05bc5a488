"""The history is found by team, time, material, names and words."""

import pytest

from tests.store.people import listed
from workstation.domain.changes import Changes, Place, Summary
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.people import Member, Team
from workstation.store.feed import Feed, faults
from workstation.store.history import History, HistoryFilter
from workstation.store.typing import TYPING_MS, TypingMembers


@pytest.fixture
def history():
    history_rows = History()
    rows = (
        {"created_ms": 100, "creator": Member(1, "王秀英"), "target": Member(2, "小明")},
        {"created_ms": 300, "team": Team(6, "骨科"), "images": ("u",)},
        {"created_ms": 200, "symptom": Symptom(SymptomKind.VOICE, "https://secret/王秀英.m4a")},
        {"created_ms": None, "symptom": Symptom(SymptomKind.TEXT, "Knee pain ＡＢＣ")},
    )
    history_rows.load((listed(n, Place.HISTORY, **row) for n, row in enumerate(rows, 1)), {})
    return history_rows


@pytest.mark.parametrize(
    ("fields", "ids"),
    [
        ({}, [2, 3, 1, 4]),
        ({"team_id": 6}, [2]),
        ({"team_id": 77}, []),
        ({"from_ms": 200}, [2, 3]),
        ({"from_ms": 200, "until_ms": 300}, [3]),
        ({"with_pictures": True}, [2]),
        ({"with_voice": True}, [3]),
        ({"with_voice": True, "with_pictures": True}, []),
        ({"words": "王秀英"}, [1]),
        ({"words": "only noted", "noted": frozenset({"patient:2"})}, [1]),
        ({"words": "骨科", "noted": frozenset({"patient:2"}), "until_ms": 150}, [1]),
        ({"words": "小明 王秀英"}, [1]),
        ({"words": "小明 骨科"}, []),
        ({"words": "KNEE abc"}, [4]),
        ({"words": "起疹"}, [2, 1]),
        ({"words": "secret"}, []),
        ({"words": "  "}, [2, 3, 1, 4]),
    ],
)
def test_filters_find_what_fits_newest_first(history, fields, ids):
    assert history.find(HistoryFilter(**fields)) == ids


def test_rows_whose_deletion_is_held_back_are_left_out(history):
    assert history.find(HistoryFilter(), without=frozenset({2, 1})) == [3, 4]


def test_what_was_told_before_it_is_read_is_the_newer_word():
    history_rows = History()
    newer = (listed(1, Place.GONE), listed(2, Place.HISTORY, team=Team(6, "骨科")))
    history_rows.apply(Changes(listed=newer, forgotten=frozenset({3})))
    history_rows.load((listed(n, Place.HISTORY) for n in range(1, 5)), {})
    assert history_rows.find(HistoryFilter()) == [4, 2]
    assert history_rows.get(2).team == Team(6, "骨科")
    history_rows.load([listed(1, Place.HISTORY)], {})
    assert history_rows.get(1) is not None, "later readings are newer than what was told before"


def test_only_what_changed_is_told(history):
    published = []
    history.feed.subscribe(published.append)
    same = history.get(2)
    history.apply(Changes(listed=(listed(1, Place.GONE), listed(9, Place.HISTORY))))
    history.apply(Changes(forgotten=frozenset({3, 77})))
    history.apply(Changes())
    assert published == [{1, 9}, {3}]
    assert history.get(2) is same
    assert len(history) == 3


def test_what_was_not_sent_is_counted_as_it_was_told_last():
    history_rows = History()
    history_rows.apply(Changes(summaries=(Summary(1, unsent=3), Summary(2))))
    history_rows.load([], {1: 1, 2: 1, 3: 2, 4: 1})
    assert [history_rows.unsent(number) for number in range(1, 6)] == [3, 0, 2, 1, 0]
    history_rows.apply(Changes(summaries=(Summary(1),), purged=frozenset({3})))
    assert [history_rows.unsent(number) for number in range(1, 6)] == [0, 0, 0, 1, 0]


def test_a_consultation_in_process_is_not_history(history):
    history.apply(Changes(listed=(listed(2, Place.IN_PROCESS),)))
    assert history.get(2) is None


def test_teams_are_offered_by_name(history):
    assert history.teams() == {5: "皮肤科", 6: "骨科"}


def test_one_failing_subscriber_harms_nobody_else_and_is_told(expect_log):
    feed, received, published = Feed(), [], []
    expect_log.append("a subscriber failed")

    def fail(_value):
        raise LookupError

    feed.subscribe(fail)
    feed.subscribe(received.append)
    stops = [faults.subscribe(fail), faults.subscribe(published.append)]
    feed.publish(1)
    feed.publish(2)
    for stop in stops:
        stop()
        stop()
    assert received == [1, 2]
    assert [type(fault) for fault in published] == [LookupError, LookupError]


def test_a_subscriber_dropped_while_told_hears_no_more():
    feed, received = Feed(), []
    drops = []
    feed.subscribe(lambda _value: drops[0]())
    drops.append(feed.subscribe(received.append))
    feed.publish(1)
    assert received == []


def test_who_falls_silent_stops_writing_by_itself():
    typing = TypingMembers()
    typing.update(1, 2001, 0, composing=True)
    typing.update(1, 1002, 5_000, composing=True)
    assert typing.writers(1, TYPING_MS - 1) == (2001, 1002)
    assert typing.writers(1, TYPING_MS) == (1002,)
    typing.update(1, 1002, 6_000, composing=False)
    assert typing.writers(1, 6_000) == (2001,)
    typing.update(1, 2001, 6_000, composing=False)
    assert (typing.writers(1, 6_000), typing.consultation_ids()) == ((), ())
