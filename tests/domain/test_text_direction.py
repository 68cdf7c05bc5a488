"""Which way a name is written, and what that does to the sentence it stands in."""

import pytest

from workstation.domain.text_direction import (
    has_right_to_left,
    in_sentence,
    is_right_to_left,
    without_turns,
)

MUHAMMAD = "\u0645\u062d\u0645\u062f"
DAVID = "\u05d3\u05d5\u05d3"


@pytest.mark.parametrize(
    ("text", "turned"),
    [
        ("", False),
        ("Wang", False),
        ("王小宝 (3252)", False),
        ("39.5", False),
        (MUHAMMAD, True),
        (DAVID, True),
        (f"3 {MUHAMMAD} 李雷", True),
        (f"李雷 {MUHAMMAD}", False),
        (f"Li {DAVID} 3", False),
    ],
)
def test_a_line_has_the_direction_of_its_first_letter(text: str, *, turned: bool) -> None:
    assert is_right_to_left(text) is turned


@pytest.mark.parametrize("text", ["", "王小宝", "Müller 3", "😀"])
def test_most_names_go_into_a_sentence_as_they_are(text: str) -> None:
    assert not has_right_to_left(text)
    assert in_sentence(text) == text


@pytest.mark.parametrize("name", [MUHAMMAD, DAVID, f"李 {DAVID}"])
def test_a_sentence_that_begins_with_a_turned_name_keeps_its_own_direction(name: str) -> None:
    assert not is_right_to_left(f"{in_sentence(name)} 发起")


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_no_sign_in_a_name_turns_the_order_of_its_letters(sign: str) -> None:
    """Behind an override, what is written 生医王 is drawn as 王医生, whom somebody else is."""
    assert without_turns(f"{sign}生医王{sign}") == "生医王"


@pytest.mark.parametrize("name", ["", "Müller 3", "王小宝", MUHAMMAD, f"李 {DAVID}"])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert without_turns(name) == name
