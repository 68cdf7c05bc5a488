"""Links lead where they say, or are no links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont

from workstation.ui.conversation.timeline.selection import word_at
from workstation.ui.conversation.timeline.text import TextBlock, links


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见 https://example.org/a?b=1。", ["https://example.org/a?b=1"]),
        ("(https://example.org)", ["https://example.org"]),
        ("http://example.org", []),
        ("file:///etc/passwd smb://host/share javascript:alert(1)", []),
        ("https://user@evil.example/", []),
        ("https://bank.example@evil.example", []),
        ("https://", []),
        ("https://раураӏ.example/", []),
        ("https://例子.example/", []),
        ("https://xn--fsqu00a.example/", ["https://xn--fsqu00a.example/"]),
    ],
)
def test_only_https_with_a_plain_host_is_a_link(text: str, expected: list[str]):
    assert [link.url for link in links(text)] == expected


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at_for_links(text: str):
    for link in links(text):
        assert text[link.start : link.end] == link.url


@pytest.mark.usefixtures("qapp")
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120), st.integers(40, 400))
def test_any_text_is_laid_out_and_every_point_means_a_character(text: str, width: int):
    block = TextBlock(text, QFont(), 24, width)
    assert block.height >= 24
    for point in (QPointF(-5, -5), QPointF(width / 2, block.height / 2), QPointF(9999, 9999)):
        assert 0 <= block.position_at(point) <= len(text)


@pytest.mark.usefixtures("qapp")
def test_a_temperature_cannot_be_written_backwards():
    hidden, plain = "39.5 \u202e5.93", "39.5 \ufffd5.93"
    block = TextBlock(hidden, QFont(), 24, 400)
    assert block.text == hidden  # what is copied is what was written
    assert block.width == TextBlock(plain, QFont(), 24, 400).width


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [("发烧 39 度", 0, "发烧"), ("a, b", 1, ","), ("退烧药，每天", 4, "每天"), ("", 0, "")],
)
def test_a_double_click_takes_a_word(text: str, position: int, word: str):
    start, end = word_at(text, position)
    assert text[start:end] == word
