"""A database that is closed for a while: whoever asks waits, and nothing of the key stays."""

import asyncio
import threading

import pytest

from tests.full_disk import small_disk
from workstation.domain.errors import DiskFull, DiskSilent, StorageError, WrongKey
from workstation.vault import database, preferences
from workstation.vault.database import Vault, _open_workers
from workstation.vault.engine import worker
from workstation.vault.engine.gate import Gate

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))


@pytest.fixture
def vault(tmp_path):
    vault = Vault.open(tmp_path / "vault.db", KEY)
    yield vault
    vault.close()


async def suspended(vault: Vault) -> None:
    await vault.write(preferences.put, "kept", 1)
    await asyncio.to_thread(vault.suspend)


async def turns() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_is_asked_meanwhile_waits_in_order_and_is_done(vault):
    await suspended(vault)
    writes = [
        asyncio.ensure_future(vault.write(preferences.put, "kept", value)) for value in (2, 3)
    ]
    absorbed = asyncio.ensure_future(vault.absorb(preferences.put, "other", 4))
    reading = asyncio.ensure_future(vault.read(preferences.get, "kept", 0))
    await turns()
    assert not any(each.done() for each in (*writes, absorbed, reading))
    await asyncio.to_thread(vault.resume, KEY)
    await asyncio.gather(*writes, absorbed)
    assert await reading in {1, 2, 3}  # readers run beside the writer
    assert await vault.read(preferences.get, "kept", 0) == 3
    assert await vault.read(preferences.get, "other", 0) == 4


class ShutAfterwards:
    """A lock after whose first release the gate is shut, as by the thread that locks the window."""

    def __init__(self, gate: Gate) -> None:
        self._gate, self._lock, self._is_done = gate, threading.Lock(), False

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
        if not self._is_done:
            self._is_done = True
            self._gate.shut()


async def test_what_is_asked_in_the_very_moment_of_a_lock_is_done_or_waits(vault):
    gate = vault._writer
    gate._turn = ShutAfterwards(gate)
    writing = asyncio.ensure_future(vault.write(preferences.put, "kept", 2))
    await turns()
    await asyncio.to_thread(vault.suspend)
    await asyncio.to_thread(vault.resume, KEY)
    await writing
    assert await vault.read(preferences.get, "kept", 0) == 2


async def test_who_cannot_wait_is_told(vault):
    await suspended(vault)
    with pytest.raises(StorageError):
        vault.read_now(lambda _connection: 1, 0.01)


async def test_another_key_does_not_open_it_and_all_goes_on_waiting(vault):
    await suspended(vault)
    waiting = asyncio.ensure_future(vault.write(preferences.put, "kept", 2))
    with pytest.raises(WrongKey):
        await asyncio.to_thread(vault.resume, OTHER)
    await turns()
    assert not waiting.done()
    await asyncio.to_thread(vault.resume, KEY)
    await waiting


async def test_closed_for_good_whatever_waits_fails(vault):
    await suspended(vault)
    waiting = asyncio.ensure_future(vault.write(preferences.put, "kept", 2))
    reading = asyncio.ensure_future(vault.read(preferences.get, "kept", 0))
    reading.cancel()
    await turns()
    await asyncio.to_thread(vault.close)
    with pytest.raises(StorageError):
        await waiting
    with pytest.raises(StorageError):
        await vault.write(preferences.put, "kept", 3)


async def test_closed_and_opened_again_and_again(vault):
    for value in range(5):
        await vault.write(preferences.put, "kept", value)
        await asyncio.to_thread(vault.suspend)
        await asyncio.to_thread(vault.suspend)
        await asyncio.to_thread(vault.resume, KEY)
        assert await vault.read(preferences.get, "kept", 0) == value


@pytest.mark.parametrize("refusals", [0, 1, 2])
async def test_a_disk_that_hangs_at_the_lock_is_waited_for_before_it_is_opened_again(
    vault, monkeypatch, refusals
):
    """Two writers would get in each other's way: the doctor was told of another program."""
    free, opened = threading.Event(), []
    writing = asyncio.ensure_future(vault.write(lambda _: free.wait(60)))
    await turns()
    with monkeypatch.context() as patched:
        patched.setattr(worker, "CLOSE_SECONDS", 0.01)
        await asyncio.to_thread(vault.suspend)
        patched.setattr(database, "_open_workers", opened.append)
        for _ in range(refusals):
            with pytest.raises(DiskSilent):
                await asyncio.to_thread(vault.resume, KEY)

    def open_workers(*parts):
        opened.append(free.is_set())
        return _open_workers(*parts)

    monkeypatch.setattr(database, "_open_workers", open_workers)
    resuming = asyncio.ensure_future(asyncio.to_thread(vault.resume, KEY))
    await turns()
    free.set()
    await asyncio.gather(writing, resuming)
    assert opened == [True]
    await vault.write(preferences.put, "kept", 1)


@pytest.mark.parametrize("full_before", [True, False])
async def test_a_disk_that_is_full_by_then_opens_and_reads(tmp_path, full_before):
    with small_disk(tmp_path / "small") as disk:
        vault = Vault.open(disk.folder / "vault.db", KEY)
        await vault.write(preferences.put, "kept", 1)
        if full_before:
            disk.fill()
        await asyncio.to_thread(vault.suspend)
        disk.fill()
        await asyncio.to_thread(vault.resume, KEY)
        assert await vault.read(preferences.get, "kept", 0) == 1
        with pytest.raises(DiskFull):
            await vault.write(preferences.put, "kept", "x" * 1_000_000)
        disk.make_room()
        await vault.write(preferences.put, "kept", 2)
        await asyncio.to_thread(vault.close)
        again = Vault.open(disk.folder / "vault.db", KEY)
        assert await again.read(preferences.get, "kept", 0) == 2
        again.close()


async def test_a_vault_in_memory_has_nothing_to_come_back_to():
    vault = Vault.in_memory()
    with pytest.raises(StorageError, match="in memory"):
        vault.resume(KEY)
    vault.close()
