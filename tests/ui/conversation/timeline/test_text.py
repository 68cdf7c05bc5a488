"""Links lead where they say, or are no links."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from workstation.ui.conversation.timeline import text as module
from workstation.ui.conversation.timeline.selection import word_at
from workstation.ui.conversation.timeline.text import (
    MAX_LEGIBLE_CHARACTERS,
    Highlights,
    TextBlock,
    _x,
    cut,
    links,
)
from workstation.ui.kit.strings import Language, set_language


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


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("mark", ["\u200f", "\u061c", "\u202e", "\u2067"])
def test_no_mark_between_figures_changes_their_order(mark: str):
    block = TextBlock(f"{mark}39{mark}.{mark}5{mark}", QFont(), 24, 400)
    line = block._layout.lineAt(0)
    places = [_x(line, place) for place in range(len(block.text) + 1)]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [("发烧 39 度", 0, "发烧"), ("a, b", 1, ","), ("退烧药，每天", 4, "每天"), ("", 0, "")],
)
def test_a_double_click_takes_a_word(text: str, position: int, word: str):
    start, end = word_at(text, position)
    assert text[start:end] == word


def picture_of(block: TextBlock, highlights: Highlights | None = None) -> QImage:
    """What is painted of a text in a window of 480 by 400 pixels, scrolled down by a line."""
    picture = QImage(480, 400, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.setClipRect(QRect(0, 0, 480, 400))
    block.paint(painter, QPointF(0, -24), QColor(Qt.GlobalColor.black), highlights)
    painter.end()
    return picture


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("word", ["https://a.b ", "😀https://a.b "])
def test_addresses_without_end_are_painted_at_once(word: str):
    block = TextBlock(word * 700, QFont(), 24, 480)
    began = time.thread_time()
    picture_of(block)
    assert time.thread_time() - began < 0.5


@pytest.mark.usefixtures("qapp")
def test_a_letter_that_is_everywhere_is_marked_at_once():
    block = TextBlock("ab " * 3_000, QFont(), 24, 480)
    everywhere = Highlights(matches=tuple((place, place + 1) for place in range(0, 9_000, 3)))
    began = time.thread_time()
    marked = picture_of(block, everywhere)
    assert time.thread_time() - began < 0.5
    assert marked != picture_of(block)


@pytest.mark.usefixtures("qapp")
def test_line_by_line_the_same_is_painted(monkeypatch: pytest.MonkeyPatch):
    block = TextBlock("见 https://a.b 和😀 体温 39.5\n" * 60, QFont(), 24, 470)
    looks = Highlights((30, 400), tuple((place, place + 2) for place in range(3, 1_500, 31)))
    looks = replace(looks, current=(96, 98))
    by_line = picture_of(block, looks)
    monkeypatch.setattr(module, "MAX_FORMATS_AT_ONCE", 10_000)
    assert picture_of(block, looks) == by_line


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("text", ["א1a" * 60_000, "\n" * 250_000, "a\n" * 125_000])
def test_what_a_frame_may_hold_is_laid_out_at_once(text: str):
    began = time.thread_time()
    block = TextBlock(text, QFont(), 24, 480)
    assert time.thread_time() - began < 1.0
    assert block.text == text


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("language", "note"),
    [
        (Language.ZH, "…还有 5 个字未显示，复制后可读全文"),
        (Language.EN, "… 5 more characters; copy to read all"),
    ],
)
def test_a_text_that_goes_on_says_so_and_is_copied_whole(language: Language, note: str):
    set_language(language)
    whole = "字" * MAX_LEGIBLE_CHARACTERS
    assert cut(whole) == (whole, "")
    assert cut(f"{whole}12345") == (whole, f"\n{note}")
    block = TextBlock(f"{whole}12345", QFont(), 24, 480, mentions=((10_001, 10_003),))
    assert block.text == f"{whole}12345"
    assert block.position_at(QPointF(479, block.height)) == MAX_LEGIBLE_CHARACTERS
    assert block.height > TextBlock(whole, QFont(), 24, 480).height
    last = Highlights(matches=((10_001, 10_003),), current=(10_001, 10_003))
    assert picture_of(block, last) == picture_of(block)
