"""Who is offered for what was typed: by name, by how it is read, by number."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.new_consultation.people import PEOPLE, READINGS
from workstation.ui.new_consultation.choices import (
    matched_spans,
    matching_choices,
    parse_number,
)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("王", ["王小宝", "王秀英", "李王氏"]),
        ("秀英", ["王秀英"]),
        ("32", ["王小宝", "王秀英"]),
        ("３２５８", ["王秀英"]),
        ("", []),
        ("  ", []),
        ("赵", []),
        ("wangx", ["王小宝", "王秀英"]),
        ("Wxy", ["王秀英"]),
        ("xiaobao", ["王小宝"]),
        ("w", []),
    ],
)
def test_names_that_begin_with_it_come_first(typed, names):
    assert [choice.name for choice in matching_choices(PEOPLE, typed, READINGS)] == names


def test_the_part_of_a_name_that_was_typed_or_spelled_is_marked():
    assert matched_spans("王小宝", "小", READINGS) == ((1, 2),)
    assert matched_spans("王小宝", "xb", READINGS) == ((1, 3),)
    assert matched_spans("王小宝", "32", READINGS) == ()


@pytest.mark.parametrize(
    ("typed", "number"),
    [("42", 42), (" ４２ ", 42), ("0", None), ("-1", None), ("1.5", None), ("王", None), ("", None),
     ("9" * 19, None), ("9223372036854775807", 2**63 - 1), ("1" * 5000, None), ("²", 2)],
)  # fmt: skip
def test_a_number_is_a_positive_whole_one(typed, number):
    assert parse_number(typed) == number


@given(st.text(max_size=30))
def test_whatever_is_typed_is_a_number_or_nobody(typed):
    number = parse_number(typed)
    assert number is None or 0 < number < 2**63
