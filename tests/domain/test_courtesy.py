"""Thanks alone need no answer; what leaves a doubt does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.courtesy import DEFAULT_COURTESIES, MAX_COURTESY_CHARACTERS, Courtesies

DEFAULT = Courtesies.of(DEFAULT_COURTESIES)


@pytest.mark.parametrize(
    "text",
    [
        "好的，谢谢",
        "谢谢医生！",
        "收到 👍🏽",
        "🙏🙏",
        "❤️",
        "Thank you, doctor!",
        "ＯＫ",
        "好的~ 辛苦了。",
    ],
)
def test_declared_words_alone_are_a_courtesy(text):
    assert DEFAULT.consist(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "。。。",
        "好的？",
        "谢谢，还疼怎么办",
        "谢谢 38.5",
        "医生",
        "不好",
        "没有",
        "🆘",
        "thanks it hurts",
        "谢谢" * MAX_COURTESY_CHARACTERS,
    ],
)
def test_what_leaves_a_doubt_asks(text):
    assert not DEFAULT.consist(text)


@given(
    st.lists(st.sampled_from(DEFAULT_COURTESIES), min_size=1, max_size=4),
    st.sampled_from("，。！ "),
)
def test_any_of_the_words_in_any_order_are_one(words, between):
    text = between.join(words)
    assert DEFAULT.consist(text) == (len(text) <= MAX_COURTESY_CHARACTERS)


@given(st.text())
def test_without_declared_words_everything_asks(text):
    assert not Courtesies.of(()).consist(text)


@given(st.text(max_size=MAX_COURTESY_CHARACTERS), st.sets(st.text(max_size=4)))
def test_a_question_is_never_taken_for_one(text, words):
    assert not Courtesies.of(words).consist(f"{text}？")
