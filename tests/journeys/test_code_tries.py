"""Wrong codes before the data open: they count as on the lock screen, over every restart."""

import time
from collections.abc import Callable

import pytest

from tests.fakes.secrets import MemorySecrets
from tests.journeys.conftest import Work, Workplace, until
from tests.journeys.pages import (
    at_work,
    enter_code,
    page_of,
    set_code,
    sign_in_page,
    start_with_code,
    submit,
)
from workstation.domain.keys import KeyDestroyed
from workstation.services.audit_check import check_audit
from workstation.ui.kit.strings import tr
from workstation.ui.sign_in.code_page import EnterCodePage
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY, SEALED_TOKEN
from workstation.vault.keys import try_counter

CODE = "今天 1234"


pytestmark = pytest.mark.usefixtures("cheap_codes")


async def protect(workplace: Workplace) -> None:
    """A doctor stays signed in by a code; a draft lies there."""
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await start_with_code(work, CODE, "明天复诊，请空腹")


async def wrong(work: Work, code: str = "wrong code") -> EnterCodePage:
    """Type a wrong code and wait until it is said so."""
    page = await page_of(work, EnterCodePage)
    page.fields.current.set_hint("")
    await enter_code(work, code)
    await until(lambda: page.fields.current.message.text, "it is said")
    return page


async def test_the_tries_of_each_start_add_up_until_the_key_is_destroyed(
    workplace, policy, expect_log
):
    await protect(workplace)
    policy["lock.max_tries"] = 3
    expect_log.append("the key is destroyed")
    async with workplace.open(sign_in=False) as work:
        page = await wrong(work)
        assert page.fields.warning.text == tr("code.left", count=2)
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, EnterCodePage)
        assert page.fields.warning.text == tr("code.left", count=2)
        await wrong(work)
        assert page.fields.warning.text == tr("code.left", count=1)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, "wrong code")
        assert isinstance((await sign_in_page(work)).error, KeyDestroyed)
    (account,) = (workplace.folders.data / "accounts").iterdir()
    assert (account / VAULT_FILE).exists()
    for name in (KEY_FILE, KEY_FILE_COPY, SEALED_TOKEN):
        assert not (account / name).exists()
    async with workplace.open(sign_in=False) as work:
        assert (await sign_in_page(work)).error is None
    report = await check_audit(workplace.folders.data, workplace.keys)
    tries = [(line.event, line.detail, line.member_id) for line in report.lines]
    assert [line for line in tries if line[0] in {"unlock_failed", "key_destroyed"}] == [
        ("unlock_failed", "1", 1001),
        ("unlock_failed", "2", 1001),
        ("unlock_failed", "3", 1001),
        ("key_destroyed", "", 1001),
    ]


async def test_who_signed_in_by_a_token_has_no_more_tries(workplace, policy, expect_log):
    await protect(workplace)
    policy["lock.max_tries"] = 2
    expect_log.append("the key is destroyed")
    async with workplace.open(sign_in=False) as work:
        (await page_of(work, EnterCodePage)).other_asked.emit()
        await submit(work)
        await wrong(work)
        await enter_code(work, "wrong again")
        assert isinstance((await sign_in_page(work)).error, KeyDestroyed)


@pytest.mark.parametrize("hours", [-1000, 1000])
async def test_no_clock_beats_the_wait(workplace, monkeypatch, hours):
    await protect(workplace)
    (account,) = (workplace.folders.data / "accounts").iterdir()
    (account / try_counter.NAME).write_text("6")
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + hours * 3600)
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, EnterCodePage)
        assert not page.submit.isEnabled()
        page.fields._until = 0.0  # the page lets it through; who counts does not
        page.fields._tick()
        seconds_before = seconds_of(page)
        await enter_code(work, CODE)
        await until(lambda: seconds_of(page) != seconds_before, "it is said")
        assert not work.program.session
    assert (account / try_counter.NAME).read_text() == "6"


def seconds_of(page: EnterCodePage) -> str:
    return page.fields.current.message.text


LONG: dict[str, Callable[[], str]] = {
    "10,000 characters": lambda: "x" * 10_000,
    "emoji": lambda: "🩺" * 200,
}


@pytest.mark.parametrize("name", LONG)
async def test_a_code_that_can_be_none_is_one_sentence_and_no_try(workplace, name):
    await protect(workplace)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, LONG[name]())
        page = await page_of(work, EnterCodePage)
        await until(lambda: page.fields.current.message.text, "it is said")
        assert tr("errors.input.too_long.what") in page.fields.current.message.text
        await enter_code(work, CODE)
        await at_work(work)
    (account,) = (workplace.folders.data / "accounts").iterdir()
    assert not (account / try_counter.NAME).exists()


async def test_an_accent_typed_either_way_is_the_same_code_from_the_first_on(workplace):
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await submit(work)
        await set_code(work, "Me\u0301decin", "M\u00e9decin")
        await at_work(work)
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, "M\u00e9decin")
        await at_work(work)
