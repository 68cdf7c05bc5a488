"""The doctor's own page, edited in each of two databases."""

import pytest

from workstation.vault import preferences
from workstation.vault.rescue import local_data
from workstation.vault.rescue.form_merge import PROFILE, merge_profiles

BASE = {"member_id": 1001, "name": "林若川", "title": "", "introduction": "a", "specialties": ["x"]}


def edited(**changes):
    return [BASE, BASE | changes]


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ({"title": "主任"}, {"introduction": "b"}, {"title": "主任", "introduction": "b"}),
        ({"introduction": "b"}, {"introduction": "c"}, {"introduction": "b\nc"}),
        ({"introduction": "b"}, {"introduction": "bc"}, {"introduction": "bc"}),
        ({"title": "主任"}, {"title": "教授"}, {"title": "主任 / 教授"}),
        ({"specialties": ["x", "y"]}, {"specialties": ["z"]}, {"specialties": ["x", "y", "z"]}),
        ({}, {"title": "主任"}, {"title": "主任"}),
        ({"title": "主任"}, {}, {"title": "主任"}),
        ({"languages": "粤语"}, {"title": "主任"}, {"languages": "粤语", "title": "主任"}),
    ],
)
@pytest.mark.parametrize("newer", [True, False])
def test_what_was_changed_in_either_is_there(fresh_databases, first, second, together, newer):
    carried, live = fresh_databases
    written = edited(**second), edited(**first)
    for database, page in zip((carried, live), written if newer else written[::-1], strict=True):
        preferences.put(database, PROFILE, page)
    for _ in range(2):  # a kill may come between
        local_data.merge(live, local_data.read(carried), newer=newer)
    assert preferences.get(live, PROFILE) == edited(**together)


@pytest.mark.parametrize("unknown", [7, [], [BASE], [BASE, None], None, {"edited": BASE}])
def test_a_page_that_is_not_understood_takes_nothing_from_the_other(unknown):
    assert merge_profiles(unknown, edited(title="主任")) == edited(title="主任")
    assert merge_profiles(edited(title="主任"), unknown) == edited(title="主任")
