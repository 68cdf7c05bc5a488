"""The system's credentials locked at the start: what is waited for is said, and nothing is lost."""

import asyncio

import pytest

from tests.journeys.conftest import until
from tests.journeys.locked_keys import LockedKeys
from tests.journeys.pages import decline_code, page_of
from tests.vault.desktop_keyring import PASSWORD, REAL, desktop
from workstation.domain.errors import WrongKey
from workstation.ui.kit.strings import tr
from workstation.ui.sign_in.page import SignInPage
from workstation.ui.sign_in.unlock import UnlockPage
from workstation.vault.keys import system_keyring
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.system_keyring import SystemKeyring

MANGO = 20418


@pytest.fixture(autouse=True)
def _looked_for_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_keyring, "POLL_SECONDS", 0.02)


@pytest.fixture
def keys(workplace) -> LockedKeys:
    workplace.keys = LockedKeys()
    return workplace.keys


async def start_again(workplace, keys: LockedKeys) -> None:
    """A doctor stays signed in, and the PC starts again with its keyring locked."""
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.write("昨天写的")
    keys.now = KeyringState.LOCKED


async def draft_is_back(work) -> None:
    await until(lambda: work.program.main_window is not None, "came in")
    await work.open_consultation(MANGO)
    await until(lambda: work.active.composer.text == "昨天写的")


async def test_the_window_says_what_it_waits_for_and_the_password_lets_the_doctor_in(
    workplace, keys, caplog
):
    await start_again(workplace, keys)
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, UnlockPage)
        assert page.state.heading.text() == tr("unlock.locked.title")
        await until(lambda: keys.dialog is not None)
        keys.dialog.set_result(True)
        await draft_is_back(work)
    assert "cannot be read yet" in caplog.text


async def test_an_unlocking_elsewhere_is_noticed_while_the_dialog_stands(workplace, keys, caplog):
    await start_again(workplace, keys)
    async with workplace.open(sign_in=False) as work:
        await page_of(work, UnlockPage)
        keys.now = KeyringState.OPEN
        await draft_is_back(work)
    assert "cannot be read yet" in caplog.text


async def test_a_closed_dialog_is_said_at_once_and_can_be_asked_for_again(workplace, keys, caplog):
    await start_again(workplace, keys)
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, UnlockPage)
        await until(lambda: keys.dialog is not None)
        keys.dialog.set_result(False)
        await until(lambda: page.state.heading.text() == tr("unlock.dismissed.title"))
        page.ask.click()
        await until(lambda: keys.dialogs == 2)
        keys.dialog.set_result(True)
        await draft_is_back(work)
    assert "cannot be read yet" in caplog.text


async def test_going_on_without_says_why_and_an_unlocking_later_is_used(workplace, keys, caplog):
    await start_again(workplace, keys)
    async with workplace.open(sign_in=False) as work:
        (await page_of(work, UnlockPage)).skip.click()
        page = await page_of(work, SignInPage)
        assert page.error.reason == "locked"
        assert page.address.text() == work.clinic.address
        assert page.stay.isEnabled()  # a code may protect it
        keys.now = KeyringState.OPEN
        await draft_is_back(work)
    assert "cannot be read yet" in caplog.text


async def test_signing_in_meanwhile_leaves_the_kept_token_alone(workplace, keys, caplog):
    await start_again(workplace, keys)
    async with workplace.open(sign_in=False) as work:
        (await page_of(work, UnlockPage)).skip.click()
        page = await page_of(work, SignInPage)
        page.submitted.emit(work.clinic.address, work.clinic.token, False)
        await decline_code(work)
        await until(lambda: work.program.main_window is not None)
    keys.now = KeyringState.OPEN
    async with workplace.open(sign_in=False) as work:
        await draft_is_back(work)
    assert "cannot be read yet" in caplog.text


async def test_a_first_password_is_asked_for_before_signing_in(workplace, caplog):
    workplace.keys = keys = LockedKeys()
    keys.now = KeyringState.NEW
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, UnlockPage)
        assert page.state.heading.text() == tr("unlock.new.title")
        await until(lambda: keys.dialog is not None)
        keys.dialog.set_result(True)
        page = await page_of(work, SignInPage)
        assert page.stay.isEnabled()
        assert page.error is None
    assert "cannot be read yet" in caplog.text


async def test_an_emptied_keyring_is_said_before_signing_in(workplace, keys):
    await start_again(workplace, keys)
    keys.now = KeyringState.OPEN
    keys.secrets.clear()
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, SignInPage)
        assert isinstance(page.error, WrongKey)


@REAL
async def test_a_real_keyring_unlocked_after_the_start_lets_the_doctor_in(
    workplace, tmp_path, monkeypatch, caplog
):
    with desktop(tmp_path / "u", monkeypatch) as keyring:
        keyring.start(password=PASSWORD)
        workplace.keys = SystemKeyring()
        async with workplace.open() as work:
            await work.open_consultation(MANGO)
            work.write("昨天写的")
        keyring.stop()
        keyring.start()
        workplace.keys = SystemKeyring()
        async with workplace.open(sign_in=False) as work:
            page = await page_of(work, UnlockPage)
            await until(lambda: page.state.heading.text() == tr("unlock.dismissed.title"))
            await asyncio.to_thread(keyring.unlock)
            await draft_is_back(work)
    assert "cannot be read yet" in caplog.text
