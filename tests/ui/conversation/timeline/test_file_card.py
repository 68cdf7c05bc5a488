"""A file is a card: its name cleaned, its kind by content; it is saved, and never opened."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.conversation.timeline.on_screen import NOW_MS, conversation_on_screen
from tests.ui.still_board import StillBoard
from workstation.config import Settings
from workstation.domain.message import (
    Attachment,
    Delivery,
    Message,
    MessageKind,
    Speaker,
    SpeakerRole,
)
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.file_card import written_name
from workstation.ui.conversation.timeline.hit_actions import Reload, SaveDocument
from workstation.ui.conversation.timeline.items import items
from workstation.ui.conversation.timeline.paint_context import Hit, hit_denial
from workstation.ui.export.rules import export_rules
from workstation.ui.kit.strings import tr
from workstation.ui.media.media_lookup import DocumentState, MediaPhase

REPORT = Attachment("https://h.example/r", "application/pdf", "血常规.pdf", 120_000)
MESSAGE = Message(1, "o", Speaker(2003, SpeakerRole.PATIENT, "王秀英"), MessageKind.FILE, "",
                  NOW_MS, Delivery.RECEIVED, REPORT, 1, key="file")  # fmt: skip
READY = DocumentState(MediaPhase.READY, "pdf", 123_456)


class Board(StillBoard):
    """Files are as the test says."""

    def __init__(self) -> None:
        self.state = DocumentState(MediaPhase.LOADING)

    def document(self, url: str, declared_bytes: int | None) -> DocumentState:  # noqa: ARG002
        return self.state


@pytest.fixture
def board() -> Board:
    return Board()


@pytest.fixture
def view(qtbot: QtBot, board: Board) -> Iterator[ConversationView]:  # noqa: ARG001
    with conversation_on_screen(items((MESSAGE,), None), board, height=400) as conversation:
        yield conversation


def hits(view: ConversationView) -> list[Hit]:
    return list(view.laid_out_row(view.timeline.row("file")).hits(view.paint_context()))


def spoken(view: ConversationView) -> str:
    return str(view.timeline.index(view.timeline.row("file"), 0).data())


def test_its_kind_is_what_its_content_is_and_not_what_it_is_called(
    view: ConversationView, board: Board
) -> None:
    assert "文件，血常规.pdf，117 KB" in spoken(view)
    assert hits(view) == []
    board.state = replace(READY, kind="docx")
    assert "文件，血常规.pdf，DOCX · 121 KB" in spoken(view)


def test_it_is_saved_by_a_click_and_by_enter(view: ConversationView, board: Board) -> None:
    board.state = READY
    actions: list[object] = []
    view.action_triggered.connect(lambda action, _share: actions.append(action))
    row = view.timeline.row("file")
    corner = view.visualRect(view.timeline.index(row, 0)).topLeft()
    (link,) = hits(view)
    place = corner + link.rect.center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    view.go_to_item("file")
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert actions == [SaveDocument(REPORT.url, "血常规.pdf", REPORT.size)] * 2


@pytest.mark.parametrize(
    "code", ["media.not_allowed", "media.macros", "media.empty", "media.large"]
)
def test_one_that_is_refused_says_why_and_offers_nothing(
    view: ConversationView, board: Board, code: str
) -> None:
    board.state = DocumentState(MediaPhase.FAILED, code=code)
    assert hits(view) == []
    assert tr(f"errors.{code}.what") in spoken(view)


def test_one_that_did_not_come_can_be_asked_for_again(view: ConversationView, board: Board) -> None:
    board.state = DocumentState(MediaPhase.FAILED, code="network.unreachable")
    assert [hit.action for hit in hits(view)] == [Reload(REPORT.url)]


def test_where_saving_is_denied_it_says_so(view: ConversationView, board: Board) -> None:
    board.state = READY
    export_rules.apply(Settings(export_save="deny"))
    try:
        (link,) = hits(view)
        assert hit_denial(link)
    finally:
        export_rules.apply(Settings())


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("C:\\Windows\\evil.pdf", "C  Windows evil.pdf"),
        ("report\u202efdp.exe", "report fdp.exe"),
        ("a\x00b\x1b[31m\nc.pdf", "a b [31m c.pdf"),
        ("\u200b \u2066", "文件"),
        ("", "文件"),
    ],
)
def test_a_name_is_shown_without_what_would_pretend_another(name: str, written: str) -> None:
    assert written_name(Attachment("", "", name)) == written


def test_one_without_a_name_is_called_as_its_address_ends() -> None:
    """XEP-0066 tells nothing but the address."""
    url = "https://h.example/u/1f/%E6%8A%A5%E5%91%8A%2f..%2fx.pdf?token=secret#part"
    assert written_name(Attachment(url, "")) == "报告 .. x.pdf"


def test_a_name_of_4000_characters_is_shortened_and_keeps_its_place(
    view: ConversationView, board: Board
) -> None:
    board.state = READY
    long_name = replace(MESSAGE, attachment=replace(REPORT, name="检" * 4_000 + ".pdf"))
    height = view.laid_out_row(view.timeline.row("file")).height
    view.show_items(items((long_name,), None))
    assert len(written_name(long_name.attachment).encode()) <= 255
    assert view.laid_out_row(view.timeline.row("file")).height == height
    assert view.laid_out_row(view.timeline.row("file")).hits(view.paint_context())
