"""Quick replies are kept in the doctor's order, and once each."""

from dataclasses import replace

import pytest

from workstation.domain.errors import InputError
from workstation.domain.quick_replies import LIMITS, QuickReply
from workstation.vault import quick_replies

CARE = QuickReply("皮疹护理", "避免抓挠。", "护理")
FEVER = QuickReply("发热护理", "多喝水。", "护理")
GREETING = QuickReply("问候", "{称呼}您好。")


@pytest.fixture
def kept(database):
    quick_replies.add_starters(database, [GREETING, CARE, FEVER])
    return database


def titles(database) -> list[str]:
    return [reply.title for reply in quick_replies.read_all(database)]


def test_the_first_set_comes_once(kept):
    for reply in quick_replies.read_all(kept):
        quick_replies.remove(kept, reply.reply_id)
    quick_replies.add_starters(kept, [GREETING])
    assert titles(kept) == []


def test_what_is_there_already_is_not_taken_twice(kept):
    assert (
        quick_replies.add(kept, [CARE, FEVER, QuickReply("新", "文"), QuickReply("新", "文")]) == 1
    )
    assert titles(kept) == ["问候", "皮疹护理", "发热护理", "新"]


def test_they_stand_in_the_doctors_order(kept):
    first, _, third = (reply.reply_id for reply in quick_replies.read_all(kept))
    quick_replies.arrange(kept, [third, first])
    assert titles(kept) == ["发热护理", "问候", "皮疹护理"]
    quick_replies.add(kept, [QuickReply("新", "文")])
    assert titles(kept)[-1] == "新"


def test_a_removal_can_be_taken_back(kept):
    before = quick_replies.read_all(kept)
    quick_replies.remove(kept, before[1].reply_id)
    quick_replies.add(kept, [QuickReply("新", "文")])
    quick_replies.restore(kept, before)
    assert titles(kept) == ["问候", "皮疹护理", "发热护理", "新"]
    assert quick_replies.read_all(kept)[:3] == before


def test_one_is_said_otherwise(kept):
    reply = quick_replies.read_all(kept)[1]
    quick_replies.change(kept, QuickReply(" 新题 ", "新文\r\n", "组", reply.reply_id))
    assert quick_replies.read_all(kept)[1] == QuickReply("新题", "新文", "组", reply.reply_id)


def test_what_cannot_be_kept_is_refused_and_nothing_changes(kept):
    before = quick_replies.read_all(kept)
    with pytest.raises(InputError):
        quick_replies.change(kept, QuickReply("", "文", reply_id=before[0].reply_id))
    many = [QuickReply(str(number), "文") for number in range(LIMITS.replies)]
    with pytest.raises(InputError, match="too_many"):
        quick_replies.add(kept, many)
    assert quick_replies.read_all(kept) == before


def test_order_and_sections_change_together_or_not_at_all(kept):
    greeting, care, fever = quick_replies.read_all(kept)
    quick_replies.rearrange(kept, [fever, replace(greeting, section="护理"), care])
    assert [(reply.title, reply.section) for reply in quick_replies.read_all(kept)] == [
        ("发热护理", "护理"), ("问候", "护理"), ("皮疹护理", "护理"),
    ]  # fmt: skip
    with pytest.raises(InputError):
        quick_replies.rearrange(kept, [replace(care, section="长" * 21)])
