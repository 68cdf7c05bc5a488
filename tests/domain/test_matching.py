"""Where what was searched for stands in a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.matching import find_spans, fold, has_words, split_words


@pytest.mark.parametrize(
    ("text", "words", "matches"),
    [
        ("肘窝皮疹，皮疹伴脱屑", "皮疹", ["皮疹", "皮疹"]),
        ("Knee pain ＡＢＣ", "KNEE abc", ["Knee", "ＡＢＣ"]),
        ("aaa", "aa", ["aa"]),
        ("abcd", "abc bcd", ["abcd"]),
        ("ﬁnger", "f", ["ﬁ"]),
        ("王秀英", "", []),
        ("王秀英", "李", []),
        ("", "a", []),
    ],
)
def test_every_place_is_found_in_any_width_and_case(text, words, matches):
    assert [text[start:end] for start, end in find_spans(text, words)] == matches


@given(st.text(), st.text("e\u0301\u0327가\u1100\u1161한ｶﾞ，Ａ", max_size=6))
def test_what_is_compared_is_the_form_that_an_older_index_holds(text, composed):
    for each in (text, composed, text + composed):
        assert fold(each) == unicodedata.normalize("NFKC", each).casefold()


@given(st.text(), st.text(min_size=1, max_size=3))
def test_places_lie_apart_in_order_inside_the_text(text, words):
    last = -1
    for start, end in find_spans(text, words):
        assert last < start < end <= len(text)
        last = end


@given(st.text(max_size=8), st.text("皮疹ab", min_size=1, max_size=4), st.text(max_size=8))
def test_a_text_that_holds_the_word_has_a_place_with_it(before, word, after):
    text = before + word + after
    result = find_spans(text, word)
    assert any(fold(word) in fold(text[start:end]) for start, end in result)


@pytest.mark.parametrize(
    ("text", "search", "expected"),
    [
        ("肘窝皮疹，夜里痒", "痒 皮疹", True),
        ("肘窝皮疹，夜里痒", "皮疹夜里", False),
        ("肘窝皮疹", "皮疹 痒", False),
        ("ＡＢＣ１", "abc1", True),
        ("任何", "", True),
        ("王小宝", "王小宝\ufeff", True),
        ("王小宝 1380013", "\u202a王小宝\u202c \u200b1380013\u200e", True),
        ("任何", "\u200b", True),
        ("👨\u200d👩", "👨\u200d👩", True),
        ("一颗❤\ufe0f", "❤\ufe0f", True),
    ],
)
def test_every_word_must_stand_in_the_text_in_any_order(text, search, expected):
    assert has_words(text, split_words(search)) is expected


@given(st.text("ab1 AB", max_size=12), st.text("ab1 AB", max_size=4))
def test_what_has_all_words_has_a_marked_place(text, search):
    if split_words(search) and has_words(text, split_words(search)):
        assert find_spans(text, search)
