"""Chinese text is found by its readings, whole or by their first letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.base.paths import resource
from workstation.domain.pinyin import find_spelled, read_table


@pytest.fixture(scope="module")
def readings():
    return read_table(resource("pinyin/syllables.txt").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("text", "letters", "match"),
    [
        ("皮疹护理", "pz", "皮疹"),
        ("皮疹护理", "HL", "护理"),
        ("皮疹护理", "ｐｚ", "皮疹"),
        ("复查、重新拍照", "fccx", "复查、重新"),
        ("重新拍照", "zx", "重新"),
        ("每天 2 次", "t2c", "天 2 次"),
        ("B 超检查", "bcjc", "B 超检查"),
        ("皮疹护理", "pizhen", "皮疹"),
        ("皮疹护理", "pi zhen hl", "皮疹护理"),
        ("皮疹护理", "pzhenh", "皮疹护"),
        ("皮疹护理", "pizhe", "皮疹"),
        ("皮疹护理", "pihl", None),
        ("皮疹护理", "pizhenx", None),
        ("重新拍照", "chongxin", "重新"),
        ("重新拍照", "zhongxin", "重新"),
        ("吕梁", "lvl", "吕梁"),
        ("西安", "xian", "西安"),
        ("皮疹护理", "ph", None),
        ("皮疹护理", "", None),
        ("皮疹护理", "，", None),
        ("", "p", None),
    ],
)
def test_a_run_is_found_by_what_is_typed(readings, text, letters, match):
    span = find_spelled(text, letters, readings)
    assert (span and text[slice(*span)]) == match


def test_the_table_knows_every_character_of_everyday_writing(readings):
    everyday = ""
    for high in range(0xB0, 0xF8):
        for low in range(0xA1, 0xFF):
            everyday += bytes([high, low]).decode("gb2312", "ignore")
    assert len(everyday) == 6763
    assert not [character for character in everyday if character not in readings]


@given(st.text("护理疹a2 ，", max_size=12), st.data())
def test_the_letters_of_any_part_find_it(text, data):
    table = {"护": ("hu",), "理": ("li",), "疹": ("zhen",)}
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    letters = "".join(
        character
        if character not in table
        else table[character][0][: data.draw(st.sampled_from((1, 9)))]
        for character in part
    )
    span = find_spelled(text, letters, table)
    assert (span is not None) == any(character.isalnum() for character in letters)


@given(st.text(), st.text())
def test_whatever_comes_a_place_lies_inside(text, letters):
    span = find_spelled(text, letters, {})
    assert span is None or 0 <= span[0] < span[1] <= len(text)
