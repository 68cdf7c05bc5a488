"""What the demo of versions before left at every start is cleared, and nothing else."""

from workstation.domain.errors import KeyringUnavailable
from workstation.paths import Folders
from workstation.services import demo_account
from workstation.vault.keys import RunKeys

DOCTOR = 1001
EARLIER = ("http://127.0.0.1:40123", "http://127.0.0.1:40124")
HOSPITAL = "https://hospital.example"


class Keyring(RunKeys):
    lasting = True


def names(folders: Folders) -> set[str]:
    return {path.name for path in (folders.data / "accounts").iterdir()}


async def left_behind(folders: Folders, keys: RunKeys) -> None:
    for server in (*EARLIER, HOSPITAL, demo_account.SERVER):
        folders.account(server, DOCTOR).prepare()
        await keys.write(f"database {server} {DOCTOR}", "key")


async def test_accounts_of_earlier_ports_go_with_their_keys(tmp_path):
    folders, keys = Folders.of_profile(tmp_path), Keyring()
    await left_behind(folders, keys)
    assert await demo_account.clear_earlier(folders, keys, DOCTOR) == len(EARLIER)
    kept = (HOSPITAL, demo_account.SERVER)
    assert names(folders) == {folders.account(server, DOCTOR).data.name for server in kept}
    assert set(keys._secrets) == {f"database {server} {DOCTOR}" for server in kept}
    assert await demo_account.clear_earlier(folders, keys, DOCTOR) == 0


async def test_an_account_whose_key_stays_stays_too(tmp_path, expect_log):
    class Refusing(Keyring):
        async def remove(self, name: str) -> None:
            raise KeyringUnavailable("refused", name)

    folders, keys = Folders.of_profile(tmp_path), Refusing()
    await left_behind(folders, keys)
    before = names(folders)
    expect_log.append("an earlier account of the demo stays")
    assert await demo_account.clear_earlier(folders, keys, DOCTOR) == 0
    assert names(folders) == before


async def test_without_a_keyring_and_on_a_new_computer_there_is_nothing_to_clear(tmp_path):
    folders = Folders.of_profile(tmp_path)
    assert await demo_account.clear_earlier(folders, RunKeys(), DOCTOR) == 0
    assert await demo_account.clear_earlier(folders, Keyring(), DOCTOR) == 0
