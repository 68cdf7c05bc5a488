"""Strings that may say who somebody is: what the declared rules find, and what they leave."""

import pytest

from workstation.domain.identifiers import Identifier, IdentifierKind, find_identifiers


def find_pairs(text: str) -> list[tuple[str, str]]:
    return [(each.kind.value, each.text) for each in find_identifiers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话13800138000。", [("mobile", "13800138000")]),
        ("+86 138-0013-8000", [("mobile", "+86 138-0013-8000")]),
        ("8613800138000", [("mobile", "8613800138000")]),
        ("１３８００１３８０００", [("mobile", "１３８００１３８０００")]),
        ("身份证11010519491231002X", [("identity_card", "11010519491231002X")]),
        ("身份证11010519491231002x", [("identity_card", "11010519491231002x")]),
        ("邮箱a.b@example.com.cn，", [("email", "a.b@example.com.cn")]),
        ("010-62345678", [("landline", "010-62345678")]),
        ("病历号 20418765", [("number", "20418765")]),
        ("6222 0212 3456 7890 123", [("number", "6222 0212 3456 7890 123")]),
    ],
)
def test_each_rule_finds_its_own(text, expected):
    assert find_pairs(text) == expected


@pytest.mark.parametrize(
    "text", ["血压120/80", "2026-11-25", "10:41", "138001", "一三八", "", "A1B2C3D4E5F6G7"]
)
def test_what_doctors_write_all_day_is_left(text):
    assert find_pairs(text) == []


def test_a_card_with_a_wrong_check_is_a_number_only():
    assert find_pairs("110105194912310021") == [("number", "110105194912310021")]


def test_what_one_rule_found_no_other_finds_again():
    text = "11010519491231002X 13800138000"
    assert [kind for kind, _ in find_pairs(text)] == ["identity_card", "mobile"]
    assert Identifier(IdentifierKind.MOBILE, "13800138000") in [*find_identifiers(text)]
