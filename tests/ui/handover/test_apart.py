"""A handover: what a lock leaves of it, to whom it goes, once, and which line is which."""

import asyncio
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.fakes.archive import COLLEAGUE, ME, ROOM, make_arrived
from tests.store.people import consultation, listed, summary
from tests.ui.handover.conftest import NOW_MS
from tests.ui.waiting import until
from workstation.config import Settings
from workstation.domain.changes import Changes, Draft
from workstation.domain.consultation import Symptom, SymptomKind
from workstation.domain.errors import StorageError
from workstation.domain.people import Member
from workstation.ui.export.rules import export_rules
from workstation.ui.handover.texts import summary_text
from workstation.ui.kit.layers.menu import Menu, MenuItem
from workstation.ui.kit.layers.snack_bar import SnackBar
from workstation.ui.kit.strings import tr
from workstation.vault.archive.ingest import ingest
from workstation.vault.unsent import outbox

PROMISE, QUESTION, PATIENT_ROW = "一周后复查", "要停药吗？", "病人7"
OTHER = 1003


async def test_a_lock_leaves_nothing_to_send_or_to_print(handing):
    handing.store.apply(Changes(listed=(listed(8, target=Member(9, "要停药"), doctor_ids=(ME,)),)))
    sheet = await handing.open_sending()
    sheet.start.click()
    await until(lambda: sheet.question.text)
    handing.wiring.drop()
    assert sheet.isHidden()
    assert (sheet.messages, sheet.picked) == ((), None)
    assert handing.wiring.sending._doubtful == ()
    handing.wiring.sheet.print.click()
    laid_out = await handing.paper.documents[-1].make(SimpleNamespace(show_text=lambda _text: None))
    assert laid_out.sheets.record.lines == ()


async def test_what_a_colleague_wrote_is_told_though_a_line_was_closed_meanwhile(handing):
    """Which makes the page anew, but not the moment from which the answers of others count."""
    await handing.open()
    answer = make_arrived("我来", COLLEAGUE, origin_id="c", archive_id="a3", at_ms=NOW_MS)
    await handing.vault.absorb(ingest, [answer])
    handing.go_to(QUESTION)
    handing.press(Qt.Key.Key_Delete)
    await until(lambda: not any(QUESTION in line for line in handing.rows()))
    handing.wiring.sheet.send.click()
    sheet = handing.wiring.sending.sheet
    sheet.start.click()
    await until(lambda: sheet.question.text)
    assert handing.pumped == []


async def test_a_disk_that_cannot_be_read_is_said_over_the_window(handing, monkeypatch):
    async def refuse(*_question):
        raise StorageError("unreadable")

    monkeypatch.setattr(handing.handover, "read", refuse)
    handing.wiring.open()
    await until(lambda: handing.frame.findChildren(SnackBar))
    assert handing.wiring.sheet.isHidden()


def offered(handing, words) -> set[str]:
    handing.go_to(words)
    handing.press(Qt.Key.Key_Menu)
    menu = handing.frame.findChildren(Menu)[-1]
    items = {item.text() for item in menu.findChildren(MenuItem)}
    menu.close_now()
    return items


async def test_what_is_offered_is_what_a_line_takes(handing):
    await handing.open()
    opens, tomorrow = tr("handover.menu.open"), tr("handover.menu.due.1")
    assert offered(handing, PATIENT_ROW) == {opens}
    assert offered(handing, QUESTION) == {opens, tr("handover.menu.close.question")}
    assert {tomorrow, tr("handover.menu.remind")} < offered(handing, PROMISE)


async def test_a_draft_is_closed_and_a_question_reminded_of_by_no_key(handing):
    """What is true by itself is not done by a key, and what has no day has none to remind of."""
    handing.drafting.hold(Draft(ROOM, "草稿", 0))
    await handing.drafting.save(ROOM)
    marked = []
    handing.handover.marked.subscribe(marked.append)
    await handing.open()
    for words, key in (("草稿", Qt.Key.Key_Delete), (QUESTION, Qt.Key.Key_M)):
        handing.go_to(words)
        handing.press(key)
    await handing.scope.join()
    assert marked == []


async def test_two_presses_send_once(handing):
    sheet = await handing.open_sending()
    sheet.ask()
    sheet.ask()
    await until(lambda: handing.pumped)
    await handing.scope.join()
    assert len(await handing.vault.read(outbox.messages, ROOM)) == 1


async def test_a_press_while_it_is_being_committed_sends_no_more(handing, monkeypatch):
    sheet, goes_on, send = await handing.open_sending(), asyncio.Event(), handing.handover.send
    began = []

    async def slow(texts):
        began.append(True)
        await goes_on.wait()
        await send(texts)

    monkeypatch.setattr(handing.handover, "send", slow)
    sheet.ask()
    await until(lambda: began)
    sheet.ask()
    goes_on.set()
    await until(lambda: handing.pumped)
    await handing.scope.join()
    assert began == [True]


async def test_a_question_is_withdrawn_when_other_messages_would_go(handing):
    handing.store.apply(Changes(listed=(listed(8, target=Member(9, "要停药"), doctor_ids=(ME,)),)))
    sheet = await handing.open_sending()
    sheet.start.click()
    await until(lambda: sheet.question.text)
    sheet.only_open.click()
    assert not sheet.question.isVisible()


async def test_nothing_is_said_of_what_leaves_nothing_open_unless_all_is_wanted(handing):
    both = (ME, COLLEAGUE)
    handing.store.apply(
        Changes(
            listed=(listed(8, doctor_ids=both),),
            summaries=(summary(8, patient_ms=1, answered=True, doctor_ms=2),),
        )
    )
    sheet = await handing.open_sending()
    assert [one.consultation_id for one, _text in sheet.messages] == [ROOM]
    sheet.only_open.click()
    assert {one.consultation_id for one, _text in sheet.messages} == {ROOM, 8}


async def test_it_goes_to_the_colleague_who_was_picked_in_another_language_and_again(handing):
    handing.store.names[OTHER] = "陈立"
    handing.store.apply(Changes(listed=(listed(ROOM, doctor_ids=(ME, COLLEAGUE, OTHER)),)))
    sheet = await handing.open_sending()
    sheet.colleague.choose(OTHER)
    sheet.retranslate()
    assert sheet.picked.member_id == OTHER
    sheet.dismiss()
    handing.wiring.sheet.send.click()
    assert sheet.picked.member_id == OTHER


async def test_with_nothing_to_say_nothing_can_be_sent(handing):
    sheet = await handing.open_sending()
    assert sheet.start.isEnabled()
    sheet.show_entries((), sheet._colleagues, NOW_MS)
    assert not sheet.start.isEnabled()


async def test_the_right_button_opens_no_message(handing):
    await handing.open()
    handing.go_to(PROMISE)
    rows = handing.wiring.sheet.list
    place = rows.visualRect(rows.currentIndex()).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert handing.opened == []


@pytest.mark.parametrize(("setting", "button"), [("export_pdf", "keep"), ("export_print", "print")])
async def test_a_way_out_that_the_policy_forbids_is_dead(handing, setting, button):
    export_rules.apply(Settings(**{setting: "deny"}))
    await handing.open()
    dead = {
        name for name in ("keep", "print") if not getattr(handing.wiring.sheet, name).isEnabled()
    }
    export_rules.apply(Settings())
    assert dead == {button}


def test_a_symptom_that_was_spoken_is_called_so_and_its_address_not_told():
    spoken = Symptom(SymptomKind.VOICE, "https://clinic.example/v.amr")
    text = summary_text(consultation(1, symptom=spoken))
    assert "https" not in text
    assert tr("handover.matter.voice") in text
