"""The handover page: lines lead to their messages, are closed, put off, and kept on paper."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.archive import COLLEAGUE, ME, ROOM, make_arrived
from tests.store.people import listed
from tests.ui.handover.conftest import NOW_MS
from tests.ui.waiting import until
from workstation.domain.changes import Changes, Place
from workstation.domain.errors import DiskFull, ServerFault
from workstation.domain.handover import handed_over, is_handover
from workstation.domain.people import Member
from workstation.services.lists import ListState
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.handover.row_delegate import bell_place
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.record.content import RecordMessage
from workstation.vault import consultations, outbox
from workstation.vault.archive.ingest import ingest

PROMISE, QUESTION = "一周后复查", "要停药吗？"


async def test_every_line_leads_to_its_message(handing):
    await handing.open()
    handing.go_to(PROMISE)
    handing.press(Qt.Key.Key_Return)
    assert handing.opened == [(ROOM, Anchor("op", 1))]
    assert handing.wiring.sheet.isHidden()
    await handing.open()
    handing.go_to("病人7")
    handing.press(Qt.Key.Key_Enter)
    assert handing.opened[1:] == [(ROOM, None)]


async def test_it_opens_by_keys_alone_and_closes_by_esc(handing):
    await handing.open()
    sheet = handing.wiring.sheet
    assert QApplication.focusWidget() is sheet.list
    assert sheet.list.current.consultation_id == ROOM
    handing.press(Qt.Key.Key_Escape)
    assert sheet.isHidden()


async def test_what_a_rule_found_says_so(handing):
    await handing.open()
    assert [line for line in handing.rows() if "机器识别" in line] == [
        f"承诺（机器识别），{PROMISE}，12 月 2 日到期",
        f"患者提问（机器识别），{QUESTION}，不到 1 分钟",
    ]
    set_language(Language.EN)
    await handing.wiring._show(opens=False)
    assert sum("machine-found" in line for line in handing.rows()) == 2


async def test_a_line_is_closed_and_brought_back(handing):
    await handing.open()
    handing.go_to(QUESTION)
    handing.press(Qt.Key.Key_Delete)
    await until(lambda: not any(QUESTION in line for line in handing.rows()))
    bar = handing.wiring.sheet.findChild(UndoBar)
    bar.button.click()
    await until(lambda: any(QUESTION in line for line in handing.rows()))


async def test_a_consultation_itself_is_not_closed(handing):
    await handing.open()
    before = handing.rows()
    handing.go_to("病人7")
    handing.press(Qt.Key.Key_Delete)
    await handing.scope.join()
    assert handing.rows() == before


async def test_a_promise_is_put_off_by_the_menu(handing):
    await handing.open()
    handing.go_to(PROMISE)
    handing.press(Qt.Key.Key_Menu)
    items = handing.frame.findChild(Menu).findChildren(MenuItem)
    next(item for item in items if item.text() == "改为明天").click()
    await until(lambda: any("明天到期" in line for line in handing.rows()))


async def test_a_promise_reminds_by_one_key_and_the_notice_takes_it_back(handing):
    await handing.open()
    handing.go_to(PROMISE)
    handing.press(Qt.Key.Key_M)
    await until(lambda: handing.store.worklist.row(ROOM).reminders)
    (item,) = handing.store.worklist.row(ROOM).reminders
    assert (item.text, item.reminds) == (PROMISE, True)
    await until(lambda: f"{PROMISE}，将提醒，12 月 2 日到期" in handing.rows()[1])
    handing.wiring.sheet.findChild(UndoBar).button.click()
    await until(lambda: not handing.store.worklist.row(ROOM).reminders)


async def test_a_promise_reminds_by_one_click_on_its_bell(handing):
    await handing.open()
    handing.go_to(PROMISE)
    rows = handing.wiring.sheet.list
    place = bell_place(QRectF(rows.visualRect(rows.currentIndex()))).center().toPoint()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=place)
    await until(lambda: handing.store.worklist.row(ROOM).reminders)
    assert handing.opened == []


async def test_a_question_has_no_reminder(handing):
    await handing.open()
    handing.go_to(QUESTION)
    handing.press(Qt.Key.Key_M)
    await handing.scope.join()
    assert handing.store.worklist.row(ROOM).reminders == ()


async def test_it_is_kept_as_pages_that_name_nobody_outside(handing):
    await handing.open()
    handing.wiring.sheet.keep.click()
    handing.wiring.sheet.print.click()
    document, printed = handing.paper.documents
    assert document.file_name == printed.file_name
    assert document.file_name.startswith("交接班-20")
    laid_out = await document.make(SimpleNamespace(say=lambda _text: None))
    assert "病人" not in laid_out.sheets.title
    lines = [line for line in laid_out.sheets.record.lines if isinstance(line, RecordMessage)]
    assert [(line.name, line.time) for line in lines] == [
        ("病人7", ""), ("", "承诺"), ("", "患者提问"),
    ]  # fmt: skip


async def test_a_locked_window_holds_none_of_it(handing):
    await handing.open()
    handing.wiring.drop()
    assert handing.rows() == []
    assert handing.wiring.sheet.isHidden()


async def test_an_empty_queue_says_that_there_is_nothing(handing):
    handing.store.apply(handing.everything_gone)
    await handing.open()
    assert handing.wiring.sheet.empty.isVisible()
    assert not handing.wiring.sheet.print.isVisible()


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (ListState(), "登录后还没有读到列表，这里可能缺少咨询。"),
        (
            ListState(read_ms=NOW_MS, error=ServerFault("503")),
            "列表最近没有读到，上次读取于 ",
        ),
    ],
)
async def test_a_queue_that_is_not_read_is_no_empty_one(handing, state, sentence):
    handing.queue.state = state
    await handing.open()
    sheet = handing.wiring.sheet
    assert sheet.doubt.text.startswith(sentence)
    assert not sheet.doubt.isHidden()
    sheet.print.click()
    laid_out = await handing.paper.documents[0].make(SimpleNamespace(say=lambda _text: None))
    assert laid_out.sheets.record.warning.startswith(sentence)
    handing.wiring.drop()
    handing.store.apply(handing.everything_gone)
    await handing.open()
    assert not sheet.empty.isVisible()
    assert sheet.unknown.isVisible()
    assert sheet.unknown.sentence.text().startswith(sentence)
    assert not sheet.counts.isVisible()


async def test_a_policy_turns_it_off(handing):
    handing.handover.allowed = False
    handing.wiring.open()
    await handing.scope.join()
    assert handing.wiring.sheet.isHidden()


async def choose_colleague(handing):
    await handing.open()
    handing.wiring.sheet.send.click()
    await until(handing.wiring.sending.sheet.isVisible)
    return handing.wiring.sending.sheet


async def test_a_colleague_of_the_team_gets_a_message_in_the_consultation(handing):
    sheet = await choose_colleague(handing)
    assert sheet.colleague.currentText() == "周明岚 · 1 个咨询"
    sheet.start.click()
    await until(lambda: handing.pumped == [ROOM])
    (message,) = await handing.vault.read(outbox.messages, ROOM)
    assert message.text.splitlines() == [
        "【交接】@周明岚 请接手这个咨询，并复述确认。",
        "情况：皮肤科 · 手臂起疹三天",
        "已答应：一周后复查（12 月 2 日）",
        "待回答：要停药吗？",
    ]
    assert [mention.member_id for mention in message.mentions] == [COLLEAGUE]
    assert sheet.isHidden()
    assert handing.wiring.sheet.isHidden()


async def test_of_several_messages_none_is_kept_where_one_is_not_and_again_each_goes_once(
    handing, monkeypatch
):
    second = ROOM + 1
    await handing.vault.write(
        consultations.replace_list,
        Place.IN_PROCESS,
        [listed(number).consultation for number in (ROOM, second)],
    )
    handing.store.apply(Changes(listed=(listed(second),)))
    add = outbox.add

    def full(connection, consultation_id, *parts):
        if consultation_id == second:
            raise DiskFull("full")
        return add(connection, consultation_id, *parts)

    sheet = await choose_colleague(handing)
    assert len(sheet.messages) == 2
    monkeypatch.setattr(outbox, "add", full)
    sheet.start.click()
    await until(lambda: sheet.error.text)
    assert handing.pumped == []
    monkeypatch.undo()
    sheet.start.click()
    await until(lambda: sorted(handing.pumped) == [ROOM, second])
    for room in (ROOM, second):
        assert len(await handing.vault.read(outbox.messages, room)) == 1


async def test_who_names_another_open_patient_is_asked_once(handing):
    other = listed(8, target=Member(9, "要停药"), doctor_ids=(ME,))
    handing.store.apply(Changes(listed=(other,)))
    sheet = await choose_colleague(handing)
    sheet.start.click()
    await until(lambda: sheet.question.text)
    assert sheet.question.text == "病人7：内容里提到了“要停药”"
    assert await handing.vault.read(outbox.messages, ROOM) == ()
    sheet.question.go.click()
    await until(lambda: handing.pumped == [ROOM])


async def test_what_a_colleague_wrote_meanwhile_is_told_before_it_goes(handing):
    sheet = await choose_colleague(handing)
    answer = make_arrived("我来", COLLEAGUE, origin_id="c", archive_id="a3", at_ms=NOW_MS)
    await handing.vault.absorb(ingest, [answer])
    sheet.start.click()
    await until(lambda: sheet.question.text)
    assert sheet.question.text == "病人7：打开交接班之后，团队医生又发了 1 条消息"
    sheet.question.back.click()
    await handing.scope.join()
    assert handing.pumped == []
    assert sheet.isVisible()


async def test_nothing_goes_before_it_is_asked_for_and_the_patient_is_named_as_a_reader(handing):
    sheet = await choose_colleague(handing)
    assert "患者也会读到" in sheet.warning.text()
    assert sheet.preview.text() == f"病人7\n{sheet.messages[0][1]}"
    sheet.dismiss()
    await handing.scope.join()
    assert await handing.vault.read(outbox.messages, ROOM) == ()


async def test_a_doctor_alone_in_the_teams_hands_over_to_nobody(handing):
    handing.store.apply(Changes(listed=(listed(ROOM, doctor_ids=(ME,)),)))
    await handing.open()
    handing.wiring.sheet.send.click()
    assert handing.wiring.sending.sheet.isHidden()


@pytest.mark.parametrize("language", Language)
def test_a_handover_is_known_in_every_language(language):
    set_language(language)
    text = "\n".join((tr("handover.message.first", name="周明岚"), "A", "B"))
    assert is_handover(text)
    assert handed_over(text) == "A\nB"


async def test_a_page_that_was_asked_for_before_the_lock_does_not_open_behind_it(handing):
    handing.wiring.open()
    handing.wiring.drop()
    await handing.scope.join()
    assert handing.wiring.sheet.isHidden()
    assert handing.rows() == []
