"""A code has one form, whatever keyboard or input method it came from."""

import pytest

from workstation.domain.errors import InputError
from workstation.vault.keys import unlock_code
from workstation.vault.keys.unlock_code import normal_form, wipe


def test_composed_and_decomposed_accents_are_one_code():
    assert normal_form("m\u00e9decin") == normal_form("me\u0301decin")


def test_full_width_digits_are_those_of_the_keyboard():
    assert normal_form("\uff11\uff12\uff13\uff14\uff15\uff16") == b"123456"


def test_emoji_and_chinese_are_codes_like_any_other():
    assert normal_form("🩺🩺🩺🐼🐼🐼", 6).decode() == "🩺🩺🩺🐼🐼🐼"
    assert normal_form("今天天气很好", 6).decode() == "今天天气很好"


@pytest.mark.parametrize(
    ("text", "reason", "limit"),
    [
        ("", "empty", 0),
        ("12345", "too_short", 6),
        ("x" * 129, "too_long", 128),
        ("x" * 10_000, "too_long", 128),
        ("\ufdfa" * 100, "too_long", 128),
    ],
)
def test_what_is_no_code_says_why(text, reason, limit):
    with pytest.raises(InputError) as caught:
        normal_form(text, 6)
    assert (caught.value.field, caught.value.reason, caught.value.limit) == ("code", reason, limit)


def test_half_a_character_pair_is_taken_as_it_is():
    assert normal_form("\ud83d" * 6, 6)


def test_a_wiped_code_is_gone():
    code = normal_form("123456")
    wipe(code)
    assert code == bytes(6)


def test_what_is_far_too_long_is_not_even_brought_into_its_form(monkeypatch):
    monkeypatch.setattr(unlock_code, "normal_code", lambda _text: pytest.fail("normalised"))
    with pytest.raises(InputError):
        normal_form("x" * 1_000)
