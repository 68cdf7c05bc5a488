"""Space and Enter in a row that has a voice and something else to be done."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.still_board import StillBoard
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import Attachment, Delivery, Message, MessageKind
from workstation.domain.people import Member, Team
from workstation.domain.speaker import Speaker, SpeakerRole
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import (
    HitAction,
    OpenPicture,
    PlayVoice,
    SendAgain,
)
from workstation.ui.conversation.timeline.items import TimelineItem, items

NOW_MS = 1_790_000_000_000
SPOKEN = Symptom(SymptomKind.VOICE, "https://a.example/v")
TOLD = Consultation(1, Member(2003, "王秀英"), Member(2004, "王小宝"), Team(1, "儿科"), SPOKEN,
                    "in_process", (1001,), ("https://a.example/p",), NOW_MS)  # fmt: skip
RECORDING = Attachment("v", "audio/mp4", "a.m4a", 1, duration_ms=18_000)
NOT_SENT = Message(1, "o", Speaker(1001, SpeakerRole.ME, "林若川"), MessageKind.VOICE, "", NOW_MS,
                   Delivery.FAILED, failure="network", key="oo2", attachment=RECORDING)  # fmt: skip
CARD, *_DAY, FAILED = items((NOT_SENT,), TOLD)


@pytest.mark.parametrize(
    ("item", "by_enter"), [(CARD, OpenPicture), (FAILED, SendAgain)], ids=["card", "not sent"]
)
def test_space_plays_where_enter_opens_or_sends(
    qtbot: QtBot, item: TimelineItem, by_enter: type
) -> None:
    view = ConversationView(StillBoard(), lambda: NOW_MS)
    qtbot.addWidget(view)
    actions: list[HitAction] = []
    view.action_triggered.connect(lambda action, _share: actions.append(action))
    view.resize(700, 500)
    view.show_items([item])
    view.setCurrentIndex(view.timeline.index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [type(action) for action in actions] == [PlayVoice, by_enter]
