"""Key files that cannot be used, and policies of the key: one sentence each, and nothing goes."""

import pytest

from tests.fakes.secrets import MemorySecrets
from tests.journeys.pages import (
    account_names,
    at_work,
    enter_code,
    has_draft,
    set_code,
    sign_in_page,
    submit,
    write_draft,
)
from workstation.domain.keys import KeyKind
from workstation.ui.kit.strings import tr
from workstation.vault.engine.opening import VAULT_FILE
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY
from workstation.vault.keys.key_cost import KeyCost
from workstation.vault.keys.wrapped_key import wrap

CODE = "今天 1234"


pytestmark = pytest.mark.usefixtures("cheap_codes")


FOREIGN = wrap(bytes(32), b"123456", "http://127.0.0.1 1002", KeyKind.CODE, KeyCost(64, 1))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"{", "keeping.why.damaged"),
        (b'{"format": 2}', "keeping.why.newer_key_file"),
        (FOREIGN.encode(), "keeping.why.other_doctor"),
    ],
)
async def test_a_key_file_that_cannot_be_used_is_one_sentence_and_nothing_goes(
    workplace, expect_log, content, text
):
    expect_log.extend(["kept in memory only", "does not open", "for this run only"])
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await submit(work)
        await set_code(work, CODE)
        await at_work(work)
    (data,) = (workplace.folders.data / "accounts").iterdir()
    before = (data / VAULT_FILE).read_bytes()
    for name in (KEY_FILE, KEY_FILE_COPY):
        (data / name).write_bytes(content)
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert page.error.code == "storage.key_file"
        await submit(work)
        await at_work(work)
        assert tr(text) in work.main_window.frame.strip.text.text()
    assert (data / VAULT_FILE).read_bytes() == before
    assert (data / KEY_FILE).read_bytes() == content


async def test_the_policy_asks_for_a_code_of_a_length_and_is_followed(workplace, policy):
    async with workplace.open() as work:
        await write_draft(work, "原来的草稿")
    policy.update({"vault.key": "code", "vault.code_length": 8})
    async with workplace.open(sign_in=False) as work:
        page = await set_code(work, "1234567")
        assert page.intro.text() == tr("code.why.policy")
        assert page.fields.new.message.text
        await set_code(work, "12345678")
        await has_draft(work, "原来的草稿")
        work.main_window.frame.show_page("settings")
        section = work.main_window.frame.page("settings").sections["protection"]
        assert not section.kind.isEnabled()
    assert account_names(workplace) == []


async def test_a_policy_that_wants_the_keyring_is_followed_by_the_next_unlocking(workplace, policy):
    keyring, workplace.keys = workplace.keys, MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        await submit(work)
        await set_code(work, CODE)
        await at_work(work)
        await write_draft(work, "原来的草稿")
    policy["vault.key"], workplace.keys = "system", keyring
    async with workplace.open(sign_in=False) as work:
        await enter_code(work, CODE)
        await has_draft(work, "原来的草稿")
    async with workplace.open(sign_in=False) as work:
        await has_draft(work, "原来的草稿")


async def test_a_policy_that_locks_a_doctor_out_is_one_sentence_and_the_program_starts(
    workplace, policy, expect_log
):
    expect_log.append("kept in memory only")
    policy["vault.key"] = "system"
    workplace.keys = MemorySecrets()
    async with workplace.open(sign_in=False) as work:
        page = await sign_in_page(work)
        assert not page.stay.isEnabled()
        page.submitted.emit(work.clinic.address, work.clinic.token, False)
        await at_work(work)
        assert tr("keeping.why.required") in work.main_window.frame.strip.text.text()
