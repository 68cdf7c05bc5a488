"""Where an account's words are kept: opened with its key, in memory at worst, never deleted."""

import asyncio
import base64
import threading

import pytest

from tests.fakes.secrets import MemorySecrets
from tests.session.storages import ACCOUNT, Keyring, chain_of, opened, unsent, written
from workstation.domain.errors import (
    DiskFull,
    KeyringUnavailable,
    NewerDatabase,
    StorageError,
    WrongKey,
)
from workstation.domain.keys import KeyFileUnusable
from workstation.session import storage as product
from workstation.session.storage import read_key
from workstation.vault import preferences
from workstation.vault.engine.opening import PLAIN_HEADER, VAULT_FILE
from workstation.vault.key_file_names import KEY_FILE, KEY_FILE_COPY


async def test_what_one_run_keeps_the_next_one_has(folders):
    keys = Keyring()
    await written(folders, keys)
    again = await opened(folders, keys)
    assert await again.vault.read(preferences.get, "kept") == 1
    assert (again.memory_reason, again.salvage) == (None, None)
    again.vault.close()
    content = (folders.data / VAULT_FILE).read_bytes()
    assert not content.startswith(PLAIN_HEADER)
    assert b"unsent" not in content


async def test_pictures_have_a_key_of_their_own(folders):
    keys = Keyring()
    storage = await opened(folders, keys)
    storage.vault.close()
    assert len(storage.media_key) == 32
    assert storage.media_key != await read_key(chain_of(folders, keys))
    assert storage.media_key.hex() not in repr(storage)


async def test_without_a_lasting_keyring_nothing_reaches_the_disk(folders, expect_log):
    expect_log.append("kept in memory only")
    storage = await opened(folders, MemorySecrets())
    await storage.vault.write(preferences.put, "kept", 1)
    storage.vault.close()
    assert isinstance(storage.memory_reason, KeyringUnavailable)
    assert storage.media_key is None
    assert not (folders.data / VAULT_FILE).exists()


async def test_one_that_nobody_waits_for_any_more_does_not_stay_open(folders, monkeypatch):
    keys, begun, released = Keyring(), threading.Event(), threading.Event()
    await written(folders, keys)
    made, real = [], product._open

    def slowly(*args, **options):
        begun.set()
        released.wait()
        made.append(real(*args, **options))
        return made[0]

    monkeypatch.setattr(product, "_open", slowly)
    opening = asyncio.ensure_future(product.open_on_disk(folders, chain_of(folders, keys)))
    await asyncio.to_thread(begun.wait)
    opening.cancel()
    released.set()
    await asyncio.gather(opening, return_exceptions=True)
    assert opening.cancelled()
    with pytest.raises(StorageError):
        await made[0].vault.read(preferences.get, "kept")


@pytest.mark.parametrize("stored", ["", "nonsense", "c2hvcnQ="])
async def test_a_key_that_is_none_is_not_replaced(folders, stored, expect_log):
    expect_log.append("kept in memory only")
    keys = Keyring()
    await written(folders, keys)
    name = f"database {ACCOUNT}"
    await keys.write(name, stored)
    storage = await opened(folders, keys)
    storage.vault.close()
    assert isinstance(storage.memory_reason, KeyringUnavailable)
    assert await keys.read(name) == stored


async def test_no_key_is_made_while_a_vault_stands_there(folders, expect_log):
    """A keyring that was emptied or exchanged for a day: the vault stays, and so does its key."""
    expect_log.append("kept in memory only")
    keys = Keyring()
    await written(folders, keys)
    name = f"database {ACCOUNT}"
    key = await keys.read(name)
    await keys.remove(name)
    before = (folders.data / VAULT_FILE).read_bytes()
    storage = await opened(folders, keys)
    storage.vault.close()
    assert isinstance(storage.memory_reason, WrongKey)
    assert await keys.read(name) is None
    assert (folders.data / VAULT_FILE).read_bytes() == before
    await keys.write(name, key)
    again = await opened(folders, keys)
    assert again.memory_reason is None
    assert await unsent(again) == ["unsent"]
    again.vault.close()


@pytest.mark.parametrize(("content", "reason"), [('{"format": 2}', "newer"), ("", "damaged")])
async def test_a_key_file_that_cannot_be_used_moves_nothing_unasked(
    folders, expect_log, content, reason
):
    """The vault and the file may be whole for a newer version, or for who repairs the disk."""
    expect_log.append("kept in memory only")
    keys = Keyring()
    await written(folders, keys)
    for name in KEY_FILE, KEY_FILE_COPY:
        (folders.data / name).write_text(content)
    before = {path.name: path.read_bytes() for path in folders.data.iterdir()}
    storage = await opened(folders, keys)
    storage.vault.close()
    assert isinstance(storage.memory_reason, KeyFileUnusable)
    assert storage.memory_reason.reason == reason
    assert {path.name: path.read_bytes() for path in folders.data.iterdir()} == before


async def test_another_keyring_s_key_leaves_the_vault_where_it_is(folders, expect_log):
    expect_log.append("kept in memory only")
    keys, other = Keyring(), Keyring()
    await written(folders, keys)
    await other.write(f"database {ACCOUNT}", base64.b64encode(bytes(32)).decode())
    storage = await opened(folders, other)
    storage.vault.close()
    assert isinstance(storage.memory_reason, WrongKey)
    again = await opened(folders, keys)
    assert await unsent(again) == ["unsent"]
    again.vault.close()


async def test_a_damaged_vault_is_set_aside_and_its_own_words_are_carried_over(folders, expect_log):
    expect_log.append("rebuilt")
    keys = Keyring()
    await written(folders, keys)
    path = folders.data / VAULT_FILE
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    storage = await opened(folders, keys)
    assert storage.salvage.unsent == 1
    assert await unsent(storage) == ["unsent"]
    assert (storage.salvage.kept_at / VAULT_FILE).read_bytes() == content
    storage.vault.close()


@pytest.mark.parametrize("error", [NewerDatabase(), DiskFull()])
async def test_a_vault_that_does_not_open_stays_where_it_is(
    folders, monkeypatch, error, expect_log
):
    expect_log.append("kept in memory only")
    keys = Keyring()
    await written(folders, keys)
    before = (folders.data / VAULT_FILE).read_bytes()

    def refused(*_):
        raise error

    monkeypatch.setattr(product.Vault, "open", refused)
    storage = await opened(folders, keys)
    storage.vault.close()
    assert storage.memory_reason is error
    assert (folders.data / VAULT_FILE).read_bytes() == before
