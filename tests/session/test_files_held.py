"""A file of the vault that another program holds, or a full disk: the run goes on, none is lost."""

import contextlib
import errno
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.session.memory_only_runs import LockedKeys, disk_found, unkept
from tests.session.storages import Keyring, chain_of, opened, say, unsent, with_one_aside, written
from workstation.base import held_files
from workstation.base.paths import Folders
from workstation.domain.errors import DiskFull, StorageError
from workstation.domain.keys import KeyFileUnusable, VaultKey
from workstation.services.last_sign_in import LAST_FILE, LastSignIn
from workstation.session import disk_retry
from workstation.vault.database import Vault
from workstation.vault.engine.opening import VAULT_FILE, fingerprint_path, read_fingerprint
from workstation.vault.key_file_names import KEY_FILE, SEALED_TOKEN
from workstation.vault.keys import key_file, sealed_token, try_counter
from workstation.vault.keys.try_counter import TryCounter
from workstation.vault.rescue import locked_vaults, outbox_backup, recovery
from workstation.vault.rescue.local_data import RestoredCounts


@pytest.fixture
def folders(tmp_path) -> Folders:
    return Folders.of_profile(tmp_path)


def failing(fault: OSError) -> Callable[..., None]:
    """As a virus scanner that holds the file makes a call fail, or a full disk."""

    def fail(*_: object, **__: object) -> None:
        raise fault

    return fail


FAULTS = pytest.mark.parametrize(
    "refusal",
    [
        (PermissionError(errno.EACCES, "held"), StorageError),
        (OSError(errno.ENOSPC, "full"), DiskFull),
    ],
)


@FAULTS
@pytest.mark.parametrize(
    "place",
    [
        (Vault, "open", ""),
        (locked_vaults, "is_opened_by", ""),
        (recovery, "swap_in_rebuilt", VAULT_FILE),
        (recovery, "_carry_over", VAULT_FILE),
        (outbox_backup, "_set_aside", f"{VAULT_FILE}.own"),
    ],
)
async def test_a_file_that_is_held_at_the_start_is_opened_at_the_next_one(
    folders, monkeypatch, expect_log, refusal, place
):
    (fault, kind), (module, name, damaged) = refusal, place
    keys = Keyring()
    await written(folders, keys)
    if damaged:
        expect_log.extend(["rebuilt"] if damaged == VAULT_FILE else [])
        content = bytearray((folders.data / damaged).read_bytes())
        content[100] ^= 1
        (folders.data / damaged).write_bytes(content)
    if name == "is_opened_by":
        fingerprint_path(folders.data / VAULT_FILE).unlink()
    expect_log.append("kept in memory only")
    monkeypatch.setattr(module, name, failing(fault))
    storage = await opened(folders, keys)
    storage.vault.close()
    assert type(storage.memory_reason) is kind
    monkeypatch.undo()
    again = await opened(folders, keys)
    assert (again.memory_reason, await unsent(again)) == (None, ["unsent"])
    again.vault.close()


async def test_a_set_aside_vault_whose_files_are_held_waits_for_the_next_start(
    folders, monkeypatch, expect_log
):
    expect_log.extend(["is not taken up", "came back"])
    keys = Keyring()
    await with_one_aside(folders, keys)
    monkeypatch.setattr(
        locked_vaults, "_attach_backup", failing(PermissionError(errno.EACCES, "held"))
    )
    storage = await opened(folders, keys)
    assert (storage.memory_reason, storage.returned) == (None, RestoredCounts())
    assert await unsent(storage) == ["three"]
    storage.vault.close()
    monkeypatch.undo()
    again = await opened(folders, keys)
    assert again.returned == RestoredCounts(2, 1)
    again.vault.close()


async def test_a_file_that_is_held_once_does_not_end_the_search(folders, expect_log, monkeypatch):
    expect_log.append("kept in memory only")
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.02)
    keys, real, tries = LockedKeys(), Vault.open, []

    def held_once(*args: object) -> Vault:
        tries.append(args)
        if len(tries) == 1:
            raise PermissionError(errno.EACCES, "held by a virus scanner")
        return real(*args)

    async with unkept() as held:
        await say(await held.open(folders, chain_of(folders, keys)), "one")
        keys.locked = False
        monkeypatch.setattr(Vault, "open", held_once)
        await disk_found(held)
    assert len(tries) == 2


def read_key(folder: Path) -> object:
    return key_file.read(folder, "one")


def read_token(folder: Path) -> object:
    return sealed_token.read(folder, VaultKey(bytes(32)), "one")


def read_tries(folder: Path) -> object:
    return TryCounter(folder).load()


def read_key_id(folder: Path) -> object:
    return read_fingerprint(folder / VAULT_FILE)


def read_last(folder: Path) -> object:
    return LastSignIn(folder / LAST_FILE).read()


@pytest.mark.parametrize(
    ("file", "read"),
    [
        (KEY_FILE, read_key),
        (SEALED_TOKEN, read_token),
        (try_counter.NAME, read_tries),
        (f"{VAULT_FILE}.key-id", read_key_id),
        (LAST_FILE, read_last),
    ],
)
def test_what_a_start_reads_is_waited_for_while_it_is_held(tmp_path, monkeypatch, file, read):
    """Else a doctor had to type code or token anew, or worked in memory alone."""
    (tmp_path / file).write_bytes(b"2")
    really, waited = Path.open, []

    def held(opened, *how):
        if opened.name == file and len(waited) < 2:
            raise PermissionError(errno.EACCES, "held")
        return really(opened, *how)

    monkeypatch.setattr(held_files, "_WINDOWS", True)
    monkeypatch.setattr(held_files, "sleep", waited.append)
    monkeypatch.setattr(Path, "open", held)
    with contextlib.suppress(KeyFileUnusable):
        read(tmp_path)
    assert len(waited) == 2
