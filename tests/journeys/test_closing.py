"""The end of a consultation: summed up, told to the patient, put on paper, and the next one."""

import asyncio
import shutil

import pypdf
from PySide6.QtWidgets import QFileDialog, QLineEdit

from tests.journeys.conftest import Workplace, until
from tests.journeys.phone import phone_in
from tests.ui.waiting import PATIENCE
from workstation.domain.closing import ClosingSummary
from workstation.domain.message import Delivery
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.layers.menu import MenuItem
from workstation.ui.summary.sent import SentDialog

MANGO = 20418
LAST_SAID = "嘴唇没有肿，呼吸也正常。需要先吃药吗？"


def visible(work, kind):
    """The part of that kind that is on the screen."""
    widgets = [one for one in work.window.findChildren(kind) if one.isVisible()]
    return widgets[-1] if widgets else None


async def pick(pane, words):
    """Pick a line of a conversation's menu."""
    pane.head.more.click()
    items = {item.text(): item for item in pane.head.window().findChildren(MenuItem)}
    items[words].click()
    await until(lambda: not any(item.isVisible() for item in items.values()))


async def save_at(work, path):
    """Past the hint, and there."""
    await until(lambda: (one := visible(work, Dialog)) and "PDF" in one.accessibleName())
    visible(work, Dialog).answer("choose")
    await until(lambda: visible(work, QFileDialog))
    files = visible(work, QFileDialog)
    files.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    files.accept()
    await until(path.exists)


def text_of(path):
    return "".join("".join(page.extract_text().split()) for page in pypdf.PdfReader(path).pages)


async def begin(work):
    """Open the form of the first patient's consultation."""
    await work.open_consultation(MANGO)
    await until(lambda: LAST_SAID in work.texts(), "the conversation is read")
    await pick(work.active.conversation, "小结…")
    sheet = work.main_window.overlays.closing.sheet
    await until(sheet.isVisible)
    return sheet


async def receive(phone, words):
    """The text of the next message with these words, as the patient's phone got it."""
    body = "{jabber:client}body"
    message = await phone.until(lambda root: words in (root.findtext(body) or ""))
    return message.findtext(body)


async def test_a_consultation_is_summed_up_and_the_next_patient_opens(workplace, tmp_path):
    async with workplace.open() as work:
        await work.online()
        sheet = await begin(work)
        sheet.text_areas["assessment"].edit.insertPlainText("荨麻疹可能性大")
        sheet.text_areas["advice"].edit.insertPlainText("停用芒果")
        sheet.no_prescription.click()
        async with phone_in(work.clinic, sheet.consultation.creator.member_id, MANGO) as phone:
            sheet.start.click()
            text = await receive(phone, "荨麻疹")
        assert text == "【小结】\n评估：荨麻疹可能性大\n建议：停用芒果\n处方：无"
        await until(lambda: work.texts()[-1:] == [text])
        await until(lambda: work.messages()[-1].delivery is Delivery.SENT)
        await until(lambda: visible(work, SentDialog))
        visible(work, SentDialog).pdf.click()
        await save_at(work, tmp_path / "记录.pdf")
        await until(lambda: visible(work, SentDialog))
        now_ms = work.session.clock.now_ms()
        longest = work.session.store.worklist.queue_order.longest_waiting_besides(MANGO, now_ms)
        visible(work, SentDialog).next.click()
        await until(lambda: work.active.open_key == longest)
        assert longest != MANGO
    record = text_of(tmp_path / "记录.pdf")
    assert record.index("荨麻疹可能性大") < record.index("症状描述")
    assert "王小宝" in record
    assert len(pypdf.PdfReader(tmp_path / "记录.pdf").pages[0].images) > 0


async def wait_until_kept(work, words):
    """Wait until the disk has it."""
    async with asyncio.timeout(PATIENCE):
        while (await work.session.account.closing.get(MANGO)).draft.assessment != words:  # noqa: ASYNC110 - the disk tells nobody
            await asyncio.sleep(0.01)


async def test_a_summary_half_written_is_there_after_the_program_was_killed(workplace, tmp_path):
    async with workplace.open() as work:
        sheet = await begin(work)
        sheet.text_areas["assessment"].edit.insertPlainText("写到一半")
        await wait_until_kept(work, "写到一半")
        as_killed = tmp_path / "as it was when it was killed"
        shutil.copytree(tmp_path / "profile", as_killed)
    later = Workplace(as_killed, workplace.clinic)
    later.keys = workplace.keys
    async with later.open() as work:
        sheet = await begin(work)
        assert sheet.written == ClosingSummary("写到一半")
        assert "写到一半" not in work.texts()


async def test_a_summary_written_offline_arrives_once(workplace):
    async with workplace.open() as work:
        await work.online()
        sheet = await begin(work)
        member = sheet.consultation.creator.member_id
        work.clinic.dial("im-cut=before@in * *")
        sheet.text_areas["advice"].edit.insertPlainText("离线时写好的小结")
        sheet.start.click()
        await until(lambda: visible(work, SentDialog))
        visible(work, SentDialog).stay.click()
        await until(lambda: work.texts()[-1:] == ["【小结】\n建议：离线时写好的小结"])
    workplace.clinic.clear()
    async with phone_in(workplace.clinic, member, MANGO) as phone, workplace.open() as work:
        await receive(phone, "离线时写好的小结")
        await work.open_consultation(MANGO)
        await until(lambda: work.messages() and work.messages()[-1].delivery is Delivery.SENT)
        assert work.texts().count("【小结】\n建议：离线时写好的小结") == 1


async def test_the_record_of_what_is_over_is_saved_too(workplace, tmp_path):
    async with workplace.open() as work:
        work.main_window.frame.show_page("history")
        page = work.main_window.frame.page("history")
        rows = page.list_pane.entries
        await until(rows.rowCount)
        entries = [rows.entry(row) for row in range(rows.rowCount())]
        number = next(entry.key for entry in entries if entry.selectable)
        page.list_pane.chosen.emit(number)
        await until(lambda: page.open_key == number)
        await pick(page.side.conversation, "保存为 PDF…")
        await save_at(work, tmp_path / "over.pdf")
        name = page.side.conversation.consultation.target.name
    record = text_of(tmp_path / "over.pdf")
    assert name in record
    assert str(number) in record
