"""The form of a new consultation: who is offered, what is refused in place."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.composer.fakes import Microphone
from tests.ui.new_consultation.people import PEOPLE, READINGS
from workstation.domain.errors import InputError
from workstation.services.playback import Playback
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.new_consultation.choices import PickChoice
from workstation.ui.new_consultation.form import (
    MAX_PICTURES,
    MAX_TEXT_CHARACTERS,
    FormValues,
    consultation_of,
    is_address,
    mistakes,
)
from workstation.ui.new_consultation.pictures import AttachedPicture
from workstation.ui.new_consultation.sheet import OpeningSheet
from workstation.ui.new_consultation.voice_wiring import SpokenSymptomWiring

TEAMS = [PickChoice(101, "儿科专家团队")]
GOOD = FormValues(1, 1, 1, "皮疹", 0)


@pytest.mark.parametrize(
    ("filled", "wrong"),
    [
        (GOOD, set()),
        (FormValues(1, 1, 1, "", 0, voice=True), set()),
        (FormValues(1, 1, None, "", 0, voice=True), {"team"}),
        (FormValues(None, None, None, " "), {"target", "creator", "team", "text"}),
        (FormValues(1, None, 1, "x"), {"creator"}),
        (FormValues(1, 1, 1, "", 1), set()),
        (FormValues(1, 1, 1, "字" * MAX_TEXT_CHARACTERS), set()),
        (FormValues(1, 1, 1, "字" * (MAX_TEXT_CHARACTERS + 1), 1), {"text"}),
    ],
)
def test_what_cannot_be_sent_is_named(filled, wrong):
    assert set(mistakes(filled)) == wrong


@pytest.mark.parametrize(
    "filled",
    [
        FormValues(None, 1, 1, "皮疹"),
        FormValues(1, None, 1, "皮疹"),
        FormValues(1, 1, None, "皮疹"),
    ],
)
def test_nothing_is_asked_for_while_anybody_is_missing(filled):
    with pytest.raises(InputError):
        consultation_of(filled, (), voice_url="")


@pytest.mark.parametrize(
    ("text", "right"),
    [("https://a.b/c.jpg", True), ("http://127.0.0.1:8/x", True), ("ftp://a/b", False),
     ("javascript:alert(1)", False), ("", False), ("c:\\a.jpg", False)],
)  # fmt: skip
def test_only_http_and_https_are_addresses(text, right):
    assert is_address(text) is right


@pytest.fixture
def sheet(qtbot, dressed):  # noqa: ARG001
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 900)
    window.show()
    made = OpeningSheet(window)
    made.offer(PEOPLE, TEAMS)
    made.open()
    return made


def fill(sheet):
    sheet.target.pick(PEOPLE[0])
    sheet.team.pick(TEAMS[0])
    QTest.keyClicks(sheet.text.edit, "itch")


def test_the_keyboard_picks_a_name(sheet):
    edit = sheet.target.field.edit
    QTest.keyClicks(edit, "32")
    assert sheet.target.offers.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (sheet.target.number, edit.text()) == (3258, "王秀英")
    assert not sheet.target.offers.isVisible()
    assert sheet.isVisible()


def test_a_name_is_picked_by_how_it_is_read_also_if_that_comes_while_one_types(sheet):
    edit = sheet.creator.field.edit
    edit.setFocus()
    QTest.keyClicks(edit, "wxy")
    assert not sheet.creator.offers.isVisible()
    sheet.set_readings(READINGS)
    assert sheet.creator.offers.isVisible()
    assert not sheet.target.offers.isVisible()
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert (sheet.creator.number, edit.text()) == (3258, "王秀英")


def test_a_screen_reader_is_told_whom_enter_picks(sheet, screen_reader, qtbot):
    edit = sheet.target.field.edit
    QTest.keyClicks(edit, "32")
    QTest.keyClick(edit, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: screen_reader[-1:] == ["王秀英, 编号 3258"])


@pytest.mark.parametrize("by", ["click", "arrow"])
def test_a_few_teams_are_offered_before_anything_is_typed(sheet, by):
    """“Choose a team from the list” was said where no list was, and Down did nothing."""
    sheet.team.offer([PickChoice(number, f"团队 {number}") for number in (2, 1)])
    edit = sheet.team.field.edit
    edit.setFocus()
    assert not sheet.team.offers.isVisible()
    if by == "click":
        QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    else:
        QTest.keyClick(edit, Qt.Key.Key_Down)
    assert sheet.team.offers.current == PickChoice(1, "团队 1")
    QTest.keyClick(edit, Qt.Key.Key_Down)
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert sheet.team.number == 2
    QTest.mouseClick(edit, Qt.MouseButton.LeftButton)
    assert not sheet.team.offers.isVisible()


def test_of_many_only_those_are_offered_that_match(sheet):
    sheet.team.offer([PickChoice(number, f"团队 {number}") for number in range(1, 10)])
    edit = sheet.team.field.edit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Down)
    assert not sheet.team.offers.isVisible()
    QTest.keyClicks(edit, "3")
    assert sheet.team.offers.current == PickChoice(3, "团队 3")


def test_esc_closes_the_offers_first_and_the_form_next(sheet):
    QTest.keyClicks(sheet.target.field.edit, "32")
    QTest.keyClick(sheet.target.field.edit, Qt.Key.Key_Escape)
    assert sheet.isVisible()
    QTest.keyClick(sheet.target.field.edit, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_a_letter_after_picking_means_nobody_again(sheet):
    sheet.target.pick(PEOPLE[0])
    QTest.keyClicks(sheet.target.field.edit, "x")
    assert sheet.target.number is None


def test_an_incomplete_form_is_refused_in_place(sheet):
    asked = []
    sheet.asked.connect(lambda: asked.append(sheet.filled))
    sheet.start.click()
    assert asked == []
    assert sheet.target.field.message.text
    assert sheet.text.message.text
    fill(sheet)
    sheet.start.click()
    assert [(request.target, request.creator, request.team, request.text) for request in asked] == [
        (3257, 3257, 101, "itch")
    ]


def test_a_mother_can_ask_for_her_child(sheet):
    fill(sheet)
    sheet.for_self.setChecked(False)
    sheet.creator.pick(PEOPLE[1])
    assert (sheet.filled.target, sheet.filled.creator) == (3257, 3258)


def test_while_it_is_on_its_way_it_cannot_be_asked_for_again(sheet):
    fill(sheet)
    asked = []
    sheet.asked.connect(lambda: asked.append(1))
    sheet.set_busy(busy=True)
    sheet.start.click()
    QTest.keyClick(sheet, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert asked == []


def test_closing_and_another_language_keep_what_is_filled_in(sheet):
    fill(sheet)
    sheet.pictures.add(AttachedPicture(url="https://a.b/c.jpg"))
    before = sheet.filled
    sheet.cancel.click()
    set_language(Language.EN)
    sheet.retranslate()
    sheet.open()
    assert sheet.filled == before
    assert sheet.title.text() == "New consultation"


def test_without_an_im_session_only_addresses_are_taken(sheet):
    sheet.show_offline(offline=True)
    assert not sheet.pick_files.isEnabled()
    assert sheet.offline.text
    sheet.address.set_text("not an address")
    sheet.add_address.click()
    assert sheet.address.message.text
    sheet.address.set_text("https://a.b/c.jpg")
    sheet.add_address.click()
    assert [attached.url for attached in sheet.pictures.attached] == ["https://a.b/c.jpg"]


def test_an_address_too_many_is_refused_in_place(sheet):
    for number in range(MAX_PICTURES + 1):
        sheet.address.set_text(f"https://a.b/{number}.jpg")
        sheet.add_address.click()
    assert len(sheet.pictures.attached) == MAX_PICTURES
    assert sheet.address.message.text == tr("opening.too_many", most=MAX_PICTURES)


@pytest.fixture
def spoken(sheet):
    """The sheet, the microphones made for it, and the playback that it is heard through."""
    made = []

    def make(progress):
        made.append(Microphone(progress))
        return made[-1]

    playback = Playback(lambda _: pytest.fail("nothing is played"), lambda: False)
    SpokenSymptomWiring(sheet, playback, make)
    return made


def test_a_voice_stands_for_the_text_which_is_kept(sheet, spoken):
    fill(sheet)
    sheet.voice.speak.click()
    (microphone,) = spoken
    microphone.hear(4_000)
    assert sheet.text.isHidden()
    sheet.voice.row.stop.click()
    assert (sheet.filled.voice, sheet.filled.text) == (True, "itch")
    assert sheet.check()
    sheet.voice.row.cancel.click()
    assert (sheet.filled.voice, sheet.filled.text) == (False, "itch")
    assert sheet.text.isVisible()


def test_what_cannot_be_recorded_or_heard_is_said_and_leaves_the_text(sheet, spoken):
    sheet.voice.speak.click()
    spoken[0].hear(100)
    sheet.voice.row.stop.click()
    assert sheet.error.text
    assert not sheet.filled.voice
    spoken[0].there = False
    sheet.show_error("")
    sheet.voice.speak.click()
    assert sheet.error.text
    assert sheet.text.isVisible()
    spoken[0].there = True
    sheet.voice.speak.click()
    spoken[0].hear(4_000)
    spoken[0].full = True
    spoken[0].hear(300_000)
    assert sheet.filled.voice
    sheet.show_error("")
    sheet.voice.row.listen.click()
    assert sheet.error.text, "there is no loudspeaker"


def test_a_microphone_that_goes_away_or_is_muted_is_told_of(sheet, spoken):
    sheet.voice.speak.click()
    spoken[0].hear(4_000)
    spoken[0].lost = True
    spoken[0].hear(4_000, 0.0)
    assert sheet.filled.voice
    assert "麦克风已断开" in sheet.error.text
    sheet.voice.row.cancel.click()
    spoken[0].lost = False
    sheet.voice.speak.click()
    spoken[0].hear(4_000, 0.0)
    sheet.voice.row.stop.click()
    assert "没有声音" in sheet.error.text


def test_addresses_are_for_administrators(sheet):
    sheet.offer_addresses(offered=False)
    assert sheet.address.isHidden()
    assert sheet.add_address.isHidden()


def test_the_card_stays_inside_a_small_window(sheet):
    sheet.parentWidget().resize(720, 560)
    for number in range(9):
        sheet.pictures.add(AttachedPicture(url=f"https://a.b/{number}.jpg"))
    sheet.open()
    assert sheet.rect().contains(sheet.card().toRect())
    assert sheet.card().contains(sheet.start.mapTo(sheet, sheet.start.rect().center()))
