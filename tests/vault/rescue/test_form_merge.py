"""A half-filled new consultation in each of two databases of one doctor."""

import pytest

from workstation.vault import preferences
from workstation.vault.rescue import local_data
from workstation.vault.rescue.form_merge import OPENING, drop_forms, merge_openings

ATTEMPT, OTHER_ATTEMPT = {"creator": 7, "before": []}, {"creator": 8, "before": []}


def form(text, target="王小宝", **more):
    return {"target": [target, 8], "text": text, **more}


def merged(databases, first, second, *, newer):
    """What the second database has once the first was taken into it, twice."""
    carried, live = databases
    for database, written in ((carried, first), (live, second)):
        if written is not None:
            preferences.put(database, OPENING, written)
    for _ in range(2):  # a kill may come between
        local_data.merge(live, local_data.read(carried), newer=newer)
    return preferences.get(live, OPENING)


@pytest.mark.parametrize("newer", [True, False])
def test_the_later_form_is_in_front_and_the_other_waits(fresh_databases, newer):
    first, second = {"form": form("a", "李四")}, {"form": form("b")}
    front, behind = (first, second) if newer else (second, first)
    together = {"form": front["form"], "attempt": None, "waiting": [behind["form"]]}
    assert merged(fresh_databases, first, second, newer=newer) == together


@pytest.mark.parametrize("newer", [True, False])
@pytest.mark.parametrize("is_first", [True, False])
def test_one_form_alone_stays_as_it_is(fresh_databases, newer, is_first):
    both = ({"form": form("a", urgent=True)}, None)
    first, second = both if is_first else both[::-1]
    assert merged(fresh_databases, first, second, newer=newer) == both[0]


def test_of_a_form_that_was_continued_the_earlier_words_do_not_wait():
    assert "waiting" not in merge_openings({"form": form("a")}, {"form": form("ab")})
    assert merge_openings({"form": form("ab")}, {"form": form("a")})["waiting"] == [form("ab")]
    other = merge_openings({"form": form("a", "李四")}, {"form": form("ab")})
    assert other["waiting"] == [form("a", "李四")]


def test_all_that_wait_go_on_waiting_each_once():
    earlier = {"form": form("a"), "waiting": [form("c"), form("d")]}
    later = {"form": form("b"), "waiting": [form("c")]}
    assert merge_openings(earlier, later)["waiting"] == [form("c"), form("a"), form("d")]


def test_an_attempt_without_a_form_takes_no_form_away():
    value = merge_openings({"form": form("a")}, {"form": None, "attempt": ATTEMPT})
    assert value == {"form": form("a"), "attempt": ATTEMPT}


@pytest.mark.parametrize(
    ("earlier", "later", "is_another"),
    [
        (ATTEMPT, OTHER_ATTEMPT, True),
        (ATTEMPT, ATTEMPT, False),
        (ATTEMPT, None, False),
        (None, ATTEMPT, False),
    ],
)
def test_of_two_attempts_none_is_forgotten(earlier, later, is_another):
    value = merge_openings(
        {"form": form("a"), "attempt": earlier}, {"form": form("a"), "attempt": later}
    )
    assert value["attempt"] == (later or earlier)
    assert value.get("another_attempt", False) is is_another


@pytest.mark.parametrize("unknown", [7, "a", ["a"], {}, {"waiting": 7}])
def test_what_is_not_understood_hinders_nothing(unknown):
    assert merge_openings(unknown, {"form": form("b")})["form"] == form("b")
    assert form("b") in [
        (value := merge_openings({"form": form("b")}, unknown))["form"],
        *value.get("waiting", []),
    ]


@pytest.mark.parametrize(
    ("stored", "rest", "count"),
    [
        (None, {"form": None}, 0),
        ({"form": form("a")}, {}, 1),
        ({"form": form("a", languages="粤语"), "beside": 1}, {}, 1),
        ({"form": {"target": {"number": 8}}}, {}, 1),
        ({"form": form("a"), "attempt": ATTEMPT}, {"form": form("a"), "attempt": ATTEMPT}, 0),
        ({"form": form("a"), "another_attempt": True}, {"another_attempt": True}, 1),
        ({"form": {"target": "王小宝"}}, {"form": {"target": "王小宝"}}, 0),
        ({"waiting": [form("a"), "b", form("c")]}, {"waiting": ["b"]}, 2),
    ],
)
def test_the_forms_for_a_patient_can_be_dropped(stored, rest, count):
    assert drop_forms(stored, 8) == (rest, count)
    assert drop_forms(stored, None) == (stored or {"form": None}, 0)
