"""What the right mouse button offers on a picture of the conversation."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.on_screen import NOW_MS, conversation_on_screen
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
from workstation.domain.photos import ViewerStart
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import (
    AskBetterPhoto,
    CopyPicture,
    OpenPicture,
    SaveMedium,
)
from workstation.ui.conversation.timeline.items import items
from workstation.ui.conversation.timeline.row_menu import Rights
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.strings import tr

MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
PICTURE = Message(
    1,
    "o",
    MOTHER,
    MessageKind.IMAGE,
    "",
    NOW_MS,
    Delivery.RECEIVED,
    Attachment("p", "image/jpeg", "a.jpg", 1, 640, 480),
    1,
    key="picture",
)
TOLD = Consultation(
    1,
    Member(2003, "王秀英"),
    Member(2004, "王小宝"),
    Team(1, "儿科"),
    Symptom(SymptomKind.TEXT, "皮疹两天"),
    "in_process",
    (1001,),
    ("first", "second"),
    NOW_MS,
)
NAMES = ("look", "copy", "save", "measure", "compare")


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    rows = items((PICTURE, replace(PICTURE, key="other")), TOLD)
    with conversation_on_screen(rows) as conversation:
        yield conversation


def menu_on(view: ConversationView, key: str) -> list[MenuItem]:
    """The lines of the menu on the first picture of a row."""
    row = view.timeline.row(key)
    hits = view.laid_out_row(row).hits(view.paint_context())
    place = next(hit.rect for hit in hits if isinstance(hit.action, OpenPicture)).center()
    point = view.visualRect(view.timeline.index(row, 0)).topLeft() + place.toPoint()
    reason = QContextMenuEvent.Reason.Mouse
    view.contextMenuEvent(QContextMenuEvent(reason, point, QPoint()))
    return view.window().findChildren(Menu)[-1].findChildren(MenuItem)


def test_it_looks_copies_saves_measures_and_compares(view: ConversationView) -> None:
    actions: list[object] = []
    view.action_triggered.connect(lambda action, _share: actions.append(action))
    for place in range(len(NAMES)):
        lines = menu_on(view, "picture")
        assert [line.text() for line in lines] == [
            tr(f"conversation.picture.{name}") for name in NAMES
        ]
        lines[place].click()
    assert actions == [
        OpenPicture("p"),
        CopyPicture("p"),
        SaveMedium("p", "a.jpg"),
        OpenPicture("p", ViewerStart.MEASURE),
        OpenPicture("p", ViewerStart.COMPARE),
    ]


def test_on_a_card_it_is_of_the_picture_under_the_pointer(view: ConversationView) -> None:
    actions: list[object] = []
    view.action_triggered.connect(lambda action, _share: actions.append(action))
    lines = menu_on(view, "card")
    assert [line.text() for line in lines].count(tr("conversation.picture.look")) == 1
    (copy,) = [line for line in lines if line.text() == tr("conversation.picture.copy")]
    copy.click()
    assert actions == [CopyPicture("first")]


def test_it_says_who_forbade_to_copy_or_save(view: ConversationView) -> None:
    export_rules.apply(Settings(export_copy_picture="deny", export_save="deny"))
    try:
        lines = menu_on(view, "picture")
        disabled = {line.text() for line in lines if not line.isEnabled()}
        assert disabled == {tr("conversation.picture.copy"), tr("conversation.picture.save")}
        assert all(line.accessibleDescription() for line in lines if not line.isEnabled())
    finally:
        export_rules.apply(Settings())


def test_a_better_photo_is_asked_for_by_menu_and_key_where_one_answers(
    view: ConversationView,
) -> None:
    asked: list[object] = []
    view.action_triggered.connect(lambda action, _share: asked.append(action))
    better = tr("conversation.picture.better")
    assert better not in [line.text() for line in menu_on(view, "picture")]
    QTest.keyClick(view, Qt.Key.Key_P)
    assert asked == []

    view.rights = Rights(reply=True)
    (line,) = [line for line in menu_on(view, "picture") if line.text() == better]
    line.click()
    QTest.keyClick(view, Qt.Key.Key_P)
    (line,) = [line for line in menu_on(view, "card") if line.text() == better]
    line.click()
    from_message = AskBetterPhoto("p", "picture")
    assert asked == [from_message, from_message, AskBetterPhoto("first", "")]


def test_without_a_current_row_no_photo_is_asked_for(view: ConversationView) -> None:
    asked: list[object] = []
    view.action_triggered.connect(lambda action, _share: asked.append(action))
    view.rights = Rights(reply=True)
    view.setCurrentIndex(QModelIndex())
    QTest.keyClick(view, Qt.Key.Key_P)
    view.show_items([])
    QTest.keyClick(view, Qt.Key.Key_P)
    assert asked == []


def test_nobody_asks_a_colleague_for_a_better_photo(view: ConversationView) -> None:
    view.rights = Rights(reply=True)
    colleague = replace(PICTURE.speaker, role=SpeakerRole.COLLEAGUE)
    view.show_items(items((replace(PICTURE, speaker=colleague),), TOLD))
    better = tr("conversation.picture.better")
    assert better not in [line.text() for line in menu_on(view, "picture")]
