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
        ("每晚一次", "请每晚一次。", "请。"),
        ("早晚各一次。", "请早上早晚各一次。饭后", "请早上饭后"),
        ("abc", " xabc y\n", "x y\n"),
        ("每晚一次", "请每晚一次，饭后一。", "请，饭后一。"),
        ("每晚一次", "请每晚只一次。", "请只。"),
        ("每晚一次", "请每晚两次。", "请每晚两次。"),
    ],
)
def test_what_was_written_behind_or_into_what_was_sent_stays(sent, written, stays):
    assert Draft(ConsultationId(1), written).text_without(sent) == stays


def test_what_was_written_last_ends_at_the_caret():
    """Both a 2 before a 1 and a 1 behind it were there; the hand says which is new."""
    assert Draft(ConsultationId(1), "1213", caret=2).text_without("13") == "12"
    assert Draft(ConsultationId(1), "1213", caret=3).text_without("13") == "21"
