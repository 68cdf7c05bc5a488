"""Everything is searched from one place, with the keyboard alone, and opened where it stands."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from tests.fakes.archive import PATIENT, make_arrived
from tests.ui.conversation.finding.conftest import NOW_MS
from tests.ui.palette.conftest import CTRL, LISTS, NONE
from tests.vault.people import consultation
from workstation.domain.changes import Changes, Listed, Place
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.errors import StorageError
from workstation.domain.message import Attachment, MessageKind
from workstation.domain.notes import PatientNote, note_subject
from workstation.domain.people import Member
from workstation.domain.quick_replies import QuickReply
from workstation.store.consultation_search import ConsultationMatch
from workstation.ui.kit.strings import error_text
from workstation.ui.kit.theme import SIZE, Icon
from workstation.ui.palette.entries import ResultGroup
from workstation.vault.archive.ingest import ingest


async def test_without_words_the_queue_is_there_to_pick_from(searching):
    await searching.fill()
    await searching.open()
    assert searching.groups == [ResultGroup.CONSULTATIONS]
    assert searching.titles(ResultGroup.CONSULTATIONS) == ["王小宝", "孙悦"]
    assert searching.palette.field.edit.hasFocus()


async def test_words_find_consultations_messages_and_the_history(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    assert searching.groups == [
        ResultGroup.CONSULTATIONS,
        ResultGroup.MESSAGES,
        ResultGroup.ACTIONS,
    ]
    assert len(searching.titles(ResultGroup.CONSULTATIONS)) == 3, "three of a group at most"
    assert len(searching.titles(ResultGroup.MESSAGES)) == 2
    assert searching.titles(ResultGroup.ACTIONS) == ["在历史咨询中搜索“皮疹”"]


async def test_tab_shows_one_group_whole_and_again_all(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    await searching.press(Qt.Key.Key_Tab)
    assert searching.groups == [ResultGroup.CONSULTATIONS]
    assert len(searching.titles(ResultGroup.CONSULTATIONS)) == 8
    await searching.press(Qt.Key.Key_Tab)
    assert len(searching.groups) == 3
    await searching.press(*(3 * [Qt.Key.Key_Down]), Qt.Key.Key_Tab)
    assert searching.groups == [ResultGroup.MESSAGES]


async def test_backspace_in_an_empty_field_takes_the_group_away(searching):
    await searching.fill()
    await searching.open()
    await searching.type("x")
    await searching.press(Qt.Key.Key_Backspace, Qt.Key.Key_Tab)
    assert searching.palette.field._tag is not None
    await searching.press(Qt.Key.Key_Backspace)
    assert searching.palette.field._tag is None


async def test_a_message_is_opened_at_its_place_with_the_words_that_found_it(searching):
    await searching.fill()
    await searching.open()
    await searching.type("皮疹")
    await searching.press(*(3 * [Qt.Key.Key_Down]), Qt.Key.Key_Return)
    (message, _) = await searching.signed_in.messaging.conversations.find_everywhere("皮疹", 9)
    (place, number, spot, words) = searching.opened[0]
    assert (place, number, words) == ("active", 1, "皮疹")
    assert (spot.key, spot.position) == (message.key, message.position)
    assert searching.palette is None


async def test_what_is_over_is_opened_in_the_history(searching):
    await searching.fill()
    await searching.open()
    await searching.type("周安安")
    await searching.press(Qt.Key.Key_Return)
    assert searching.opened == [("ended", 3, None, "")]


async def test_the_last_row_searches_the_history_for_the_words(searching):
    await searching.fill()
    await searching.open()
    await searching.type("周安安")
    await searching.press(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert searching.opened == [("history", "周安安")]


async def test_quick_replies_are_found_only_where_there_is_a_text_to_put_them_into(searching):
    await searching.fill()
    await searching.signed_in.messaging.quick_replies.load("zh")
    await searching.signed_in.messaging.quick_replies.add(
        QuickReply("面霜护理", "避免抓挠，\n穿棉质衣物")
    )
    await searching.open()
    await searching.type("面霜")
    assert ResultGroup.QUICK not in searching.groups
    await searching.press(Qt.Key.Key_Escape)
    searching.writing = True
    await searching.open()
    await searching.type("面霜")
    assert searching.groups == [ResultGroup.MESSAGES, ResultGroup.QUICK, ResultGroup.ACTIONS]
    assert searching.titles(ResultGroup.QUICK) == ["面霜护理"]
    await searching.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    (last_reply,) = searching.signed_in.messaging.quick_replies.replies[-1:]
    assert searching.opened == [("reply", last_reply.reply_id)]


async def test_it_can_begin_with_words(searching):
    await searching.fill()
    searching.wiring.open("周安安")
    await searching.scope.join()
    assert searching.titles(ResultGroup.CONSULTATIONS) == ["周安安"]
    assert searching.palette.field.edit.text() == "周安安"


async def test_escape_closes_and_the_keyboard_goes_back(searching):
    await searching.fill()
    await searching.open()
    await searching.press(Qt.Key.Key_Escape)
    assert searching.palette is None
    assert searching.inside.hasFocus()


async def test_the_key_that_opens_it_closes_it(searching):
    await searching.fill()
    await searching.open()
    QTest.keyClick(searching.palette.field.edit, Qt.Key.Key_K, CTRL)
    assert searching.palette is None


async def test_a_click_beside_it_closes_it_and_one_on_a_row_opens_the_row(searching):
    await searching.fill()
    await searching.open()
    QTest.mouseClick(searching.palette, Qt.MouseButton.LeftButton, NONE, QPoint(5, 500))
    assert (searching.palette, searching.opened) == (None, [])
    await searching.open()
    view = searching.palette.list
    row = view.visualRect(searching.palette.entries.index(2, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, NONE, row)
    assert searching.opened == [("active", 2, None, "")]


async def test_nothing_found_is_said_in_the_doctors_own_characters(searching):
    await searching.fill()
    await searching.open()
    await searching.type("<b>紫癜</b>")
    assert searching.groups == [ResultGroup.ACTIONS]
    await searching.press(Qt.Key.Key_Tab)
    searching.palette.show_results("<b>紫癜</b>", ())
    assert "<b>紫癜</b>" in searching.palette.nothing.text()
    assert searching.palette.nothing.textFormat() is Qt.TextFormat.PlainText


async def test_a_deletion_held_back_is_not_found(searching):
    await searching.fill()
    searching.signed_in.lists.hidden_rows.hidden = frozenset({3})
    await searching.open()
    for words in ("3", "皮疹"):
        searching.palette.field.edit.clear()
        await searching.type(words)
        assert "周安安" not in searching.titles(ResultGroup.CONSULTATIONS)
    assert len(searching.titles(ResultGroup.MESSAGES)) == 1


async def test_the_row_that_enter_opens_is_told_to_a_screen_reader(searching):
    await searching.fill()
    await searching.open()
    spoken = QAccessible.queryAccessibleInterface(searching.palette.field.edit)
    assert "王小宝" in spoken.text(QAccessible.Text.Description)
    await searching.press(Qt.Key.Key_Down)
    assert "孙悦" in spoken.text(QAccessible.Text.Description)


@pytest.mark.parametrize(("wide", "high"), [(1440, 900), (1024, 700), (720, 560)])
async def test_it_lies_within_the_window_however_small(searching, wide, high):
    await searching.fill()
    searching.frame.window().resize(wide, high)
    await searching.open()
    await searching.type("皮疹")
    card = searching.palette.card().toRect()
    assert searching.palette.rect().contains(card)
    assert card.width() <= SIZE.palette


async def test_many_letters_at_once_leave_the_last_ones_result(searching):
    """Only the answer to what stands in the field now is shown."""
    await searching.fill()
    await searching.open()
    for words in ("皮", "皮疹", "面霜"):
        searching.palette.field.edit.setText(words)
    await searching.scope.join()
    assert searching.titles(ResultGroup.MESSAGES) == ["王秀英"]


@pytest.mark.parametrize(
    ("words", "first"), [("2", "孙悦"), ("3", "周安安"), ("4711", "打开咨询 4711")]
)
async def test_a_number_finds_its_consultation_or_offers_to_ask_for_it(searching, words, first):
    await searching.fill()
    await searching.open()
    await searching.type(words)
    assert searching.titles(ResultGroup.CONSULTATIONS)[0] == first


@pytest.mark.parametrize("words", ["0", "٣", "9" * 19, "-7", "4 7"])
async def test_what_is_no_number_offers_none(searching, words):
    await searching.fill()
    await searching.open()
    await searching.type(words)
    assert not any("打开咨询" in one for one in searching.titles(ResultGroup.CONSULTATIONS))


async def test_a_patient_is_found_once_by_what_is_noted_in_private(searching):
    await searching.fill()
    about = note_subject(LISTS[0].consultation)
    note = PatientNote(about, 1, "妈妈上夜班", ("药物过敏",))
    searching.signed_in.store.apply(Changes(notes=(note,)))
    await searching.open()
    await searching.type("夜班 过敏")
    assert searching.titles(ResultGroup.NOTES) == ["王小宝"]
    await searching.press(Qt.Key.Key_Return)
    assert searching.opened == [("active", 1, None, "")]


async def test_a_photo_is_found_by_whom_when_and_its_kind_and_opened(searching):
    await searching.fill()
    photo = make_arrived(
        "", PATIENT, consultation_id=1, archive_id="p", at_ms=NOW_MS, kind=MessageKind.IMAGE,
        attachment=Attachment("https://clinic.example/a.jpg", "image/jpeg"),
    )  # fmt: skip
    await searching.vault.write(ingest, [photo])
    await searching.open()
    await searching.type("小宝 图片 今天")
    assert searching.groups == [ResultGroup.MESSAGES, ResultGroup.ACTIONS]
    hit = searching.entries[1]
    assert (hit.mark, hit.text, hit.note) == (Icon.IMAGE, "图片", "王小宝 · 今天")
    await searching.press(Qt.Key.Key_Return)
    ((page, number, anchor, words),) = searching.opened
    assert (page, number, words) == ("active", 1, "")
    assert anchor is not None


async def test_messages_that_cannot_be_read_keep_nobody_from_a_patient(searching, monkeypatch):
    async def refuse(*_asked):
        raise StorageError("unreadable")

    await searching.fill()
    await searching.open()
    monkeypatch.setattr(searching.wiring._messages, "find", refuse)
    await searching.type("孙悦")
    assert searching.titles(ResultGroup.CONSULTATIONS) == ["孙悦"]
    await searching.press(Qt.Key.Key_Return)
    assert searching.opened == [("active", 2, None, "")]
    (notice,) = searching.frame.notice_bar.recent
    assert notice.text == str(error_text(StorageError("unreadable")))


async def test_letters_find_each_once_without_comparing_every_two(searching, monkeypatch):
    """Of ten thousand patients thousands may have the letters, and thousands be spelled by them."""

    def refuse(*_both):
        raise AssertionError("compared")

    await searching.fill()
    for number in (20, 21):
        symptom = Symptom(SymptomKind.TEXT, "sy")
        spelled = consultation(number, target=Member(number, "孙燕"), symptom=symptom)
        searching.signed_in.store.apply(Changes(listed=(Listed(spelled, Place.IN_PROCESS),)))
    await searching.open()
    with monkeypatch.context() as compared:
        compared.setattr(ConsultationMatch, "__eq__", refuse)
        await searching.type("sy")
    assert searching.titles(ResultGroup.CONSULTATIONS) == ["孙燕 (20)", "孙燕 (21)", "孙悦"]


async def test_where_only_messages_are_looked_for_it_is_said_that_they_cannot_be_read(
    searching, monkeypatch
):
    async def refuse(*_asked):
        raise StorageError("unreadable")

    await searching.fill()
    await searching.open()
    await searching.type("面霜")
    await searching.press(Qt.Key.Key_Tab)
    assert searching.groups == [ResultGroup.MESSAGES]
    monkeypatch.setattr(searching.wiring._messages, "find", refuse)
    await searching.type("x")
    assert searching.entries == []
    assert searching.palette.nothing.text() == str(error_text(StorageError("unreadable")))
