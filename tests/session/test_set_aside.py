"""A vault whose key is gone: begun anew only when the doctor says so, and never forgotten."""

import asyncio
import base64
import sys
from pathlib import Path

import pytest

from tests.fakes.scanner import Scanner
from tests.fakes.sudden_end import DIED
from tests.session.storages import (
    ACCOUNT,
    ROOM,
    Keyring,
    chain_of,
    opened,
    say,
    unsent,
    with_one_aside,
    written,
)
from workstation.base.paths import Folders
from workstation.domain.errors import WrongKey
from workstation.domain.message import Delivery
from workstation.session import storage as product
from workstation.session.storage import open_on_disk
from workstation.vault import preferences
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE, open_database
from workstation.vault.key_file_names import KEY_FILE
from workstation.vault.rescue import locked_vaults
from workstation.vault.rescue.local_data import SET_ASIDE, RestoredCounts
from workstation.vault.rescue.outbox_backup import RESTORED
from workstation.vault.unsent import drafts, failures, outbox

ROOT = Path(__file__).parents[2]
NAME = f"database {ACCOUNT}"


async def lose_key(folders: Folders, keys: Keyring) -> str:
    """A day's work, and then the keyring is emptied; the key that it held."""
    first = await opened(folders, keys)
    await say(first, "one", "two", draft="begun")
    await first.vault.write(outbox.mark_sending, "one")
    first.vault.close()
    key = await keys.read(NAME)
    await keys.remove(NAME)
    return key


async def begin_anew(folders: Folders, keys: Keyring, *texts: str, draft: str = "") -> str:
    anew = await open_on_disk(folders, chain_of(folders, keys), start_anew=True)
    assert await unsent(anew) == []
    await say(anew, *texts, draft=draft)
    anew.vault.close()
    return await keys.read(NAME)


async def test_beginning_anew_is_kept_from_then_on(folders, expect_log):
    expect_log.append("is set aside")
    keys = Keyring()
    await lose_key(folders, keys)
    with pytest.raises(WrongKey):
        await open_on_disk(folders, chain_of(folders, keys))
    await begin_anew(folders, keys, "three")
    again = await opened(folders, keys)
    assert (await unsent(again), again.memory_reason, again.salvage) == (["three"], None, None)
    again.vault.close()


@pytest.mark.parametrize("waits", [0, 9], ids=["free", "held by a scanner"])
async def test_when_the_old_key_returns_its_vault_is_the_one_in_use_again(
    folders, expect_log, monkeypatch, waits
):
    expect_log.append("is set aside")
    Scanner(waits).install(monkeypatch)
    keys = Keyring()
    old = await lose_key(folders, keys)
    await begin_anew(folders, keys, "three")
    await keys.write(NAME, old)
    again = await opened(folders, keys)
    assert again.memory_reason is None
    assert await unsent(again) == ["one", "two"]
    assert (await again.vault.read(drafts.get, ROOM)).text == "begun"
    again.vault.close()


async def test_a_vault_that_the_keyring_opens_leaves_only_its_unusable_key_file_aside(folders):
    """Its code was moved to the keyring, and the file came back, as from a backup."""
    keys = Keyring()
    await written(folders, keys)
    (folders.data / KEY_FILE).write_text("from a newer program")
    anew = await open_on_disk(folders, chain_of(folders, keys), start_anew=True)
    assert await unsent(anew) == ["unsent"]
    anew.vault.close()
    (key_file,) = folders.data.rglob(KEY_FILE)
    assert key_file.read_text() == "from a newer program"
    again = await opened(folders, keys)
    assert again.memory_reason is None
    again.vault.close()


async def test_what_a_kill_left_goes_to_its_own_vault_and_to_no_key_file(folders):
    keys = Keyring()
    await written(folders, keys)
    key_alone = folders.data / f"{locked_vaults.LOCKED}-0"
    key_alone.mkdir()
    (key_alone / KEY_FILE).write_text("another doctor's")
    broken_off = folders.data / f"{locked_vaults.LOCKED}-1"
    broken_off.mkdir()
    (folders.data / VAULT_FILE).rename(broken_off / VAULT_FILE)
    again = await opened(folders, keys)
    assert await again.vault.read(preferences.get, "kept") == 1
    again.vault.close()
    assert [path.name for path in key_alone.iterdir()] == [KEY_FILE]


async def test_what_was_written_meanwhile_comes_back_with_its_own_key(folders, expect_log):
    expect_log.append("is set aside")
    keys = Keyring()
    old = await lose_key(folders, keys)
    new = await begin_anew(folders, keys, "three", draft="more")
    for key, expected in ((old, ["one", "two"]), (new, ["three"]), (old, ["one", "two"])):
        await keys.write(NAME, key)
        storage = await opened(folders, keys)
        assert await unsent(storage) == expected
        storage.vault.close()


async def test_a_set_aside_vault_of_this_key_is_taken_up_once_and_in_order(folders, expect_log):
    """As where its folder came back from a backup."""
    expect_log.append("came back")
    keys = Keyring()
    await with_one_aside(folders, keys)
    again = await opened(folders, keys)
    assert again.returned == RestoredCounts(2, 1)
    entries = await again.vault.read(outbox.entries)
    assert [entry.text for entry in entries] == ["three", "one", "two"]
    assert [entry.state for entry in entries[1:]] == [Delivery.FAILED] * 2
    assert [entry.failure for entry in entries] == ["", RESTORED, SET_ASIDE]
    assert (await again.vault.read(drafts.get, ROOM)).text == "begun\nlater"
    await again.vault.write(failures.discard, "two")
    again.vault.close()
    last = await opened(folders, keys)
    assert last.returned == RestoredCounts()
    assert await unsent(last) == ["three", "one"]
    last.vault.close()


async def test_what_the_lifeboat_brought_back_is_told_also_beside_a_vault_taken_up(
    folders, expect_log
):
    expect_log.append("came back")
    keys = Keyring()
    key = await with_one_aside(folders, keys)
    live = open_database(folders.data / VAULT_FILE, key)
    live.execute("DELETE FROM outbox")
    live.close()
    again = await opened(folders, keys)
    assert (again.vault.restored, again.returned) == (1, RestoredCounts(2, 1))
    again.vault.close()


async def test_a_kill_between_merging_and_putting_away_brings_nothing_twice(folders):
    keys = Keyring()
    first = await opened(folders, keys)
    await say(first, "one", draft="begun")
    first.vault.close()
    path = folders.data / VAULT_FILE
    kept_at = locked_vaults.set_aside(path)
    key = await product.read_key(chain_of(folders, keys))
    Vault.open(path, key).close()
    assert locked_vaults.merge_matching(path, key, key) == RestoredCounts(1, 1)
    (taken,) = path.parent.glob("taken-*")
    taken.rename(kept_at)  # as if the kill had come before
    live = await opened(folders, keys)
    assert live.returned == RestoredCounts()
    assert await unsent(live) == ["one"]
    live.vault.close()


async def test_a_folder_that_could_not_be_renamed_brings_back_nothing_that_was_taken_back_since(
    folders, monkeypatch, caplog
):
    """As where a scanner under Windows holds one of its files."""
    keys = Keyring()
    key = await with_one_aside(folders, keys)
    path = folders.data / VAULT_FILE

    def refuse(*_: Path) -> None:
        raise PermissionError

    with monkeypatch.context() as held:
        held.setattr(locked_vaults.held_files, "replace", refuse)
        locked_vaults.merge_matching(path, key, key)
    assert "not taken up" in caplog.text
    vault = Vault.open(path, key)
    await vault.write(failures.discard, "two")
    vault.close()
    locked_vaults.merge_matching(path, key, key)
    assert not locked_vaults.find_matching(path, key)
    again = await opened(folders, keys)
    assert await unsent(again) == ["three", "one"]
    again.vault.close()


async def killed_at(folders: Folders, step: int, key: str, *, start_anew: bool) -> bool:
    """Open in a process of its own that is killed before that step; whether it came to it."""
    arguments = [str(folders.data / VAULT_FILE), key, str(step), str(int(start_anew))]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.session.killed", *arguments, cwd=ROOT
    )
    status = await asyncio.wait_for(process.wait(), 60)
    assert status in {0, DIED}
    return status != 0


async def test_a_kill_while_it_is_set_aside_loses_nothing(tmp_path, caplog):
    """Whatever was moved by then: with the old key everything is there again."""
    new = base64.b64encode(bytes(range(32))).decode()
    step, killed = 0, True
    while killed:
        folders, keys = Folders.of_profile(tmp_path / str(step)), Keyring()
        old = await lose_key(folders, keys)
        killed = await killed_at(folders, step, new, start_anew=True)
        await keys.write(NAME, old)
        again = await opened(folders, keys)
        assert await unsent(again) == ["one", "two"], step
        assert (await again.vault.read(drafts.get, ROOM)).text == "begun"
        again.vault.close()
        step += 1
    assert step > 5
    assert "memory only" not in caplog.text


async def test_a_kill_while_it_is_taken_up_loses_and_doubles_nothing(tmp_path, caplog):
    step, killed = 0, True
    while killed:
        folders, keys = Folders.of_profile(tmp_path / str(step)), Keyring()
        key = await with_one_aside(folders, keys)
        killed = await killed_at(folders, step, await keys.read(NAME), start_anew=False)
        again = await opened(folders, keys)
        assert await unsent(again) == ["three", "one", "two"], step
        assert (await again.vault.read(drafts.get, ROOM)).text == "begun\nlater"
        again.vault.close()
        assert not locked_vaults.find_matching(folders.data / VAULT_FILE, key)
        step += 1
    assert step > 2
    assert "memory only" not in caplog.text
