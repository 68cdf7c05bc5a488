"""The keyring of a real desktop, locked and unlocked, emptied, exchanged, gone."""

from collections.abc import Iterator

import pytest

from tests.vault.desktop_keyring import PASSWORD, REAL, DesktopKeyring, desktop
from workstation.domain.errors import KeyringUnavailable
from workstation.vault.keys.secret_service import KeyringState
from workstation.vault.keys.secret_store import open_keyring
from workstation.vault.keys.system_keyring import SystemKeyring

pytestmark = REAL


@pytest.fixture
def session(tmp_path, monkeypatch) -> Iterator[DesktopKeyring]:
    with desktop(tmp_path / "u", monkeypatch) as keyring:
        yield keyring


async def refusal(work) -> str:
    with pytest.raises(KeyringUnavailable) as unavailable:
        await work
    return unavailable.value.reason


async def test_an_open_keyring_keeps_a_secret_over_a_log_off(session):
    session.start(password=PASSWORD)
    keys = await open_keyring("linux")
    assert await keys.state() is KeyringState.OPEN
    await keys.write("token a", "secret")
    session.stop()
    session.start(password=PASSWORD)
    assert await SystemKeyring().read("token a") == "secret"


async def test_a_locked_keyring_says_so_at_once_and_an_unlocking_elsewhere_is_noticed(session):
    session.start(password=PASSWORD)
    keys = SystemKeyring()
    await keys.write("token a", "secret")
    session.lock()
    assert await keys.state() is KeyringState.LOCKED
    assert await refusal(keys.read("token a")) == "locked"
    assert await refusal(keys.write("token a", "other")) == "locked"
    assert await refusal(keys.remove("token a")) == "locked"
    session.unlock()
    assert await keys.state() is KeyringState.OPEN
    assert await keys.read("token a") == "secret"


async def test_a_pc_that_logs_on_by_itself_starts_with_a_locked_keyring(session):
    session.start(password=PASSWORD)
    await SystemKeyring().write("token a", "secret")
    session.stop()
    session.start()
    keys = SystemKeyring()
    assert await keys.state() is KeyringState.LOCKED
    session.unlock()
    assert await keys.read("token a") == "secret"


async def test_a_closed_prompt_leaves_it_locked_and_says_so(session):
    session.start(password=PASSWORD)
    keys = SystemKeyring()
    await keys.write("token a", "secret")
    session.lock()
    assert await refusal(keys.unlock()) == "dismissed"
    assert await keys.state() is KeyringState.LOCKED


async def test_a_keyring_that_has_no_password_yet_is_not_made_behind_the_person_s_back(session):
    session.start()
    keys = SystemKeyring()
    assert await keys.state() is KeyringState.NEW
    assert await refusal(keys.write("token a", "secret")) == "new"
    assert await refusal(keys.unlock()) == "dismissed"
    assert await keys.state() is KeyringState.NEW


async def test_an_emptied_keyring_is_open_and_has_nothing(session):
    session.start(password=PASSWORD)
    keys = SystemKeyring()
    await keys.write("token a", "secret")
    session.empty()
    assert await keys.state() is KeyringState.OPEN
    assert await keys.read("token a") is None


async def test_a_service_that_comes_after_the_program_is_found(session):
    keys = SystemKeyring()
    assert await keys.state() is KeyringState.ABSENT
    assert not keys.lasting
    assert await refusal(keys.read("token a")) == "absent"
    session.start(password=PASSWORD)
    assert await keys.state() is KeyringState.OPEN
    assert keys.lasting


async def test_a_service_that_goes_away_is_absent(session):
    session.start(password=PASSWORD)
    keys = SystemKeyring()
    assert await keys.state() is KeyringState.OPEN
    session.stop()
    assert await keys.state() is KeyringState.ABSENT
