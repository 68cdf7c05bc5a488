"""Whom a text mentions: the team's doctors, by their whole names."""

import pytest

from workstation.domain.mentions import Mention, find_mentions

TEAM = {1002: "林若", 1003: "林若川", 1004: "Ann", 1006: "1006", 1007: ""}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("请@林若川 看看", [Mention(1003, 1, 5)]),
        ("请＠林若看看", [Mention(1002, 1, 4)]),
        ("@1006 @Ann", [Mention(1006, 0, 5), Mention(1004, 6, 10)]),
        ("😀@Ann!", [Mention(1004, 1, 5)]),
        ("@Anna @ann a@Ann @10067 @ 林若 林若川", []),
        ("", []),
    ],
)
def test_the_longest_whole_name_behind_a_sign_is_a_mention(text, expected):
    assert list(find_mentions(text, TEAM)) == expected
    assert find_mentions(text, {}) == ()
