"""A PC without a keyring, shared, or with a policy: the doctor's own code keeps everything."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from tests.fakes.secrets import MemorySecrets
from tests.journeys.conftest import Work, until
from tests.journeys.keys import profile_of
from tests.journeys.locked_keys import LockedKeys
from tests.journeys.pages import (
    account_names,
    at_work,
    decline_code,
    enter_code,
    has_draft,
    page_of,
    set_code,
    sign_in_page,
    start_with_code,
    submit,
    write_draft,
)
from workstation.session import disk_retry
from workstation.ui.kit.layers.dialog import Dialog
from workstation.ui.kit.strings import tr
from workstation.ui.kit.strings.unsent import unsent_and_drafts
from workstation.ui.shell.unlock_code.sheet import CodeSheet
from workstation.ui.sign_in.code_page import EnterCodePage, SetCodePage
from workstation.ui.sign_in.unlock import UnlockPage
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY, SEALED_TOKEN
from workstation.vault.keys import system_keyring
from workstation.vault.keys.secret_service import KeyringState

MANGO = 20418
CODE, OTHER = "今天 1234", "654321"


pytestmark = pytest.mark.usefixtures("cheap_codes")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.05)
    monkeypatch.setattr(system_keyring, "POLL_SECONDS", 0.02)


async def sheet_of(work: Work) -> CodeSheet:
    def sheets() -> list[CodeSheet]:
        return visible(work.main_window.frame.findChildren, CodeSheet)

    await until(sheets, "a sheet")
    return sheets()[-1]


async def fill(work: Work, **codes: str) -> None:
    sheet = await sheet_of(work)
    for name, code in codes.items():
        getattr(sheet.fields, name).edit.setText(code)
    sheet.ask()


def protection(work: Work):
    work.main_window.frame.show_page("settings")
    return work.main_window.frame.page("settings").sections["protection"]


def account_files(workplace) -> set[str]:
    """The names of what lies in the folder of the only account."""
    (data,) = (workplace.folders.data / "accounts").iterdir()
    return {path.name for path in data.iterdir()}


async def test_a_day_s_work_without_a_keyring_is_all_there_the_next_day(workplace):
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await submit(work)
        page = await set_code(work, CODE, OTHER)
        assert page.fields.repeat.message.text == tr("code.mismatch")
        page.fields.repeat.edit.setText(CODE)
        page.submit.click()
        await at_work(work)
        assert not work.main_window.frame.strip.isVisible()
        assert work.session.storage.memory_reason is None
        await write_draft(work, "明天复诊，请空腹")
    async with workplace.open(sign_in=False) as work:
        page = await enter_code(work, "wrong code")
        await until(lambda: page.fields.current.message.text)
        assert tr("errors.storage.code.wrong.what") in page.fields.current.message.text
        await enter_code(work, CODE)
        await has_draft(work, "明天复诊，请空腹")
        assert {VAULT_FILE, KEY_FILE, KEY_FILE_COPY} <= account_files(workplace)
    assert account_names(workplace) == []


async def test_after_signing_out_the_code_is_asked_for_again_and_no_token_is_left(workplace):
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await start_with_code(work, CODE, "明天复诊，请空腹")
        work.main_window.sign_out.keep_chosen.emit()
        await sign_in_page(work)
        await submit(work, remember=False)
        await enter_code(work, CODE)
        await has_draft(work, "明天复诊，请空腹")
    assert SEALED_TOKEN not in account_files(workplace)


async def test_two_doctors_on_one_account_of_the_system_see_nothing_of_each_other(workplace):
    async with workplace.open() as work:
        await write_draft(work, "只给我自己看")
        work.main_window.sign_out.keep_chosen.emit()
        await submit(work, 1002)
        page = await page_of(work, SetCodePage)
        assert page.intro.text() == tr("code.why.shared")
        await set_code(work, CODE)
        await at_work(work)
        await work.open_consultation(MANGO)
        assert work.active.composer.text == ""
        work.write("第二位医生的草稿")
    async with workplace.open(sign_in=False) as work:
        page = await page_of(work, EnterCodePage)
        assert "1002" in page.intro.text()
        page.second.click()
        await submit(work, 1001)
        await has_draft(work, "只给我自己看")
    owner = f" 1001 {profile_of(workplace)}"
    assert account_names(workplace)
    assert all(name.endswith(owner) for name in account_names(workplace))


async def test_a_keyring_given_up_leads_to_a_code_and_its_words_come_back(workplace, expect_log):
    expect_log.extend(["cannot be read yet", "came back"])
    workplace.keys = keys = LockedKeys()
    async with workplace.open() as work:
        await write_draft(work, "昨天写的")
    keys.now = KeyringState.LOCKED
    async with workplace.open(sign_in=False) as work:
        (await page_of(work, UnlockPage)).skip.click()
        await submit(work)
        page = await page_of(work, SetCodePage)
        assert page.intro.text() == tr("code.why.locked")
        await set_code(work, CODE)
        await at_work(work)
        assert work.session.storage.memory_reason is None
        await write_draft(work, "今天写的")
    keys.now = KeyringState.OPEN
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await has_draft(work, "昨天写的\n今天写的")


async def test_who_declines_can_still_set_a_code_in_the_middle_of_the_work(workplace, expect_log):
    expect_log.append("kept in memory only")
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await submit(work)
        await decline_code(work)
        await at_work(work)
        first, strip = work.session, work.main_window.frame.strip
        assert tr("keeping.why.absent") in strip.text.text()
        await write_draft(work, "写到一半")
        strip.acted.emit()
        await fill(work, new=CODE, repeat=CODE)
        await until(lambda: work.program.session not in {None, first}, "it is on the disk")
        await has_draft(work, "写到一半")
        assert work.session.storage.memory_reason is None
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await has_draft(work, "写到一半")


async def test_code_and_kind_are_changed_on_the_settings_page(workplace):
    async with workplace.open() as work:
        await write_draft(work, "留着")
        section = protection(work)
        assert section.change.text() == tr("settings.code_set")
        section.change.click()
        await fill(work, new=CODE, repeat=CODE)
        await until(lambda: section.change.text() == tr("settings.code_change"))
        assert account_names(workplace) == []
        section.change.click()
        sheet = await sheet_of(work)
        await fill(work, current="nonsense", new=OTHER, repeat=OTHER)
        await until(lambda: sheet.fields.current.message.text)
        await fill(work, current=CODE, new=OTHER, repeat=OTHER)
        await until(lambda: not visible(work.main_window.frame.findChildren, CodeSheet))
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, OTHER)
        await has_draft(work, "留着")


async def test_the_kind_is_changed_on_the_settings_page_and_back(workplace):
    async with workplace.open() as work:
        await write_draft(work, "留着")
        section = protection(work)
        section.change.click()
        await fill(work, new=OTHER, repeat=OTHER)
        await until(lambda: section.kind.currentText() == tr("settings.protection_code"))
        section.kind.setCurrentIndex(section.kind.findText(tr("settings.protection_both")))
        section.kind.activated.emit(section.kind.currentIndex())
        await fill(work, current=OTHER)
        await until(lambda: section.kind.currentText() == tr("settings.protection_both"))
        section.kind.setCurrentIndex(section.kind.findText(tr("settings.protection_system")))
        section.kind.activated.emit(section.kind.currentIndex())
        await fill(work, current=OTHER)
        await until(lambda: section.kind.currentText() == tr("settings.protection_system"))
    async with workplace.open(sign_in=False) as work:
        await has_draft(work, "留着")


async def test_a_forgotten_code_is_set_aside_after_saying_what_that_costs(workplace, expect_log):
    expect_log.append("given up")
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await start_with_code(work, CODE, "会丢的草稿")
    async with workplace.open(sign_in=False) as work:
        (await page_of(work, EnterCodePage)).forgotten.emit()
        await until(lambda: visible(work.window.findChildren, Dialog))
        (dialog,) = visible(work.window.findChildren, Dialog)
        words = "".join(label.text() for label in dialog.findChildren(QLabel))
        assert tr("code.forgotten.text") in words
        assert tr("code.forgotten.counts", counts=unsent_and_drafts(0, 1)) in words
        dialog.answer("anew")
        await set_code(work, OTHER)
        await submit(work)
        await at_work(work)
        await work.open_consultation(MANGO)
        assert work.active.composer.text == ""
    (data,) = (workplace.folders.data / "accounts").iterdir()
    (aside,) = data.glob("locked-*")
    assert {VAULT_FILE, KEY_FILE} <= {path.name for path in aside.iterdir()}


def visible(find: Callable[[type], list], kind: type) -> list:
    return [one for one in find(kind) if one.isVisible()]
