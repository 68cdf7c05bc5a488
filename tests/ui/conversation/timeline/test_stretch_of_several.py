"""A stretch of text that is begun in one of several selected messages."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.several_messages import (
    CLICK,
    KEY,
    KEYS,
    click,
    conversation_of_several,
    point_on,
)
from tests.ui.pointer import move_mouse
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import CopyText


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_of_several() as conversation:
        yield conversation


def text_point_on(view: ConversationView, key: str) -> QPoint:
    """Where its text begins."""
    rect = view.visualRect(view.timeline.index(view.timeline.row(key), 0))
    points = (QPoint(x, y) for x in range(0, 600, 4) for y in range(rect.top(), rect.bottom(), 4))
    return next(point for point in points if view._text_at(point) is not None)


def test_it_is_copied_alone_also_where_it_ends_over_another(view: ConversationView) -> None:
    """Qt keeps the selected ones then."""
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    click(view, "first")
    click(view, "second", KEYS.ShiftModifier)
    assert len(view.selected_items) == 2
    begin = text_point_on(view, "second")
    QTest.mousePress(view.viewport(), CLICK, KEYS.NoModifier, begin)
    move_mouse(view, begin + QPoint(40, 0), CLICK)
    QTest.mouseRelease(view.viewport(), CLICK, KEYS.NoModifier, point_on(view, "photo"))
    stretch = view.selected_text()
    QTest.keyClick(view, KEY.Key_C, KEYS.ControlModifier)
    assert stretch
    assert used == [CopyText(stretch)]
