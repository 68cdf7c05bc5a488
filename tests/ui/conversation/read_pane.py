"""A conversation that is read, of sixty messages behind a symptom."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from pytestqt.qtbot import QtBot

from tests.ui.still_board import StillBoard
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.domain.people import Member, Team
from workstation.ui.conversation.pane import ConversationPane
from workstation.ui.conversation.timeline.items import items

NOW_MS = 1_790_000_000_000
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
TEXT = Message(1, "o", MOTHER, MessageKind.TEXT, "手臂也长了。" * 9, NOW_MS, Delivery.RECEIVED,
               position=1, key="m0")  # fmt: skip
RASH = Symptom(SymptomKind.TEXT, "皮疹两天，晚上睡不踏实。" * 12)
LISTED = Consultation(1, Member(2003, "王秀英"), Member(2004, "王小宝"), Team(1, "儿科"), RASH,
                    "in_process", (1001,), (), NOW_MS)  # fmt: skip
MANY = [replace(TEXT, key=f"m{number}") for number in range(60)]


@contextmanager
def read_at(qtbot: QtBot, scrolled: int) -> Iterator[ConversationPane]:
    """A window of the conversation, scrolled so far; closed at the end."""
    pane = ConversationPane(StillBoard(), lambda: NOW_MS)
    pane.resize(700, 600)
    with qtbot.waitExposed(pane):
        pane.show()
    pane.show_consultation(LISTED)
    pane.view.show_items(items(MANY, LISTED), follow=False)
    pane.view.verticalScrollBar().setValue(scrolled)
    yield pane
    pane.close()
    pane.deleteLater()


def place(pane: ConversationPane, key: str) -> int:
    """How far below the pane's top a message stands."""
    view = pane.view
    rect = view.visualRect(view.timeline.index(view.timeline.row(key), 0))
    return view.viewport().mapTo(pane, rect.topLeft()).y()
