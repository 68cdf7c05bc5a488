"""Coming in, being kept out with a reason, going out."""

import asyncio

import pytest

from tests.fakes.secrets import MemorySecrets
from tests.journeys.conftest import until
from tests.journeys.pages import sign_in_page
from workstation.domain.errors import KeyringUnavailable
from workstation.ui.kit.strings import error_text

MANGO = 20418


async def failure(work, address: str, token: str) -> str:
    """What the page says after signing in did not work."""
    page = await sign_in_page(work)
    page.submitted.emit(address, token, False)
    await until(lambda: page.error is not None)
    assert work.program.main_window is None
    assert not page.submit.busy
    return type(page.error).__name__


@pytest.mark.parametrize(
    ("address", "token", "error"),
    [
        ("{clinic}", "wrong-token", "TokenRejected"),
        ("http://127.0.0.1:9", "any", "Unreachable"),
        ("no-such-host.invalid", "any", "NameNotResolved"),
        ("http://198.51.100.7", "any", "InputError"),
        ("not an address", "any", "InputError"),
    ],
)
async def test_each_way_to_be_kept_out_has_its_own_reason(workplace, address, token, error):
    async with workplace.open(sign_in=False) as work:
        given = address.format(clinic=work.clinic.address)
        assert await failure(work, given, token) == error


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("html", "NotThePlatform"),
        ("http=503", "ServerFault"),
        ("failure=系统维护中", "Refused"),
        ("redirect", "RedirectRefused"),
        ("drop", "ConnectionDropped"),
    ],
)
async def test_each_fault_of_the_platform_is_told_apart(workplace, fault, error):
    async with workplace.open(sign_in=False) as work:
        work.clinic.dial(f"{fault}@GET /doctor/detail")
        assert await failure(work, work.clinic.address, work.clinic.token) == error


async def test_after_signing_in_the_keyboard_is_in_the_queue_and_nothing_is_opened_by_it(workplace):
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        page.token.edit.setFocus()
        await work.come_in()
        await until(lambda: work.window.focusWidget() is work.active.queue.list)
        assert len(work.session.store.worklist) > 0
        assert work.active.open_key is None
    async with workplace.open(sign_in=False) as work:
        await work.come_in()
        await until(lambda: work.window.focusWidget() is work.active.queue.list)
        assert len(work.session.store.worklist) > 0
        assert work.active.open_key is None


async def test_a_doctor_who_stays_signed_in_needs_no_typing(workplace):
    async with workplace.open():
        pass
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None)


async def test_without_a_safe_place_for_the_token_staying_signed_in_cannot_be_ticked(
    workplace, policy
):
    policy.update({"vault.key": "system"})
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert not page.stay.isEnabled()
        await failure(work, work.clinic.address, "wrong-token")
        assert not page.stay.isEnabled()


async def test_without_a_keyring_a_code_is_a_safe_place(workplace):
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        assert (await sign_in_page(work)).stay.isEnabled()


async def test_with_a_safe_place_for_the_token_staying_signed_in_can_be_ticked(workplace):
    async with workplace.open(sign_in=False) as work:
        assert (await sign_in_page(work)).stay.isEnabled()


async def test_signing_out_forgets_the_token(workplace):
    async with workplace.open() as work:
        work.main_window.sign_out.keep_chosen.emit()
        await sign_in_page(work)
    async with workplace.open(sign_in=False) as work:
        await sign_in_page(work)
        assert work.program.main_window is None


async def test_a_token_that_signing_out_could_not_take_away_is_told(workplace, monkeypatch):
    async def refuse(_name: str) -> None:
        raise KeyringUnavailable("silent")

    async with workplace.open() as work:
        monkeypatch.setattr(workplace.keys, "remove", refuse)
        work.main_window.sign_out.keep_chosen.emit()
        page = await sign_in_page(work)
        await until(lambda: page.error is not None)
        assert page.error.reason == "kept"


async def test_without_a_network_everything_known_is_shown(workplace):
    async with workplace.open() as work:
        known = set(work.session.store.worklist.consultation_ids())
    workplace.clinic.dial("reset@*", "im-cut=before@in * *")
    async with workplace.open(sign_in=False) as work:
        await until(lambda: work.program.main_window is not None)
        await until(lambda: set(work.session.store.worklist.consultation_ids()) == known)
        await until(lambda: work.active.queue.entries.rowCount() > len(known))


async def test_a_token_that_ends_while_typing_loses_nothing(workplace):
    async with workplace.open() as work:
        await work.open_consultation(MANGO)
        work.write("写到一半，令牌失效了")
        await asyncio.to_thread(work.clinic.renew_token, work.clinic.member_id)
        work.session.refresh()
        page = await sign_in_page(work)
        assert str(error_text(page.error))
        page.submitted.emit(work.clinic.address, work.clinic.token_of(1001), True)
        await until(lambda: work.program.main_window is not None)
        await until(lambda: len(work.session.store.worklist) > 0)
        await work.open_consultation(MANGO)
        await until(lambda: work.active.composer.text == "写到一半，令牌失效了")
