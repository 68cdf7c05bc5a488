"""A doctor opens a consultation; against the embedded clinic."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.journeys.conftest import until
from tests.journeys.opening import GPS, Opening, photo
from tests.journeys.pages import Logoff, dialog_of, sign_in_page
from workstation.domain.consultation import SymptomKind
from workstation.media.picture import inspect
from workstation.ui.kit.strings import tr
from workstation.ui.shell.window import ShellWindow


async def test_it_is_opened_once_with_its_picture_and_without_the_place(workplace, tmp_path):
    async with workplace.open() as work:
        await work.online()
        opening = Opening(work)
        opening.fill()
        await opening.attach(photo(tmp_path / "王小宝.jpg"))
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        (row,) = await opening.at_the_server()
        assert row.consultation_id == work.active.open_key
        assert (row.target.name, row.symptom.content) == ("王小宝", "复诊：皮疹消退，请复查。")
        (url,) = row.images
        assert "王小宝" not in url
        content = (await work.session.media.library.picture(url)).content
        assert GPS not in content
        assert inspect(content).width == 600
        assert opening.sheet.filled.text == ""


async def test_a_patient_is_found_by_how_the_name_is_read(workplace):
    async with workplace.open() as work:
        await work.online()
        opening = Opening(work)
        opening.wiring.open()
        target = opening.sheet.target
        QTest.keyClicks(target.field.edit, "wxb")
        await until(lambda: target.offers.current is not None)
        QTest.keyClick(target.field.edit, Qt.Key.Key_Return)
        assert target.field.text() == "王小宝"


async def test_a_symptom_that_was_spoken_goes_as_a_recording(workplace, microphones):
    """After one attempt that the upload did not survive, with what was typed kept and not sent."""
    async with workplace.open() as work:
        await work.online()
        opening = Opening(work)
        opening.fill("typed")
        voice = opening.sheet.voice
        voice.speak.click()
        microphones[0].hear(4_000)
        work.clinic.dial("http=500@PUT *")
        await opening.press()
        assert not microphones[0].running
        assert opening.sheet.error.text.startswith(tr("opening.voice_failed", reason=""))
        assert not opening.sheet.pictures.attached
        work.clinic.clear()
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        (row,) = await opening.at_the_server()
        assert row.symptom.kind is SymptomKind.VOICE
        content = (await work.session.media.library.recording(row.symptom.content)).content
        assert content.startswith(b"RIFF")
        assert opening.sheet.filled.text == ""
        assert voice.attached is None


async def test_nothing_records_on_behind_the_lock_or_a_closed_form(workplace, microphones):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.sheet.voice.speak.click()
        microphones[0].hear(4_000)
        opening.sheet.dismiss()
        assert not microphones[0].running
        assert opening.sheet.voice.attached.length_ms == 4_000
        opening.sheet.voice.row.cancelled.emit()
        opening.sheet.open()
        opening.sheet.voice.speak.click()
        microphones[0].hear(2_000)
        work.main_window.editors.pause()
        assert not microphones[0].running
        assert opening.sheet.voice.attached.length_ms == 2_000
        opening.sheet.clear()


async def test_a_refusal_is_said_in_place_and_nothing_typed_is_lost(workplace):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill()
        work.clinic.dial("failure=团队今日停诊@POST /consult#1")
        before = opening.sheet.filled
        await opening.press()
        assert "团队今日停诊" in opening.sheet.error.text
        assert opening.sheet.filled == before
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        assert len(await opening.at_the_server()) == 1


@pytest.mark.parametrize("fault", ["lost", "drop", "truncate"])
async def test_a_lost_answer_opens_it_once(workplace, fault):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill()
        work.clinic.dial(f"{fault}@POST /consult#1")
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        assert len(await opening.at_the_server()) == 1


async def test_one_that_the_list_brings_later_is_not_asked_about_at_leaving(workplace):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill()
        await opening.press_unanswered()
        assert "不会重复发起" in opening.sheet.error.text
        work.clinic.clear()
        work.session.refresh()
        await until(opening.sheet.isHidden)
        work.main_window.editors.save()
        assert not work.session.lists.creator.draft.form


async def test_one_that_the_next_sign_ins_list_brings_is_not_asked_for_again(workplace):
    """Nobody had the form yet when the list came: it asked for a second one, with no look."""
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill()
        await opening.press_unanswered()
        work.session.token_rejected.publish(None)
        await until(lambda: work.program.main_window is None, "back at the sign-in")
        work.clinic.clear()
        await sign_in_page(work)
        await work.sign_in()
        await until(lambda: work.session.lists.queue.state.read_ms, "the list is read")
        await until(lambda: not work.session.lists.creator.is_uncertain, "it is in the list")
        recent = work.main_window.frame.notice_bar.recent
        await until(lambda: tr("opening.opened") in [each.text for each in recent])
        assert work.session.lists.creator.draft.form is None
        assert len(await opening.at_the_server()) == 1


async def test_what_was_never_carried_out_can_be_asked_for_again(workplace):
    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill()
        work.clinic.dial("reset@POST /consult#1")
        await opening.press()
        assert "不会重复发起" in opening.sheet.error.text
        assert await opening.at_the_server() == []
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        assert len(await opening.at_the_server()) == 1


async def test_a_picture_that_cannot_be_uploaded_opens_nothing(workplace, tmp_path):
    async with workplace.open() as work:
        await work.online()
        opening = Opening(work)
        opening.fill()
        await opening.attach(photo(tmp_path / "a.jpg"))
        work.clinic.dial("http=500@PUT *")
        await opening.press()
        assert opening.sheet.pictures.attached[0].error
        assert await opening.at_the_server() == []
        work.clinic.clear()
        await opening.press()
        await until(lambda: work.active.open_key not in opening.before | {None})
        assert len(await opening.at_the_server()) == 1


async def test_a_file_that_is_no_picture_is_refused_by_its_content(workplace, tmp_path):
    async with workplace.open() as work:
        opening = Opening(work)
        (tmp_path / "a.jpg").write_text("<svg/>")
        opening.wiring.add_files([str(tmp_path / "a.jpg")])
        await until(lambda: opening.sheet.error.text)
        assert "a.jpg" in opening.sheet.error.text
        assert opening.sheet.pictures.attached == []


async def test_a_rejected_token_keeps_the_form_for_the_same_doctors_next_sign_in(
    workplace, tmp_path, microphones
):
    async with workplace.open() as work:
        await work.online()
        opening = Opening(work)
        opening.fill()
        await opening.attach(photo(tmp_path / "王小宝.jpg"))
        opening.sheet.for_self.setChecked(False)
        opening.sheet.creator.type("1234")
        opening.sheet.voice.speak.click()
        microphones[0].hear(4_000)
        work.session.token_rejected.publish(None)
        await until(lambda: work.program.main_window is None, "back at the sign-in")
        await sign_in_page(work)
        await work.sign_in()
        await until(lambda: work.main_window.frame.notice_bar.recent, "the form is told of")
        notice = work.main_window.frame.notice_bar.recent[0]
        assert notice.text == tr("opening.unsaved")
        notice.action.act()
        again = Opening(work)
        await until(lambda: again.sheet.pictures.attached)
        assert (again.sheet.target.field.text(), again.sheet.creator.number) == ("王小宝", 1234)
        assert again.sheet.text.text() == "复诊：皮疹消退，请复查。"
        assert again.sheet.voice.attached.length_ms == 4_000
        assert again.sheet.pictures.attached[0].thumb is not None
        again.wiring.keep()
        again.sheet.clear()
        again.wiring.keep()
        assert work.session.lists.creator.draft.form is None


async def test_a_filled_form_is_named_before_the_program_or_the_desktop_ends(
    workplace, monkeypatch, tmp_path
):
    """Its words are on the disk by then, but not its pictures."""
    monkeypatch.setattr(ShellWindow, "come_forward", lambda _: None)  # offscreen has no front

    async with workplace.open() as work:
        opening = Opening(work)
        opening.fill("")
        confirmation, logoff = work.program.leave_confirmation, Logoff()
        confirmation.on_desktop_logoff(logoff)
        assert not logoff.held_up  # whom it is for is picked again at once
        opening.sheet.text.edit.insertPlainText("复诊：皮疹消退，请复查。")
        await opening.attach(photo(tmp_path / "王小宝.jpg"))
        opening.sheet.dismiss()
        confirmation.on_desktop_logoff(logoff)
        assert logoff.held_up
        dialog = await dialog_of(work, "keeping.leave.title")
        labels = [label.text() for label in dialog.findChildren(QLabel)]
        assert any(tr("keeping.leave.opening") in text for text in labels)
        dialog.answer("cancel")
        opening.wiring.open()
        assert opening.sheet.text.text() == "复诊：皮疹消退，请复查。"
        opening.sheet.clear()
