"""Names and notes that cannot be saved as typed outlive a sign-in, and are asked about."""

from tests.journeys.conftest import until
from tests.journeys.pages import at_work, dialog_of, sign_in_page, submit
from workstation.domain.notes import MAX_NOTE_CHARACTERS
from workstation.domain.quick_replies import LIMITS
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.label import Label

MANGO = 20418
WORDS = "写得太长的话"


async def test_a_group_s_name_that_is_too_long_outlives_a_sign_in_and_is_asked_about(workplace):
    too_long = "组" * (LIMITS.section + 1)
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.desk.active.composer.manage_replies()
        await until(lambda: work.page_at_sight(QuickSheet) is not None, "the sheet is open")
        sheet = work.page_at_sight(QuickSheet)
        name = work.session.messaging.quick_replies.replies[0].section
        sheet.show_section(name)
        sheet.section.field.edit.setText(too_long)
        work.session.token_rejected.publish(None)
        page = await sign_in_page(work)
        await until(page.token.edit.hasFocus, "the keyboard is on the page")
        work.window.closing.emit()
        (await dialog_of(work, "keeping.leave.title")).answer("cancel")
        await submit(work)
        await at_work(work)
        notice = work.desk.frame.notice_bar.recent[0]
        assert notice.text == tr("quick.unsaved_section")
        notice.action.act()
        await until(lambda: work.page_at_sight(QuickSheet) is not None, "the sheet is open")
        section = work.page_at_sight(QuickSheet).section
        assert section.field.text() == too_long
        section.revert()
        assert not work.session.messaging.quick_replies.unsaved_sections


async def test_a_note_that_is_too_long_is_asked_about_and_outlives_a_sign_in(workplace):
    long_note = WORDS * MAX_NOTE_CHARACTERS
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        note = work.active.details.note
        note.area.edit.insertPlainText(long_note)
        work.window.closing.emit()
        dialog = await dialog_of(work, "keeping.leave.title")
        sentences = "\n".join(label.text() for label in dialog.findChildren(Label))
        assert tr("keeping.leave.notes", count=1) in sentences
        assert work.session.store.worklist.row(MANGO).consultation.target.name in sentences
        dialog.answer("cancel")
        work.session.token_rejected.publish(None)
        await submit(work)
        await at_work(work)
        await work.open_consultation(MANGO)
        note = work.active.details.note
        assert note.area.edit.toPlainText() == long_note
        note.area.edit.setPlainText(WORDS)
        work.window.closing.emit()
        await until(work.program.parts.closing.is_set, "nothing is asked")
