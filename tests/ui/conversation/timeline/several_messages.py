"""A conversation of several messages, and clicking on them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from tests.ui.conversation.timeline.on_screen import NOW_MS, conversation_on_screen
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.domain.people import Member, Team
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.items import items

CLICK, KEY, KEYS = Qt.MouseButton.LeftButton, Qt.Key, Qt.KeyboardModifier
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
ME = Speaker(1001, SpeakerRole.ME, "林若川")
FIRST = Message(1, "o", MOTHER, MessageKind.TEXT, "早上好，医生", NOW_MS, Delivery.RECEIVED,
                position=1, key="first")  # fmt: skip
SECOND = replace(FIRST, key="second", text="他发烧了", position=2)
PHOTO = replace(FIRST, key="photo", kind=MessageKind.IMAGE, text="", position=3,
                attachment=Attachment("p", "image/jpeg", "a.jpg", 1))  # fmt: skip
VOICE = replace(PHOTO, key="voice", kind=MessageKind.VOICE, position=4,
                attachment=Attachment("v", "audio/mp4", duration_ms=18_000))  # fmt: skip
GONE = replace(FIRST, key="gone", retracted=True, text="", position=5)
UNSENT = replace(FIRST, key="oo1", speaker=ME, text="马上看", delivery=Delivery.QUEUED,
                 position=None)  # fmt: skip
NEXT_DAY = replace(FIRST, key="next", at_ms=NOW_MS + 86_400_000, position=6)
LINES = (FIRST, SECOND, PHOTO, VOICE, GONE, NEXT_DAY, UNSENT)
TOLD = Consultation(1, Member(2003, "王秀英"), Member(2004, "王小宝"), Team(1, "儿科"),
                    Symptom(SymptomKind.TEXT, "皮疹两天"), "in_process", (1001,), ("p",),
                    NOW_MS)  # fmt: skip


@contextmanager
def conversation_of_several() -> Iterator[ConversationView]:
    """All of ``LINES``, on the screen."""
    with conversation_on_screen(items(LINES, TOLD), height=1400) as conversation:
        yield conversation


def point_on(view: ConversationView, key: object) -> QPoint:
    """The left edge of a row, where there is nothing but it."""
    rect = view.visualRect(view.timeline.index(view.timeline.row(key), 0))
    return QPoint(2, rect.center().y())


def click(view: ConversationView, key: object, keys: KEYS = KEYS.NoModifier) -> None:
    """Click there."""
    QTest.mouseClick(view.viewport(), CLICK, keys, point_on(view, key))


def selected(view: ConversationView) -> list[object]:
    """The keys of the selected messages."""
    return [item.key for item in view.selected_items]
