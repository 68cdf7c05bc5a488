"""A half-typed profile page is on the disk, or given up for good."""

import asyncio

from tests.fakes.secrets import MemorySecrets
from tests.journeys.pages import Logoff, come_in, question_at_closing, sign_in_page
from tests.journeys.profile_page import editing, open_profile, question, write_introduction
from workstation.session.profile_drafts import PREFERENCE
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.shell.window import ShellWindow
from workstation.vault import preferences

WAIT_SECONDS = 20.0
"""In which what was typed must be on the disk: long, as the computer may be slow."""


async def stored_draft(work):
    """What the database has of an unsaved page."""
    return await work.session.vault.read(preferences.get, PREFERENCE)


async def until_stored(work, text: str) -> None:
    """Wait until the database has an unsaved introduction."""
    async with asyncio.timeout(WAIT_SECONDS):
        while text not in str(await stored_draft(work)):  # noqa: ASYNC110 - the disk tells nobody
            await asyncio.sleep(0)


async def test_what_is_typed_is_on_the_disk_before_the_page_is_left(workplace, monkeypatch):
    """A power failure asks nobody; and the desktop's end still waits for the page's question."""
    monkeypatch.setattr(ShellWindow, "come_forward", lambda _: None)
    async with editing(workplace) as (work, page):
        write_introduction(page, "断电前写的。")
        await until_stored(work, "断电前写的。")
        write_introduction(page, "断电前又写的。")
        await until_stored(work, "断电前又写的。")
        end = Logoff()
        work.program.leave_confirmation.on_desktop_logoff(end)
        assert end.held_up
        question(work).answer("cancel")
        page.discard()
        await until_stored(work, "None")


async def test_a_page_given_up_while_it_is_being_stored_does_not_come_back(workplace, monkeypatch):
    async with editing(workplace) as (work, page):
        begun, go_on, written = asyncio.Event(), asyncio.Event(), asyncio.Event()
        vault, write = work.session.vault, work.session.vault.write

        async def write_late(*asked):
            is_of_the_page = PREFERENCE in asked
            if is_of_the_page:
                begun.set()
                await go_on.wait()
            answer = await write(*asked)
            if is_of_the_page:
                written.set()
            return answer

        monkeypatch.setattr(vault, "write", write_late)
        write_introduction(page, "马上放弃。")
        await begun.wait()
        page.discard()
        assert await stored_draft(work) is None  # as the deletion would find it
        go_on.set()
        await written.wait()
        await until_stored(work, "None")


async def test_what_memory_alone_has_is_asked_about_after_the_sign_in(workplace, expect_log):
    expect_log.append("kept in memory only")
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await come_in(work)
        write_introduction(await open_profile(work), "还没有地方存。")
        await asyncio.to_thread(work.clinic.renew_token, work.clinic.member_id)
        work.session.refresh()
        await sign_in_page(work)
        asked = await question_at_closing(work)
        assert tr("keeping.leave.counts", counts=unsent_and_drafts(0, 1)) in asked
        work.program.parts.closing.set()
