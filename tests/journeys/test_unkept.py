"""A computer that keeps nothing: said for as long as it holds, named before it is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from shiboken6 import isValid

from tests.fakes.secrets import MemorySecrets
from tests.full_disk import small_disk
from tests.journeys.conftest import Work, until
from tests.journeys.locked_keys import LockedKeys
from tests.journeys.pages import (
    Logoff,
    come_in,
    decline_code,
    dialog_of,
    question_at_closing,
    sentences_of,
    sign_in_page,
)
from workstation.base.paths import Folders
from workstation.domain.quick_replies import QuickReply
from workstation.session import disk_retry
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import error_text, tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.kit.widgets.button import Button
from workstation.ui.shell import connection
from workstation.ui.shell.storage_warning import let_writes_queue
from workstation.ui.shell.window import ShellWindow
from workstation.ui.sign_in.page import SignInPage
from workstation.vault.keys import system_keyring
from workstation.vault.keys.secret_service import KeyringState

MANGO = 20418


@pytest.fixture(autouse=True)
def _tried_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(system_keyring, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(connection, "BANNER_AFTER", 0.0)


def focused_button(dialog: Dialog) -> str:
    """What the button says that Enter presses."""
    return next((one.text() for one in dialog.findChildren(Button) if one.hasFocus()), "")


async def sign_out_losing(work) -> None:
    """Sign out, and lose what there is."""
    work.main_window.sign_out.ask()
    (await dialog_of(work, "sign_out.title")).answer("lose")


@asynccontextmanager
async def without_keyring(workplace, expect_log) -> AsyncIterator[Work]:
    """A doctor at work on a computer that keeps nothing, with a consultation open."""
    expect_log.append("kept in memory only")
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        await work.open_consultation(MANGO)
        yield work


async def go_offline(work) -> None:
    work.clinic.dial("reset@*", "im-cut=before@in * *")
    work.session.messaging.link.set_network(available=False)
    await until(work.main_window.frame.banner.isVisible, "the banner says so")


async def leave(work) -> None:
    """Close the window, and lose what there is."""
    work.window.closing.emit()
    (await dialog_of(work, "keeping.leave.title")).answer("leave")
    await until(work.program.parts.closing.is_set, "it closes")


async def test_without_a_keyring_a_reply_written_offline_is_named_before_it_is_lost(
    workplace, expect_log
):
    async with without_keyring(workplace, expect_log) as work:
        strip = work.main_window.frame.strip
        assert strip.isVisible()
        assert strip.title.text() == tr("keeping.title")
        assert tr("keeping.why.absent") in strip.text.text()
        await go_offline(work)
        assert tr("banner.unkept") in work.main_window.frame.banner.accessibleName()
        assert work.active.composer.tools.hint.text() == tr("composer.hint_unkept")
        await work.say("体温 39 以上请马上去急诊")
        work.write("还有")
        question = await question_at_closing(work)
        name = work.session.store.worklist.row(MANGO).consultation.target.name
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(1, 1)) in question
        assert name in question
        assert not work.program.parts.closing.is_set()
        assert work.active.composer.text == "还有"
        await leave(work)


async def test_signing_out_asks_as_well_and_staying_keeps_everything(workplace, expect_log):
    async with without_keyring(workplace, expect_log) as work:
        work.write("还没写完")
        work.main_window.sign_out.ask()
        asked = await dialog_of(work, "sign_out.title")
        assert tr("sign_out.keeps_nothing") in sentences_of(asked)
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in sentences_of(asked)
        texts = [button.text() for button in asked.findChildren(Button)]
        assert tr("keeping.leave.lose") in texts
        assert tr("sign_out.keep") not in texts
        await until(
            lambda: focused_button(asked) == tr("keeping.leave.stay"), "Enter loses nothing"
        )
        asked.answer("cancel")
        assert work.active.composer.text == "还没写完"
        await sign_out_losing(work)
        page = await sign_in_page(work)
        assert not [one for one in work.window.findChildren(Dialog) if one.isVisible()]
        assert not page.drafts_line.text


async def test_signing_out_names_notes_that_would_be_lost_and_asks_once(workplace, expect_log):
    async with without_keyring(workplace, expect_log) as work:
        work.active.details.note.area.edit.insertPlainText("青霉素过敏")
        work.main_window.sign_out.ask()
        asked = await dialog_of(work, "sign_out.title")
        assert tr("keeping.leave.notes", count=1) in sentences_of(asked)
        asked.answer("lose")
        await sign_in_page(work)


async def test_what_the_first_question_did_not_name_is_asked_about(workplace, expect_log):
    async with without_keyring(workplace, expect_log) as work:
        work.write("还没写完")
        work.session.messaging.quick_replies.unsaved[0] = QuickReply("", "多喝水")
        await sign_out_losing(work)
        dialog = await dialog_of(work, "keeping.leave.title")
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 2)) in sentences_of(dialog)
        dialog.answer("leave")
        await sign_in_page(work)
        work.window.closing.emit()
        await until(work.program.parts.closing.is_set, "what was given up is not asked about again")


async def test_a_window_that_is_closed_again_and_again_asks_once(workplace, expect_log):
    async with without_keyring(workplace, expect_log) as work:
        work.write("还没写完")
        work.window.closing.emit()
        first = await dialog_of(work, "keeping.leave.title")
        work.window.closing.emit()
        await until(lambda: not isValid(first) or not first.isVisible(), "it is asked anew")
        (await dialog_of(work, "keeping.leave.title")).answer("cancel")
        assert not [one for one in work.window.findChildren(Dialog) if one.isVisible()]
        assert work.active.composer.text == "还没写完"
        await leave(work)


async def test_with_nothing_written_nothing_is_asked(workplace, expect_log):
    async with without_keyring(workplace, expect_log) as work:
        work.window.closing.emit()
        await until(work.program.parts.closing.is_set, "it closes")


async def test_the_end_of_the_desktop_s_session_is_held_up_and_asks(
    workplace, expect_log, monkeypatch
):
    monkeypatch.setattr(ShellWindow, "come_forward", lambda _: None)  # offscreen has no front

    async with without_keyring(workplace, expect_log) as work:
        nothing = Logoff()
        work.program.leave_confirmation.on_desktop_logoff(nothing)
        assert not nothing.held_up
        work.write("还没写完")
        end = Logoff()
        work.program.leave_confirmation.on_desktop_logoff(end)
        assert end.held_up
        (await dialog_of(work, "keeping.leave.title")).answer("cancel")
        await leave(work)


async def test_a_keyring_unlocked_later_keeps_everything_where_the_doctor_is(workplace, expect_log):
    expect_log.extend(["kept in memory only", "cannot be read yet"])
    workplace.keys = keys = LockedKeys()
    keys.now = KeyringState.LOCKED
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        first = work.program.session
        await work.open_consultation(MANGO)
        await go_offline(work)
        await work.say("体温 39 以上请马上去急诊")
        work.write("还有")
        keys.now = KeyringState.OPEN
        await until(
            lambda: (
                work.program.session not in {None, first} and work.program.main_window is not None
            ),
            "it is on the disk",
        )
        assert work.session.storage.memory_reason is None
        assert not work.main_window.frame.strip.isVisible()
        await until(lambda: work.active.composer.text == "还有", "the same consultation is open")
        await until(lambda: work.texts().count("体温 39 以上请马上去急诊") == 1)
        work.clinic.clear()
        work.session.messaging.link.set_network(available=True)
        await until(lambda: work.messages()[-1].delivery.value == "sent", "and sent, once")
        assert work.texts().count("体温 39 以上请马上去急诊") == 1


async def test_who_signs_out_while_the_keyring_is_unlocked_is_signed_out(
    workplace, expect_log, monkeypatch
):
    """Made anew for the disk meanwhile, the window would stay open behind who has left."""
    expect_log.extend(["kept in memory only", "cannot be read yet"])
    workplace.keys = keys = LockedKeys()
    keys.now = KeyringState.LOCKED
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        first, memory_only = work.program.session, work.program.parts.memory_only
        begun, goes_on, try_disks = asyncio.Event(), asyncio.Event(), memory_only.try_disks

        async def try_late() -> None:
            begun.set()
            await goes_on.wait()
            await try_disks()

        monkeypatch.setattr(memory_only, "try_disks", try_late)
        work.main_window.sign_out.keep_chosen.emit()
        await begun.wait()
        keys.now = KeyringState.OPEN
        await until(lambda: memory_only._disks, "the disk is found")
        await let_writes_queue()  # and who waits for that has had a turn
        goes_on.set()
        before = {None, first}
        await until(lambda: work.page_at_sight(SignInPage) or work.program.session not in before)
        assert work.page_at_sight(SignInPage)


async def test_a_full_disk_at_the_start_that_gets_room_keeps_everything(
    workplace, tmp_path, expect_log
):
    expect_log.append("kept in memory only")
    with small_disk(tmp_path / "home") as disk:
        place = workplace
        place.folders = Folders.of_profile(disk.folder)
        async with place.open() as work:
            await work.open_consultation(MANGO)
            work.write("昨天写的")
        disk.fill()
        async with place.open(sign_in=False) as work:
            await until(lambda: work.program.main_window is not None, "came in")
            assert tr("keeping.why.full") in work.main_window.frame.strip.text.text()
            await until(lambda: len(work.session.store.worklist) > 0)
            await work.open_consultation(MANGO)
            await go_offline(work)
            work.write("今天写的")
            first = work.session
            disk.make_room()
            await until(lambda: work.program.session not in {None, first}, "it moves")
            await until(lambda: work.program.main_window is not None)
            await until(lambda: work.active.composer.text == "昨天写的\n今天写的")
        place.clinic.clear()
        async with place.open(sign_in=False) as work:
            await until(lambda: work.program.main_window is not None)
            await work.open_consultation(MANGO)
            await until(lambda: work.active.composer.text == "昨天写的\n今天写的")


async def test_a_token_that_ends_takes_nothing_with_it(workplace, expect_log):
    async with without_keyring(workplace, expect_log) as work:
        work.write("写到一半，令牌失效了")
        await asyncio.to_thread(work.clinic.renew_token, work.clinic.member_id)
        work.session.refresh()
        page = await sign_in_page(work)
        assert str(error_text(page.error))
        await question_at_closing(work)
        page.submitted.emit(work.clinic.address, work.clinic.token_of(1001), False)
        await decline_code(work)
        await until(lambda: work.program.main_window is not None)
        await until(lambda: len(work.session.store.worklist) > 0)
        await work.open_consultation(MANGO)
        await until(lambda: work.active.composer.text == "写到一半，令牌失效了")
        await leave(work)
