"""What changes under a menu that is open: what is picked uses the message as it is then."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.several_messages import (
    LINES,
    ME,
    TOLD,
    UNSENT,
    conversation_of_several,
    point_on,
)
from workstation.domain.message import Delivery, Message, SpeakerRole
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import Correct, KeepAsQuickReply, ReplyTo
from workstation.ui.conversation.timeline.items import items
from workstation.ui.conversation.timeline.row_menu import Rights
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.strings import tr

SENT = replace(UNSENT, delivery=Delivery.SENT, position=7)
BEFORE = (*LINES[:-1], SENT)
WAYS = ("conversation.correct", "conversation.reply", "quick.keep_text")
COPY = "conversation.copy"


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_of_several() as conversation:
        conversation.rights = Rights(
            reply=True, may_correct=lambda message: message.speaker.role is SpeakerRole.ME
        )
        yield conversation


def pick(view: ConversationView, way: str, *after: Message) -> list[object]:
    """Open the menu of the own message, show other ones, pick; what was asked for."""
    used: list[object] = []
    view.action_triggered.connect(lambda action, _share: used.append(action))
    view.show_items(items(BEFORE, TOLD))
    reason = QContextMenuEvent.Reason.Mouse
    view.contextMenuEvent(QContextMenuEvent(reason, point_on(view, SENT.key), QPoint()))
    lines = view.window().findChildren(Menu)[-1].findChildren(MenuItem)
    view.show_items(items((*LINES[:-1], *after), TOLD))
    next(line for line in lines if line.text() == tr(way)).click()
    return used


def test_what_was_corrected_elsewhere_is_used_as_it_is_now(view: ConversationView) -> None:
    """The doctor's other computer has made 0.5 mg of 5 mg: "Edit" begins with that."""
    now = replace(SENT, text="0.5 mg", earlier=(SENT.text,))
    (edit,), (reply,), (keep,) = (pick(view, way, now)[-1:] for way in WAYS)
    assert (edit, reply, keep) == (Correct(now), ReplyTo(now), KeepAsQuickReply("0.5 mg"))


@pytest.mark.parametrize("way", WAYS)
def test_what_was_withdrawn_is_neither_edited_nor_answered_nor_saved(
    view: ConversationView, way: str
) -> None:
    assert pick(view, way, replace(SENT, retracted=True, text="")) == []


@pytest.mark.parametrize("way", [*WAYS, COPY])
def test_what_is_not_there_any_more_is_not_used(view: ConversationView, way: str) -> None:
    """Another consultation may be on the screen, in which its words are nobody's."""
    assert pick(view, way) == []


@pytest.mark.parametrize("way", WAYS)
def test_what_is_as_it_was_is_used(view: ConversationView, way: str) -> None:
    used = pick(view, way, SENT)
    assert used in ([Correct(SENT)], [ReplyTo(SENT)], [KeepAsQuickReply(SENT.text)])
    assert SENT.speaker == ME
