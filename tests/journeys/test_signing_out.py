"""Leaving a PC: what is kept is named, a seat is handed over, a wipe leaves nothing."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest

from tests.journeys.pages import (
    account_names,
    at_work,
    dialog_of,
    has_draft,
    page_of,
    sentences_of,
    set_code,
    sign_in_page,
    submit,
    wipe,
    write_draft,
)
from workstation.ui.kit.layers.file_dialog import FileDialog
from workstation.ui.kit.layers.menu import Menu
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.sign_in.code_page import SetCodePage

CODE = "a code of mine"


async def test_signing_out_names_what_is_not_sent_and_keeps_it(workplace):
    async with workplace.open() as work:
        await write_draft(work, "明天复诊，请空腹")
        patient = work.session.store.worklist.row(20418).consultation.target.name
        work.main_window.sign_out.ask()
        dialog = await dialog_of(work, "sign_out.title")
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in sentences_of(dialog)
        assert patient in sentences_of(dialog)
        dialog.answer("cancel")
        assert work.program.session is not None
        work.main_window.sign_out.ask()
        (await dialog_of(work, "sign_out.title")).answer("keep")
        page = await sign_in_page(work)
        assert page.drafts_line.text == tr("sign_in.words_kept")
        await submit(work)
        await has_draft(work, "明天复诊，请空腹")


async def test_signing_out_names_what_is_being_recorded(workplace, microphones):
    async with workplace.open() as work:
        await work.open_consultation(20418)
        work.main_window.active.composer._composer.record_asked.emit()
        microphones[0].hear(4_000)
        work.main_window.sign_out.ask()
        dialog = await dialog_of(work, "sign_out.title")
        assert not microphones[0].running
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in sentences_of(dialog)
        dialog.answer("cancel")


async def test_a_window_that_was_left_is_not_asked_when_the_next_is_looked_at(workplace):
    """Python may keep it for a while; its widgets are gone."""
    async with workplace.open() as work:
        left = work.main_window
        await write_draft(work, "明天复诊，请空腹")
        left.sign_out.ask()
        (await dialog_of(work, "sign_out.title")).answer("keep")
        await sign_in_page(work)
        await submit(work)
        await has_draft(work, "明天复诊，请空腹")
        left.on_focused()


async def test_what_was_copied_does_not_go_to_the_next_doctor(workplace, clipboard, monkeypatch):
    """Qt's offscreen clipboard does not say whose it is; those of desktops do."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    async with workplace.open() as work:
        clipboard.setText("从对话里复制的")
        work.main_window.sign_out.keep_chosen.emit()
        await sign_in_page(work)
        assert not clipboard.text()


async def test_what_was_copied_does_not_outlast_the_program(workplace, clipboard, monkeypatch):
    """Windows would keep it for whoever sits there next."""
    monkeypatch.setattr(QClipboard, "ownsClipboard", lambda _: True)
    async with workplace.open() as work:
        await work.online()
        clipboard.setText("从对话里复制的")
        work.window.closing.emit()
    assert not clipboard.text()


async def test_a_folder_of_one_doctor_is_not_where_the_next_begins(workplace, tmp_path):
    async with workplace.open() as work:
        dialog = FileDialog(None, "")
        dialog.filesSelected.emit([str(tmp_path / "photo.jpg")])
        dialog.deleteLater()
        work.main_window.sign_out.keep_chosen.emit()
        await sign_in_page(work)
        following = FileDialog(None, "")
        assert Path(following.directory().absolutePath()) == Path.home()
        following.deleteLater()


async def test_two_clicks_hand_the_seat_to_another_doctor_and_keep_everything(workplace):
    async with workplace.open() as work:
        await write_draft(work, "只给我自己看")
        QTest.mouseClick(work.main_window.frame.rail.doctor, Qt.MouseButton.LeftButton)
        (menu,) = work.window.findChildren(Menu)
        QTest.mouseClick(menu.items[0], Qt.MouseButton.LeftButton)
        page = await sign_in_page(work)
        assert page.address.text() == work.clinic.address
        assert page.token.text() == ""
        assert page.drafts_line.text == tr("sign_in.words_kept")
        await submit(work, 1002)
        await page_of(work, SetCodePage)
        await set_code(work, CODE)
        await at_work(work)
        await work.open_consultation(20418)
        assert work.active.composer.text == ""


async def test_a_wipe_leaves_nothing_of_the_doctor_and_the_colleague_everything(workplace):
    async with workplace.open() as work:
        await write_draft(work, "第一位医生")
        work.main_window.sign_out.keep_chosen.emit()
        await submit(work, 1002)
        await set_code(work, CODE)
        await at_work(work)
        await write_draft(work, "第二位医生的草稿")
        await wipe(work)
        page = await sign_in_page(work)
        assert page.drafts_line.text == tr("sign_in.wiped")
        assert page.error is None
        assert not [name for name in account_names(workplace) if "1002" in name]
        assert len(list((workplace.folders.data / "accounts").iterdir())) == 1
        await submit(work, 1001)
        await has_draft(work, "第一位医生")
