"""Names that were typed and could not be saved outlive a sign-in, and are asked about."""

from tests.journeys.conftest import until
from tests.journeys.pages import at_work, dialog_of, sign_in_page, submit
from workstation.domain.quick_replies import LIMITS
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.kit.strings import tr

MANGO = 20418


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
