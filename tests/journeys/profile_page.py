"""The doctor's own page, open for editing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.journeys.conftest import Work, Workplace, until
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.profile.page import ProfilePage


def profile_page(work: Work) -> ProfilePage:
    """The page in the window."""
    page = work.main_window.frame.page("profile")
    assert isinstance(page, ProfilePage)
    return page


async def open_profile(work: Work) -> ProfilePage:
    """Go to the page; it is read when it comes back."""
    work.main_window.frame.show_page("profile")
    page = profile_page(work)
    await until(lambda: page.editor.base.member_id, "the page is read")
    return page


@asynccontextmanager
async def editing(workplace: Workplace) -> AsyncIterator[tuple[Work, ProfilePage]]:
    """The program with the page open; what is unsaved at the end is given up."""
    async with workplace.open() as work:
        page = await open_profile(work)
        try:
            yield work, page
        finally:
            work.clinic.clear()
            if work.program.main_window is not None:
                for dialog in work.window.findChildren(Dialog):
                    dialog.answer("cancel")
                profile_page(work).discard()


def write_introduction(page: ProfilePage, text: str) -> None:
    """Type another introduction over the one that is there."""
    page.editor.introduction.edit.setFocus()
    page.editor.introduction.edit.selectAll()
    page.editor.introduction.edit.insertPlainText(text)


def question(work: Work) -> Dialog | None:
    """What the window asks now; ``None`` where it asks nothing."""
    return next((d for d in work.window.findChildren(Dialog) if d.isVisible()), None)
