"""Pages of the window that come in their own time."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from tests.journeys.conftest import Work, until
from workstation.ui.sign_in.page import SignInPage

Page = TypeVar("Page", bound=QWidget)


async def page_of(work: Work, kind: type[Page]) -> Page:
    """Wait until the window shows a page of this kind; gives it."""
    await until(lambda: work.window.findChild(kind) is not None)
    return work.window.findChild(kind)


async def sign_in_page(work: Work) -> SignInPage:
    """Wait until the doctor is asked for the token."""
    return await page_of(work, SignInPage)
