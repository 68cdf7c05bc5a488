"""Quick replies are kept in the doctor's order, and once each."""

from dataclasses import replace

import pytest

from workstation.domain.errors import InputError
from workstation.domain.quick_replies import LIMITS, QuickReply
from workstation.vault.doctor import quick_replies

CARE = QuickReply("皮疹护理", "避免抓挠。", "护理")
FEVER = QuickReply("发热护理", "多喝水。", "护理")
GREETING = QuickReply("问候", "{称呼}您好。")


@pytest.fixture
def stored(database):
    quick_replies.add_starters(database, [GREETING, CARE, FEVER])
    return database


def titles(database) -> list[str]:
    return [reply.title for reply in quick_replies.read_all(database)]


def test_the_first_set_comes_once(stored):
    for reply in quick_replies.read_all(stored):
        quick_replies.remove(stored, reply.reply_id)
    quick_replies.add_starters(stored, [GREETING])
    assert titles(stored) == []


def test_one_that_was_removed_comes_back_beside_a_newer_one(stored):
    """The newer one had its number, and so it was taken for what is there already."""
    before = quick_replies.read_all(stored)
    quick_replies.remove(stored, before[-1].reply_id)
    quick_replies.remove(stored, before[0].reply_id)
    quick_replies.add(stored, [QuickReply("新", "文")])
    quick_replies.restore(stored, before)
    assert titles(stored) == ["问候", "皮疹护理", "发热护理", "新"]


def test_what_is_there_already_is_not_taken_twice(stored):
    assert (
        quick_replies.add(stored, [CARE, FEVER, QuickReply("新", "文"), QuickReply("新", "文")])
        == 1
    )
    assert titles(stored) == ["问候", "皮疹护理", "发热护理", "新"]


def test_they_stand_in_the_doctors_order(stored):
    first, _, third = (reply.reply_id for reply in quick_replies.read_all(stored))
    quick_replies.arrange(stored, [third, first])
    assert titles(stored) == ["发热护理", "问候", "皮疹护理"]
    quick_replies.add(stored, [QuickReply("新", "文")])
    assert titles(stored)[-1] == "新"


def test_a_removal_can_be_taken_back(stored):
    before = quick_replies.read_all(stored)
    quick_replies.remove(stored, before[1].reply_id)
    quick_replies.add(stored, [QuickReply("新", "文")])
    quick_replies.restore(stored, before)
    assert titles(stored) == ["问候", "皮疹护理", "发热护理", "新"]
    assert quick_replies.read_all(stored)[:3] == before


def test_one_is_said_otherwise(stored):
    reply = quick_replies.read_all(stored)[1]
    quick_replies.change(stored, QuickReply(" 新题 ", "新文\r\n", "组", reply.reply_id))
    assert quick_replies.read_all(stored)[1] == QuickReply("新题", "新文", "组", reply.reply_id)


def test_what_cannot_be_kept_is_refused_and_nothing_changes(stored):
    before = quick_replies.read_all(stored)
    with pytest.raises(InputError):
        quick_replies.change(stored, QuickReply("", "文", reply_id=before[0].reply_id))
    many = [QuickReply(str(number), "文") for number in range(LIMITS.replies)]
    with pytest.raises(InputError, match="too_many"):
        quick_replies.add(stored, many)
    assert quick_replies.read_all(stored) == before


def test_order_and_sections_change_together_or_not_at_all(stored):
    greeting, care, fever = quick_replies.read_all(stored)
    quick_replies.rearrange(stored, [fever, replace(greeting, section="护理"), care])
    assert [(reply.title, reply.section) for reply in quick_replies.read_all(stored)] == [
        ("发热护理", "护理"), ("问候", "护理"), ("皮疹护理", "护理"),
    ]  # fmt: skip
    with pytest.raises(InputError):
        quick_replies.rearrange(stored, [replace(care, section="长" * 21)])
