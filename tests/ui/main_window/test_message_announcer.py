"""What a screen reader is told of messages: the sentences that it gets, one by one."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from tests.store.people import ME, consultation, message
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.connection import Connection, Phase
from workstation.domain.message import Attachment, Delivery, Message, MessageKind
from workstation.domain.people import Member
from workstation.domain.row_key import own_row
from workstation.store.session_store import SessionStore
from workstation.ui.kit.announcer import announcer
from workstation.ui.main_window import message_announcer
from workstation.ui.main_window.message_announcer import MessageAnnouncer

pytestmark = pytest.mark.usefixtures("screen_reader")
OPEN, OTHER = 1, 2


class AnnouncedChanges:
    """A store whose changes are told, with one consultation open."""

    def __init__(self) -> None:
        self.store, self.owner, self.may_quote = SessionStore(), QObject(), True
        names = {OPEN: "李知夏", OTHER: "王小宝"}
        rows = tuple(
            Listed(consultation(key, target=Member(3000 + key, name)), Place.IN_PROCESS)
            for key, name in names.items()
        )
        self.store.apply(Changes(listed=rows))
        self.online(Phase.ONLINE)
        MessageAnnouncer(self.store, lambda: OPEN, lambda: self.may_quote, self.owner)

    def online(self, phase: Phase) -> None:
        self.store.set_connection(Connection(phase, 0.0))

    def own(self, *states: Delivery, **rest: object) -> None:
        """An own message goes through these states."""
        for state in states:
            fields = {"speaker": ME, "delivery": state, "key": own_row("a"), "position": None}
            self.store.apply(Changes(messages=(message("先停掉芒果", **(fields | rest)),)))

    def comes(self, *messages: Message) -> None:
        self.store.apply(Changes(messages=messages, news=messages))


@pytest.fixture
def changes(qapp: object) -> Iterator[AnnouncedChanges]:  # noqa: ARG001
    made = AnnouncedChanges()
    yield made
    made.owner.deleteLater()


def test_that_a_message_went_and_was_read(changes: AnnouncedChanges) -> None:
    changes.own(Delivery.QUEUED, Delivery.SENDING)
    assert announcer.recent == ()
    changes.own(Delivery.SENT, Delivery.SENT)
    assert announcer.recent == ("我的消息已发送",)
    changes.own(Delivery.READ, Delivery.READ)
    assert announcer.recent == ("我的消息已读", "我的消息已发送")


def test_that_a_message_waits_and_goes_once_the_line_is_back(changes: AnnouncedChanges) -> None:
    changes.online(Phase.WAITING)
    changes.own(Delivery.QUEUED)
    changes.online(Phase.ONLINE)
    changes.own(Delivery.SENDING, Delivery.SENT)
    assert announcer.recent == ("我的消息已发送", "我的消息待发送，联网后自动发送")


def test_where_nothing_is_saved_a_message_that_waits_says_not_to_close(
    changes: AnnouncedChanges,
) -> None:
    changes.store.is_durable = False
    changes.online(Phase.WAITING)
    changes.own(Delivery.QUEUED)
    assert announcer.recent == ("我的消息待发送，联网后自动发送，请不要关闭程序",)


def test_that_a_message_failed_and_why_and_whose_it_was(changes: AnnouncedChanges) -> None:
    changes.own(Delivery.SENDING)
    changes.own(Delivery.FAILED, failure="forbidden", consultation_id=OTHER)
    (sentence,) = announcer.recent
    assert sentence.startswith("王小宝：我的消息未发送: ")


def test_the_patients_answer_in_the_open_conversation(changes: AnnouncedChanges) -> None:
    changes.comes(message("今天最高 38.1 ℃，\n现在没有烧。"))
    assert announcer.recent == ("王秀英：今天最高 38.1 ℃， 现在没有烧。",)


def test_a_voice_with_its_length_and_a_long_text_cut_short(changes: AnnouncedChanges) -> None:
    voice = Attachment("https://files.example/a", "audio/ogg", duration_ms=65_000)
    changes.comes(message("v", kind=MessageKind.VOICE, attachment=voice))
    changes.comes(message("x" * 300))
    assert announcer.recent[1] == "王秀英：语音，1 分 05 秒"
    assert len(announcer.recent[0]) < 130


def test_of_another_patient_only_that_something_came(changes: AnnouncedChanges) -> None:
    changes.comes(replace(message("手术前要停药吗"), consultation_id=OTHER))
    assert announcer.recent == ("王小宝 有新消息",)


def test_of_a_few_patients_each_is_named_and_of_many_how_many(changes: AnnouncedChanges) -> None:
    for number in range(OTHER, OTHER + 5):
        changes.comes(replace(message("还在烧"), consultation_id=number))
    counted, one, two = announcer.recent[0], announcer.recent[-1], announcer.recent[-2]
    assert counted == "5 个咨询有新消息"
    assert (one, two) == ("王小宝 有新消息", "王小宝 有新消息；未知姓名 有新消息")


def test_no_word_and_no_name_of_a_patient_where_a_policy_forbids_it(
    changes: AnnouncedChanges,
) -> None:
    changes.may_quote = False
    changes.comes(message("今天最高 38.1 ℃"))
    assert announcer.recent == ("有新消息",)
    changes.own(Delivery.SENDING)
    changes.own(Delivery.FAILED, failure="forbidden", consultation_id=OTHER)
    assert announcer.recent[0].startswith("我的消息未发送: ")


def test_a_flood_is_counted(changes: AnnouncedChanges) -> None:
    changes.comes(*(message(f"第 {number} 条") for number in range(20)))
    assert announcer.recent == ("20 条新消息",)


def test_of_few_messages_it_is_remembered_what_was_said(
    changes: AnnouncedChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A doctor who works by ear sends thousands between two sign-ins, and most are never read."""
    monkeypatch.setattr(message_announcer, "MAX_FOLLOWED", 2)
    for number in range(5):
        changes.own(Delivery.SENDING, Delivery.SENT, key=own_row(f"a{number}"))
    (announcer_of_messages,) = changes.owner.children()
    assert len(announcer_of_messages._deliveries) == 2
    changes.own(Delivery.READ, key=own_row("a4"))
    assert announcer.recent[0] == "我的消息已读"
