"""What a row offers to be changed, and how it says what was changed."""

from dataclasses import replace

import pytest

from tests.gallery import sample
from workstation.domain.amending import can_correct, can_withdraw
from workstation.domain.message import Amending, Attachment, Delivery, MessageKind
from workstation.ui.conversation.timeline.earlier_texts import earlier_texts
from workstation.ui.conversation.timeline.hit_actions import Correct, GiveUpChange, Withdraw
from workstation.ui.conversation.timeline.message_state import (
    message_state,
    spoken_state,
    withdrawn_text,
)
from workstation.ui.conversation.timeline.row_menu import Rights, change_entries
from workstation.ui.kit.strings import formats, tr

SENT = sample.make_message(2, sample.MYSELF, "每晚 5 mg", 10, delivery=Delivery.SENT)
QUEUED = sample.make_message(2, sample.MYSELF, "每晚 5 mg", 10, delivery=Delivery.QUEUED)
THEIRS = sample.make_message(3, sample.MOTHER, "好的", 10)
PICTURE = replace(SENT, kind=MessageKind.IMAGE, attachment=Attachment("https://x/1", "image/png"))
BEFORE, AFTER = SENT.at_ms, SENT.at_ms + 1


@pytest.mark.parametrize(
    ("message", "since_ms", "correct", "withdraw"),
    [
        (SENT, BEFORE, True, True),
        (SENT, AFTER, False, False),
        (QUEUED, AFTER, True, True),
        (replace(QUEUED, delivery=Delivery.FAILED), AFTER, True, True),
        (replace(QUEUED, delivery=Delivery.SENDING), BEFORE, True, True),
        (replace(QUEUED, delivery=Delivery.SENDING), AFTER, False, False),
        (PICTURE, BEFORE, False, True),
        (THEIRS, BEFORE, False, False),
        (replace(SENT, retracted=True), BEFORE, False, False),
        (replace(SENT, amending=Amending.WITHDRAWING), BEFORE, False, False),
        (replace(SENT, amending=Amending.CORRECTING), BEFORE, True, True),
    ],
)
def test_own_words_may_be_changed_in_time_and_what_waits_at_any(
    message, since_ms, correct, withdraw
):
    assert can_correct(message, since_ms) is correct
    assert can_withdraw(message, since_ms) is withdraw


def offered(message):
    rights = Rights(
        may_correct=lambda one: can_correct(one, BEFORE),
        may_withdraw=lambda one: can_withdraw(one, BEFORE),
    )
    entries = list(change_entries(message, rights))
    return [entry.name for entry in entries], [entry.action for entry in entries]


def test_a_menu_names_what_it_does_to_the_message():
    edit = tr("conversation.correct")
    names, actions = offered(SENT)
    assert names == [edit, tr("conversation.withdraw")]
    assert actions == [Correct(SENT), Withdraw(SENT.key)]
    assert offered(QUEUED)[0] == [edit, tr("conversation.take_back")]
    assert offered(THEIRS) == ([], [])
    refused = replace(SENT, delivery=Delivery.FAILED, amending=Amending.WITHDRAWING)
    assert offered(refused) == ([tr("conversation.give_up_change")], [GiveUpChange(SENT.key)])


@pytest.mark.parametrize(
    ("amending", "delivery", "words"),
    [
        (Amending.CORRECTING, Delivery.QUEUED, "修改待发送"),
        (Amending.WITHDRAWING, Delivery.SENDING, "撤回待发送"),
        (Amending.CORRECTING, Delivery.FAILED, "未修改"),
        (Amending.WITHDRAWING, Delivery.FAILED, "未撤回"),
    ],
)
def test_a_change_on_its_way_has_words_of_its_own(amending, delivery, words):
    changed = replace(SENT, amending=amending, delivery=delivery, failure="forbidden")
    assert words in tr(message_state(changed).key)
    assert words in spoken_state(changed)
    unsent = replace(changed, position=None)
    is_withdrawn = amending is Amending.WITHDRAWING
    assert (words in spoken_state(unsent)) is is_withdrawn, "else the message itself waits"
    assert (words in tr(message_state(unsent).key)) is is_withdrawn


def test_a_withdrawn_message_says_when():
    gone = replace(SENT, text="", retracted=True, earlier=("5 mg",), amended_ms=SENT.at_ms + 60_000)
    assert formats.clock_time(gone.amended_ms) in withdrawn_text(gone)
    next_day = replace(gone, amended_ms=gone.at_ms + 24 * 3_600_000)
    assert formats.past_time(next_day.amended_ms, gone.at_ms) in withdrawn_text(next_day)
    assert withdrawn_text(replace(gone, amending=Amending.WITHDRAWING)) == "正在撤回此消息"
    assert withdrawn_text(replace(gone, amended_ms=None)) == "消息已撤回"


def test_each_earlier_text_stands_under_its_heading():
    assert earlier_texts(replace(SENT, earlier=("5 mg", "1 mg", ""))) == [
        ("原文", "5 mg"),
        ("第 1 次修改", "1 mg"),
        ("第 2 次修改", "（没有文字）"),
    ]
