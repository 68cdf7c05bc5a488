"""A draft after a part of it was sent: what was written meanwhile stays, and nothing else."""

import pytest

from workstation.domain.changes import Draft
from workstation.domain.ids import ConsultationId


@pytest.mark.parametrize(
    ("sent", "written", "stays"),
    [
        ("ab", "ab", ""),
        ("ab", "ab c", "c"),
        ("ab", "axyb", "xy"),
        ("ab", " ab", ""),
        ("aa", "aaa", "a"),
        ("", "c", "c"),
        ("ab", "a", "a"),
        ("ab", "", ""),
        ("aba", "ab", "ab"),
        ("ab", "ac", "ac"),
        ("abc", "bca", "bca"),
        ("每晚一次，饭后服", "请每晚一次，饭后服。", "请。"),
        ("早晚各一次，饭后。", "请早上早晚各一次，饭后。多喝水", "请早上多喝水"),
        ("abcdefgh", " xabcdefgh y\n", "x y\n"),
        ("每晚一次一片，饭后", "请每晚一次一片，饭后一。", "请一。"),
        ("每晚一次，饭后服", "请每晚只一次，饭后服。", "请只。"),
        ("每晚一次，饭后服", "请每晚两次，饭后服。", "请每晚两次，饭后服。"),
    ],
)
def test_what_was_written_behind_or_into_what_was_sent_stays(sent, written, stays):
    assert Draft(ConsultationId(1), written).text_without(sent) == stays


def test_what_was_written_last_ends_at_the_caret():
    """Both a 2 before a 1 and a 1 behind it were there; the hand says which is new."""
    assert Draft(ConsultationId(1), "1213", caret=2).text_without("13") == "12"
    assert Draft(ConsultationId(1), "1213", caret=3).text_without("13") == "21"


@pytest.mark.parametrize(
    ("sent", "written"),
    [("停", "不要停药"), ("好", "你好，明天复诊"), ("先停药", "先别停，药照吃")],
)
def test_words_in_which_a_short_reply_stands_by_chance_stay_whole(sent, written):
    """Written in its place while it was sent: not a letter of them is taken for the reply's."""
    assert Draft(ConsultationId(1), written, caret=len(written)).text_without(sent) == written
