"""What a row says of itself: under the pointer, in its menu, and of a kind that is not known."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.on_screen import NOW_MS, conversation_on_screen
from tests.ui.pointer import move_mouse
from workstation.config import Settings
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
from workstation.ui.conversation.timeline.hit_actions import PlayVoice
from workstation.ui.conversation.timeline.items import items
from workstation.ui.conversation.timeline.row_menu import Rights
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr

MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
TEXT = Message(1, "o", MOTHER, MessageKind.TEXT, "早上好，医生", NOW_MS, Delivery.RECEIVED,
               position=1, key="text")  # fmt: skip
VOICE = replace(TEXT, key="voice", kind=MessageKind.VOICE, text="",
                attachment=Attachment("v", "audio/mp4", duration_ms=18_000))  # fmt: skip
UNKNOWN = Symptom(SymptomKind.UNKNOWN, "三天了", declared="video")
TOLD = Consultation(1, Member(2003, "王秀英"), Member(2004, "王小宝"), Team(1, "儿科"), UNKNOWN,
                    "in_process", (1001,), (), NOW_MS)  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_on_screen(items([TEXT, VOICE], TOLD)) as conversation:
        yield conversation
    export_rules.apply(Settings())


def corner(view: ConversationView, row: int) -> QPoint:
    return view.visualRect(view.timeline.index(row, 0)).topLeft()


def test_what_a_click_would_do_is_said_under_the_pointer(view: ConversationView) -> None:
    row = view.timeline.row("voice")
    hits = view.laid_out_row(row).hits(view.paint_context())
    play = next(hit for hit in hits if isinstance(hit.action, PlayVoice))
    move_mouse(view, play.rect.center().toPoint() + corner(view, row))
    assert view.viewport().toolTip() == tr("conversation.voice.play")
    move_mouse(view, corner(view, row))
    assert not view.viewport().toolTip()


@pytest.mark.parametrize("permit", ["allow", "deny"])
def test_what_may_not_be_copied_is_not_kept_as_a_quick_reply(
    view: ConversationView, permit: str
) -> None:
    export_rules.apply(Settings(export_copy_text=permit))
    view.rights = Rights(reply=True)
    view.setCurrentIndex(view.timeline.index(view.timeline.row("text"), 0))
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    menu = view.window().findChildren(Menu)[-1]
    (keep,) = (item for item in menu.items if item.text() == tr("quick.keep_text"))
    assert keep.isEnabled() is (permit == "allow")
    menu.close_now()


def test_a_matter_of_a_kind_that_is_not_known_says_so_before_its_text(
    view: ConversationView,
) -> None:
    words = view.laid_out_row(view.timeline.row("card")).selectable_text()
    assert words is not None
    assert words.block.text.split("\n") == [
        tr("conversation.card.unknown", kind="video"),
        "三天了",
    ]
