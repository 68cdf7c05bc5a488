"""The check on a PC whose doctor has an unlock code: what it alone opens is left out, no fault."""

import json
from contextlib import AsyncExitStack

import pytest

from tests.fakes.secrets import MemorySecrets, SafeKeys
from tests.support.findings import summaries
from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.domain.errors import KeyringUnavailable
from workstation.domain.findings import Report
from workstation.domain.keys import KeyKind, KeyRules
from workstation.services.last_sign_in import LAST_FILE
from workstation.services.sign_in import account_name
from workstation.session.storage import open_on_disk
from workstation.settings.resolve import load
from workstation.support import self_test
from workstation.support.check_report import sentences
from workstation.support.computer_probes import ComputerProbes
from workstation.support.probing import run
from workstation.ui.kit.strings import Language, set_language
from workstation.ui.kit.strings.catalogue import catalogue
from workstation.vault.keys import key_cost
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_chains import KeyChains
from workstation.vault.keys.key_cost import KeyCost

BASE, MEMBER = ApiBase.parse("http://127.0.0.1:9"), 1001
PLATFORM = ["token", "calls", "im_servers", "im_session"]
WAY = 3
"""Probes of the way there stand before those of the platform."""


@pytest.fixture
def folders(tmp_path, monkeypatch) -> Folders:
    """The program's, where a code costs next to nothing."""
    monkeypatch.setattr(key_cost, "MIN_MEMORY_KIB", 64)
    return Folders.of_profile(tmp_path)


async def stay_signed_in_by_a_code(folders: Folders, kind: KeyKind = KeyKind.CODE) -> None:
    folders.prepare()
    last = {"server": str(BASE), "member_id": MEMBER}
    (folders.config / LAST_FILE).write_text(json.dumps(last))
    own, account = folders.account(str(BASE), MEMBER), account_name(BASE, MEMBER)
    chain = KeyChain(own, SafeKeys(), account, choose=lambda: KeyCost(64, 1))
    await chain.set_code("123456", kind)
    assert await chain.write_token("token")
    storage = await open_on_disk(own, chain)
    storage.vault.close()


async def checked(folders: Folders) -> Report:
    """What a check says of platform and data; the way to the platform is tried elsewhere."""
    resolution, keys = load(folders), KeyChains(MemorySecrets())
    async with AsyncExitStack() as stack:
        target = await self_test.remembered_target(stack, resolution, folders, keys)
        probes = self_test._server_probes(resolution.settings, target)[WAY:]
        return await run([*probes, self_test._database(folders, keys, target)], lambda _: None)


@pytest.mark.parametrize(
    ("kind", "policy", "expected"),
    [
        (KeyKind.CODE, "auto", ("keyring", "fine", "code")),
        (KeyKind.CODE, "system", ("keyring", "degraded", "storage.keyring")),
        (KeyKind.BOTH, "auto", ("keyring", "degraded", "storage.keyring")),
    ],
)
async def test_no_keyring_is_no_fault_where_a_code_alone_opens_the_data(
    folders, kind, policy, expected
):
    await stay_signed_in_by_a_code(folders, kind)
    keys = KeyChains(MemorySecrets(), lambda: KeyRules(policy))
    async with AsyncExitStack() as stack:
        target = await self_test.remembered_target(stack, load(folders), folders, keys)
    assert await without_a_keyring(folders, keys, target) == [expected]


async def test_nor_is_it_one_in_the_diagnostics_of_a_window_that_the_code_has_opened(folders):
    await stay_signed_in_by_a_code(folders)
    keys = KeyChains(MemorySecrets())
    chain = keys.of(folders.account(str(BASE), MEMBER), account_name(BASE, MEMBER))
    await chain.unlock("123456")
    target = self_test.Target(BASE, member_id=MEMBER)
    assert await without_a_keyring(folders, keys, target) == [("keyring", "fine", "code")]


async def without_a_keyring(folders: Folders, keys: KeyChains, target: self_test.Target):
    """What is said of the keyring where there is none."""

    async def absent():
        raise KeyringUnavailable("absent")

    computer = ComputerProbes(load(folders), BASE, folders, absent)
    report = await run([self_test._keyring(computer, keys, target)], lambda _: None)
    return summaries(report.findings)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("policy", "is_offered"), [("auto", True), ("system", False)])
async def test_no_unlock_code_is_spoken_of_where_the_policy_allows_none(
    folders, monkeypatch, language, policy, is_offered
):
    """Who reads “unless you have set an unlock code” looks for where to set one."""

    async def absent():
        raise KeyringUnavailable("absent")

    monkeypatch.setattr(catalogue, "language", language)
    keys = KeyChains(MemorySecrets(), lambda: KeyRules(policy))
    computer = ComputerProbes(load(folders), BASE, folders, absent)
    report = await run([self_test._keyring(computer, keys, self_test.Target())], lambda _: None)
    then = sentences(report.findings[0])[1]
    words = {Language.EN: "unless you have set an unlock code", Language.ZH: "如果没有设置解锁码"}
    assert (words[language] in then) is is_offered
    assert ("vault.key" in then) is not is_offered
    assert (policy in then) is not is_offered


@pytest.mark.parametrize("language", Language)
async def test_what_the_code_alone_opens_is_left_out_and_no_fault(folders, language):
    await stay_signed_in_by_a_code(folders)
    report = await checked(folders)
    assert summaries(report.findings) == [
        (layer, "skipped", "sealed") for layer in (*PLATFORM, "database")
    ]
    assert report.exit_status == 0
    set_language(language)
    try:
        assert all(map(all, map(sentences, report.findings)))
    finally:
        set_language(Language.ZH)


async def test_a_key_file_that_cannot_be_used_lets_the_doctor_work_all_the_same(folders):
    await stay_signed_in_by_a_code(folders)
    for file in folders.account(str(BASE), MEMBER).data.glob("vault.key*"):
        file.write_bytes(b"{")
    report = await checked(folders)
    assert summaries(report.findings) == [
        ("token", "degraded", "storage.key_file"),
        *((layer, "skipped", "above") for layer in PLATFORM[1:]),
        ("database", "degraded", "storage.key_file"),
    ]
    assert report.exit_status == 1
