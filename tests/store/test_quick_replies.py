"""A quick reply is found by words of its title, text or group, and by pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstation.domain.quick_replies import QuickReply
from workstation.store.quick_replies import QuickReplyMatch, look_up

READINGS = {
    "皮": ("pi",),
    "疹": ("zhen",),
    "护": ("hu",),
    "理": ("li",),
    "发": ("fa",),
    "热": ("re",),
    "重": ("chong", "zhong"),
    "拍": ("pai",),
}
RASH = QuickReply("皮疹护理", "避免抓挠，发热时来院。", "护理", 1)
FEVER = QuickReply("发热护理", "多喝水。", "护理", 2)
AGAIN = QuickReply("重拍", "请再拍一张。", "拍照", 3)
ALL = (RASH, AGAIN, FEVER)


def titles(words: str) -> list[str]:
    return [matches.reply.title for matches in look_up(ALL, words, READINGS)]


@pytest.mark.parametrize(
    ("words", "matches"),
    [
        ("护理", ["皮疹护理", "发热护理"]),
        ("hl", ["皮疹护理", "发热护理"]),
        ("ZP", ["重拍"]),
        ("cp", ["重拍"]),
        ("huli", ["皮疹护理", "发热护理"]),
        ("chongpai", ["重拍"]),
        ("发热", ["发热护理", "皮疹护理"]),
        ("pz 抓挠", ["皮疹护理"]),
        ("护理 喝水", ["发热护理"]),
        ("拍照", ["重拍"]),
        ("没有的", []),
        ("", ["皮疹护理", "发热护理", "重拍"]),
    ],
)
def test_every_word_must_be_there(words, matches):
    assert titles(words) == matches


def test_what_was_looked_for_is_marked_where_it_stands():
    assert look_up(ALL, "pz 抓", READINGS) == (QuickReplyMatch(RASH, ((0, 2),), ((2, 3),)),)


@given(
    st.text("皮疹pzhl 重", max_size=8), st.lists(st.text("皮疹护理重 ab", max_size=6), max_size=5)
)
def test_marks_lie_apart_and_inside(words, names):
    replies = [QuickReply(name, name, name, number) for number, name in enumerate(names)]
    for matches in look_up(replies, words, READINGS):
        for marks, text in (
            (matches.in_title, matches.reply.title),
            (matches.in_text, matches.reply.text),
        ):
            last = -1
            for start, end in marks:
                assert last < start < end <= len(text)
                last = end
