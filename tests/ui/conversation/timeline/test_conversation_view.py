"""What mouse and keys do in the conversation: play, seek, select, copy, follow, try again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.pointer import move_mouse
from tests.ui.still_board import StillBoard
from workstation.domain.changes import Gap
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
from workstation.ui.conversation.timeline.card import card_text
from workstation.ui.conversation.timeline.conversation_view import ConversationView
from workstation.ui.conversation.timeline.hit_actions import (
    ChangeSpeed,
    CopyText,
    HitAction,
    LoadGap,
    OpenLink,
    OpenPicture,
    PlayVoice,
    Reload,
    SaveMedium,
    SeekVoice,
    SendAgain,
    SkipVoice,
)
from workstation.ui.conversation.timeline.items import TimelineItem, items
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import formats, tr
from workstation.ui.media.media_lookup import MediaPhase, Thumbnail, VoiceState

LEFT, KEY = Qt.MouseButton.LeftButton, Qt.Key
NOW_MS = 1_790_000_000_000
MOTHER = Speaker(2003, SpeakerRole.PATIENT, "王秀英")
ME = Speaker(1001, SpeakerRole.ME, "林若川")
TEXT = Message(1, "o", MOTHER, MessageKind.TEXT, "早上好，医生", NOW_MS, Delivery.RECEIVED,
               position=1, key="text")  # fmt: skip
RECORDING = Attachment("v", "audio/mp4", "a.m4a", 1, duration_ms=18_000)
VOICE = replace(TEXT, key="voice", kind=MessageKind.VOICE, text="", attachment=RECORDING,
                played=False)  # fmt: skip
PHOTOGRAPH = Attachment("p", "image/jpeg", "a.jpg", 1, 640, 480)
PICTURE = replace(TEXT, key="picture", kind=MessageKind.IMAGE, text="", attachment=PHOTOGRAPH)
LINKED = replace(TEXT, key="linked", text="https://a.example/x")
FAILED = replace(TEXT, key="oo1", speaker=ME, delivery=Delivery.FAILED, failure="not-acceptable")
RASH = Symptom(SymptomKind.TEXT, "皮疹两天")
TOLD = Consultation(1, Member(2003, "王秀英"), Member(2004, "王小宝"), Team(1, "儿科"), RASH,
                    "in_process", (1001,), (), NOW_MS)  # fmt: skip


class Broken(StillBoard):
    """Everything is here and cannot be shown."""

    def thumbnail(self, *_asked: object) -> Thumbnail:
        return Thumbnail(MediaPhase.FAILED, code="media.broken")

    def voice(self, *_asked: object) -> VoiceState:
        return VoiceState(MediaPhase.FAILED, code="media.broken")


class Hands:
    """A conversation, and what it told."""

    def __init__(self, board: StillBoard, show_widget: list[TimelineItem]) -> None:
        self.view = ConversationView(board, lambda: NOW_MS)
        self.used_actions: list[tuple[HitAction, float]] = []
        self.links: list[str] = []
        self.copied: list[str] = []
        self.view.action_triggered.connect(self._note)
        self.view.resize(700, 500)
        self.view.show()
        self.view.show_items(show_widget)

    def _note(self, action: HitAction, share: float) -> None:
        match action:
            case OpenLink(url):
                self.links.append(url)
            case CopyText(text):
                self.copied.append(text)
            case _:
                self.used_actions.append((action, share))

    def go_to(self, key: object) -> None:
        row = self.view.timeline.row(key)
        self.view.setCurrentIndex(self.view.timeline.index(row, 0))

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.view, key)

    def place(self, key: object, kind: type) -> tuple[QPoint, QPoint]:
        """The left and the right end of a part of a row."""
        row = self.view.timeline.row(key)
        hits = self.view.laid_out_row(row).hits(self.view.paint_context())
        rect = next(hit.rect for hit in hits if isinstance(hit.action, kind))
        corner = self.view.visualRect(self.view.timeline.index(row, 0)).topLeft()
        middle = rect.center().y()
        ends = (QPointF(rect.left() + 1, middle), QPointF(rect.right() - 1, middle))
        left, right = (end.toPoint() + corner for end in ends)
        return left, right

    def click(self, point: QPoint) -> None:
        QTest.mouseClick(self.view.viewport(), LEFT, pos=point)

    def text(self, key: object, letter: int) -> QPoint:
        """Where a letter of a row's text begins."""
        row = self.view.timeline.row(key)
        words = self.view.laid_out_row(row).selectable_text()
        assert words is not None
        width = words.block.width / len(words.block.text)
        inside = words.at + QPointF(width * letter + 1, words.block.height / 2)
        corner = self.view.visualRect(self.view.timeline.index(row, 0)).topLeft()
        return inside.toPoint() + corner


@pytest.fixture
def made(qtbot: QtBot) -> Iterator[list[Hands]]:  # noqa: ARG001
    held: list[Hands] = []
    yield held
    for hands in held:
        hands.view.close()
        hands.view.deleteLater()


@pytest.fixture
def hands(made: list[Hands]) -> Hands:
    lines = (Gap(1, 7, 0, None, "a", loadable=True), TEXT, VOICE, PICTURE, LINKED, FAILED)
    made.append(Hands(StillBoard(), items(lines, TOLD)))
    return made[-1]


def test_a_voice_is_played_sped_up_and_skipped_by_keys(hands: Hands) -> None:
    hands.go_to("voice")
    hands.press(KEY.Key_Space, KEY.Key_S, KEY.Key_Right, KEY.Key_Left)
    assert [action for action, _share in hands.used_actions] == [
        PlayVoice("v", "voice"),
        ChangeSpeed(),
        SkipVoice("v", "voice", 5_000),
        SkipVoice("v", "voice", -5_000),
    ]


def test_a_click_on_the_wave_goes_there(hands: Hands) -> None:
    left, right = hands.place("voice", SeekVoice)
    hands.click(left)
    hands.click((left + right) / 2)
    hands.click(right)
    assert {action for action, _share in hands.used_actions} == {SeekVoice("v", "voice")}
    assert [round(share, 1) for _action, share in hands.used_actions] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("key", "action"),
    [
        ("picture", OpenPicture("p")),
        ("oo1", SendAgain("oo1")),
        (("gap", 7), LoadGap(7)),
    ],
)
def test_enter_and_a_click_use_a_row(hands: Hands, key: object, action: HitAction) -> None:
    hands.go_to(key)
    hands.press(KEY.Key_Return)
    left, _right = hands.place(key, type(action))
    hands.click(left)
    assert hands.used_actions == [(action, 0.0), (action, 0.0)]


def test_the_card_folds_to_one_line_and_back(hands: Hands) -> None:
    whole = hands.view.laid_out_row(0).height
    hands.go_to("card")
    hands.press(KEY.Key_Return)
    assert hands.view.laid_out_row(0).height < whole
    hands.press(KEY.Key_Return)
    assert hands.view.laid_out_row(0).height == whole


@pytest.mark.parametrize(("key", "words"), [("text", "早上好"), ("card", "皮疹两")])
def test_what_is_selected_with_the_mouse_is_copied(hands: Hands, key: str, words: str) -> None:
    view = hands.view.viewport()
    QTest.mousePress(view, LEFT, pos=hands.text(key, 0))
    move_mouse(hands.view, hands.text(key, 3), held=LEFT)
    QTest.mouseRelease(view, LEFT, pos=hands.text(key, 3))
    hands.view.copy()
    assert hands.view.selected_text() == words
    assert hands.copied == [words]


@pytest.mark.parametrize(("on", "copied"), [("text", "医生"), ("linked", LINKED.text)])
def test_the_right_button_copies_what_is_selected_where_it_was_pressed(
    hands: Hands, on: str, copied: str
) -> None:
    view = hands.view
    QTest.mouseDClick(view.viewport(), LEFT, pos=hands.text("text", 5))
    point = hands.text(on, 1)
    QTest.mousePress(view.viewport(), Qt.MouseButton.RightButton, pos=point)
    view.contextMenuEvent(QContextMenuEvent(QContextMenuEvent.Reason.Mouse, point, QPoint()))
    menu = view.window().findChildren(Menu)[-1]
    menu.items[0].click()
    assert hands.copied == [copied]


def test_a_letter_looks_through_no_conversation(made: list[Hands]) -> None:
    """It would lay out every message, for seconds."""
    many = [replace(TEXT, key=f"m{number}", text=f"x{number}") for number in range(300)]
    made.append(Hands(StillBoard(), items(many, None)))
    hands = made[-1]
    hands.go_to("m299")
    hands.press(KEY.Key_X)
    unseen = hands.view.timeline.entry(hands.view.timeline.row("m100"))
    assert hands.view.layouts.cached(unseen) is None
    assert hands.view.currentIndex().row() == hands.view.timeline.row("m299")


def test_a_double_click_selects_a_word(hands: Hands) -> None:
    QTest.mouseDClick(hands.view.viewport(), LEFT, pos=hands.text("text", 5))
    assert hands.view.selected_text() == "医生"


def test_without_a_selection_the_whole_message_is_copied(hands: Hands) -> None:
    hands.go_to("text")
    hands.view.copy()
    assert hands.copied == [TEXT.text]


@pytest.mark.parametrize("folded", [False, True])
def test_the_symptom_s_text_is_copied_from_its_card(hands: Hands, folded: bool) -> None:
    hands.go_to("card")
    if folded:
        hands.press(KEY.Key_Return)
    QTest.keyClick(hands.view, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    item = hands.view.timeline.entry(hands.view.timeline.row("card"))
    assert hands.copied == [item.consultation.symptom.content]


@pytest.mark.parametrize("kind", [SymptomKind.VOICE, SymptomKind.IMAGE])
def test_of_a_spoken_or_photographed_symptom_nothing_is_copied(kind: SymptomKind) -> None:
    symptom = Symptom(kind, "https://clinic.test/media/1")
    assert not card_text(replace(TOLD, symptom=symptom))


def test_a_link_says_its_host_and_is_followed_by_a_click(hands: Hands) -> None:
    move_mouse(hands.view, hands.text("linked", 9))
    assert "a.example" in hands.view.viewport().toolTip()
    assert hands.links == []
    hands.click(hands.text("linked", 9))
    assert hands.links == ["https://a.example/x"]


def test_the_menu_of_a_row_offers_all_that_the_mouse_can_do(hands: Hands) -> None:
    hands.go_to("linked")
    asked = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint())
    hands.view.contextMenuEvent(asked)
    menu = hands.view.window().findChildren(Menu)[-1]
    names = [item.text() for item in menu.items]
    assert names == [tr("conversation.copy"), tr("conversation.open_link", host="a.example")]
    menu.close_now()


def test_what_cannot_be_shown_is_tried_again_or_saved(made: list[Hands]) -> None:
    made.append(Hands(Broken(), items((VOICE, PICTURE), TOLD)))
    hands = made[-1]
    for key, url in (("voice", "v"), ("picture", "p")):
        for kind in (Reload, SaveMedium):
            hands.click(hands.place(key, kind)[0])
        assert [action for action, _share in hands.used_actions] == [Reload(url), SaveMedium(url)]
        hands.used_actions.clear()


def test_a_row_is_spoken_with_sender_kind_time_and_state(hands: Hands) -> None:
    spoken = {
        key: hands.view.timeline.index(hands.view.timeline.row(key), 0).data()
        for key in ("text", "voice", "oo1")
    }
    assert spoken["text"].startswith("王秀英，患者：早上好，医生，")
    assert spoken["text"].endswith(formats.day_time(TEXT.at_ms, NOW_MS)), "that it came is plain"
    assert tr("conversation.voice_word") in spoken["voice"]
    assert tr("conversation.voice.unheard") in spoken["voice"]
    assert "0:18" in spoken["voice"]
    assert tr("conversation.spoken.failed") in spoken["oo1"]


@pytest.mark.parametrize(("photos", "end"), [((), "皮疹两天"), (("p", "q"), "皮疹两天，2 张图片")])
def test_the_card_is_spoken_with_its_photos_where_it_has_any(
    made: list[Hands], photos: tuple[str, ...], end: str
) -> None:
    made.append(Hands(StillBoard(), items((), replace(TOLD, images=photos))))
    timeline = made[-1].view.timeline
    assert timeline.index(timeline.row("card"), 0).data().endswith(end)
