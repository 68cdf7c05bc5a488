"""Words out of a text, and what a redaction says of itself."""

import pytest

from workstation.domain.redaction import PhotoRedaction, PixelBox, Redaction, WordMask

MARK = "[redacted]"


@pytest.mark.parametrize(
    ("words", "text", "masked"),
    [
        (("王小宝",), "王小宝的妈妈", "[redacted]的妈妈"),
        (("13800138000", "1380013"), "打 13800138000", "打 [redacted]"),
        (("wang",), "WANG Wang wang", "[redacted] [redacted] [redacted]"),
        (("a.b", "x*"), "aab a.b x* xx", "aab [redacted] [redacted] xx"),
        (("", "  "), "a  b", "a  b"),
        ((), "a", "a"),
        (("13800138000",), "打 １３８００１３８０００", "打 [redacted]"),
        (("１３８００１３８０００",), "打 13800138000", "打 [redacted]"),
        (("Ann Lee",), "ａｎｎ\u3000\nLEE!", "[redacted]!"),
        (("王小宝",), "王\u200b小\u2060宝好", "[redacted]好"),
        (("王\u200b小宝\ufeff", "\u200b"), "王小宝和王小\u2060宝好", "[redacted]和[redacted]好"),
        (("王小宝",), "王\u2068小\u202d宝和王\U000e0100小宝好", "[redacted]和[redacted]好"),
        (("王小宝",), "王\u034f小\u061c\u3164宝好", "[redacted]好"),
        (("Ann Lee",), "Ann\u200b Lee, Ann \u2060Lee", "[redacted], [redacted]"),
        (("①", "ﬁ"), "① ﬁ １", "[redacted] [redacted] １"),
        (("a^b]-c",), "a^b]-ｃ aｂ-c", "[redacted] aｂ-c"),
        (("a^b]-c",), "a^b]-c ab-c", "[redacted] ab-c"),
        (("王（小）",), "王（小）和王(小)", "[redacted]和[redacted]"),
        (("王(小)",), "王（小）好", "[redacted]好"),
        (
            ("王小宝",),
            "王\u202e小\ufe00宝\u2069，⺩小宝，\u202d王⼩宝",
            "[redacted]\u2069，⺩小宝，\u202d[redacted]",
        ),
        (("王⼩宝",), "王小宝", "[redacted]"),
        (("13800138000",), "𝟏𝟑𝟖00138000", "[redacted]"),
        (
            ("18", "18 00 18", "1800", "1900"),
            "1800 18 00  18 1900 19",
            "[redacted] [redacted] [redacted] 19",
        ),
        (("3号楼，王",), "在 3号楼，王家", "在 [redacted]家"),
    ],
)
def test_words_are_taken_out_wherever_they_stand(words, text, masked):
    mask = WordMask(words, MARK)
    assert mask.apply(text) == masked
    assert mask.count(text) == masked.count(MARK)


def test_a_mark_is_text_and_no_pattern():
    assert WordMask(("a",), r"\1\g<0>").apply("a") == r"\1\g<0>"


def test_a_photo_that_is_left_out_has_no_boxes():
    drawn = PhotoRedaction("00", (PixelBox(0, 0, 1, 1),))
    assert Redaction({"u": drawn}).boxes_of("u") == drawn.boxes
    assert Redaction({"u": drawn}, frozenset("u")).boxes_of("u") == ()
    assert not Redaction()
    assert Redaction(left_out=frozenset("u"))
