"""The end of a sign-in while words move from memory to the disk: none is lost unasked."""

import asyncio
import threading
from types import SimpleNamespace

import pytest

from tests.session.memory_only_runs import PATIENCE, LockedKeys, disk_found, draft_of, unkept
from tests.session.storages import ACCOUNT, chain_of, opened, say, unsent
from workstation.base.paths import Folders
from workstation.domain.errors import DiskFull, StorageError
from workstation.domain.unsaved import Unsaved
from workstation.program import session_lifecycle
from workstation.session import disk_retry, shutdown
from workstation.session.session import VAULT_SECONDS
from workstation.session.storage import Storage
from workstation.vault.rescue import local_data, memory_move
from workstation.vault.unsent import failures


@pytest.fixture(autouse=True)
def _tried_often(monkeypatch) -> None:
    monkeypatch.setattr(disk_retry, "RETRY_SECONDS", 0.02)


@pytest.fixture
def folders(tmp_path) -> Folders:
    return Folders.of_profile(tmp_path)


def full(*_: object, **__: object) -> None:
    """In place of what writes to the disk."""
    raise DiskFull


class SlowDisk:
    """A disk that takes what is moved only after ``released``."""

    def __init__(self, monkeypatch) -> None:
        self.begun, self.released = threading.Event(), threading.Event()
        self._put = memory_move.put_everything
        monkeypatch.setattr(memory_move, "put_everything", self._take)

    def _take(self, *args: object) -> None:
        self.begun.set()
        self.released.wait(PATIENCE)
        self._put(*args)


async def write_until_unlocked(held, folders, keys, *texts: str, draft: str = "") -> Storage:
    """Write in memory, until the keyring is unlocked and the disk is there."""
    memory = await held.open(folders, chain_of(folders, keys))
    await say(memory, *texts, draft=draft)
    keys.locked = False
    await disk_found(held)
    return memory


async def sign_out_in_vain(held, disk) -> None:
    """Sign out, and wait no longer once the move has begun."""
    signing_out = asyncio.ensure_future(held.release(ACCOUNT))
    await asyncio.to_thread(disk.begun.wait, PATIENCE)
    signing_out.cancel()
    await asyncio.gather(signing_out, return_exceptions=True)


async def test_a_sign_out_that_waits_no_longer_leaves_the_move_to_end(
    folders, expect_log, monkeypatch
):
    expect_log.append("kept in memory only")
    keys, disk = LockedKeys(), SlowDisk(monkeypatch)
    async with unkept() as held:
        await write_until_unlocked(held, folders, keys, "one", draft="begun")
        await sign_out_in_vain(held, disk)
        disk.released.set()
        await held.close()
        assert (held.is_empty, held.lost) == (True, False)
    again = await opened(folders, keys)
    assert (await unsent(again), await draft_of(again)) == (["one"], "begun")
    again.vault.close()


async def test_what_is_wiped_has_no_vault_open_on_the_disk(folders, expect_log):
    expect_log.append("kept in memory only")
    keys = LockedKeys()
    async with unkept() as held:
        memory = await write_until_unlocked(held, folders, keys, "one")
        _, disk = held._disks[ACCOUNT]
        await held.drop(ACCOUNT)
        for storage in (memory, disk):
            with pytest.raises(StorageError):
                await unsent(storage)


async def test_a_wipe_waits_for_what_is_moved_and_closes_it(folders, expect_log, monkeypatch):
    expect_log.append("kept in memory only")
    keys, disk = LockedKeys(), SlowDisk(monkeypatch)
    async with unkept() as held:
        await write_until_unlocked(held, folders, keys, "one")
        _, opened_disk = held._disks[ACCOUNT]
        await sign_out_in_vain(held, disk)
        dropping = asyncio.ensure_future(held.drop(ACCOUNT))
        await asyncio.sleep(0)
        disk.released.set()
        await dropping
        with pytest.raises(StorageError):
            await unsent(opened_disk)


async def test_who_signs_in_again_meanwhile_is_given_what_was_moved(
    folders, expect_log, monkeypatch
):
    expect_log.append("kept in memory only")
    keys, disk = LockedKeys(), SlowDisk(monkeypatch)
    async with unkept() as held:
        await write_until_unlocked(held, folders, keys, "one")
        await sign_out_in_vain(held, disk)
        disk.released.set()
        again = await held.open(folders, chain_of(folders, keys))
        assert (again.memory_reason, held.moved_to_disk, await unsent(again)) == (
            None,
            True,
            ["one"],
        )
        assert not held.holds(ACCOUNT)
        again.vault.close()


@pytest.mark.parametrize("vault_there", [False, True])
async def test_what_a_disk_that_was_found_refuses_is_asked_about(
    folders, expect_log, monkeypatch, vault_there
):
    expect_log.extend(["kept in memory only", "takes nothing"])

    keys = LockedKeys()
    if vault_there:
        keys.locked = False
        before = await opened(folders, keys)
        await say(before, "before")
        before.vault.close()
        keys.locked = True
    async with unkept() as held:
        await write_until_unlocked(held, folders, keys, "one", draft="begun")
        where, name = (local_data, "merge") if vault_there else (memory_move, "put_everything")
        monkeypatch.setattr(where, name, full)
        await held.try_disks()
        assert held.read_losses() == Unsaved(1, 1)
        assert isinstance(held.disk_retry.error, DiskFull)
        monkeypatch.undo()
        await held.try_disks()
        assert not held.read_losses()
    again = await opened(folders, keys)
    assert await unsent(again) == (["before", "one"] if vault_there else ["one"])
    again.vault.close()


async def test_a_disk_that_goes_on_refusing_is_logged_once(folders, caplog, monkeypatch):
    """It is tried again as long as the question about it stands, which may be a night."""
    keys = LockedKeys()
    async with unkept() as held:
        await write_until_unlocked(held, folders, keys, "one")
        with monkeypatch.context() as patch:
            patch.setattr(memory_move, "put_everything", full)
            for _ in range(3):
                await held.try_disks()
        assert held.read_losses() == Unsaved(1, 0)
        assert caplog.text.count("takes nothing") == 1


async def test_trying_a_disk_leaves_nothing_on_it(folders, expect_log):
    """What is sent between the question and the end must not be sent again."""
    expect_log.append("kept in memory only")
    keys = LockedKeys()
    async with unkept() as held:
        memory = await write_until_unlocked(held, folders, keys, "one")
        await held.try_disks()
        await memory.vault.write(failures.discard, "one")
    again = await opened(folders, keys)
    assert await unsent(again) == []
    again.vault.close()


async def test_a_refusal_that_nobody_was_asked_about_takes_nothing_at_a_sign_out(
    folders, expect_log, monkeypatch
):
    expect_log.extend(["kept in memory only", "could not be moved"])

    keys = LockedKeys()
    async with unkept() as held:
        await write_until_unlocked(held, folders, keys, "one")
        monkeypatch.setattr(memory_move, "put_everything", full)
        assert await held.release(ACCOUNT)
        assert held.read_losses() == Unsaved(1, 0)
        monkeypatch.undo()
        assert await unsent(await held.open(folders, chain_of(folders, keys))) == ["one"]


async def test_a_sign_out_gives_a_slow_disk_as_long_as_a_vault_needs(monkeypatch):
    asked: list[float] = []
    let_go: list[str] = []

    async def done(account: str, *_: object) -> None:
        let_go.append(account)

    async def end(*steps, seconds: float = shutdown.STEP_SECONDS) -> None:
        asked.append(seconds)
        await shutdown.run_shutdown_steps(*steps, seconds=seconds)

    monkeypatch.setattr(session_lifecycle, "run_shutdown_steps", end)
    entry = SimpleNamespace(account=ACCOUNT, base="", member_id=1)
    both = SimpleNamespace(release=done, sign_out=done)
    assert await session_lifecycle.sign_out(entry, both, both, None) is None
    assert (let_go, asked) == ([ACCOUNT, ""], [VAULT_SECONDS])
