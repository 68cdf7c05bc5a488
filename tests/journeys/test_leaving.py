"""Signing out and coming back, whatever the disk or the program itself does meanwhile."""

import pytest

from tests.journeys.conftest import until
from tests.journeys.pages import at_work, sign_in_page, submit
from workstation.domain.errors import DiskFull
from workstation.services.access import Access
from workstation.session import session, shutdown
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.main_window.main_window import MainWindow
from workstation.vault import preferences
from workstation.vault.conversation import members

MANGO = 20418


def tokens(workplace) -> list[str]:
    return [name for name in workplace.keys.secrets if name.startswith("token ")]


def fill(monkeypatch, vault) -> None:
    """From now on the disk takes nothing."""

    async def full(*_, **__):
        raise DiskFull(call="write")

    for name in ("write", "absorb"):
        monkeypatch.setattr(vault, name, full)


async def test_signing_out_on_a_full_disk_ends_in_order_and_forgets_the_token(
    workplace, monkeypatch, expect_log
):
    expect_log += ["a step of the session's end failed", "task ended"]
    async with workplace.open() as work:
        assert tokens(workplace)
        await work.open_consultation(MANGO)
        await work.caught_up(MANGO)  # by then all is written that the sign-in writes
        fill(monkeypatch, work.session.vault)
        # The window may be about to say what was seen; here something always is written.
        work.session.spawn(work.session.vault.write(preferences.put, "any", 1))
        work.main_window.sign_out.keep_chosen.emit()
        page = await sign_in_page(work)
        assert not tokens(workplace)
        assert page.error is None
        assert work.program.session is None


async def test_a_window_closed_soon_after_the_sign_in_waits_for_nothing(workplace, monkeypatch):
    """A step that waits for work for its whole time is cut off, and says so in the log."""
    monkeypatch.setattr(session, "FINISH_SECONDS", 2 * shutdown.STEP_SECONDS)
    async with workplace.open() as work:
        await work.online()


async def test_a_defect_while_signing_out_leaves_no_token_behind_and_no_connection(
    workplace, monkeypatch, expect_log
):
    def defective(_self) -> None:
        raise LookupError

    async def watched(access: Access) -> None:
        closed.append(access)
        await close(access)

    closed: list[Access] = []
    close = Access.aclose
    expect_log.append("the program ends by a defect")

    async def day() -> None:
        async with workplace.open() as work:
            monkeypatch.setattr(MainWindow, "close", defective)
            monkeypatch.setattr(Access, "aclose", watched)
            work.main_window.sign_out.keep_chosen.emit()
            await until(lambda: not tokens(workplace))

    with pytest.raises(LookupError):
        await day()
    assert not tokens(workplace)
    assert len(closed) == 1


async def test_a_disk_that_takes_nothing_at_the_start_lets_the_doctor_work_in_memory(
    workplace, monkeypatch
):
    before, calls = members.set_me, []

    def full_at_first(*given):
        calls.append(given)
        if len(calls) == 1:
            raise DiskFull(call="write")
        return before(*given)

    monkeypatch.setattr(members, "set_me", full_at_first)
    async with workplace.open() as work:
        assert not work.program.parts.memory_only.is_empty
        assert work.session.storage.memory_reason.code == DiskFull.code
        await work.online()
        assert len(work.session.store.worklist) > 0


async def test_after_signing_out_the_address_stays_and_the_page_says_that_words_are_kept(
    workplace,
):
    async with workplace.open() as work:
        address = work.clinic.address
        work.main_window.sign_out.keep_chosen.emit()
        page = await sign_in_page(work)
        assert page.address.text() == address
        assert page.token.text() == ""
        assert page.drafts_line.text == tr("sign_in.words_kept")
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert page.address.text() == address
        assert page.drafts_line.text == ""


async def test_after_a_rejected_token_the_address_stays_and_the_page_says_that_words_are_kept(
    workplace,
):
    async with workplace.open() as work:
        work.session.token_rejected.publish(None)
        page = await sign_in_page(work)
        assert page.address.text() == work.clinic.address
        assert page.drafts_line.text == tr("sign_in.words_kept")
        assert type(page.error).__name__ == "TokenRejected"


async def test_an_address_typed_without_staying_signed_in_is_there_at_the_next_start(workplace):
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        page.submitted.emit(work.clinic.address, work.clinic.token, False)
        await until(lambda: work.program.main_window is not None)
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert page.address.text() == work.clinic.address
        assert not tokens(workplace)


async def test_a_question_about_a_page_goes_with_the_sign_in_and_the_keyboard_is_free(workplace):
    async with workplace.open() as work:
        work.main_window.frame.show_page("profile")
        page = work.main_window.frame.page("profile")
        await until(lambda: page.editor.base.member_id, "the page is read")
        page.editor.introduction.edit.insertPlainText("擅长湿疹")
        work.window.closing.emit()
        await until(lambda: work.window.findChildren(Dialog), "it is asked")
        work.session.token_rejected.publish(None)
        page = await sign_in_page(work)
        await until(page.token.edit.hasFocus, "the keyboard is on the page")
        assert not [each for each in work.window.findChildren(Dialog) if each.isVisible()]
        await submit(work)
        await at_work(work)
        work.main_window.frame.page("profile").discard()
