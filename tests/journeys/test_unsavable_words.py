"""Replies, names and notes that cannot be saved as typed outlive a sign-in, and are asked about."""

from tests.journeys.conftest import until
from tests.journeys.pages import (
    at_work,
    page_of,
    question_at_closing,
    sign_in_page,
    submit,
    write_reply,
)
from workstation.domain.notes import MAX_NOTE_CHARACTERS
from workstation.domain.quick_replies import LIMITS
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.kit.strings import tr

MANGO = 20418
WORDS = "写得太长的话"


async def sheet_after_a_sign_in(work, offer: str) -> QuickSheet:
    """The sign-in ends, closing asks, and what the next one offers leads back to the sheet."""
    work.session.token_rejected.publish(None)
    page = await sign_in_page(work)
    await until(page.token.edit.hasFocus, "the keyboard is on the page")
    await question_at_closing(work)
    await submit(work)
    await at_work(work)
    notice = work.main_window.frame.notice_bar.recent[0]
    assert notice.text == offer
    notice.action.act()
    return await page_of(work, QuickSheet)


async def test_a_quick_reply_without_a_title_outlives_a_sign_in_and_is_asked_about(workplace):
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        await write_reply(work, "", WORDS)
        form = (await sheet_after_a_sign_in(work, tr("quick.unsaved"))).form
        assert form.text.text() == WORDS
        await until(form.title.edit.hasFocus, "the keyboard is where one goes on")
        form.revert()
        assert not work.session.messaging.quick_replies.unsaved


async def test_a_group_s_name_that_is_too_long_outlives_a_sign_in_and_is_asked_about(workplace):
    too_long = "组" * (LIMITS.section + 1)
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.main_window.active.composer.manage_replies()
        sheet = await page_of(work, QuickSheet)
        sheet.show_section(work.session.messaging.quick_replies.replies[0].section)
        sheet.section.field.edit.setText(too_long)
        section = (await sheet_after_a_sign_in(work, tr("quick.unsaved_section"))).section
        assert section.field.text() == too_long
        section.revert()
        assert not work.session.messaging.quick_replies.unsaved_sections


async def test_a_note_that_is_too_long_is_asked_about_and_outlives_a_sign_in(workplace):
    long_note = WORDS * MAX_NOTE_CHARACTERS
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        note = work.active.details.note
        note.area.edit.insertPlainText(long_note)
        sentences = await question_at_closing(work)
        assert tr("keeping.leave.notes", count=1) in sentences
        assert work.session.store.worklist.row(MANGO).consultation.target.name in sentences
        work.session.token_rejected.publish(None)
        await submit(work)
        await at_work(work)
        await work.open_consultation(MANGO)
        note = work.active.details.note
        assert note.area.edit.toPlainText() == long_note
        note.area.edit.setPlainText(WORDS)
        work.window.closing.emit()
        await until(work.program.parts.closing.is_set, "nothing is asked")
