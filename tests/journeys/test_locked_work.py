"""What a doctor is in the middle of when the window is locked: nothing of it is lost."""

import pytest

from tests.journeys.conftest import Work, until
from tests.journeys.locking import CODE, lock, protect, unlock
from tests.journeys.pages import at_work, enter_code
from workstation.ui.profile.page import ProfilePage

pytestmark = pytest.mark.usefixtures("cheap_codes")


async def edit_introduction(work: Work, text: str) -> ProfilePage:
    work.desk.frame.show_page("profile")
    page = work.desk.frame.page("profile")
    await until(lambda: page.editor.base.member_id, "the page is read")
    page.editor.introduction.edit.setFocus()
    page.editor.introduction.edit.selectAll()
    page.editor.introduction.edit.insertPlainText(text)
    assert page.unsaved
    return page


async def test_an_unsaved_profile_outlives_a_window_closed_while_locked(workplace):
    async with workplace.open() as work:
        await protect(work)
        await edit_introduction(work, "写到一半的简介")
        await lock(work)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        work.desk.frame.show_page("profile")
        page = work.desk.frame.page("profile")
        assert page.editor.introduction.edit.toPlainText() == "写到一半的简介"
        page.discard()
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        assert work.session.account.profile.draft.base is None


async def test_a_profile_that_was_saved_after_unlocking_does_not_come_back(workplace):
    async with workplace.open() as work:
        await protect(work)
        page = await edit_introduction(work, "写到一半的简介")
        await lock(work)
        await unlock(work)
        assert page.unsaved
        page.save_asked.emit(page.editor.base, page.editor.profile())
        await until(lambda: not page.unsaved, "saved")
        await lock(work)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await at_work(work)
        assert work.session.account.profile.draft.base is None
