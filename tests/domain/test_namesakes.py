"""Patients who are called the same, or look so by their names, are shown with their numbers."""

from dataclasses import fields, replace

import pytest

from tests.domain.people import consultation
from workstation.domain.consultation import Consultation, with_namesakes
from workstation.domain.people import Member, find_namesakes

ZHANG = Member(101, "张伟")


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("张伟", "张伟"),
        ("张伟", "张\u200b伟"),
        ("张伟", " 张伟"),
        ("李未", "李末"),
        ("Ann Lee", "ann  lee"),
        ("Ann Lee", "\uff21nn Lee"),
        ("Ann Lee", "\u0410nn L\u0435\u0435"),  # Cyrillic
        ("Tom Otto", "Tom \u039ftto"),  # Greek
    ],
)
def test_who_looks_like_another_one_is_found_with_him(name: str, other: str):
    people = [Member(1, name), Member(2, other), Member(3, "王小宝")]
    assert find_namesakes(people) == {1, 2}


@pytest.mark.parametrize(
    "forged",
    [
        "张伟 (101)",
        "张伟（101）",
        "张伟 (101)\u2060",
        "张伟〔101〕",
        "张伟 (lOl)",
        "张伟 (O) (101)",
    ],
)
def test_who_is_called_as_if_told_apart_is_shown_with_his_own_number(forged: str):
    people = [ZHANG, Member(102, "张伟"), Member(103, forged)]
    namesakes = find_namesakes(people)
    names = [replace(one, has_namesake=one.member_id in namesakes).distinct_name for one in people]
    assert names == ["张伟 (101)", "张伟 (102)", f"{forged} (103)"]
    honest = [Member(1, "Tom (Jr.)"), Member(2, "Ann 2"), Member(4, "李雷 (O)")]
    assert find_namesakes(honest) == frozenset()


def test_one_person_of_many_consultations_is_no_namesake_and_nobody_without_a_name():
    people = [ZHANG, ZHANG, Member(None, "张伟"), Member(3, ""), Member(4, ""), Member(5, "张玮")]
    assert find_namesakes(people) == frozenset()


def test_only_the_name_that_is_shown_has_the_number():
    one = replace(consultation(1, "王小宝"), target=ZHANG)
    marked = with_namesakes(one, frozenset({101}))
    assert (marked.patient_name, marked.target.name) == ("张伟 (101)", "张伟")
    assert with_namesakes(marked, frozenset({101})) is marked
    assert with_namesakes(marked, frozenset()) == one
    assert one.patient_name == "张伟"


def test_a_mark_is_nothing_that_the_platform_says():
    one = replace(consultation(1, "王小宝"), target=ZHANG)
    marked = with_namesakes(one, frozenset({101}))
    assert marked != one
    assert marked.has_same_content(one)
    for other in (
        replace(one, target=Member(102, "张伟")),
        replace(one, target=Member(101, "张维")),
        replace(one, status="new"),
    ):
        assert not marked.has_same_content(other)


def test_every_field_is_compared_but_the_mark():
    one, other = consultation(1, "王小宝"), consultation(2, "李雷")
    for each in fields(Consultation):
        changed = replace(one, **{each.name: object()}) if each.name != "target" else None
        assert changed is None or not one.has_same_content(changed), each.name
    assert not one.has_same_content(replace(one, target=other.target))


def test_what_a_list_marked_is_not_what_the_platform_told():
    marked = Member(101, "张伟", has_namesake=True)
    assert Member(101, "").completed_from(marked) == ZHANG
    assert Member(None, "").completed_from(marked) == ZHANG
