"""Text set in lines: as wide as allowed, cut only where it is asked for, never markup."""

import time
import unicodedata
from datetime import date, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from workstation.domain.closing import ClosingSummary
from workstation.ui.record.paper import PaperStyle
from workstation.ui.record.summary_text import follow_up_text, summary_message
from workstation.ui.record.text import break_lines, plain, width_of
from workstation.ui.record.times import offset

WIDTH = 200.0


@pytest.fixture
def paper():
    return PaperStyle()


def set_lines(paper, text, **rest):
    return list(break_lines(text, paper.body, paper.ink, WIDTH, **rest))


def words_of(line):
    start, length = line.line.textStart(), line.line.textLength()
    return line.layout.text()[start : start + length]


@pytest.mark.parametrize("text", ["很长的一段话。" * 30, "a" * 300, "one two " * 40, "a\n\nb"])
def test_every_letter_is_set_within_the_width(paper, text):
    lines = set_lines(paper, text)
    assert all(line.width <= WIDTH for line in lines)
    joined = "".join(words_of(line) for line in lines)
    assert joined.replace(" ", "") == text.replace("\n", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("A" + "\u0301" * 60, False), ("B" + "\u0323" * 60, False), ("Vie\u0323\u0302t", True)],
)
def test_piled_accents_write_over_no_other_line(paper, text, is_whole):
    """A patient's words struck out the doctor's, in the record and its evidence package."""
    (line,) = set_lines(paper, text)
    top, middle = 200, 200 + paper.body.line
    inked = inked_rows(line, top)
    assert inked
    assert all(top <= y < middle for y in inked)
    assert line.is_clipped is not is_whole


def inked_rows(line, top):
    """Where something was painted, on paper of 400 lines."""
    paper = QImage(300, 400, QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    line.paint(painter, 20, top)
    painter.end()
    white = QImage(paper.size(), paper.format())
    white.fill(Qt.GlobalColor.white)
    blank = bytes(white.constScanLine(0))
    return [y for y in range(paper.height()) if bytes(paper.constScanLine(y)) != blank]


def test_what_is_too_much_ends_in_an_ellipsis(paper):
    lines = set_lines(paper, "很长的一段话。" * 30, max_lines=2)
    assert len(lines) == 2
    assert words_of(lines[1]).endswith("…")
    assert lines[1].width <= WIDTH
    assert not words_of(set_lines(paper, "短", max_lines=2)[0]).endswith("…")


def test_the_last_line_goes_on_after_emoji_where_the_one_before_ended(paper):
    text = "".join(f"😀{chr(0x4E00 + number)}" for number in range(100))
    first, last = set_lines(paper, text, max_lines=2)
    units = text.encode("utf-16-le")[: 2 * first.line.textLength()]
    rest = text[len(units.decode("utf-16-le")) :]
    assert rest.startswith(last.layout.text().removesuffix("…"))
    assert last.width <= WIDTH


def test_a_paragraph_that_changes_direction_without_end_is_set_whole_and_at_once(paper):
    text = "א1a" * 40_000
    began = time.thread_time()
    lines = set_lines(paper, text)
    assert time.thread_time() - began < 2.0
    assert "".join(words_of(line) for line in lines) == text


def test_markup_is_text(paper):
    assert words_of(set_lines(paper, "<b>x</b>")[0]) == "<b>x</b>"


@given(st.text(st.characters(categories=["Cc", "Cf", "Lu", "Lo"]), max_size=200))
@example("".join(map(chr, range(160))))
def test_what_is_set_has_no_control_characters(text):
    controls = {sign for sign in plain(text) if unicodedata.category(sign) == "Cc"}
    assert controls <= {"\n"}


def test_signs_that_turn_the_order_are_shown_as_what_they_are():
    assert plain("\u202e5.93\u2069") == "\ufffd5.93\ufffd"


def test_half_a_character_becomes_a_mark():
    assert plain("a\ud83d") == "a\ufffd"


def test_a_width_is_that_of_one_line(paper):
    assert width_of("a\nb", paper.body) == pytest.approx(width_of("a b", paper.body))
    assert width_of("", paper.body) < width_of("字", paper.body)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [(8, "UTC+08:00"), (0, "UTC+00:00"), (-3.5, "UTC-03:30"), (5.75, "UTC+05:45")],
)
def test_the_zone_is_named_by_its_distance(hours, expected):
    assert offset(0, timezone(timedelta(hours=hours))) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("12-2", "2026 年 12 月 2 日（周三）"), ("下周", "下周"), (" 2020-1-1 ", "2020-1-1")],
)
def test_a_day_is_said_with_its_weekday_and_what_is_none_as_it_was_typed(typed, expected):
    assert follow_up_text(typed, date(2026, 11, 25)) == expected


def test_a_summary_is_sent_as_it_was_typed():
    typed = "\u0645\u062d\u0645\u062f"
    text = summary_message(ClosingSummary(assessment=typed), date(2026, 11, 25))
    assert text.endswith(f"：{typed}")


@pytest.mark.parametrize("length", [1, 20])
def test_a_name_from_right_to_left_stands_where_any_other_does(paper, length):
    """Beside it stands who that is, and when."""
    (line,) = set_lines(paper, "\u05d3\u05d5\u05d3 \u05db\u05d4\u05df " * length, max_lines=1)
    assert line.line.naturalTextRect().left() < 1
