import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.errors import AnswerError, BoundExceeded, MalformedAnswer
from workstation.web import json_text
from workstation.web.bounds import JSON_DEPTH
from workstation.web.json_text import parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(VALUES)
def test_json_is_read_as_json(value):
    assert parse(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_an_answer_error(body):
    try:
        parse(body)
    except AnswerError:
        return


@pytest.mark.parametrize(("depth", "fits"), [(JSON_DEPTH, True), (JSON_DEPTH + 1, False)])
def test_the_depth_is_bounded_exactly(depth, fits):
    body = b'{"a":' * (depth - 1) + b'["[[]]{"]' + b"}" * (depth - 1)
    if fits:
        parse(body)
    else:
        with pytest.raises(BoundExceeded):
            parse(body)


def test_brackets_inside_strings_are_text():
    text = "[" * 1000 + '"' + "\\" + "]" * 1000
    assert parse(json.dumps([text]).encode()) == [text]


@pytest.mark.parametrize(("count", "fits"), [(10, True), (11, False)])
def test_the_number_of_values_is_bounded_exactly(monkeypatch, count, fits):
    monkeypatch.setattr(json_text, "JSON_VALUES", 10)
    body = json.dumps(["a,b"] * count).encode()
    if fits:
        assert len(parse(body)) == count
    else:
        with pytest.raises(BoundExceeded):
            parse(body)


@pytest.mark.parametrize(
    "hostile",
    [
        b"[" * 1_000_000,
        b"[" * 500_000 + b"]" * 500_000,
        b'"' * 1_000_001,
        b'"' + b'\\"' * 500_000,
        b"{" * 1_000_000,
        b"1" * 1_000_000 + b"x",
        b"NaN",
        b"[Infinity]",
        b"",
        b"\xff\xfe[\x00]\x00",
        b"{'a': 1}",
    ],
)
def test_hostile_text_is_refused_quickly(hostile):
    began = time.thread_time()
    with pytest.raises((MalformedAnswer, BoundExceeded)):
        parse(hostile)
    assert time.thread_time() - began < 1


def test_the_error_holds_nothing_of_the_text():
    with pytest.raises(MalformedAnswer) as refusal:
        parse('{"name": "王蕾"'.encode())
    assert "王" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_number_beyond_what_can_be_read_is_infinite_and_its_neighbours_stand(sign):
    body = f'[{{"a": {sign}{"9" * 5_000}}}, {{"a": {"9" * 4_000}}}, "b"]'.encode()
    assert parse(body) == [{"a": float(f"{sign}inf")}, {"a": int("9" * 4_000)}, "b"]


def test_numbers_beyond_what_can_be_read_are_no_work():
    began = time.thread_time()
    assert parse(b"[" + b"1" * 8_000_000 + b"," + b"2" * 4_000_000 + b"]") == [float("inf")] * 2
    assert time.thread_time() - began < 1
