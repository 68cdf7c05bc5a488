"""Pages of the window that come in their own time."""

from PySide6.QtWidgets import QApplication

from tests.journeys.conftest import Page, Work, until
from workstation.domain.consultation import Consultation
from workstation.ui.composer.quick_replies.sheet import QuickSheet
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.widgets.label import Label
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage
from workstation.ui.sign_in.page import SignInPage
from workstation.ui.sign_in.unlock import UnlockPage
from workstation.ui.viewer.own_window import ViewerWindow
from workstation.ui.viewer.viewer import Viewer


async def page_of(work: Work, kind: type[Page]) -> Page:
    """Wait until the window shows a page of this kind; gives it."""
    await until(lambda: work.page_at_sight(kind) is not None)
    page = work.page_at_sight(kind)
    assert page is not None
    return page


async def sign_in_page(work: Work) -> SignInPage:
    """Wait until the doctor is asked for the token."""
    return await page_of(work, SignInPage)


def pictured_consultation(work: Work) -> Consultation:
    """The first consultation whose symptom has pictures."""
    worklist = work.session.store.worklist
    consultations = (worklist.row(number).consultation for number in worklist.consultation_ids())
    return next(each for each in consultations if each.pictures)


async def open_viewer(work: Work) -> Viewer:
    """Open the first consultation with pictures, and its first picture large; when it is there."""
    pictured = pictured_consultation(work)
    await work.open_consultation(pictured.consultation_id)
    work.main_window.overlays.open_picture(pictured, pictured.pictures[0])
    viewer = await page_of(work, Viewer)
    await until(lambda: viewer.sides.active.ready, "the picture is there")
    return viewer


def opens_apart(work: Work) -> bool:
    """Whether a picture opens in a window of its own."""
    pictured = pictured_consultation(work)
    work.main_window.overlays.open_picture(pictured, pictured.pictures[0])
    return any(isinstance(one, ViewerWindow) for one in QApplication.topLevelWidgets())


def cannot_align(work: Work) -> bool:
    """Whether two pictures beside each other are not to be aligned."""
    pictured = pictured_consultation(work)
    work.main_window.overlays.open_picture(pictured, pictured.pictures[0])
    bar = next(one for one in QApplication.allWidgets() if isinstance(one, Viewer)).bar
    bar.show_comparing(on=True)
    return not bar.align.isEnabled()


async def decline_code(work: Work) -> None:
    """Go on without an unlock code, where one is to be set."""
    (await page_of(work, SetCodePage)).first.click()


async def set_code(work: Work, code: str, repeated: str = "") -> SetCodePage:
    """Choose a first unlock code."""
    page = await page_of(work, SetCodePage)
    page.fields.new.edit.setText(code)
    page.fields.repeat.edit.setText(repeated or code)
    page.submit.click()
    return page


async def enter_code(work: Work, code: str) -> EnterCodePage:
    """Type the unlock code."""
    page = await page_of(work, EnterCodePage)
    page.fields.current.edit.setText(code)
    page.submit.click()
    return page


async def submit(work: Work, member_id: int = 1001, *, remember: bool = True) -> None:
    """Sign in on the page."""
    page = await sign_in_page(work)
    assert page.stay.isEnabled()
    page.submitted.emit(work.clinic.address, work.clinic.token_of(member_id), remember)


async def at_work(work: Work) -> None:
    """Wait for the window and its queue."""
    await until(lambda: work.program.main_window is not None, "signed in")
    await until(lambda: len(work.session.store.worklist) > 0, "the queue is read")


async def write_draft(work: Work, text: str) -> None:
    """Write in one consultation without sending."""
    await work.open_consultation(20418)
    work.write(text)


async def start_with_code(work: Work, code: str, draft: str) -> None:
    """A doctor's first sign-in where a code keeps the data; a draft is written."""
    await submit(work)
    await set_code(work, code)
    await at_work(work)
    await write_draft(work, draft)


async def has_draft(work: Work, text: str) -> None:
    """Wait until the same consultation shows this draft."""
    await at_work(work)
    await work.open_consultation(20418)
    await until(lambda: work.active.composer.text == text)


async def write_reply(work: Work, title: str, text: str) -> QuickSheet:
    """Write a new quick reply in its sheet, and do not save it."""
    work.main_window.active.composer.keep_text(text)
    sheet = await page_of(work, QuickSheet)
    sheet.form.title.edit.setText(title)
    return sheet


def account_names(workplace) -> list[str]:
    """What of any doctor lies in the keyring."""
    return [name for name in workplace.keys.secrets if "http" in name]


class Logoff:
    """The desktop ends its session, and lets programs ask."""

    held_up = False

    def allowsInteraction(self) -> bool:  # noqa: N802 - Qt's name
        """It does."""
        return True

    def cancel(self) -> None:
        """A program holds it up."""
        self.held_up = True


async def dialog_of(work, title: str, **values: object) -> Dialog:
    """Wait for a question, and give it."""

    def asked() -> Dialog | None:
        opened = [one for one in work.window.findChildren(Dialog) if one.isVisible()]
        return next((one for one in opened if one.accessibleName() == tr(title, **values)), None)

    await until(asked, title)
    return asked()


def sentences_of(dialog: Dialog) -> str:
    """All that a question says."""
    return "\n".join(label.text() for label in dialog.findChildren(Label))


async def question_at_closing(work) -> str:
    """What closing the window asks about; the doctor stays."""
    work.window.closing.emit()
    dialog = await dialog_of(work, "keeping.leave.title")
    sentences = sentences_of(dialog)
    dialog.answer("cancel")
    return sentences


async def wipe(work) -> None:
    """Sign out, and have everything wiped."""
    work.main_window.sign_out.ask()
    (await dialog_of(work, "sign_out.title")).answer("wipe")
    (await dialog_of(work, "sign_out.sure")).answer("wipe")
    await sign_in_page(work)


async def come_in(work: Work) -> None:
    """Sign in on a computer whose keys cannot be read, and protect nothing by a code."""
    await until(lambda: work.page_at_sight(SignInPage) or work.page_at_sight(UnlockPage))
    if (unlock := work.page_at_sight(UnlockPage)) is not None:
        unlock.skip.click()
    page = await sign_in_page(work)
    page.submitted.emit(work.clinic.address, work.clinic.token, False)
    await decline_code(work)
    await until(lambda: work.program.main_window is not None, "signed in")
    await until(lambda: len(work.session.store.worklist) > 0, "the queue is read")
