"""A stretch of text that is begun in one of several selected messages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.pointer import move_mouse
from tests.ui.still_board import StillBoard
from workstation.domain.consultation import Consultation, Symptom, SymptomKind
from workstation.domain.message import Delivery, Message, MessageKind, Speaker, SpeakerRole
from workstation.domain.people import Member, Team
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import CopyText
from workstation.ui.conversation.timeline.items import items

NOW_MS = 1_790_000_000_000
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
MESSAGES = [
    Message(1, f"o{number}", MOTHER, MessageKind.TEXT, "早上好，医生", NOW_MS, Delivery.RECEIVED,
            position=number, key=f"{number}")
    for number in range(3)
]  # fmt: skip
MATTER = Consultation(1, Member(2003, "王秀英"), Member(2004, "王小宝"), Team(1, "儿科"),
                      Symptom(SymptomKind.TEXT, "皮疹两天"), "in_process", (1001,), ("p",),
                      NOW_MS)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    conversation = ConversationView(StillBoard(), lambda: NOW_MS)
    conversation.resize(700, 1400)
    conversation.show()
    conversation.show_items(items(MESSAGES, MATTER))
    yield conversation
    conversation.close()
    conversation.deleteLater()


def point_on(view: ConversationView, key: str) -> QPoint:
    """The left edge of a row, where there is nothing but it."""
    rect = view.visualRect(view.timeline.index(view.timeline.row(key), 0))
    return QPoint(2, rect.center().y())


def text_point_on(view: ConversationView, key: str) -> QPoint:
    """Where its text begins."""
    rect = view.visualRect(view.timeline.index(view.timeline.row(key), 0))
    points = (QPoint(x, y) for x in range(0, 600, 4) for y in range(rect.top(), rect.bottom(), 4))
    return next(point for point in points if view._text_at(point) is not None)


def test_it_is_copied_alone_also_where_it_ends_over_another(view: ConversationView) -> None:
    """Qt keeps the selected ones then."""
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    QTest.mouseClick(view.viewport(), LEFT, NO_KEYS, point_on(view, "0"))
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(view.viewport(), LEFT, shift, point_on(view, "1"))
    assert len(view.selected_items) == 2
    begin = text_point_on(view, "1")
    QTest.mousePress(view.viewport(), LEFT, NO_KEYS, begin)
    move_mouse(view, begin + QPoint(40, 0), LEFT)
    QTest.mouseRelease(view.viewport(), LEFT, NO_KEYS, point_on(view, "2"))
    stretch = view.selected_text()
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert stretch
    assert used == [CopyText(stretch)]
