"""The handover page: lines lead to their messages, are closed, put off, and kept on paper."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes.archive import ME, ROOM
from tests.store.people import listed
from tests.ui.handover.conftest import NOW_MS
from tests.ui.keys import hold_down
from tests.ui.waiting import until
from workstation.domain.changes import Changes
from workstation.domain.errors import ServerFault
from workstation.domain.handover import HandoverKind, handed_over, is_handover
from workstation.services.lists import ListState
from workstation.ui.conversation.timeline.anchor import Anchor
from workstation.ui.handover.row_delegate import bell_place
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.layers.undo_bar import UndoBar
from workstation.ui.kit.strings import Language, set_language, tr
from workstation.ui.kit.strings.switch import retranslate
from workstation.ui.record.content import RecordMessage

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


async def test_what_is_due_is_said_anew_once_another_day_has_come(handing):
    """Open over midnight it called a promise due tomorrow whose day had come."""
    await handing.open()
    handing.go_to(PROMISE)
    items = (item for entry in handing.wiring._entries for item in entry.items)
    due_ms = next(item.due_ms for item in items if item.kind is HandoverKind.PROMISE)
    handing.clock.now_ms = lambda: due_ms
    retranslate(handing.frame)
    (line,) = (line for line in handing.rows() if PROMISE in line)
    assert line.endswith(tr("handover.due.today"))
    assert PROMISE in handing.wiring.sheet.list.current.spoken, "the keyboard stays"


async def test_what_was_put_away_is_not_said_anew(handing):
    await handing.open()
    handing.wiring.drop()
    retranslate(handing.frame)
    assert handing.rows() == []


async def test_a_line_is_closed_and_brought_back(handing):
    await handing.open()
    handing.go_to(QUESTION)
    handing.press(Qt.Key.Key_Delete)
    await until(lambda: not any(QUESTION in line for line in handing.rows()))
    bar = handing.wiring.sheet.findChild(UndoBar)
    bar.button.click()
    await until(lambda: any(QUESTION in line for line in handing.rows()))


async def test_delete_held_down_closes_one_line(handing):
    await handing.open()
    closed = []
    handing.wiring.sheet.list.close_asked.connect(closed.append)
    handing.go_to(QUESTION)
    hold_down(Qt.Key.Key_Delete)
    assert len(closed) == 1
    await handing.scope.join()


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
    laid_out = await document.make(SimpleNamespace(show_text=lambda _text: None))
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
        (ListState(), "登录后尚未读取到列表，此处可能缺少咨询。"),
        (
            ListState(read_ms=NOW_MS, error=ServerFault("503")),
            "列表最近未能更新，上次读取于 ",
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
    laid_out = await handing.paper.documents[0].make(SimpleNamespace(show_text=lambda _text: None))
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
