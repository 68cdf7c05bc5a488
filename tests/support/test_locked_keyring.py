"""The check on a PC whose keyring is locked: called so, and nothing that is there is missed."""

import json
from contextlib import AsyncExitStack

import pytest

from tests.support.findings import summaries
from tests.vault.desktop_keyring import PASSWORD, REAL, desktop
from workstation.base.paths import Folders
from workstation.domain.address import ApiBase
from workstation.services.last_sign_in import LAST_FILE
from workstation.services.sign_in import account_name
from workstation.session.storage import open_on_disk
from workstation.settings.resolve import load
from workstation.support.computer_probes import ComputerProbes
from workstation.support.self_test import Target, health_of, remembered_target
from workstation.vault.keys.key_chain import KeyChain
from workstation.vault.keys.key_chains import KeyChains
from workstation.vault.keys.secret_store import open_keyring
from workstation.vault.keys.system_keyring import SystemKeyring

pytestmark = REAL
BASE, MEMBER = ApiBase.parse("http://127.0.0.1:9"), 1001


@pytest.fixture
def session(tmp_path, monkeypatch):
    with desktop(tmp_path / "u", monkeypatch) as keyring:
        keyring.start(password=PASSWORD)
        yield keyring


async def stay_signed_in(folders: Folders, keys: SystemKeyring) -> None:
    folders.prepare()
    last = {"server": str(BASE), "member_id": MEMBER}
    (folders.config / LAST_FILE).write_text(json.dumps(last))
    own = folders.account(str(BASE), MEMBER)
    storage = await open_on_disk(own, KeyChain(own, keys, account_name(BASE, MEMBER)))
    storage.vault.close()


async def test_a_locked_keyring_is_called_locked_in_every_layer_that_needs_it(tmp_path, session):
    folders, keys = Folders.of_profile(tmp_path / "p"), SystemKeyring()
    await stay_signed_in(folders, keys)
    session.lock()
    resolution = load(folders)
    async with AsyncExitStack() as stack:
        target = await remembered_target(stack, resolution, folders, KeyChains(keys))
    assert (target.base, target.member_id) == (BASE, MEMBER)
    assert target.refused.reason == "locked"
    assert (await health_of(folders, KeyChains(keys), target)).reason == "locked"
    computer = ComputerProbes(resolution, target.base, folders, open_keyring)
    (keyring_finding,) = await computer.keyring()
    assert summaries([keyring_finding]) == [("keyring", "degraded", "storage.keyring")]
    assert keyring_finding.error.reason == "locked"
    assert [finding.code for finding in await computer.configuration()] == ["server"]


async def test_an_emptied_keyring_is_a_missing_key(tmp_path, session):
    folders, keys = Folders.of_profile(tmp_path / "p"), SystemKeyring()
    await stay_signed_in(folders, keys)
    session.empty()
    error = await health_of(folders, KeyChains(keys), Target(BASE, None, MEMBER))
    assert error.code == "storage.key"
