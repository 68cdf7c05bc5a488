"""What widgets and delegates draw alike."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter

from workstation.ui.kit.painting import (
    BIDI_CONTROLS,
    badge_width,
    bubble_path,
    draw_avatar,
    draw_line,
    initials,
    lay_out,
    line_width,
    one_line,
    painting,
)
from workstation.ui.kit.painting.initials import MAX_CLUSTER, colour_index, last_character
from workstation.ui.kit.painting.matched import LEAD, _scrolled_to_match, draw_matched_line
from workstation.ui.kit.painting.text import MAX_CACHED_LENGTH, _cached_width
from workstation.ui.kit.theme import TextRole, theme

TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)


@pytest.mark.parametrize(
    ("name", "doctor", "show_widget"),
    [
        ("王小宝", False, "小宝"),
        ("孙悦", False, "孙悦"),
        ("林若川", True, "林"),
        ("欧阳小明", True, "欧阳"),
        ("欧阳", True, "欧"),
        ("Wang Xiaobao", False, "WX"),
        ("Dr Ada Mary Lovelace", True, "DL"),
        ("ada", False, "A"),
        ("(Ada) 9th", False, "A"),
        ("  ", False, ""),
        ("", True, ""),
        ("…", False, "…"),
        ("王小宝 (3252)", False, "小宝"),
        ("Li Ming (1002)", True, "LM"),
        ("Test 1", False, "T"),
        ("Patient 12", False, "P"),
        ("测试12", False, "测试"),
        ("13800138025", False, "25"),
        ("张三(女儿)", False, "张三"),
        ("王 Ming", False, "王"),
        ("Ming 王小宝", False, "小宝"),
        ("佐々木", False, "々木"),
        ("王\U00030edd", False, "王\U00030edd"),
        ("买买提·艾力", False, "艾力"),
        ("김민수", False, "김"),
        ("דוד כהן", False, "דכ"),
        ("محمد علي", False, "م\N{ZERO WIDTH NON-JOINER}ع"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}ada", False, "A"),
        ("e\N{COMBINING ACUTE ACCENT}mile zola", False, "ÉZ"),
        ("किरण", False, "कि"),
        ("😀 王小宝", False, "小宝"),
        ("👨‍👩‍👧 Wang", False, "W"),
        ("👨‍👩‍👧", False, "👨‍👩‍👧"),
        ("🇨🇳🇫🇷", False, "🇨🇳"),
    ],
)
def test_initials(name: str, doctor: bool, show_widget: str) -> None:
    assert initials(name, doctor=doctor) == show_widget


@given(TEXTS, st.booleans())
def test_any_name_has_short_initials(name: str, doctor: bool) -> None:
    assert len(initials(name, doctor=doctor)) <= 2 * MAX_CLUSTER + 1


@pytest.mark.parametrize(
    ("letters", "last"), [("小宝", "宝"), ("éZ", "Z"), ("ZÉ", "É"), ("कि", "कि"), ("🇨🇳", "🇨🇳")]
)
def test_a_small_avatar_has_the_last_of_them_whole(letters: str, last: str) -> None:
    assert last_character(letters) == last


def test_an_initial_cannot_be_drowned_in_accents() -> None:
    assert initials("a" + 40 * "\N{COMBINING TILDE}") in {"A", "Ã"}


def test_a_member_keeps_its_colour_and_members_differ() -> None:
    assert [colour_index(member, 6) for member in range(6)] == [
        colour_index(str(member), 6) for member in range(6)
    ]
    assert {colour_index(member, 6) for member in range(60)} == set(range(6))


def blank(width: int = 200, height: int = 40) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    return image


def inked(image: QImage) -> tuple[int, int]:
    """First and last column that something was drawn in."""
    columns = [
        x
        for x in range(image.width())
        if any(image.pixelColor(x, y).lightness() < 200 for y in range(image.height()))
    ]
    return columns[0], columns[-1]


def test_a_line_is_cut_within_its_box() -> None:
    image = blank()
    painter = QPainter(image)
    font = theme.font(TextRole.BODY)
    width = draw_line(painter, QRectF(20, 0, 100, 40), "很长的一行文字" * 9, font, QColor("black"))
    painter.end()
    assert width <= 100
    first, last = inked(image)
    assert first >= 19
    assert last <= 121


def test_line_breaks_are_drawn_as_spaces_and_markup_as_it_is() -> None:
    font = theme.font(TextRole.BODY)
    images = []
    for text in ("一\n二", "一 二"):
        image = blank()
        painter = QPainter(image)
        draw_line(painter, QRectF(image.rect()), text, font, QColor("black"))
        painter.end()
        images.append(image)
    assert images[0] == images[1]
    assert line_width("<b>一</b>", font) > line_width("一", font) * 3


def test_the_widths_of_short_texts_alone_are_held() -> None:
    font = theme.font(TextRole.BODY)
    short, longer = "话" * MAX_CACHED_LENGTH, "话" * (MAX_CACHED_LENGTH + 1)
    _cached_width.cache_clear()
    line_width(longer, font)
    assert _cached_width.cache_info().currsize == 0
    line_width(short, font)
    assert _cached_width.cache_info().currsize == 1


def test_a_line_without_end_is_drawn_at_once() -> None:
    picture = QImage(300, 20, QImage.Format.Format_RGB32)
    box, font = QRectF(0, 0, 300, 20), theme.font(TextRole.BODY)
    began = time.thread_time()
    with painting(picture) as painter:
        width = draw_line(painter, box, "疹" * 2_000_000, font, QColor(0, 0, 0))
    assert width <= 300
    assert time.thread_time() - began < 0.3


@pytest.mark.parametrize("place", [0, 5_000, 1_999_990])
def test_a_match_in_a_line_without_end_is_drawn_at_once(place: int) -> None:
    text, font = "疹" * 2_000_000, theme.font(TextRole.BODY)
    pictures = [QImage(300, 20, QImage.Format.Format_RGB32) for _ in range(2)]
    began = time.thread_time()
    for picture, spans in zip(pictures, ([(place, place + 2)], []), strict=True):
        picture.fill(Qt.GlobalColor.white)
        with painting(picture) as painter:
            box = QRectF(0, 0, 300, 20)
            assert draw_matched_line(painter, box, text, font, QColor(0, 0, 0), spans) <= 300
    assert time.thread_time() - began < 0.5
    assert pictures[0] != pictures[1]


TURNED = "体温 \u202e5.93\u202c 度\u2066 \u200f39\u200f.\u061c5"
PLAINLY = "体温 \ufffd5.93\ufffd 度\ufffd \ufffd39\ufffd.\ufffd5"


def test_signs_that_turn_the_order_are_shown_as_what_they_are() -> None:
    block = lay_out(TURNED, theme.font(TextRole.BODY), 20, 400)
    assert [line.text for line in block.lines] == [PLAINLY]
    assert one_line(TURNED) == PLAINLY


@pytest.mark.parametrize("width", [1, 60, 200, 1000])
def test_laid_out_text_fits_its_width(width: int) -> None:
    text = "皮疹按压会褪色吗？The rash fades.\n\n第二段 " * 4
    block = lay_out(text, theme.font(TextRole.MESSAGE), 24, width)
    widest = max(line_width(character, theme.font(TextRole.MESSAGE)) for character in text)
    assert block.width <= max(width, widest) + 1
    assert block.height == 24 * len(block.lines)


def test_a_text_that_fits_is_one_line_unless_it_breaks_by_itself() -> None:
    font = theme.font(TextRole.BODY)
    for text in ("皮疹按压会褪色吗？", "The rash fades.", "", " "):
        fitting = lay_out(text, font, 20, line_width(text, font) + 1)
        assert [line.text for line in fitting.lines] == [text.rstrip()]
    assert len(lay_out("第一行\u2028第二行", font, 20, 400).lines) == 2
    assert len(lay_out("第一行 第二行", font, 20, line_width("第一行 第二", font)).lines) == 2


def test_a_limit_of_lines_ends_in_an_ellipsis() -> None:
    font = theme.font(TextRole.BODY)
    block = lay_out("很长的文字，" * 40, font, 20, 200, max_lines=2)
    assert len(block.lines) == 2
    assert block.lines[-1].text.endswith("…")
    assert block.width <= 200
    whole = lay_out("短", font, 20, 200, max_lines=2)
    assert [line.text for line in whole.lines] == ["短"]


@given(TEXTS)
def test_no_character_gets_lost_between_the_lines(text: str) -> None:
    block = lay_out(text, theme.font(TextRole.BODY), 20, 120)
    drawn, text = "".join(line.text for line in block.lines), text.translate(BIDI_CONTROLS)
    assert drawn.split() == text.replace("\n", " ").split() or (
        "".join(drawn.split()) == "".join(text.split())
    )


def test_an_avatar_is_filled_with_its_members_colour() -> None:
    image = blank(40, 40)
    painter = QPainter(image)
    draw_avatar(painter, QRectF(0, 0, 40, 40), "小宝", 7)
    painter.end()
    background = theme.avatars[colour_index(7, 6)].background
    assert image.pixelColor(20, 3) == background


def test_badges_grow_with_their_figures() -> None:
    assert badge_width(3) == 20
    assert badge_width(3) <= badge_width(42) < badge_width(100) == badge_width(5000)


def test_a_bubbles_tail_corner_is_the_sharper_one() -> None:
    rect = QRectF(0, 0, 100, 60)
    path = bubble_path(rect, tail=Qt.Corner.TopLeftCorner)
    assert path.contains(QPointF(2, 2))
    assert not path.contains(QPointF(98, 2))
    assert path.boundingRect() == rect


@pytest.mark.parametrize("width", [60, 150, 260, 400, 4_000])
@pytest.mark.parametrize("tail", ["了", "了，" + "别的" * 100])
def test_a_match_far_in_a_line_is_in_sight_with_as_much_before_it_as_fits(
    width: int, tail: str
) -> None:
    font, text = theme.font(TextRole.BODY), "先观察两天，体温有变化随时告诉我们，后背的皮疹" + tail
    start = text.index("皮疹")
    visible, ((first, last),) = _scrolled_to_match(text, [(start, start + 2)], font, width)
    assert visible[first:last] == "皮疹"
    begun = visible.removeprefix("…")
    assert text.endswith(begun)
    whole = line_width(visible, font) <= width
    if whole and visible != text:
        more = "…" + text[len(text) - len(begun) - 1 :]
        assert line_width(more, font) > width or len(begun) + 1 == len(text)
    assert whole or visible == text or first <= LEAD + 1


@pytest.mark.parametrize("percent", [100, 200])
def test_a_word_is_as_wide_as_its_font_makes_it_also_when_it_was_asked_before(
    percent: int,
) -> None:
    theme.set_text_size(percent)
    for tabular in (False, True, False):
        font = theme.font(TextRole.CAPTION, tabular=tabular)
        assert line_width("11:11", font) == QFontMetricsF(font).horizontalAdvance("11:11")


@pytest.mark.parametrize("text", ["😀甲" * 30, "好 👩‍👧 " * 20, "😀" * 40 + "\n" + "𠮷" * 30])
def test_emoji_and_rare_characters_are_broken_where_the_room_ends(text):
    block = lay_out(text, theme.font(TextRole.BODY), 20, 200)
    assert block.width <= 200
    assert "".join(line.text for line in block.lines).replace(" ", "") == "".join(text.split())
    assert [text[line.start :].startswith(line.text) for line in block.lines].count(False) == 0
