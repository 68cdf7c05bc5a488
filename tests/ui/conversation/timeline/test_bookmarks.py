"""Bookmarks in a conversation's recordings: set by the menu, played from, told of."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.on_screen import conversation_on_screen
from tests.ui.still_board import StillBoard
from workstation.domain.bookmarks import Bookmark
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import EditBookmark, PlayFrom, SeekVoice
from workstation.ui.conversation.timeline.items import items
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.media.media_lookup import MediaPhase, VoiceState

MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
RECORDING = Attachment("v", "audio/mp4", "a.m4a", 1, duration_ms=18_000)
VOICE = Message(1, "o", MOTHER, MessageKind.VOICE, "", 0, Delivery.RECEIVED, RECORDING,
                position=1, key="voice")  # fmt: skip


class Board(StillBoard):
    """A recording of eighteen seconds that stands at the third."""

    def voice(self, url: str, key: str) -> VoiceState:  # noqa: ARG002
        return VoiceState(MediaPhase.READY, (), 18_000, 3_000, current=True, playing=False)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_on_screen(media=Board()) as conversation:
        yield conversation


def menu_of(view: ConversationView, point: QPoint | None = None) -> dict[str, Callable]:
    """What the menu offers at a point, or by key, by name."""
    reason = QContextMenuEvent.Reason
    view.setCurrentIndex(view.timeline.index(view.timeline.row("voice"), 0))
    asked = reason.Mouse if point else reason.Keyboard
    view.contextMenuEvent(QContextMenuEvent(asked, point or QPoint(), QPoint()))
    return {item.text(): item.click for item in view.window().findChildren(Menu)[-1].items}


def middle(view: ConversationView, kind: type) -> QPoint:
    row = view.timeline.row("voice")
    hits = view.laid_out_row(row).hits(view.paint_context())
    rect = next(hit.rect for hit in hits if isinstance(hit.action, kind))
    corner = QPointF(view.visualRect(view.timeline.index(row, 0)).topLeft())
    return (rect.center() + corner).toPoint()


def test_a_bookmark_is_set_on_the_wave_or_where_the_recording_is(view: ConversationView) -> None:
    view.show_items(items((VOICE,), None, bookmarks={"v": (Bookmark(6_000, "药名"),)}))
    asked: list[EditBookmark] = []
    view.action_triggered.connect(lambda action, _share: asked.append(action))
    menu_of(view, middle(view, SeekVoice))[tr("conversation.bookmark.edit", time="0:06")]()
    entries = menu_of(view, middle(view, SeekVoice))
    next(run for name, run in entries.items() if name.startswith("在 0:0"))()
    menu_of(view)[tr("conversation.bookmark.add", time="0:03")]()
    assert [asked[0].at_ms, asked[2].at_ms] == [6_000, 3_000]
    assert abs(asked[1].at_ms - 9_000) < 300


def test_a_bookmark_is_a_line_that_plays_from_there(view: ConversationView) -> None:
    view.show_items(items((VOICE,), None, bookmarks={"v": (Bookmark(6_000, "药名"),)}))
    clicked: list[PlayFrom] = []
    view.action_triggered.connect(lambda action, _share: clicked.append(action))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle(view, PlayFrom))
    assert clicked == [PlayFrom("v", "voice", 6_000)]


def test_bookmarks_are_read_aloud_with_their_recording(view: ConversationView) -> None:
    marks = {"v": (Bookmark(6_000, "药名"), Bookmark(9_000))}
    view.show_items(items((VOICE,), None, bookmarks=marks))
    index = view.timeline.index(view.timeline.row("voice"), 0)
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    both = tr("conversation.spoken.and").join(("0:06 处的书签：药名", "0:09 处的书签"))
    assert f"2 个书签：{both}" in spoken


def test_a_recording_that_is_still_to_be_uploaded_takes_none(view: ConversationView) -> None:
    unsent = replace(VOICE, attachment=replace(RECORDING, url=""), file_id="f")
    view.show_items(items((VOICE,), None))
    assert any("书签" in name for name in menu_of(view))
    view.show_items(items((unsent,), None))
    assert menu_of(view)
    assert not any("书签" in name for name in menu_of(view))
