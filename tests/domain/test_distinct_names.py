"""Doctors of one team who call themselves the same are told apart, and so is whom a text names."""

from dataclasses import replace

import pytest

from tests.domain.people import consultation
from workstation.domain.mentions import Mention, find_mentions
from workstation.domain.people import Member, distinct_names
from workstation.domain.speaker import Cast

ME, COLLEAGUE, IMPOSTOR = 1001, 1002, 1003


def cast(**names: str) -> Cast:
    """The team of three doctors under names."""
    team = replace(consultation(1, "王小宝"), doctor_ids=(ME, COLLEAGUE, IMPOSTOR))
    known = zip((ME, COLLEAGUE, IMPOSTOR), names.values(), strict=True)
    return Cast(ME, team, dict(known))


@pytest.mark.parametrize(
    "imitation",
    [
        "周明岚",
        " 周明岚 ",
        "周\u200b明岚",
        "周明岚\u3164",
        "周明岚\ufe0f",
        "周明\u2060岚",
        "周明岚\U000e0100",
        "周\ufe00明岚",
        "周明岚\U000e0101",
        "周明岚\x7f",
    ],
)
def test_a_name_that_looks_like_a_colleagues_comes_with_its_number(imitation: str):
    people = cast(me="林若川", colleague="周明岚", impostor=imitation)
    assert people.speaker(COLLEAGUE).name == "周明岚 (1002)"
    assert people.speaker(IMPOSTOR).name == f"{imitation} (1003)"
    assert people.speaker(ME).name == "林若川"


def test_who_calls_himself_like_this_doctor_is_told_apart():
    people = cast(me="林若川", colleague="周明岚", impostor="林若川")
    assert people.speaker(IMPOSTOR).name == "林若川 (1003)"
    assert people.speaker(COLLEAGUE).name == "周明岚"


@pytest.mark.parametrize("called", ["林若川", "林\u200b若川", "周明岚 (1002)", "周明岚"])
def test_a_patient_who_is_called_like_a_doctor_is_shown_with_a_number(called: str):
    team = replace(consultation(1, "王小宝"), doctor_ids=(ME, COLLEAGUE))
    team = replace(team, creator=Member(3001, called))
    people = Cast(ME, team, {ME: "林若川", COLLEAGUE: "周明岚"})
    assert people.speaker(3001).name == f"{called} (3001)"
    assert people.speaker(ME).name == "林若川"
    assert replace(people, names={}).speaker(COLLEAGUE).name == ""
    honest = replace(people, consultation=replace(team, creator=Member(3001, "王秀英")))
    assert honest.speaker(3001).name == "王秀英"


def test_a_mention_never_goes_to_whoever_took_the_name():
    names = cast(me="林若川", colleague="周明岚", impostor="周明岚").mentionable()
    assert find_mentions("@周明岚 请看", names) == ()
    assert find_mentions(f"@{names[COLLEAGUE]} 请看", names) == (Mention(COLLEAGUE, 0, 11),)


def test_different_names_stay_as_they_are_and_one_that_nobody_sees_is_none():
    names = {ME: "林若川", COLLEAGUE: "Ann", IMPOSTOR: "\u200b \u3164"}
    assert distinct_names(names) == {ME: "林若川", COLLEAGUE: "Ann"}
    assert cast(me="林若川", colleague="", impostor="\u2060").mentionable() == {
        COLLEAGUE: "1002",
        IMPOSTOR: "1003",
    }


@pytest.mark.parametrize(
    "forged",
    [
        "周明岚 (1002)",
        "周明岚（1002）",
        "周明岚 (1002)\u200b",
        "周明岚 [1002]",
        "周明岚 ❨1002❩",
        "周明岚〔1002〕",
        "周明岚 ( 1002 )",
        "周明岚 (1002).",
        "周明岚 (1002",
        "周明岚 (1002)          的助手",
        "周明岚 (lOO2)",
        "周明岚 (\u0661\u0660\u0660\u0662)",  # Arabic figures
        "周明岚 (I00O)",
        "周明岚⑴",
        "1002",
        "1002.",
        "成员 17",
        "成员1002",
    ],
)
def test_a_number_that_somebody_gives_himself_is_not_what_tells_him_apart(forged: str):
    people = cast(me="周明岚", colleague="周明岚", impostor=forged)
    assert people.speaker(COLLEAGUE).name == "周明岚 (1002)"
    assert people.speaker(IMPOSTOR).name == f"{forged} (1003)"


@pytest.mark.parametrize("honest", ["值班医生3", "Doctor12", "周明岚 (A)", "Tom (Jr.)", "O"])
def test_a_name_that_ends_in_a_figure_that_is_nobodys_number_stays_as_it_is(honest: str):
    assert distinct_names({ME: "周明岚", COLLEAGUE: honest}) == {ME: "周明岚", COLLEAGUE: honest}
    assert distinct_names({3: "周明岚", COLLEAGUE: "值班医生3"})[COLLEAGUE] == "值班医生3 (1002)"


def test_a_mention_of_a_colleague_without_a_name_goes_to_nobody_who_took_the_number():
    names = cast(me="林若川", colleague="", impostor="1002").mentionable()
    assert find_mentions("@1002 请看", names) == (Mention(COLLEAGUE, 0, 5),)
