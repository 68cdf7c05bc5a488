"""A worn disk: a page of the data that cannot be read costs no word and no conversation."""

import asyncio

import pytest

from tests.journeys.conftest import Workplace, until
from tests.journeys.keys import chain_of
from tests.journeys.locking import lock, protect, unlock
from tests.journeys.pages import at_work
from tests.vault.damaged import damage_table
from workstation.domain.changes import Draft
from workstation.session import storage
from workstation.ui.main_window.main_window import MainWindow
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.unsent import drafts

MANGO = 20418
WORDS = "先观察两天"

pytestmark = pytest.mark.usefixtures("cheap_codes")


async def a_day_before(workplace: Workplace, table: str) -> None:
    """A conversation that was read, a reply that was begun, and then the disk."""
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await work.caught_up(MANGO)
        await until(work.messages, "the conversation is read")
        await work.session.vault.write(drafts.put, Draft(MANGO, WORDS, 0), 1)
        base = work.session.access.base
    own = workplace.folders.account(str(base), 1001)
    key = await storage.read_key(chain_of(workplace, base))
    damage_table(own.data / VAULT_FILE, key, table)


async def is_whole_again(work) -> None:
    """The vault was rebuilt, and says so; the reply stands there, and the conversation."""
    await until(lambda: work.program.session and work.program.session.storage.salvage, "rebuilt")
    await at_work(work)
    assert work.session.storage.memory_reason is None
    assert work.session.storage.salvage.drafts == 1
    await work.online()
    await work.open_consultation(MANGO)
    await work.caught_up(MANGO)
    await until(work.messages, "the conversation is read again")
    assert work.active.composer.text == WORDS


async def test_damage_that_is_met_at_work_is_rebuilt_at_once(workplace, expect_log):
    expect_log.append("rebuilt")
    await a_day_before(workplace, "message")
    async with workplace.open() as work:
        await work.online()
        await work.open_consultation(MANGO)
        await is_whole_again(work)


async def test_damage_that_is_met_at_the_start_is_rebuilt_at_once(workplace, expect_log):
    expect_log.append("rebuilt")
    await a_day_before(workplace, "consultation")
    async with workplace.open(sign_in=False) as work:
        await is_whole_again(work)


async def test_a_locked_window_stays_locked_and_goes_on_once_it_is_unlocked(workplace):
    """Without the code nobody comes to a window, and who gave it is not asked for it again."""
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        await lock(work)
        before, switch = work.session, work.program.vault_switch
        await asyncio.to_thread(before.vault.damage.note)
        await until(lambda: switch._scope._latest, "it waits")
        assert work.window.is_covered
        assert work.session is before
        await unlock(work)
        await until(lambda: work.program.session not in {None, before}, "it goes on")
        await at_work(work)
        assert not work.window.is_covered
        assert work.session.storage.salvage is None


async def test_a_lock_in_the_very_turn_of_the_switch_keeps_the_pages_behind_the_code(workplace):
    """They were made anew without it, as the key was not forgotten yet."""
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        before, switch = work.session, work.program.vault_switch
        switch._moving.set()
        await lock(work)
        assert work.session is before
        await unlock(work)
        await until(lambda: work.program.session not in {None, before}, "it goes on")
        await at_work(work)
        assert not work.window.is_covered


async def test_a_computer_that_sleeps_while_the_vault_is_switched_wakes_up_locked(
    workplace, monkeypatch
):
    async with workplace.open() as work:
        await work.online()
        await protect(work)
        before, close, in_sight = work.session, MainWindow.close, []

        def sleep_and_close(main_window: MainWindow) -> None:
            work.program.current.screen_lock.system.locking.emit()
            in_sight.append(main_window.frame.isVisible())
            close(main_window)

        monkeypatch.setattr(MainWindow, "close", sleep_and_close)
        work.program.vault_switch._moving.set()
        await until(lambda: work.program.session not in {None, before} and work.program.main_window)
        monkeypatch.setattr(MainWindow, "close", close)
        assert work.window.is_covered
        assert in_sight == [False]
        await until(lambda: work.session.is_suspended, "the key is forgotten")
        await unlock(work)
        await at_work(work)
        assert not work.window.is_covered
