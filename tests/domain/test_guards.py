"""Before a reply is sent: whose name is in it, and how long has this consultation been open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.people import consultation
from workstation.domain.guards import SWITCH_MS, Doubts, just_switched, named_others

NAMES = st.text("王小宝刘子墨秀英ab ", min_size=0, max_size=5)


HERE = consultation(1, "王小宝", "王秀英")


@pytest.mark.parametrize(
    ("text", "other", "named"),
    [
        ("子墨今天好些吗？刘子墨的体温", "刘子墨", ("刘子墨",)),
        ("请让刘洋量一下体温", "刘子墨/刘洋", ("刘洋",)),
        ("小宝今天好些吗", "小宝", ()),
        ("王小宝的皮疹", "王小宝", ()),
        ("多喝水", "水", ()),
        ("Ask Wang An about it", "Wang An", ("Wang An",)),
        ("ask  wang   an", "Wang An", ("Wang An",)),
        ("Take an antihistamine", "An", ("An",)),
        ("Take some antihistamine", "An", ()),
        ("Antihistamine for An", "An", ("An",)),
        ("刘\u200b子墨的体温", "刘子墨", ("刘子墨",)),
        ("ＬＩ Ｎａ 请复查", "Li Na", ("Li Na",)),
        ("请Li Na复查", "Li Na", ("Li Na",)),
        ("体温多少", "刘子墨", ()),
        ("", "刘子墨", ()),
        ("随便写点", "", ()),
    ],
)
def test_another_patients_name_is_found(text, other, named):
    target, _, creator = other.partition("/")
    assert named_others(text, HERE, [consultation(2, target, creator)]) == named


def test_each_name_is_told_once_in_the_order_of_the_consultations():
    others = [consultation(number, name) for number, name in enumerate(("李雷", "韩梅", "李雷"), 2)]
    assert named_others("韩梅和李雷", HERE, others) == ("李雷", "韩梅")


def test_the_consultation_itself_is_no_other_one():
    renamed = consultation(1, "刘子墨")
    assert named_others("刘子墨", HERE, [renamed]) == ()


@given(st.text("好 a，", max_size=5), NAMES, st.text("好 a，", max_size=5))
def test_own_names_are_never_asked_about(before, name, after):
    here, other = consultation(1, name), consultation(2, name)
    assert named_others(before + name + after, here, [other]) == ()


@given(st.text(max_size=6), st.text("刘子墨李雷", min_size=2, max_size=4), st.text(max_size=6))
def test_a_chinese_name_is_found_whatever_stands_around_it(before, name, after):
    here = consultation(1, "王小宝", "王秀英")
    assert named_others(f"{before}，{name}，{after}", here, [consultation(2, name)]) == (name,)


@given(st.text(max_size=40), st.lists(NAMES, max_size=4))
def test_only_names_of_others_are_told(text, names):
    others = [consultation(number, name) for number, name in enumerate(names, 2)]
    result = named_others(text, HERE, others)
    assert set(result) <= {" ".join(name.split()) for name in names}
    assert len(set(result)) == len(result)


@pytest.mark.parametrize(
    ("opened_ms", "sent_ms", "asked"),
    [
        (None, 0, False),
        (100, 100, True),
        (100, 99 + SWITCH_MS, True),
        (100, 100 + SWITCH_MS, False),
    ],
)
def test_a_reply_right_after_a_switch_is_asked_about(opened_ms, sent_ms, asked):
    assert just_switched(opened_ms, sent_ms) is asked


def test_no_reason_is_no_doubt():
    assert not Doubts()
    assert Doubts(switched=True)
    assert Doubts(named=("刘子墨",))
